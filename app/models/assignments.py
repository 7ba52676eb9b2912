from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import Field, Relationship

from app.models.base import Moment, Row, words
from app.models.capacities import Capacity
from app.models.people import Person


class End(StrEnum):
    """Why somebody no longer mentors a project: a coordinator ended it, or they said it
    themselves."""

    coordinator = "coordinator"
    time = "time"
    field = "field"
    conflict = "conflict"  # they know somebody of the team: never proposed for it again
    other = "other"


class Assignment(Row, table=True):
    """A mentor helps a project for a time; access lasts as long as the assignment."""

    project_id: UUID = Field(foreign_key="project.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    end: End | None = Field(default=None, sa_type=words(End))
    why: str = Field(default="", max_length=1000)  # for coordinators

    # The contact is suspended for now (``models.concerns``).
    resting: ClassVar[Any]

    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined"})
    # Whoever looks at a project sees who of its mentors is away.
    capacity: Capacity | None = Relationship(
        sa_relationship_kwargs={
            "lazy": "joined",
            "primaryjoin": "foreign(Assignment.person_id) == Capacity.person_id",
            "viewonly": True,
            "uselist": False,
        }
    )


class Skip(Row, table=True):
    """A mentor puts a snapshot off for a day, and says why. A newer one waits at once."""

    snapshot_id: UUID = Field(foreign_key="snapshot.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    why: str = Field(max_length=500)  # for coordinators
