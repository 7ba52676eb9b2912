from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Moment, Row, words


class Meant(StrEnum):
    """What a text was to become when it was sent."""

    point = "point"
    answer = "answer"
    request = "request"  # the mentor's words when asking for changes
    ready = "ready"  # … and when marking as ready
    section = "section"  # the mentor's words on a section
    ask = "ask"  # the team's note when asking for feedback


class Outcome(StrEnum):
    waiting = "waiting"
    let_through = "let_through"
    reworded = "reworded"
    refused = "refused"


class Held(Row, table=True):
    """Words that hold a way to reach somebody outside, which their writer wishes to send all the
    same. Their writer and the coordinators of the camp read them; nobody else does before they
    are let through."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    meant: Meant = Field(sa_type=words(Meant))
    place: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # what the form said beside
    text: str = Field(max_length=4000)
    language: str = Field(max_length=2)
    kinds: list[str] = Field(default_factory=list, sa_type=JSON)  # of what was found
    writer_id: UUID = Field(foreign_key="person.id", index=True)
    outcome: Outcome = Field(default=Outcome.waiting, index=True, sa_type=words(Outcome))
    wording: str = Field(default="", max_length=4000)  # the coordinator's, if it was changed
    word: str = Field(default="", max_length=1000)  # to the writer
    decided_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
