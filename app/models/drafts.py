from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Row, now


class FeedbackDraft(Row, table=True):
    """What somebody is about to say in a project and has not sent. Nobody else reads it."""

    __tablename__ = "feedbackdraft"
    __table_args__ = (UniqueConstraint("person_id", "project_id", "place"),)

    person_id: UUID = Field(foreign_key="person.id")
    project_id: UUID = Field(foreign_key="project.id", index=True)
    place: str = Field(
        max_length=120
    )  # "point.budget.b1", "answer.<id>", "section.need", "rubric.need", "says", "note"
    kind: str = Field(default="", max_length=20)  # of a point
    text: str = Field(sa_type=Text)
    beside: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # services.drafts.BESIDE
    saved_at: datetime = Field(default_factory=now, sa_type=Moment)
    refused: bool = False  # it was sent when its writer had no access any more
