from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Row, Spoken, words


class Support(StrEnum):
    know_more = "know_more"
    fund_fully = "fund_fully"
    fund_partly = "fund_partly"
    in_kind = "in_kind"
    expertise = "expertise"
    venue = "venue"
    not_for_us = "not_for_us"


class Stage(StrEnum):
    new = "new"
    acknowledged = "acknowledged"
    introduced = "introduced"
    agreed = "agreed"
    funded = "funded"
    declined = "declined"
    withdrawn = "withdrawn"


class Interest(Row, table=True):
    """A donor would like to help. Not binding; a coordinator, never the team, answers."""

    __table_args__ = (UniqueConstraint("pitch_id", "donor_id"),)

    pitch_id: UUID = Field(foreign_key="pitch.id", index=True)
    camp_id: UUID = Field(foreign_key="camp.id", index=True)
    donor_id: UUID = Field(foreign_key="person.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    kind: Support = Field(sa_type=words(Support))
    amount: Decimal | None = Field(default=None, max_digits=12, decimal_places=2)
    currency: str | None = Field(default=None, max_length=3)
    note: str = Field(default="", max_length=2000)
    state: Stage = Field(default=Stage.new, index=True, sa_type=words(Stage))
    pitch_number: int  # as it stood when it was marked
    told: Spoken = Field(default_factory=dict, sa_type=JSON)  # what the team may read
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class InterestChange(Row, table=True):
    """Every step of an interest, and what it said at that time."""

    interest_id: UUID = Field(foreign_key="interest.id", index=True)
    by_id: UUID = Field(foreign_key="person.id")
    what: str = Field(max_length=40)  # the action
    was: dict[str, Any] = Field(sa_type=JSON)
    note: str = Field(default="", max_length=2000)
