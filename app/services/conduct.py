"""Who has accepted the code of conduct, which version of it, and when."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.models import Acceptance, Person
from app.rules import conduct
from app.rules.policy import Who
from app.services import history


def accepted(session: Session, person_id: UUID) -> list[Acceptance]:
    """The newest first."""
    ones = select(Acceptance).where(Acceptance.person_id == person_id)
    return list(session.exec(ones.order_by(col(Acceptance.created_at).desc())))


def accept(session: Session, version: str, *, by: Who) -> bool:
    """That somebody has read these words and will keep to them. Pressed twice, it is once. False:
    what they read is not the present version any more, so nothing was accepted."""
    if version != conduct.VERSION:
        return False
    person = session.exec(select(Person).where(Person.id == by.id).with_for_update()).one()
    if all(one.version != version for one in accepted(session, by.id)):
        session.add(Acceptance(person_id=by.id, version=version))
        session.flush()
        history.write_about(session, "conduct.accept", person, by=by, fields=[version])
    return True
