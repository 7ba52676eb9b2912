"""The coordinator's board: a camp's projects by stage, and what waits for somebody.

However many projects there are, a page shows at most ``PAGE`` of each stage, in one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, or_
from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.models import (
    Assignment,
    Camp,
    Held,
    Interest,
    May,
    Membership,
    Outcome,
    Person,
    Project,
    Role,
    Snapshot,
    Stage,
    State,
    Teammate,
    Verdict,
)
from app.models.base import now
from app.services import consents, projects

PAGE = 60

COLUMNS: dict[str, tuple[State, ...]] = {
    "think": (State.idea, State.idea_sent),
    "act": (State.developing,),
    "ready": (State.ready, State.awaiting_approval),
    "share": (State.published, State.paused, State.matched),
    "past": (State.withdrawn, State.archived),
}
WAITING = (State.idea_sent, State.awaiting_approval)  # for a coordinator

UNWRITTEN = and_(
    col(Project.state).not_in(COLUMNS["past"]),
    ~select(Teammate.person_id)
    .where(Teammate.project_id == Project.id, Teammate.may == May.write)
    .correlate(Project)
    .exists(),
)

Tile = Row[Any]  # id, code, title, language, state, state_since, team (how many), unwritten


@dataclass(frozen=True)
class Waiting:
    """What waits for a coordinator, and whether anybody is there yet."""

    participants: int
    unconfirmed: int
    mentors: int
    ideas: int
    approvals: int
    interests: int
    unwritten: int  # projects that nobody in the team may write
    held: int  # words that lead outside


@dataclass(frozen=True)
class Overdue:
    """A team that waits for its mentor longer than the camp promises."""

    mentors: list[tuple[str, bool]]  # name, and whether the vetting is valid; empty: nobody helps
    id: UUID
    code: str
    title: str
    language: str
    since: datetime

    @property
    def days(self) -> int:
        return (now() - self.since).days


def is_late(camp_id: UUID, answer_days: int) -> ColumnElement[bool]:
    """Of a project of this camp and a snapshot of it: it is the newest, and has waited as long as
    the camp promises, or longer."""
    newest = select(sql.max(Snapshot.number)).where(Snapshot.project_id == Project.id)
    return and_(
        col(Project.camp_id) == camp_id,
        col(Project.state).not_in(COLUMNS["past"]),
        col(Snapshot.verdict) == Verdict.waiting,
        col(Snapshot.number) == newest.correlate(Project).scalar_subquery(),
        col(Snapshot.created_at) <= now() - timedelta(days=answer_days),
    )


def overdue(session: Session, camp: Camp) -> list[Overdue]:
    """The teams whose newest snapshot has waited as long as the camp promises, or longer; who
    waits longest first, ``PAGE`` at most; one query."""
    waits: Any = (
        select(  # type: ignore[call-overload]
            Project.id, Project.code, Project.title, Project.language, Snapshot.created_at
        )
        .join(Snapshot, col(Snapshot.project_id) == Project.id)
        .where(is_late(camp.id, camp.answer_days))
        .order_by(col(Snapshot.created_at), Project.code)
        .limit(PAGE)
        .subquery()
    )
    helps = and_(col(Assignment.project_id) == waits.c.id, col(Assignment.ended_at).is_(None))
    named: Any = (
        select(waits, Person.name, projects.vetted_on(consents.today()))
        .outerjoin(Assignment, helps)
        .outerjoin(Person, col(Person.id) == Assignment.person_id)
        .order_by(waits.c.created_at, waits.c.code, Person.name)
    )
    return [
        Overdue([(name, vetted) for *_about, name, vetted in rows if name], *about)
        for about, rows in groupby(session.execute(named), key=lambda row: tuple(row[:5]))
    ]


def counts(session: Session, camp_id: UUID) -> dict[State, int]:
    states = (
        select(Project.state, sql.count())
        .where(Project.camp_id == camp_id)
        .group_by(col(Project.state))
    )
    return dict.fromkeys(State, 0) | dict(session.execute(states).all())


def pages(states: dict[State, int], column: str) -> int:
    """How many pages the projects of a stage fill."""
    return -(-sum(states[state] for state in COLUMNS[column]) // PAGE)


def waiting(session: Session, camp_id: UUID, states: dict[State, int]) -> Waiting:
    roles = (
        select(Membership.role, sql.count(), sql.count(col(Membership.confirmed_at)))
        .where(Membership.camp_id == camp_id)
        .group_by(col(Membership.role))
    )
    people = {role: (every, ticked) for role, every, ticked in session.execute(roles)}
    participants, ticked = people.get(Role.participant, (0, 0))
    new = select(sql.count()).where(Interest.camp_id == camp_id, Interest.state == Stage.new)
    alone = select(sql.count()).where(Project.camp_id == camp_id, UNWRITTEN)
    held = select(sql.count(col(Held.id))).join(Project, col(Project.id) == Held.project_id)
    held = held.where(Project.camp_id == camp_id, Held.outcome == Outcome.waiting)
    interests, unwritten, words = session.execute(
        select(new.scalar_subquery(), alone.scalar_subquery(), held.scalar_subquery())
    ).one()
    return Waiting(
        participants=participants,
        unconfirmed=participants - ticked,
        mentors=people.get(Role.mentor, (0, 0))[0],
        ideas=states[State.idea_sent],
        approvals=states[State.awaiting_approval],
        interests=interests,
        unwritten=unwritten,
        held=words,
    )


def tiles(session: Session, camp_id: UUID, *columns: str, page: int = 1) -> dict[str, list[Tile]]:
    """The projects of these columns, by column. What waits for a coordinator comes first, the
    longest waiting before all; then the newest."""
    waits = or_(col(Project.state).in_(WAITING), UNWRITTEN)
    stage = case(
        *((col(Project.state).in_(COLUMNS[name]), name) for name in columns), else_=""
    ).label("stage")
    team = (
        select(sql.count())
        .where(Teammate.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    shown = (
        Project.id, Project.code, Project.title, Project.language, Project.state,
        Project.state_since, team.label("team"), UNWRITTEN.label("unwritten"), stage,
    )  # fmt: skip
    order = (
        case((waits, 0), else_=1),
        case((waits, col(Project.state_since))),
        col(Project.state_since).desc(),
        col(Project.id),
    )
    place = sql.row_number().over(partition_by=stage, order_by=order).label("place")
    of_camp = and_(col(Project.camp_id) == camp_id, stage != "")
    ranked: Any = select(*shown, place).where(of_camp).subquery()  # type: ignore[call-overload]
    first = (page - 1) * PAGE + 1
    asked = select(ranked).where(ranked.c.place.between(first, first + PAGE - 1))
    found: dict[str, list[Tile]] = {name: [] for name in columns}
    for tile in session.execute(asked.order_by(ranked.c.place)):
        found[tile.stage].append(tile)
    return found
