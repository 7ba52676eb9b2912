"""Somebody looked at an adult's papers. What is written here opens and closes the doors of
mentors: the policy reads it anew for every request."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.models import Person, Vetting
from app.rules.notices import Audience
from app.rules.policy import Who
from app.services import history, letters

MENTOR = "mentor"


def of(session: Session, person_id: UUID) -> list[Vetting]:
    """The newest first."""
    lines = select(Vetting).where(Vetting.person_id == person_id)
    return list(session.exec(lines.order_by(col(Vetting.created_at).desc())))


def record(
    session: Session, person: Person, checked_on: date, expires_on: date, *, by: Who
) -> None:
    """A check as a mentor. The caller has asked ``safeguarding.wrong_with_check``."""
    session.add(
        Vetting(
            person_id=person.id,
            kind=MENTOR,
            checked_on=checked_on,
            expires_on=expires_on,
            checked_by_id=by.id,
        )
    )
    session.flush()
    fields = ["checked_on", "expires_on"]
    history.write_about(session, "vetting.record", person, by=by, fields=fields)
    letters.write(session, "vetting.record", {Audience.person: [person]}, "/home")
