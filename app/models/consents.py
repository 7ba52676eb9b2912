from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from app.models.base import Moment, Row, words


class Purpose(StrEnum):
    """One consent, one purpose (safeguarding notes, section 2.3)."""

    account = "account"
    mentoring = "mentoring"
    publish = "publish"


class Giver(StrEnum):
    own = "self"
    guardian = "guardian"


class Consent(Row, table=True):
    """The ledger. A line is never changed but to say that the consent was withdrawn."""

    person_id: UUID = Field(foreign_key="person.id", index=True)
    purpose: Purpose = Field(sa_type=words(Purpose))
    giver: Giver = Field(sa_type=words(Giver))
    method: str = Field(max_length=20)  # "paper" for now
    text_version: str = Field(max_length=20)
    language: str = Field(max_length=2)
    given_on: date
    expires_on: date | None = None
    witness_id: UUID = Field(foreign_key="person.id")  # the coordinator who saw the paper
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class LegalRecord(Row, table=True):
    """Legal name and guardian of a young person, apart from everything else and encrypted with
    ``DATA_KEY``; for coordinators only, and every read leaves a line in the history."""

    __tablename__ = "legal"

    person_id: UUID = Field(foreign_key="person.id", unique=True)
    sealed: str
