"""Letters are rows of the transaction of what they tell; a worker sends them later
(``services.outbox``)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select, update

from app.i18n import speaking
from app.models import Letter, Pace, Person
from app.models.base import now
from app.rules.notices import NOTICES, Audience
from app.rules.policy import Who
from app.services import history

To = Mapping[Audience, Iterable[Person]]


def write(session: Session, event: str, to: To, path: str = "", **about: str) -> None:
    """Tell whom ``NOTICES`` says, each once and in their own language; most events tell nobody.

    ``to`` says who the audiences are; an audience that is not in it is told nothing. ``path`` is
    where in the app the letters lead, unless the notice says otherwise; ``about`` fills the phrases
    and addresses: a code or an id, never anybody's text.
    """
    told: set[UUID] = set()
    for notice in NOTICES.get(event, ()):
        for person in to.get(notice.to, ()):
            if person.id in told or person.suspended_at:
                continue
            told.add(person.id)
            with speaking(person.language):
                subject = str(notice.subject).format(**about)
                body = str(notice.body).format(**about)
            session.add(
                Letter(
                    to_id=person.id,
                    event=event,
                    language=person.language,
                    subject=subject,
                    body=body,
                    path=notice.leads.format(**about) or path,
                    code=about.get("code", ""),
                    waits=notice.waits,
                )
            )
    session.flush()


def to(session: Session, person_id: UUID, most: int = 100) -> list[Letter]:
    """Somebody's letters, the newest first; without the digests, which only repeat them."""
    own = select(Letter).where(Letter.to_id == person_id, col(Letter.digest_on).is_(None))
    return list(session.exec(own.order_by(col(Letter.created_at).desc()).limit(most)))


def mark_read(session: Session, person_id: UUID) -> None:
    unread = update(Letter).where(col(Letter.to_id) == person_id, col(Letter.read_at).is_(None))
    session.execute(unread.values(read_at=now()))


def choose(session: Session, pace: Pace, *, by: Who) -> None:
    """How often somebody gets news by e-mail. The same again changes nothing."""
    key = {"key_share": True}
    person = session.get_one(Person, by.id, with_for_update=key, populate_existing=True)
    if person.pace is pace:
        return
    person.pace = pace
    session.add(person)
    session.flush()
    history.write(session, "person.edit", None, "person", by.id, by=by, fields=["pace"])
