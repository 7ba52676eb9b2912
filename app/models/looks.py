from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Row, now


class Look(Row, table=True):
    """Up to which snapshot somebody beside a team has read its plan, so that next time they are
    shown what changed since. How long anybody reads is written down nowhere."""

    __table_args__ = (UniqueConstraint("project_id", "person_id"),)

    project_id: UUID = Field(foreign_key="project.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    snapshot: int  # the newest that was shown
    at: datetime = Field(default_factory=now, sa_type=Moment)
    # What had been shown, and when, before the present visit began; None: it is the first.
    before: int | None = None
    before_at: datetime | None = Field(default=None, sa_type=Moment)
    first: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # snapshot → when first
