from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Moment, Row, words


class SectionVerdict(StrEnum):
    good = "good"  # as it is
    needs_work = "needs_work"


class SignOff(Row, table=True):
    """A mentor's word on one section of a snapshot, with the answers that it is about. One of each
    mentor stands; those that were changed or taken back have ended, and stay."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    snapshot_id: UUID = Field(foreign_key="snapshot.id", index=True)
    section: str = Field(max_length=40)
    says: SectionVerdict = Field(sa_type=words(SectionVerdict))
    words: str = Field(default="", max_length=2000)
    language: str = Field(max_length=2)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    by_id: UUID = Field(foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    reworded: bool = False  # a coordinator changed the words before they were sent
