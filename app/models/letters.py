from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.models.base import Moment, Row


class Letter(Row, table=True):
    """Written in the transaction of what it tells, so that none is lost and none is sent for
    what was rolled back. Kept afterwards as the person's mail archive. Names a project by its
    code only and quotes nobody."""

    to_id: UUID = Field(foreign_key="person.id", index=True)
    event: str = Field(max_length=40)
    language: str = Field(max_length=2)
    subject: str = Field(max_length=200)
    body: str
    path: str = Field(default="", max_length=200)  # where in the app it leads
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    claimed_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, index=True, sa_type=Moment)
