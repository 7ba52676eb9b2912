"""A consent is taken back. What it allowed ends in the same transaction: nobody has to remember
to take the pitch off, and no letter has to arrive first."""

from sqlmodel import Session, col, select

from app.models import Consent, Person, Project, Teammate
from app.models.base import now
from app.rules.policy import Who
from app.rules.safeguarding import standing
from app.rules.workflow import SHOWN
from app.services import consents, history, moves


def withdraw(session: Session, person: Person, consent: Consent, *, by: Who) -> list[Project]:
    """Returns the projects whose pitch is no longer shown because of it. Taken back twice is
    taken back once."""
    if consent.withdrawn_at is not None:
        return []
    consent.withdrawn_at = now()
    session.add(consent)
    session.flush()
    fields = [f"consent.{consent.purpose}"]
    history.write_about(session, "consent.withdraw", person, by=by, fields=fields)
    ledger = consents.of(session, person.id)
    left = standing(person.adult_on, ledger, True, consents.today())
    if left.account and left.publish:
        return []
    own = select(Teammate.project_id).where(Teammate.person_id == person.id)
    shown = select(Project).where(col(Project.id).in_(own), col(Project.state).in_(SHOWN))
    hidden = list(session.exec(shown.order_by(col(Project.id)).with_for_update(key_share=True)))
    for project in hidden:
        moves.move(session, project, "withdraw", by=by)
    return hidden
