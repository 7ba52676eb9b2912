from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Moment, Row


class Rubric(Row, table=True):
    """One adult's sheet on a project for the final selection: a mark and words for each criterion
    of ``rules.rubric``. One of each adult stands; earlier ones have ended, and stay."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    version: int  # of the project
    marks: dict[str, int] = Field(sa_type=JSON)  # by criterion
    words: dict[str, str] = Field(sa_type=JSON)
    language: str = Field(max_length=2)
    by_id: UUID = Field(foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
