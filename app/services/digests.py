"""Several pieces of news in one e-mail: what came since the last one and was not read in the app
meanwhile, project by project. Nobody gets an empty one."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import func as sql
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.i18n import gettext, speaking
from app.models import Letter, Person
from app.models.base import now
from app.rules.letters import IN_DIGESTS, digest_day, digest_due, sleeps
from app.services import outbox

EVENT = "digest"
NEWS: tuple[ColumnElement[bool], ...] = (
    col(Letter.sent_at).is_(None),
    col(Letter.read_at).is_(None),
    col(Letter.waits).is_(False),
    col(Person.pace).in_(IN_DIGESTS),
    col(Person.email).is_not(None),
    col(Person.suspended_at).is_(None),
)


def due(session: Session, zone: str) -> list[UUID]:
    """Whose digest is to be made now. ``zone`` is that of people who belong to no camp."""
    at = now()
    waiting: Any = (
        select(Person, sql.min(Letter.created_at))
        .join(Letter, col(Letter.to_id) == col(Person.id))
        .where(*NEWS)
        .group_by(col(Person.id))
        .options(selectinload(Person.memberships))  # type: ignore[arg-type]
    )
    found = session.exec(waiting).all()
    zones = outbox.zones_of(session, [person for person, _oldest in found], zone) if found else {}
    ripe = {
        person.id: digest_day(at, zones[person.id][-1])
        for person, oldest in found
        if digest_due(person.pace, oldest, zones[person.id][-1]) <= at
        and not sleeps(person, at, zones[person.id])
    }
    made: Any = select(Letter.to_id, col(Letter.digest_on)).where(
        col(Letter.to_id).in_(ripe), col(Letter.digest_on).in_(set(ripe.values()))
    )
    have = set(session.exec(made).all()) if ripe else set()
    return [person_id for person_id, day in ripe.items() if (person_id, day) not in have]


def make(session: Session, person_id: UUID, base: str, zone: str) -> None:
    """Looked at again under the lock: another worker may have made it a moment ago. ``base`` is
    the address of this instance, because every line has a link of its own."""
    person = outbox.locked(session, person_id)
    if person is None or person_id not in due(session, zone):
        return
    theirs = select(Letter).join(Person).where(*NEWS, Letter.to_id == person_id)
    news = list(session.exec(theirs.order_by(col(Letter.created_at))))
    at, where = now(), outbox.zones_of(session, [person], zone)[person_id][-1]
    with speaking(person.language):
        subject = gettext("Read what is new: {count}").format(count=len(news))
        body = _body(news, base)
    session.add(
        Letter(
            to_id=person_id,
            event=EVENT,
            language=person.language,
            subject=subject,
            body=body,
            path="/letters",
            waits=False,
            digest_on=digest_day(at, where),
            read_at=at,
        )
    )
    outbox.mark_sent(session, [one.id for one in news])
    session.flush()


def _body(news: list[Letter], base: str) -> str:
    """By project, the one with the newest news first; what is about none of them at the end. Ten
    answers in one project are one line with a number."""
    by_code: dict[str, dict[tuple[str, str], list[Letter]]] = {}
    for one in news:
        page = one.path.partition("#")[0] or "/letters"
        theirs = by_code.pop(one.code, {})
        by_code[one.code] = theirs  # moves to the end: it has the newest
        theirs.setdefault((one.subject, page), []).append(one)
    parts = [gettext("This is new, and you have not read it in Seedbed yet:")]
    newest_first = list(reversed(by_code))
    for code in sorted(newest_first, key=lambda code: code == ""):
        lines = [code or gettext("Your account and your camp")]
        for (subject, page), same in by_code[code].items():
            often = f" ({len(same)})" if len(same) > 1 else ""
            where = same[0].path if len(same) == 1 and same[0].path else page
            lines.append(f"– {subject}{often}\n  {base}{where}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)
