from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Row, Spoken


class Phrase(Row, table=True):
    """Words that somebody uses often, in up to three languages; only they see them."""

    person_id: UUID = Field(foreign_key="person.id", index=True)
    texts: Spoken = Field(sa_type=JSON)
