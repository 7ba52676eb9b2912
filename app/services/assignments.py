"""Who mentors a project: proposed to a coordinator, asked by them, ended by either. Access ends
with the assignment, in the same transaction; what somebody wrote stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.errors import NotFound, NotOpen, Reason
from app.i18n import _
from app.models import (
    Assignment,
    Capacity,
    End,
    Membership,
    Person,
    Project,
    Role,
    Skip,
    Snapshot,
    State,
)
from app.models.base import now
from app.rules import matching, workflow
from app.rules.matching import Candidate, Match, Wanted
from app.rules.notices import Audience
from app.rules.policy import Who
from app.rules.template.shape import Plan
from app.services import consents, history, letters, projects

HELPED = (State.developing, State.ready, State.awaiting_approval)  # what counts as a mentor's load
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Past:
    """What a coordinator reads of somebody who stopped, or put the project off."""

    name: str
    when: datetime
    end: End | None  # None: put off
    why: str


@dataclass(frozen=True)
class Load:
    """How much a mentor does, as facts."""

    now: int = 0  # projects
    most: int | None = None  # at a time, as they say themselves
    away_until: date | None = None
    answered: int = 0  # snapshots, in the last 30 days
    days: int | None = None  # from being asked to the answer, half of the times at most


@dataclass(frozen=True)
class Away:
    person: Person
    until: date
    handover: str


def load_of() -> Any:
    """How many projects the person of the query around it helps now."""
    return (
        select(sql.count())
        .select_from(Assignment)
        .join(Project, col(Project.id) == Assignment.project_id)
        .where(
            Assignment.person_id == Person.id,
            col(Assignment.ended_at).is_(None),
            col(Project.state).in_(HELPED),
        )
        .correlate(Person)
        .scalar_subquery()
    )


def helped(session: Session, person_id: UUID) -> int:
    """How many projects somebody helps now, in all camps."""
    count: int = session.exec(select(load_of()).where(Person.id == person_id)).one()
    return count


def candidates(session: Session, project: Project) -> list[Candidate]:
    """The mentors of the project's camp; one query."""
    declared = (
        select(Assignment.id)
        .where(
            Assignment.person_id == Person.id,
            Assignment.project_id == project.id,
            Assignment.end == End.conflict,
        )
        .correlate(Person)
        .exists()
    )
    today = consents.today()
    here = (
        select(Person, Capacity, projects.vetted_on(today), load_of(), declared)  # type: ignore[call-overload]
        .join(Membership, col(Membership.person_id) == Person.id)
        .outerjoin(Capacity, col(Capacity.person_id) == Person.id)
        .where(Membership.camp_id == project.camp_id, Membership.role == Role.mentor)
        .order_by(Person.user)
    )
    return [
        Candidate(
            person.id,
            person.name,
            vetted=bool(vetted) and not person.suspended_at,
            load=load,
            most=says.most,
            languages=frozenset(says.languages),
            themes=frozenset(says.themes),
            away_until=away(says, today),
            conflict=bool(conflict),
            here=person.id in project.assigned_ids,
            words=says.words,
        )
        for person, said, vetted, load, conflict in session.execute(here)
        for says in (said or Capacity(person_id=person.id, languages=[], themes=[]),)
    ]


def away(said: Capacity, today: date) -> date | None:
    """The last day of a pause; a pause that is over is none."""
    return said.away_until if said.away_until and said.away_until >= today else None


def suggested(session: Session, project: Project, plan: Plan) -> list[Match]:
    """The camp's mentors in the order in which a coordinator might ask them."""
    theme = str(plan.get("idea", {}).get("strand") or "")
    return matching.suggested(candidates(session, project), Wanted(project.language, theme))


def require(session: Session, project: Project, mentor_id: UUID) -> Person:
    """Whom a coordinator has chosen. NotFound for nobody of this camp's mentors; NotOpen, with
    the reason, for whoever cannot be asked now."""
    chosen = next((one for one in candidates(session, project) if one.id == mentor_id), None)
    if chosen is None:
        raise NotFound
    if not chosen.here and (stop := matching.stops(chosen)):
        raise NotOpen(_("This mentor cannot be asked now."), [Reason(stop.says, name="mentor")])
    return session.get_one(Person, mentor_id)


def add(session: Session, project: Project, mentor_id: UUID, *, by: Who) -> None:
    """One more mentor, beside those who help already. Pressed twice, it is done once."""
    if project.state not in workflow.DISCUSSED:
        raise NotOpen
    mentor = require(session, project, mentor_id)
    if mentor.id in project.assigned_ids:
        return
    projects.assign(session, project, mentor, by=by)
    path = f"/projects/{project.id}"
    to = projects.audiences(session, project) | {Audience.mentors: [mentor]}
    letters.write(session, "project.assign", to, path, code=project.code)


def end(session: Session, project: Project, mentor_id: UUID, *, by: Who) -> None:
    """A coordinator ends it. Pressed twice, it is done once."""
    mine = _open_one(project, mentor_id)
    if mine is None:
        return
    _end(session, project, mine, End.coordinator, "")
    history.write(session, "assignment.end", project.camp_id, "project", project.id, by=by)
    _tell(session, "assignment.end", project, mine.person)


def leave(session: Session, project: Project, end: End, why: str, *, by: Who) -> None:
    """ "I cannot help with this one": a mentor ends it, and says why to the coordinators."""
    mine = _open_one(project, by.id)
    assert mine is not None  # the policy asks for it
    _end(session, project, mine, end, why)
    fields = ["conflict"] if end == End.conflict else []
    history.write(
        session, "assignment.leave", project.camp_id, "project", project.id, by=by, fields=fields
    )
    _tell(session, "assignment.leave", project, mine.person)


def _open_one(project: Project, mentor_id: UUID) -> Assignment | None:
    theirs = (one for one in project.assignments if one.person_id == mentor_id)
    return next((one for one in theirs if one.ended_at is None), None)


def _end(session: Session, project: Project, mine: Assignment, end: End, why: str) -> None:
    mine.ended_at, mine.end, mine.why = now(), end, why
    session.add(mine)
    session.flush()
    session.refresh(project, ["assignments"])


def _tell(session: Session, event: str, project: Project, mentor: Person) -> None:
    """The team and the other mentors are told that somebody stopped, and nothing of why."""
    to = projects.audiences(session, project) | {Audience.person: [mentor]}
    about = {"code": project.code, "project": str(project.id)}
    letters.write(session, event, to, f"/projects/{project.id}", **about)


def past(session: Session, project: Project) -> list[Past]:
    """Who stopped, and who put the newest snapshots off, the newest first; for coordinators."""
    ended = [
        Past(one.person.name, one.ended_at, one.end, one.why)
        for one in project.assignments
        if one.ended_at and one.end
    ]
    put_off = (
        select(Person.name, Skip.created_at, Skip.why)
        .join(Skip, col(Skip.person_id) == Person.id)
        .join(Snapshot, col(Snapshot.id) == Skip.snapshot_id)
        .where(Snapshot.project_id == project.id)
        .order_by(col(Skip.created_at).desc())
        .limit(10)
    )
    ended += [Past(name, when, None, why) for name, when, why in session.execute(put_off)]
    return sorted(ended, key=lambda one: one.when, reverse=True)


def away_of(project: Project) -> dict[UUID, Away]:
    """Those of the project's mentors who are away today."""
    today = consents.today()
    return {
        one.person_id: Away(one.person, until, one.capacity.handover)
        for one in project.assignments
        if one.ended_at is None and one.capacity and (until := away(one.capacity, today))
    }


def loads(session: Session, camp_id: UUID) -> dict[UUID, Load]:
    """What each mentor of a camp does, and how fast they answer there; two queries."""
    here: Any = (
        select(Person.id, load_of(), Capacity)
        .join(Membership, col(Membership.person_id) == Person.id)
        .outerjoin(Capacity, col(Capacity.person_id) == Person.id)
        .where(Membership.camp_id == camp_id, Membership.role == Role.mentor)
    )
    judged = (
        select(Snapshot.judged_by_id, Snapshot.created_at, Snapshot.judged_at)
        .join(Project, col(Project.id) == Snapshot.project_id)
        .where(Project.camp_id == camp_id, col(Snapshot.judged_at) >= now() - RECENT)
    )
    waited: dict[UUID, list[int]] = {}
    for mentor, asked, answered in session.execute(judged):
        if mentor:
            waited.setdefault(mentor, []).append((answered - asked).days)
    today = consents.today()
    return {
        id: Load(
            helps,
            says.most if says else None,
            away(says, today) if says else None,
            len(waited.get(id, ())),
            round(median(waited[id])) if id in waited else None,
        )
        for id, helps, says in session.execute(here)
    }
