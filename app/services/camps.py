"""Camps, and who belongs to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound
from app.models import Camp, Membership, Person, Project, Role, State
from app.models.base import now
from app.rules.policy import Visitor, Who
from app.services import history


def visible_to(who: Visitor) -> SelectOfScalar[Camp]:
    """The policy line ``camp.read`` as a query."""
    return select(Camp).where(col(Camp.id).in_(who.camps(Role.coordinator) if who else set()))


def own(session: Session, camp_id: UUID, who: Who) -> Camp:
    """The camp that an address names beside another thing. NotFound for whoever does not
    coordinate it."""
    camp = session.exec(visible_to(who).where(Camp.id == camp_id)).first()
    if camp is None:
        raise NotFound
    return camp


def members(session: Session, camp_id: UUID, role: Role) -> list[Person]:
    of_role = select(Membership.person_id).where(
        Membership.camp_id == camp_id, Membership.role == role
    )
    people = select(Person).where(col(Person.id).in_(of_role))
    return list(session.exec(people.order_by(Person.user)))


def coordinators(session: Session, camp_id: UUID) -> list[Person]:
    return members(session, camp_id, Role.coordinator)


def to_start_in(session: Session, who: Who) -> list[Camp]:
    """The camps in which somebody may start a project."""
    mine = select(Camp).where(col(Camp.id).in_(who.camps(Role.participant)))
    return list(session.exec(mine.order_by(col(Camp.starts_on).desc())))


@dataclass
class Numbers:
    participants: int = 0
    unconfirmed: int = 0  # of them, not ticked off yet
    mentors: int = 0
    projects: int = 0
    published: int = 0


def listed(session: Session, who: Who) -> list[tuple[Camp, Numbers]]:
    """The camps that somebody coordinates, the newest first, and a few numbers of each."""
    found = list(session.exec(visible_to(who).order_by(col(Camp.starts_on).desc())))
    numbers = {camp.id: Numbers() for camp in found}
    people = (
        select(Membership.camp_id, Membership.role, sql.count(), sql.count(Membership.confirmed_at))  # type: ignore[arg-type]
        .where(col(Membership.camp_id).in_(numbers))
        .group_by(col(Membership.camp_id), col(Membership.role))
    )
    for camp_id, role, all_of_them, confirmed in session.execute(people):
        if role == Role.participant:
            numbers[camp_id].participants = all_of_them
            numbers[camp_id].unconfirmed = all_of_them - confirmed
        elif role == Role.mentor:
            numbers[camp_id].mentors = all_of_them
    projects = (
        select(Project.camp_id, Project.state, sql.count())
        .where(col(Project.camp_id).in_(numbers))
        .group_by(col(Project.camp_id), col(Project.state))
    )
    for camp_id, state, count in session.execute(projects):
        numbers[camp_id].projects += count
        numbers[camp_id].published += count if state == State.published else 0
    return [(camp, numbers[camp.id]) for camp in found]


def open_camp(session: Session, about: Mapping[str, Any], *, by: Who) -> Camp:
    """A new camp. ``about`` holds what a coordinator says of it, by the names of ``Camp``.
    Whoever opens it becomes its coordinator."""
    camp = Camp(**about)
    session.add(camp)
    session.flush()
    session.add(
        Membership(
            camp_id=camp.id,
            person_id=by.id,
            role=Role.coordinator,
            confirmed_at=now(),
            confirmed_by_id=by.id,
        )
    )
    history.write(session, "camp.open", camp.id, "camp", camp.id, by=by, fields=about)
    return camp


def edit(session: Session, camp: Camp, about: Mapping[str, Any], *, by: Who) -> None:
    changed = [name for name, value in about.items() if getattr(camp, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(camp, name, about[name])
    session.add(camp)
    session.flush()
    history.write(session, "camp.edit", camp.id, "camp", camp.id, by=by, fields=changed)
