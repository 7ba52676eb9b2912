from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import Row

INSTANCE = "instance"  # the chain of what belongs to no camp


class Event(Row, table=True):
    """One line of a camp's history. Each carries the hash of the line before it, so that
    nobody can change or remove a line unseen. Who did what to which, and the names of the
    fields; never a value, never anybody's text."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("chain", "number"),)

    chain: str = Field(max_length=36)  # a camp's id, or INSTANCE
    number: int
    action: str = Field(max_length=40)
    about: str = Field(max_length=40)  # the kind of thing
    about_id: UUID = Field(index=True)
    fields: list[str] = Field(default_factory=list, sa_type=JSON)
    who_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    before: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ChainEnd(SQLModel, table=True):
    """The newest line of each chain. Writing the next one begins with locking this row."""

    chain: str = Field(max_length=36, primary_key=True)
    number: int = 0
    hash: str = Field(max_length=64)
