from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.base import Row


class Acceptance(Row, table=True):
    """A mentor has accepted a version of the code of conduct; ``created_at`` says when."""

    __table_args__ = (UniqueConstraint("person_id", "version"),)

    person_id: UUID = Field(foreign_key="person.id")
    version: str = Field(max_length=20)
