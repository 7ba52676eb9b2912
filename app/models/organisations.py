from datetime import date
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.models.base import Row, Spoken


class Organisation(Row, table=True):
    """Donors come from somewhere. Verified for the whole instance, with a date and an end."""

    name: Spoken = Field(sa_type=JSON)
    purpose: Spoken = Field(sa_type=JSON)
    kind: str = Field(default="other", max_length=40)
    verified_on: date | None = None
    expires_on: date | None = None
    verified_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class Affiliation(SQLModel, table=True):
    """A donor speaks for an organisation."""

    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    role: Spoken = Field(default_factory=dict, sa_type=JSON)
