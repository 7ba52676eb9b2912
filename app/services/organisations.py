"""Organisations of donors. Verified once, for the whole instance."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy import func as sql
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.models import Affiliation, Organisation, Person, Role
from app.rules.notices import Audience
from app.rules.policy import Visitor, Who
from app.services import history, letters

PAGE = 60


class Trust(StrEnum):
    """What an organisation's people may read today."""

    waiting = "waiting"  # never verified, or taken back
    verified = "verified"
    expired = "expired"


def visible_to(who: Visitor) -> SelectOfScalar[Organisation]:
    """The policy line ``organisation.list`` as a query."""
    if who and who.camps(Role.coordinator):
        return select(Organisation)
    return select(Organisation).where(col(Organisation.id).is_(None))


def trust(organisation: Organisation, today: date) -> Trust:
    """The same that ``people.who`` reads of a donor."""
    if organisation.verified_on is None or organisation.verified_on > today:
        return Trust.waiting
    over = organisation.expires_on is not None and organisation.expires_on < today
    return Trust.expired if over else Trust.verified


def listed(session: Session, who: Visitor, page: int = 1) -> tuple[list[Organisation], int]:
    """A page of them and how many there are: first those that wait, then those whose
    verification ends soonest."""
    every = visible_to(who)
    order = (
        col(Organisation.verified_on).is_not(None),
        col(Organisation.expires_on),
        col(Organisation.created_at).desc(),
        col(Organisation.id),
    )
    found = session.exec(every.order_by(*order).offset((page - 1) * PAGE).limit(PAGE))
    count = session.execute(select(sql.count()).select_from(every.subquery()))
    return list(found), count.scalar_one()


def speakers(session: Session, ids: list[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Who speaks for each of these organisations: id, name, user, role; one query."""
    people = (
        select(Affiliation.organisation_id, Affiliation.role, Person.name, Person.user)
        .join(Person, col(Person.id) == Affiliation.person_id)
        .where(col(Affiliation.organisation_id).in_(ids))
        .order_by(Person.name)
    )
    found: dict[UUID, list[Row[Any]]] = {one: [] for one in ids}
    for person in session.execute(people):
        found[person.organisation_id].append(person)
    return found


def to_invite_for(session: Session) -> list[tuple[UUID, dict[str, str]]]:
    """Every organisation's name, to choose from when a donor is invited."""
    known = select(Organisation.id, Organisation.name).order_by(col(Organisation.created_at))
    return list(session.execute(known).all())


def known(session: Session, organisation_id: UUID) -> Organisation | None:
    return session.get(Organisation, organisation_id)


def verify(
    session: Session, organisation: Organisation, checked_on: date, expires_on: date, *, by: Who
) -> None:
    """Its people read the pitches from their next request on. The caller has asked
    ``safeguarding.wrong_with_check``."""
    organisation.verified_on, organisation.expires_on = checked_on, expires_on
    organisation.verified_by_id = by.id
    _keep(session, organisation, "organisation.verify", by, "/pitches")


def revoke(session: Session, organisation: Organisation, *, by: Who) -> None:
    """Its people see what strangers see from their next request on."""
    if organisation.verified_on is None:
        return
    organisation.verified_on = organisation.expires_on = organisation.verified_by_id = None
    _keep(session, organisation, "organisation.revoke", by, "/home")


def _keep(session: Session, organisation: Organisation, action: str, by: Who, path: str) -> None:
    session.add(organisation)
    session.flush()
    fields = ["verified_on", "expires_on"]
    history.write(session, action, None, "organisation", organisation.id, by=by, fields=fields)
    theirs = select(Affiliation.person_id).where(Affiliation.organisation_id == organisation.id)
    people = session.exec(select(Person).where(col(Person.id).in_(theirs)))
    letters.write(session, action, {Audience.organisation: people}, path)
