"""What was done in a camp, as a chain of hashes (see ``models.history``)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from app.models import INSTANCE, ChainEnd, Event, Person
from app.models.base import now
from app.rules.policy import Who

START = "0" * 64


def chain_of(camp_id: UUID | None) -> str:
    return str(camp_id) if camp_id else INSTANCE


def write(
    session: Session,
    action: str,
    camp_id: UUID | None,
    about: str,
    about_id: UUID,
    *,
    by: Who | None,
    fields: Iterable[str] = (),
) -> None:
    """One line. ``about`` is the kind of thing, ``fields`` the names of what was changed, never
    their values; ``by`` is None for the command line.

    One writer at a time in a chain: its end is locked until the commit."""
    chain = chain_of(camp_id)
    end = session.exec(select(ChainEnd).where(ChainEnd.chain == chain).with_for_update()).first()
    if end is None:
        end = ChainEnd(chain=chain, number=0, hash=START)
    event = Event(
        chain=chain,
        number=end.number + 1,
        action=action,
        about=about,
        about_id=about_id,
        fields=sorted(fields),
        who_id=by.id if by else None,
        created_at=now(),
        before=end.hash,
        hash="",
    )
    event.hash = hash_of(event)
    end.number, end.hash = event.number, event.hash
    session.add(event)
    session.add(end)
    session.flush()


def write_about(
    session: Session, action: str, person: Person, *, by: Who | None, fields: Iterable[str] = ()
) -> None:
    """One line for each camp that somebody belongs to: what is done with a person concerns the
    coordinators of all of them. Always in the same order, so that no two writers wait for each
    other."""
    for camp_id in sorted({membership.camp_id for membership in person.memberships}, key=str):
        write(session, action, camp_id, "person", person.id, by=by, fields=fields)


def of(session: Session, chain: str, before: int | None = None, most: int = 100) -> list[Event]:
    """The newest lines, or those below a number."""
    lines = select(Event).where(Event.chain == chain)
    if before is not None:
        lines = lines.where(Event.number < before)
    return list(session.exec(lines.order_by(col(Event.number).desc()).limit(most)))


def length(session: Session, chain: str) -> int:
    end = session.get(ChainEnd, chain)
    return end.number if end else 0


def broken_at(session: Session, chain: str) -> int | None:
    """The number of the first line that does not follow from the one before it, or None. A line
    cut off at the end is missed by its hash, so the end is compared too."""
    before, number = START, 0
    lines = select(Event).where(Event.chain == chain).order_by(col(Event.number))
    for number, event in enumerate(session.exec(lines), start=1):
        if (event.number, event.before, event.hash) != (number, before, hash_of(event)):
            return number
        before = event.hash
    end = session.get(ChainEnd, chain)
    if (end.number, end.hash) != (number, before) if end else number:
        return number + 1
    return None


def hash_of(event: Event) -> str:
    line = (
        event.before,
        event.chain,
        event.number,
        event.action,
        event.about,
        event.about_id,
        ",".join(event.fields),
        event.who_id or "",
        datetime.astimezone(event.created_at, UTC).isoformat(),
    )
    return sha256("\n".join(map(str, line)).encode()).hexdigest()
