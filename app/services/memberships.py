"""The people of a camp, as its coordinators see them: whom they have ticked off, whose consents
are missing, which mentors are vetted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, or_, select

from app.errors import NotFound
from app.models import Affiliation, Camp, Consent, Membership, Person, Purpose, Role, Vetting
from app.models.base import now
from app.rules.notices import Audience
from app.rules.policy import Who
from app.rules.safeguarding import age_band, missing
from app.services import consents, history, letters, people

PAGE = 60


@dataclass(frozen=True)
class Participant:
    id: UUID
    name: str
    user: str
    language: str
    band: str  # of ages
    confirmed_at: datetime | None
    missing: list[Purpose]  # what a guardian has not consented to yet


@dataclass(frozen=True)
class Adult:
    id: UUID
    name: str
    user: str
    vetted_until: date | None  # the last day of the newest check as a mentor, over or not


def counts(session: Session, camp_id: UUID) -> tuple[int, int]:
    """How many participants there are, and how many of them are not ticked off."""
    all_of_them = select(sql.count(), sql.count(col(Membership.confirmed_at)))
    here = all_of_them.where(Membership.camp_id == camp_id, Membership.role == Role.participant)
    every, ticked = session.execute(here).one()
    return every, every - ticked


def participants(session: Session, camp_id: UUID, page: int = 1) -> list[Participant]:
    """Those who are not ticked off first, then by name; two queries."""
    here = (
        select(Person.id, Person.name, Person.user, Person.language, Person.adult_on,  # type: ignore[call-overload]
               Membership.confirmed_at)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(Membership.camp_id == camp_id, Membership.role == Role.participant)
        .order_by(col(Membership.confirmed_at).is_not(None), Person.name, Person.user)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )  # fmt: skip
    found = session.execute(here).all()
    ledger: dict[UUID, list[Consent]] = {}
    lines = select(Consent).where(col(Consent.person_id).in_([one.id for one in found]))
    for line in session.exec(lines):
        ledger.setdefault(line.person_id, []).append(line)
    today = consents.today()
    return [
        Participant(
            one.id, one.name, one.user, one.language, age_band(one.adult_on, today),
            one.confirmed_at, missing(one.adult_on, ledger.get(one.id, []), today),
        )
        for one in found
    ]  # fmt: skip


def adults(session: Session, camp_id: UUID) -> dict[Role, list[Adult]]:
    """The camp's mentors and coordinators by name; one query."""
    until = (
        select(sql.max(Vetting.expires_on))
        .where(Vetting.person_id == Person.id, Vetting.kind == "mentor")
        .correlate(Person)
        .scalar_subquery()
    )
    here = (
        select(Membership.role, Person.id, Person.name, Person.user, until.label("until"))  # type: ignore[call-overload]
        .join(Person, col(Person.id) == Membership.person_id)
        .where(Membership.camp_id == camp_id, Membership.role != Role.participant)
        .order_by(Person.name, Person.user)
    )
    found: dict[Role, list[Adult]] = {Role.mentor: [], Role.coordinator: []}
    for one in session.execute(here):
        found[one.role].append(Adult(one.id, one.name, one.user, one.until))
    return found


def shared(session: Session, person: Person, who: Who) -> list[tuple[Camp, list[Membership]]]:
    """The camps of a person that this coordinator coordinates too, and what they are there."""
    ours = who.camps(Role.coordinator) & {one.camp_id for one in person.memberships}
    camps = select(Camp).where(col(Camp.id).in_(ours)).order_by(col(Camp.starts_on).desc())
    return [
        (camp, [one for one in person.memberships if one.camp_id == camp.id])
        for camp in session.exec(camps)
    ]


def coordinators(session: Session, camp_ids: list[UUID]) -> dict[UUID, str]:
    """The names of all coordinators of these camps."""
    here = (
        select(Person.id, Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(col(Membership.camp_id).in_(camp_ids), Membership.role == Role.coordinator)
        .order_by(Person.name)
    )
    return dict(session.execute(here).all())


def names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    found = select(Person.id, Person.name).where(col(Person.id).in_(ids))
    return dict(session.execute(found).all())


def known_to(session: Session, ids: set[UUID], who: Who) -> dict[UUID, str]:
    """The names of those whom a coordinator may know: the people of their own camps, the other
    coordinators, and whoever speaks for an organisation. Young people of other camps are not
    among them."""
    adults = select(Membership.person_id).where(Membership.role == Role.coordinator)
    speak = select(Affiliation.person_id)
    theirs = people.visible_to(who).with_only_columns(col(Person.id))
    known = select(Person.id, Person.name).where(
        col(Person.id).in_(ids),
        or_(*(col(Person.id).in_(some) for some in (theirs, adults, speak))),
    )
    return dict(session.execute(known).all())


def ticked(session: Session, camp_id: UUID, ids: list[UUID]) -> list[str]:
    """The names of those of these people who take part in the camp and are ticked off."""
    theirs = (
        select(Person.name)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.camp_id == camp_id,
            Membership.role == Role.participant,
            col(Membership.confirmed_at).is_not(None),
            col(Person.id).in_(ids),
        )
    )
    return list(session.exec(theirs.order_by(Person.name)))


def confirm(session: Session, camp: Camp, person_ids: list[UUID], *, by: Who) -> int:
    """Tick off those of these people who take part in this camp; returns how many were new.
    NotFound when somebody is not one of its participants."""
    theirs = select(Membership).where(
        Membership.camp_id == camp.id,
        Membership.role == Role.participant,
        col(Membership.person_id).in_(person_ids),
    )
    found = list(session.exec(theirs))
    if len(found) != len(set(person_ids)):
        raise NotFound
    new = {one.person_id: one for one in found if one.confirmed_at is None}
    for person in session.exec(select(Person).where(col(Person.id).in_(new))):
        membership = new[person.id]
        membership.confirmed_at, membership.confirmed_by_id = now(), by.id
        session.add(membership)
        history.write(session, "person.confirm", camp.id, "person", person.id, by=by)
        letters.write(session, "person.confirm", {Audience.person: [person]}, "/home")
    session.flush()
    return len(new)
