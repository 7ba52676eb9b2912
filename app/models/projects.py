from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import column_property
from sqlmodel import Field, Relationship, SQLModel, select

from app.models.assignments import Assignment
from app.models.base import Moment, Row, now, words
from app.models.camps import Camp
from app.models.people import Person


class State(StrEnum):
    idea = "idea"
    idea_sent = "idea_sent"
    developing = "developing"
    ready = "ready"
    awaiting_approval = "awaiting_approval"
    published = "published"
    paused = "paused"
    matched = "matched"
    withdrawn = "withdrawn"
    archived = "archived"


class May(StrEnum):
    """What somebody may do in a team. Whoever may comment reads what the team reads and answers
    the mentor's points, and changes nothing."""

    write = "write"
    comment = "comment"


class Teammate(SQLModel, table=True):
    """The team is the membership of the project."""

    project_id: UUID = Field(foreign_key="project.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    role: str = Field(default="", max_length=80)  # in the team's own words
    may: May = Field(default=May.write, sa_type=words(May))
    lead: bool = False  # one of those who may write, while there is one
    joined_at: datetime = Field(default_factory=now, sa_type=Moment)

    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined"})


class Departure(Row, table=True):
    """Somebody left a team, or was asked to. What they wrote stays the team's."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    by_id: UUID = Field(foreign_key="person.id")  # themselves, or whoever led the team

    person: Person = Relationship(
        sa_relationship_kwargs={"lazy": "joined", "foreign_keys": "Departure.person_id"}
    )


class Project(Row, table=True):
    """State changes only through ``services.projects``. ``version`` counts accepted saves."""

    code: str = Field(max_length=6, unique=True)  # what letters call it
    camp_id: UUID = Field(foreign_key="camp.id", index=True)
    call_id: UUID | None = Field(default=None, foreign_key="call.id", index=True)
    # What its call allowed when it began, whatever becomes of the call (``Call.limits``).
    limits: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    template: str = Field(default="camp-project/1", max_length=40)
    language: str = Field(max_length=2)  # in which the team writes
    title: str = Field(default="", max_length=200)  # a copy of the answer, for lists
    state: State = Field(default=State.idea, index=True, sa_type=words(State))
    state_since: datetime = Field(default_factory=now, sa_type=Moment)
    version: int = 0
    edited_at: datetime = Field(default_factory=now, sa_type=Moment)
    welcomed_at: datetime | None = Field(default=None, sa_type=Moment)
    told: int = 0  # how much has been said about it: counts what ``services.told`` tells

    team: list[Teammate] = Relationship(
        sa_relationship_kwargs={"lazy": "selectin", "order_by": "Teammate.joined_at"}
    )
    assignments: list[Assignment] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})

    # Days and hours are the camp's, wherever the reader is, and so is its promise of an answer
    # within some days; loaded with the project.
    time_zone: ClassVar[Any]
    usual_currency: ClassVar[Any]  # likewise: what a budget begins with
    answer_days: ClassVar[Any]

    @property
    def member_ids(self) -> set[UUID]:
        return {member.person_id for member in self.team}

    @property
    def writer_ids(self) -> set[UUID]:
        return {member.person_id for member in self.team if member.may == May.write}

    @property
    def lead_id(self) -> UUID | None:
        return next((member.person_id for member in self.team if member.lead), None)

    @property
    def mentors(self) -> list[Person]:
        return [one.person for one in self.assignments if one.ended_at is None]

    @property
    def mentor_ids(self) -> set[UUID]:
        """Who of them may read and write here now."""
        open_ones = (one for one in self.assignments if one.ended_at is None)
        return {one.person_id for one in open_ones if not one.resting}

    @property
    def assigned_ids(self) -> set[UUID]:
        """All of them, also those whose contact rests: to everybody else nothing has changed."""
        return {one.person_id for one in self.assignments if one.ended_at is None}


Project.time_zone = column_property(
    select(Camp.time_zone).where(Camp.id == Project.camp_id).scalar_subquery()
)
Project.usual_currency = column_property(
    select(Camp.currency).where(Camp.id == Project.camp_id).scalar_subquery()
)
Project.answer_days = column_property(
    select(Camp.answer_days).where(Camp.id == Project.camp_id).scalar_subquery()
)


class Approval(Row, table=True):
    """Who decided what about a project, when and why."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    # The move; "safety", the review that check V19 asks for; "request", the mentor's for changes.
    what: str = Field(max_length=40)
    by_id: UUID = Field(foreign_key="person.id")
    why: str = Field(default="", max_length=2000)
    ticks: list[str] = Field(default_factory=list, sa_type=JSON)
    version: int  # of the project, when it was decided
