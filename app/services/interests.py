"""Interests: what donors offer, and what coordinators make of it. No way leads from a donor to a
team but through a coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotOpen
from app.models import (
    Interest,
    InterestChange,
    Person,
    Pitch,
    Project,
    Role,
    Stage,
    Support,
)
from app.models.base import Spoken, now
from app.rules.interest_flow import ENDED, INTEREST_MOVES, PAUSED, WITH_MONEY
from app.rules.notices import Audience
from app.rules.policy import Visitor, Who
from app.services import camps, history, letters


def visible_to(who: Visitor) -> SelectOfScalar[Interest]:
    if who is None:
        return select(Interest).where(col(Interest.id).is_(None))
    ours = col(Interest.camp_id).in_(who.camps(Role.coordinator))
    return select(Interest).where(or_(ours, col(Interest.donor_id) == who.id))


def interested(session: Session, pitch: Pitch) -> list[Person]:
    """The donors who marked a pitch and neither withdrew nor said that it is not for them."""
    marked = select(Interest.donor_id).where(
        Interest.pitch_id == pitch.id,
        col(Interest.state).not_in(ENDED),
        Interest.kind != Support.not_for_us,
    )
    return list(session.exec(select(Person).where(col(Person.id).in_(marked))))


def own(session: Session, pitch: Pitch, who: Visitor) -> Interest | None:
    if who is None:
        return None
    return session.exec(
        select(Interest).where(Interest.pitch_id == pitch.id, Interest.donor_id == who.id)
    ).first()


@dataclass(frozen=True)
class Offer:
    """What a donor says. Not binding."""

    kind: Support
    amount: Decimal | None = None
    note: str = ""


def mark(session: Session, pitch: Pitch, offer: Offer, *, by: Who) -> Interest:
    """One for each donor and pitch: marking again changes it, and the same words again change
    nothing. The caller holds the pitch's row, so that many clicks at once are one mark."""
    if not pitch.open:
        raise NotOpen(PAUSED)
    assert by.affiliated is not None  # a donor speaks for somebody: rules.policy
    amount = offer.amount
    if offer.kind == Support.fund_fully:
        amount = amount or pitch.amount or None
    said: dict[str, Any] = {
        "kind": offer.kind,
        "amount": amount if offer.kind in WITH_MONEY else None,
        "currency": pitch.currency if offer.kind in WITH_MONEY else None,
        "note": offer.note,
        "pitch_number": pitch.number,
    }
    interest = own(session, pitch, by)
    if interest is None:
        interest = Interest(
            pitch_id=pitch.id,
            camp_id=pitch.camp_id,
            donor_id=by.id,
            organisation_id=by.affiliated,
            changed_at=now(),
            **said,
        )
        session.add(interest)
        session.flush()
        _step(session, interest, "interest.mark", {}, by=by, fields=said)
        event = "interest.mark" if offer.kind != Support.not_for_us else ""
    else:
        if interest.state in ENDED:
            said["state"] = Stage.new
        said["organisation_id"] = by.affiliated
        changed = {name for name, value in said.items() if getattr(interest, name) != value}
        if not changed:
            return interest
        was = _says(interest)
        for name in changed:
            setattr(interest, name, said[name])
        _step(session, interest, "interest.change", was, by=by, fields=changed)
        event = "interest.change"
    if event:
        _tell_coordinators(session, event, interest, pitch.code)
    return interest


def withdraw(session: Session, interest: Interest, reason: str, *, by: Who) -> None:
    """At any time, with or without a reason; twice is once."""
    if interest.state == Stage.withdrawn:
        return
    was = _says(interest)
    interest.state = Stage.withdrawn
    _step(session, interest, "interest.withdraw", was, by=by, fields=["state"], note=reason)
    _tell_coordinators(session, "interest.withdraw", interest, _pitch(session, interest).code)


def move(session: Session, interest: Interest, to: Stage, note: str, *, by: Who) -> None:
    """One step of ``INTEREST_MOVES``; the note stays with the coordinators."""
    if to not in INTEREST_MOVES[interest.state]:
        raise NotOpen
    was = _says(interest)
    interest.state = to
    _step(session, interest, "interest.move", was, by=by, fields=["state"], note=note)
    donor = session.get_one(Person, interest.donor_id)
    code = _pitch(session, interest).code
    letters.write(session, "interest.move", {Audience.person: [donor]}, "/interests", code=code)


def tell(session: Session, interest: Interest, told: Spoken, *, by: Who) -> None:
    """What the team may read, by language; nothing at all takes it back."""
    if told == interest.told:
        return
    was = _says(interest)
    interest.told, interest.told_at = told, now() if told else None
    _step(session, interest, "interest.tell", was, by=by, fields=["told"])
    if told:
        project = session.get_one(Project, _pitch(session, interest).project_id)
        team = {Audience.team: [member.person for member in project.team]}
        letters.write(session, "interest.tell", team, f"/projects/{project.id}", code=project.code)


def told_to_team(session: Session, project: Project) -> list[tuple[Spoken, datetime]]:
    """What coordinators have told a team about interest in its pitch, the newest first: their
    words and when, and nothing else of it."""
    told = (
        select(Interest.told, Interest.told_at)
        .join(Pitch, col(Pitch.id) == Interest.pitch_id)
        .where(Pitch.project_id == project.id, col(Interest.told_at).is_not(None))
        .order_by(col(Interest.told_at).desc())
    )
    return [(words, at) for words, at in session.execute(told) if words]


def _pitch(session: Session, interest: Interest) -> Pitch:
    return session.get_one(Pitch, interest.pitch_id)


def _says(interest: Interest) -> dict[str, Any]:
    """What it says now, for whoever looks back later."""
    return {
        "kind": interest.kind.value,
        "amount": None if interest.amount is None else str(interest.amount),
        "currency": interest.currency,
        "note": interest.note,
        "state": interest.state.value,
        "pitch_number": interest.pitch_number,
        "told": interest.told,
    }


def _step(
    session: Session,
    interest: Interest,
    what: str,
    was: dict[str, Any],
    *,
    by: Who,
    fields: Iterable[str],
    note: str = "",
) -> None:
    interest.changed_at = now()
    session.add(interest)
    session.add(InterestChange(interest_id=interest.id, by_id=by.id, what=what, was=was, note=note))
    session.flush()
    history.write(session, what, interest.camp_id, "interest", interest.id, by=by, fields=fields)


def _tell_coordinators(session: Session, event: str, interest: Interest, code: str) -> None:
    to = {Audience.coordinators: camps.coordinators(session, interest.camp_id)}
    letters.write(session, event, to, f"/camps/{interest.camp_id}/interests", code=code)
