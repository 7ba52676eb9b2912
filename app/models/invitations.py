from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from app.models.base import Moment, Row, words
from app.models.projects import May


class Welcome(StrEnum):
    """What whoever brings the code becomes."""

    participant = "participant"
    mentor = "mentor"
    coordinator = "coordinator"
    donor = "donor"
    teammate = "teammate"


class Invitation(Row, table=True):
    """A way in. A camp's join code serves many and can be printed again, so it is kept as it is;
    a personal code works once, is shown once, and is kept only as a hash."""

    code_hash: str = Field(max_length=64, unique=True)
    code: str | None = Field(default=None, max_length=20)
    welcomes: Welcome = Field(sa_type=words(Welcome))
    camp_id: UUID | None = Field(default=None, foreign_key="camp.id", index=True)
    project_id: UUID | None = Field(default=None, foreign_key="project.id", index=True)
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    may: May = Field(default=May.write, sa_type=words(May))  # of a teammate
    note: str = Field(default="", max_length=80)  # for whom, in the inviter's own words
    uses: int
    used: int = 0
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    made_by_id: UUID = Field(foreign_key="person.id")
