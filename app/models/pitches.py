from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.models.base import Moment, Row, words
from app.models.projects import Teammate


class Visibility(StrEnum):
    vetted_donors = "vetted_donors"
    public_without_budget = "public_without_budget"


class Pitch(Row, table=True):
    """The public face of a project: a frozen copy, never a view of the draft. One for a project,
    with one address; each approval freezes it anew under the next ``number``."""

    __table_args__ = (Index("ix_pitch_newest", "open", "published_at", "id"),)

    code: str = Field(max_length=6, unique=True)
    project_id: UUID = Field(foreign_key="project.id", unique=True)
    camp_id: UUID = Field(foreign_key="camp.id", index=True)
    number: int = 1
    language: str = Field(max_length=2)  # in which the team wrote it
    title: str = Field(max_length=200)
    slug: str = Field(max_length=80)
    theme: str = Field(max_length=20)  # of the drawn cover
    team_size: int  # donors read "a team of 3, 16–25", never persons
    age_band: str = Field(max_length=10)
    visibility: Visibility = Field(sa_type=words(Visibility))
    region: str = Field(max_length=10, index=True)
    strand: str = Field(max_length=20, index=True)
    amount: Decimal = Field(default=Decimal(0), max_digits=12, decimal_places=2)
    currency: str = Field(max_length=3)
    content: dict[str, Any] = Field(sa_type=JSON)  # section → frozen answers of its language
    words: str  # normalised, for the search
    published_at: datetime = Field(sa_type=Moment)
    published_by_id: UUID = Field(foreign_key="person.id")
    open: bool = True  # false while paused, withdrawn or archived
    paused_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)

    authors: list[Teammate] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "primaryjoin": "Pitch.project_id == foreign(Teammate.project_id)",
            "viewonly": True,
            "uselist": True,
        }
    )

    @property
    def member_ids(self) -> set[UUID]:
        return {author.person_id for author in self.authors}


class PitchTag(SQLModel, table=True):
    """A fact of a pitch that donors filter by and of which there can be several."""

    __table_args__ = (Index("ix_pitchtag_found", "kind", "value", "pitch_id"),)

    pitch_id: UUID = Field(foreign_key="pitch.id", primary_key=True)
    kind: str = Field(max_length=20, primary_key=True)  # form, group, ask, language
    value: str = Field(max_length=40, primary_key=True)


class PitchText(Row, table=True):
    """The pitch's own words in one language, written by people. One of the team's language is
    always there."""

    __table_args__ = (UniqueConstraint("pitch_id", "language"),)

    pitch_id: UUID = Field(foreign_key="pitch.id", index=True)
    language: str = Field(max_length=2)
    title: str = Field(max_length=200)
    one_line: str = Field(max_length=400)
    story: str
    asks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
