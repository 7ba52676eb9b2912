from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, Relationship

from app.models.base import Moment, Row, now, words
from app.models.projects import Project


class Verdict(StrEnum):
    """Where the feedback on a snapshot stands."""

    waiting = "waiting"
    changes_requested = "changes_requested"
    ready = "ready"


class Snapshot(Row, table=True):
    """The whole plan as it stood when the team asked for feedback: numbered and frozen."""

    __table_args__ = (UniqueConstraint("project_id", "number"),)

    project_id: UUID = Field(foreign_key="project.id", index=True)
    number: int
    version: int  # of the project
    template: str = Field(max_length=40)
    language: str = Field(max_length=2)
    plan: dict[str, Any] = Field(sa_type=JSON)  # section → answers
    note: str = Field(default="", max_length=2000)  # what the team would like to know
    asked_by_id: UUID = Field(foreign_key="person.id")
    verdict: Verdict = Field(default=Verdict.waiting, sa_type=words(Verdict))
    judged_at: datetime | None = Field(default=None, sa_type=Moment)
    judged_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    says: str = Field(default="", max_length=2000)  # the mentor's words on the whole
    # A coordinator changed these words before they were sent.
    note_reworded: bool = False
    says_reworded: bool = False

    @property
    def days(self) -> int:
        """Whole days since the team asked."""
        return (now() - self.created_at).days


class PointKind(StrEnum):
    question = "question"
    request = "request"
    praise = "praise"


class PointState(StrEnum):
    open = "open"
    answered = "answered"
    addressed = "addressed"
    needs_help = "needs_help"
    settled = "settled"


class Point(Row, table=True):
    """Something an adult says about a section, a field, one row or cell of it, or some words of a
    text, as it stood in a snapshot. Nothing here is ever deleted."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    snapshot_id: UUID = Field(foreign_key="snapshot.id", index=True)
    section: str = Field(max_length=40)
    field: str = Field(default="", max_length=40)  # "": the section as a whole
    row: str = Field(default="", max_length=20)
    column: str = Field(default="", max_length=40)
    kind: PointKind = Field(sa_type=words(PointKind))
    state: PointState = Field(default=PointState.open, sa_type=words(PointState))
    text: str = Field(max_length=4000)
    language: str = Field(max_length=2)
    writer_id: UUID = Field(foreign_key="person.id")
    state_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)  # first, by the team
    # The answer, row or cell as it was then; and the same place when it was dealt with.
    about: Any = Field(default=None, sa_type=JSON, nullable=True)
    became: Any = Field(default=None, sa_type=JSON, nullable=True)
    start: int | None = None  # of the words that it is about, in that answer
    end: int | None = None
    became_version: int | None = None  # of the project; None: not dealt with yet
    first_text: str = Field(default="", max_length=4000)  # before anybody put it right
    corrected_at: datetime | None = Field(default=None, sa_type=Moment)
    reworded: bool = False  # a coordinator changed the words, before they were sent or later

    project: Project = Relationship()

    @property
    def name(self) -> str:
        """The form field that it points at."""
        return ".".join(part for part in (self.field, self.row, self.column) if part)


class Answer(Row, table=True):
    """Words under a point, by the team or by an adult."""

    point_id: UUID = Field(foreign_key="point.id", index=True)
    text: str = Field(max_length=4000)
    language: str = Field(max_length=2)
    writer_id: UUID = Field(foreign_key="person.id")
    first_text: str = Field(default="", max_length=4000)  # before anybody put it right
    corrected_at: datetime | None = Field(default=None, sa_type=Moment)
    reworded: bool = False

    point: Point = Relationship()

    @property
    def project(self) -> Project:
        return self.point.project


class SuggestionState(StrEnum):
    open = "open"
    taken = "taken"
    changed = "changed"  # taken in the team's own words
    declined = "declined"


class Suggestion(Row, table=True):
    """Other words for those that a point is about. Only the team puts them into its plan, so the
    plan stays its own; ``version`` is the project's, with which it did."""

    point_id: UUID = Field(foreign_key="point.id", unique=True)
    wording: str = Field(max_length=4000)
    state: SuggestionState = Field(default=SuggestionState.open, sa_type=words(SuggestionState))
    decided_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int | None = None
