"""Calls for ideas. Whatever begins under a call keeps the limits and the template that the call
had on that day, unless a coordinator says otherwise (``edit``)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import Call, Camp, Project, State
from app.models.base import now
from app.rules.notices import Audience
from app.rules.policy import Who
from app.services import history, letters

LIMITS = frozenset({"most", "currency", "regions"})
# What is with donors, or is over, keeps its limits whatever a coordinator says later.
DRAFTS = frozenset(
    {State.idea, State.idea_sent, State.developing, State.ready, State.awaiting_approval}
)


def today(of: Camp | Project) -> date:
    """The camp's day, wherever the reader is."""
    return now().astimezone(ZoneInfo(of.time_zone)).date()


def listed(session: Session, camp_id: UUID) -> list[tuple[Call, int]]:
    """A camp's calls, the last to close first, and how many projects began under each."""
    begun = (
        select(sql.count())
        .select_from(Project)
        .where(col(Project.call_id) == Call.id)
        .scalar_subquery()
    )
    found = select(Call, begun).where(Call.camp_id == camp_id)
    return [(call, count) for call, count in session.exec(found.order_by(col(Call.closes).desc()))]


def one(session: Session, camp_id: UUID, call_id: UUID) -> Call:
    """NotFound where the camp has no such call."""
    found = session.exec(select(Call).where(Call.id == call_id, Call.camp_id == camp_id)).first()
    if found is None:
        raise NotFound
    return found


def of(session: Session, project: Project) -> Call | None:
    return session.get(Call, project.call_id) if project.call_id else None


def open_in(session: Session, camps: list[Camp]) -> dict[UUID, list[Call]]:
    """Camp → its calls that are open today, the first to close first."""
    days = {camp.id: today(camp) for camp in camps}
    found: dict[UUID, list[Call]] = {camp.id: [] for camp in camps}
    calls = select(Call).where(col(Call.camp_id).in_(days)).order_by(col(Call.closes))
    for call in session.exec(calls):
        if call.opens <= days[call.camp_id] <= call.closes:
            found[call.camp_id].append(call)
    return found


def only_open(session: Session, camp: Camp) -> Call | None:
    """The open call of a camp where there is just one, so that nobody need choose."""
    found = open_in(session, [camp])[camp.id]
    return found[0] if len(found) == 1 else None


def drafts(session: Session, call: Call) -> list[Project]:
    """What began under a call and is still being written, locked in one order."""
    begun = select(Project).where(Project.call_id == call.id, col(Project.state).in_(DRAFTS))
    return list(session.exec(begun.order_by(col(Project.id)).with_for_update(of=Project)))


def count_drafts(session: Session, call: Call) -> int:
    begun = select(sql.count()).where(Project.call_id == call.id, col(Project.state).in_(DRAFTS))
    return session.exec(begun).one()


def make(session: Session, camp: Camp, about: Mapping[str, Any], *, by: Who) -> Call:
    """``about`` is what a coordinator says of it, by the names of ``Call``."""
    call = Call(camp_id=camp.id, **about)
    session.add(call)
    session.flush()
    history.write(session, "call.make", camp.id, "call", call.id, by=by)
    return call


def edit(
    session: Session, call: Call, about: Mapping[str, Any], *, drafts_follow: bool, by: Who
) -> None:
    """``drafts_follow``: other limits hold for what has begun, too, and its teams are told.
    Their questions stay what they were: those are moved one by one (``services.renewals``)."""
    changed = changes(call, about)
    if not changed:
        return
    # Before the line in the history: whoever holds a project may be waiting for its end.
    following = drafts(session, call) if drafts_follow and LIMITS & changed else []
    call.sqlmodel_update({name: about[name] for name in changed})
    session.add(call)
    session.flush()
    history.write(session, "call.edit", call.camp_id, "call", call.id, by=by, fields=changed)
    for project in following:
        project.limits = call.limits
        session.add(project)
        session.flush()
        to = {Audience.team: [member.person for member in project.team]}
        letters.write(session, "call.edit", to, f"/projects/{project.id}", code=project.code)


def changes(call: Call, about: Mapping[str, Any]) -> set[str]:
    return {name for name, value in about.items() if getattr(call, name) != value}


def close(session: Session, camp: Camp, call: Call, *, by: Who) -> None:
    """Today is its last day; what has begun goes on."""
    day = today(camp)
    if not call.opens <= day <= call.closes:
        raise NotOpen(_("This call is not open today. Change its days instead."))
    if call.closes == day:
        return
    call.closes = day
    session.add(call)
    session.flush()
    history.write(session, "call.edit", camp.id, "call", call.id, by=by, fields=["closes"])


def put(session: Session, project: Project, call: Call | None, *, by: Who) -> None:
    """Under another call, with its limits as they are today, or under none. The questions stay.
    The caller holds the project's row."""
    if project.call_id == (call.id if call else None):
        return
    project.call_id, project.limits = (call.id, call.limits) if call else (None, None)
    session.add(project)
    session.flush()
    camp, action = project.camp_id, "project.change_call"
    history.write(session, action, camp, "project", project.id, by=by)
    to = {Audience.team: [member.person for member in project.team]}
    letters.write(session, action, to, f"/projects/{project.id}", code=project.code)
