from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Row


class Pace(StrEnum):
    """How often somebody wishes to get news by e-mail. What waits on them comes at once."""

    at_once = "at_once"
    daily = "daily"
    weekly = "weekly"
    waiting = "waiting"  # no news at all, only what waits on them


class Letter(Row, table=True):
    """Written in the transaction of what it tells, so that none is lost and none is sent for
    what was rolled back. Kept afterwards as the person's mail archive. Names a project by its
    code only and quotes nobody.

    A digest is a letter too: it repeats what others say, so it goes by e-mail only and is not
    shown in the app. There is one for a person and a day."""

    __table_args__ = (UniqueConstraint("to_id", "digest_on"),)

    to_id: UUID = Field(foreign_key="person.id", index=True)
    event: str = Field(max_length=40)
    language: str = Field(max_length=2)
    subject: str = Field(max_length=200)
    body: str
    path: str = Field(default="", max_length=200)  # where in the app it leads
    code: str = Field(default="", max_length=40)  # of the project or pitch, if it is about one
    waits: bool = True  # on its reader; otherwise it is news
    digest_on: date | None = None  # of a digest: the day that it closes, in its reader's zone
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    claimed_at: datetime | None = Field(default=None, sa_type=Moment)
    # By e-mail or in a digest; or when it was clear that it need not go, since it was read in the
    # app or its reader wants no such letters.
    sent_at: datetime | None = Field(default=None, index=True, sa_type=Moment)
