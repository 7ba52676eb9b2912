from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from app.models.base import Moment, Row, words


class Because(StrEnum):
    """Why a team keeps a phrase."""

    law = "law"
    quotation = "quotation"
    myth = "myth"
    institution = "institution"
    other = "other"


class Dismissal(Row, table=True):
    """A team keeps what a rule of the dignity check asks about, and says why. It holds for this
    very sentence: of that a fingerprint is kept and not the words, which may be taken away."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    section: str = Field(max_length=40)
    field: str = Field(max_length=40)
    row: str = Field(default="", max_length=20)
    column: str = Field(default="", max_length=40)
    rule: str = Field(max_length=40)
    sentence: str = Field(max_length=64)
    because: Because = Field(sa_type=words(Because))
    words: str = Field(default="", max_length=500)
    by_id: UUID = Field(foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by_id: UUID | None = Field(default=None, foreign_key="person.id")
