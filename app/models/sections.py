from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Row


class Revision(Row, table=True):
    """What one section said after one save. Rows are only ever added, and ``number`` is the
    project's own counter. A save of which something clashed also leaves a line ``aside``: the
    section as its writer would have had it."""

    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index("ix_revision_newest", "project_id", "section", "number"),
    )

    project_id: UUID = Field(foreign_key="project.id")
    section: str = Field(max_length=40)
    number: int
    base: int  # the version that the writer had before them
    aside: bool = False
    page: str = Field(default="", max_length=40)  # the page that saved it
    seq: int = 0  # and its how manieth; 0: a page without scripts does not count
    language: str = Field(max_length=2)
    written: dict[str, Any] = Field(sa_type=JSON)  # field name → answer: this save's own change
    answers: dict[str, Any] = Field(sa_type=JSON)  # the whole section
    writer_id: UUID = Field(foreign_key="person.id")
