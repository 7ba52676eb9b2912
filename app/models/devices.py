from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.base import Row


class DeviceKey(Row, table=True):
    """What opens the drafts that somebody's browser keeps for them. Gone when they sign out."""

    __table_args__ = (UniqueConstraint("person_id", "device_hash"),)

    person_id: UUID = Field(foreign_key="person.id", index=True)
    device_hash: str = Field(max_length=64)
    sealed: str  # by the data key of this instance
