"""The outbox. Letters are rows of the same transaction; a worker sends them later."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select, update

from app.i18n import speaking
from app.models import Camp, Letter, Membership, Person
from app.models.base import now
from app.rules.notices import NOTICES, Audience
from app.rules.safeguarding import is_night

LEASE = timedelta(seconds=60)  # a worker that died gives its letters back after this

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
                )
            )
    session.flush()


def to(session: Session, person_id: UUID, most: int = 100) -> list[Letter]:
    """Somebody's letters, the newest first."""
    own = select(Letter).where(Letter.to_id == person_id)
    return list(session.exec(own.order_by(col(Letter.created_at).desc()).limit(most)))


def mark_read(session: Session, person_id: UUID) -> None:
    unread = update(Letter).where(col(Letter.to_id) == person_id, col(Letter.read_at).is_(None))
    session.execute(unread.values(read_at=now()))


def claim(session: Session, most: int = 20) -> list[tuple[Letter, Person]]:
    """Take letters that wait, with whom they are for. Two workers never take the same one. Those
    of minors wait for the morning."""
    free = or_(col(Letter.claimed_at).is_(None), col(Letter.claimed_at) < now() - LEASE)
    waiting = (
        select(Letter.id)
        .where(col(Letter.sent_at).is_(None), free, col(Letter.to_id).not_in(_asleep(session)))
        .order_by(col(Letter.created_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = update(Letter).where(col(Letter.id).in_(waiting)).values(claimed_at=now())
    letters = list(session.scalars(taken.returning(Letter)))
    ids = {letter.to_id for letter in letters}
    people = {p.id: p for p in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return [(letter, people[letter.to_id]) for letter in letters]


def _asleep(session: Session) -> Any:
    """The minors of camps where it is night now."""
    zones = session.exec(select(Camp.time_zone).distinct())
    at_night = [zone for zone in zones if is_night(now(), zone)]
    return (
        select(Membership.person_id)
        .join(Camp, col(Camp.id) == Membership.camp_id)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(col(Person.adult_on) > now().date(), col(Camp.time_zone).in_(at_night))
    )


def mark_sent(session: Session, ids: list[UUID]) -> None:
    session.execute(update(Letter).where(col(Letter.id).in_(ids)).values(sent_at=now()))


def waiting(session: Session) -> list[Letter]:
    """What should have gone out by now, the oldest first; what rests for the night is not late."""
    unsent = select(Letter).where(
        col(Letter.sent_at).is_(None), col(Letter.to_id).not_in(_asleep(session))
    )
    return list(session.exec(unsent.order_by(col(Letter.created_at))))
