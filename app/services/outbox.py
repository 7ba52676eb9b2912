"""What goes by e-mail now. A person's letters are claimed under a lock of the person, so that two
workers never carry letters to the same one at the same time; nothing is sent under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy import func as sql
from sqlalchemy.orm import aliased, selectinload
from sqlmodel import Session, and_, col, not_, or_, select, update

from app.models import Camp, Letter, Person
from app.models.base import now
from app.rules.letters import AN_HOUR, IN_DIGESTS, goes, sleeps

LEASE = timedelta(seconds=60)  # a worker that died gives its letters back after this
READERS = 20  # in one round


@dataclass(frozen=True)
class Parcel:
    """One e-mail. Of several letters of the same kind the newest speaks for all."""

    person: Person
    letters: list[Letter]  # the oldest first

    @property
    def letter(self) -> Letter:
        return self.letters[-1]


def has_some(session: Session) -> bool:
    """Whether it is worth claiming, but for the hour of the day."""
    ready = select(Letter.id).join(Person).where(*_ready(now())).limit(1)
    return session.exec(ready).first() is not None


def claim(session: Session, zone: str) -> list[Parcel]:
    """Take what is to be sent now. ``zone`` is that of people who belong to no camp."""
    at = now()
    ready = _ready(at)
    their = (
        select(Person)
        .join(Letter, col(Letter.to_id) == col(Person.id))
        .where(*ready)
        .group_by(col(Person.id))
        .order_by(sql.min(Letter.created_at))
        .options(selectinload(Person.memberships))  # type: ignore[arg-type]
    )
    people = list(session.exec(their))
    awake = _awake(session, people, zone)[:READERS]
    mine = _locked(session, awake) if awake else {}
    if not mine:
        return []
    theirs = (
        select(Letter)
        .join(Person)
        .where(*ready, col(Letter.to_id).in_(mine))
        .order_by(col(Letter.created_at))
    )
    parcels: dict[tuple[Any, ...], Parcel] = {}
    unneeded = []
    for letter in session.exec(theirs).all():
        person = mine[letter.to_id]
        if not _is_needed(letter, person):
            unneeded.append(letter.id)
            continue
        same = (letter.to_id, letter.event, letter.code or letter.path)
        parcels.setdefault(same, Parcel(person, [])).letters.append(letter)
    mark_sent(session, unneeded)
    taken = [letter.id for parcel in parcels.values() for letter in parcel.letters]
    session.execute(update(Letter).where(col(Letter.id).in_(taken)).values(claimed_at=at))
    return list(parcels.values())


def mark_sent(session: Session, ids: list[UUID]) -> None:
    session.execute(update(Letter).where(col(Letter.id).in_(ids)).values(sent_at=now()))


def waiting(session: Session, zone: str) -> list[Letter]:
    """What should be gone soon, the oldest first. News that waits for its digest is not late, nor
    is what rests for the night. ``zone`` as in ``claim``."""
    unsent = (
        select(Letter, Person)
        .join(Person)
        .where(
            col(Letter.sent_at).is_(None),
            or_(col(Letter.waits), col(Letter.digest_on).is_not(None)),
        )
        .order_by(col(Letter.created_at))
        .options(selectinload(Person.memberships))  # type: ignore[arg-type]
    )
    found = session.exec(unsent).all()
    awake = {one.id for one in _awake(session, [person for _letter, person in found], zone)}
    return [letter for letter, person in found if person.id in awake]


def _awake(session: Session, people: list[Person], zone: str) -> list[Person]:
    """Those who may be written to at this hour."""
    zones = zones_of(session, people, zone) if people else {}
    return [one for one in people if not sleeps(one, now(), zones[one.id])]


def zones_of(
    session: Session, people: Iterable[Person], otherwise: str
) -> dict[UUID, list[ZoneInfo]]:
    """Those of their camps, the one that they joined last at the end."""
    camps = dict(session.exec(select(Camp.id, Camp.time_zone)).all())
    return {
        one.id: [
            ZoneInfo(camps[each.camp_id])
            for each in sorted(one.memberships, key=lambda each: each.created_at)
        ]
        or [ZoneInfo(otherwise)]
        for one in people
    }


def locked(session: Session, person_id: UUID) -> Person | None:
    """None while another worker is at this person. A lock that leaves foreign keys alone: letters
    to them can still be written."""
    query = select(Person).where(Person.id == person_id)
    return session.exec(query.with_for_update(skip_locked=True, key_share=True)).first()


def _locked(session: Session, people: list[Person]) -> dict[UUID, Person]:
    query = select(Person).where(col(Person.id).in_([one.id for one in people]))
    found = session.exec(query.with_for_update(skip_locked=True, key_share=True))
    return {one.id: one for one in found}


def _ready(at: datetime) -> list[ColumnElement[bool]]:
    """Letters that may go now as far as the hour of the day lets them: neither in a digest, nor
    claimed, nor less than an hour after another of the same kind."""
    other: Any = aliased(Letter)
    a_moment_ago = col(Letter.claimed_at) > at - LEASE
    same = and_(
        other.to_id == Letter.to_id,
        other.event == Letter.event,
        other.code == Letter.code,
        or_(other.code != "", other.path == Letter.path),
    )
    carried = and_(
        other.claimed_at > at - AN_HOUR,
        or_(col(other.sent_at).is_not(None), other.claimed_at > at - LEASE),
    )
    return [
        col(Letter.sent_at).is_(None),
        or_(col(Letter.claimed_at).is_(None), not_(a_moment_ago)),
        or_(
            col(Letter.waits),
            col(Letter.read_at).is_not(None),
            col(Person.pace).not_in(IN_DIGESTS),
            col(Person.email).is_(None),
            col(Person.suspended_at).is_not(None),
        ),
        not_(select(other.id).where(same, carried).exists()),
    ]


def _is_needed(letter: Letter, person: Person) -> bool:
    """A digest is marked as read from the start, because the app does not show it."""
    news_to_them = letter.read_at is None or letter.digest_on is not None
    return news_to_them and person.suspended_at is None and goes(person.pace, letter.waits)
