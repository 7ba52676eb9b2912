from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.orm import column_property
from sqlmodel import Field, Relationship, SQLModel, col

from app.models.assignments import Assignment
from app.models.base import Moment, Row, words


class About(StrEnum):
    """Whom somebody is worried about."""

    mentor = "mentor"  # named
    coordinator = "coordinator"  # named
    lead = "lead"  # one of the safeguarding leads: all of them stand back
    teammate = "teammate"
    young = "young"  # a young person whom the writer helps
    other = "other"
    unsaid = "unsaid"


class Danger(StrEnum):
    yes = "yes"
    unsure = "unsure"
    no = "no"


class Severity(StrEnum):
    s1 = "S1"
    s2 = "S2"
    s3 = "S3"


class Readers(StrEnum):
    """Who reads it: the first of these in which somebody is whom it is not about."""

    leads = "leads"
    coordinators = "coordinators"  # of the camp
    others = "others"  # coordinators of other camps, and whoever opened the instance


class Step(StrEnum):
    """What has become of a concern."""

    added = "added"  # words of its writer
    read = "read"
    weighed = "weighed"
    lifted = "lifted"  # the rest of the contact
    closed = "closed"


class ConcernPerson(SQLModel, table=True):
    """Somebody it is or may be about: they never read it, whatever their role."""

    __tablename__ = "concern_person"

    concern_id: UUID = Field(foreign_key="concern.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)


class Concern(Row, table=True):
    """Somebody is worried. The words are sealed with the data key; everything that is done with
    them is a line in a chain of the history that belongs to this concern alone."""

    camp_id: UUID | None = Field(default=None, foreign_key="camp.id", index=True)
    project_id: UUID | None = Field(default=None, foreign_key="project.id", index=True)
    writer_id: UUID = Field(foreign_key="person.id", index=True)
    about: About = Field(sa_type=words(About))
    danger: Danger = Field(sa_type=words(Danger))
    severity: Severity = Field(sa_type=words(Severity))
    readers: Readers = Field(sa_type=words(Readers))
    sealed: str
    language: str = Field(max_length=2)
    may_answer: bool
    read_at: datetime | None = Field(default=None, sa_type=Moment)  # all that stands there now
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    sealed_answer: str = ""  # to the writer, where they wished for one

    people: list[ConcernPerson] = Relationship(sa_relationship_kwargs={"lazy": "selectin"})

    @property
    def about_ids(self) -> set[UUID]:
        return {one.person_id for one in self.people}


class ConcernStep(Row, table=True):
    """What was done, by whom, and in which words; for those who read the concern."""

    __tablename__ = "concern_step"

    concern_id: UUID = Field(foreign_key="concern.id", index=True)
    by_id: UUID = Field(foreign_key="person.id")
    what: Step = Field(sa_type=words(Step))
    role: Readers | None = Field(default=None, sa_type=words(Readers))  # as what they read it
    severity: Severity | None = Field(default=None, sa_type=words(Severity))
    sealed: str = ""


class Rest(SQLModel, table=True):
    """While it has no end, this mentor cannot open this project, however often they are assigned
    to it. One row for each concern, so that one that ends lifts nothing of another."""

    concern_id: UUID = Field(foreign_key="concern.id", primary_key=True)
    project_id: UUID = Field(foreign_key="project.id", primary_key=True, index=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


# Loaded with the assignment, so that whoever asks who mentors a project needs no other query.
Assignment.resting = column_property(
    exists()
    .where(
        col(Rest.project_id) == Assignment.project_id,
        col(Rest.person_id) == Assignment.person_id,
        col(Rest.ended_at).is_(None),
    )
    .correlate_except(Rest)
)
