from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Row, Spoken, words


class Role(StrEnum):
    participant = "participant"
    mentor = "mentor"
    coordinator = "coordinator"


class Camp(Row, table=True):
    name: Spoken = Field(sa_type=JSON)
    place: Spoken = Field(sa_type=JSON)
    text: Spoken = Field(sa_type=JSON)
    starts_on: date
    ends_on: date
    time_zone: str = Field(max_length=40)
    currency: str = Field(max_length=3)
    default_language: str = Field(max_length=2)
    region: str = Field(default="", max_length=10)
    answer_days: int = 5  # within which teams may expect an answer of their mentor
    organisers: list[Spoken] = Field(sa_type=JSON)
    supporters: list[Spoken] = Field(sa_type=JSON)

    @property
    def camp_id(self) -> UUID:
        """So that rules ask a camp what they ask a project: which camp is it?"""
        return self.id


class Membership(Row, table=True):
    """Roles are additive and per camp: one person can be a mentor here, an alumna there.

    A participant is ``confirmed`` when a coordinator has ticked them off as somebody who really
    was at the camp. Whoever came by a personal invitation is confirmed from the start."""

    __table_args__ = (UniqueConstraint("camp_id", "person_id", "role"),)

    camp_id: UUID = Field(foreign_key="camp.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=words(Role))
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
