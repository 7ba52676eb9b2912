from datetime import date
from uuid import UUID

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Row


class Capacity(Row, table=True):
    """What a mentor says of the help they can give; whoever has none has not said."""

    person_id: UUID = Field(foreign_key="person.id", unique=True)
    most: int | None = None  # projects at a time
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    themes: list[str] = Field(default_factory=list, sa_type=JSON)  # strands of the template
    words: str = Field(default="", max_length=500)
    away_until: date | None = None  # the last day of a pause
    handover: str = Field(default="", max_length=2000)  # for coordinators and the other mentor
