"""A mentor's desk: which of their teams waits, for what, and since when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy import func as sql
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotOpen
from app.i18n import _
from app.models import (
    Assignment,
    Look,
    Point,
    PointState,
    Project,
    Role,
    Skip,
    Snapshot,
    State,
    Verdict,
)
from app.models.base import now
from app.rules.comparing import compare
from app.rules.policy import Who
from app.rules.template import template
from app.rules.template.document import minutes
from app.rules.template.reading import answers
from app.services import feedback, history, projects, vettings

OVER = frozenset({State.withdrawn, State.archived})
FOR_MENTOR = (PointState.answered, PointState.needs_help)  # points that wait for an adult
PUT_OFF = timedelta(days=1)  # how long a skip holds

NEWEST = (
    select(sql.max(Snapshot.number))
    .where(Snapshot.project_id == Project.id)
    .correlate(Project)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Mentored:
    id: UUID
    code: str
    title: str
    language: str
    state: State
    answer_days: int  # within which the camp promises an answer
    number: int | None  # of the newest snapshot
    verdict: Verdict | None
    asked_at: datetime | None
    skipped_at: datetime | None  # when its mentor put this snapshot off
    has_note: bool  # the team says what it would like to know
    minutes: int  # of reading
    helps_since: datetime | None = None  # this mentor
    points: dict[PointState, int] = field(default_factory=dict)
    spoken_at: datetime | None = None  # when the first point came back that still waits
    new_sections: int = 0  # how many of them changed since its mentor looked

    @property
    def since(self) -> datetime | None:
        """Since when the team waits: for an answer to its snapshot, or to its points."""
        if self.state in OVER:
            return None
        asked = self.asked_at if self.verdict == Verdict.waiting else None
        return min((one for one in (asked, self.spoken_at) if one), default=None)

    @property
    def put_off(self) -> bool:
        """Not today; it waits all the same."""
        skipped = self.skipped_at
        return bool(self.since and skipped and now() - skipped < PUT_OFF)

    @property
    def waits(self) -> bool:
        return self.since is not None and not self.put_off

    @property
    def waited(self) -> timedelta:
        return now() - self.since if self.since else timedelta()

    @property
    def late(self) -> bool:
        """Longer than promised, also by this mentor, who may be new to it."""
        if self.since is None:
            return False
        since = max(self.since, self.helps_since or self.since)
        return now() - since >= timedelta(days=self.answer_days)


def _theirs(who: Who) -> list[Any]:
    """Which projects are on somebody's desk."""
    return [
        col(Project.id).in_(projects.mentored(who)),
        col(Project.camp_id).in_(who.camps(Role.mentor)),
    ]


def desk(session: Session, who: Who) -> list[Mentored]:
    """The projects that somebody mentors, who waits longest first; two queries. Empty without a
    valid vetting, as the policy has it."""
    if "mentor" not in who.vetted:
        return []
    shown: Any = (
        Project.id, Project.code, Project.title, Project.language, Project.state,
        Project.answer_days,
    )  # fmt: skip
    skipped = (
        select(sql.max(Skip.created_at))
        .where(Skip.snapshot_id == Snapshot.id, Skip.person_id == who.id)
        .correlate(Snapshot)
        .scalar_subquery()
    )
    helps = (
        select(sql.max(Assignment.created_at))
        .where(Assignment.project_id == Project.id, Assignment.person_id == who.id)
        .correlate(Project)
        .scalar_subquery()
    )
    seen = aliased(Snapshot)
    mine = (
        select(*shown, Snapshot, skipped, seen, helps)  # type: ignore[call-overload]
        .join(
            Snapshot,
            (col(Snapshot.project_id) == col(Project.id)) & (col(Snapshot.number) == NEWEST),
            isouter=True,
        )
        .outerjoin(
            Look, (col(Look.project_id) == col(Project.id)) & (col(Look.person_id) == who.id)
        )
        .outerjoin(
            seen,
            (col(seen.project_id) == col(Project.id))
            & (col(seen.number) == col(Look.snapshot))
            & (col(seen.number) < col(Snapshot.number)),
        )
        .where(*_theirs(who))
    )
    found: list[Any] = list(session.execute(mine))
    points = _points(session, [row.id for row in found])
    desk = [_mentored(points.get(row.id, ({}, None)), *row) for row in found]
    return sorted(desk, key=lambda one: (not one.waits, -one.waited, one.code))


Points = tuple[dict[PointState, int], datetime | None]


def _points(session: Session, ids: list[UUID]) -> dict[UUID, Points]:
    """How many there are of each state, and since when the first of those waits that wait for an
    adult."""
    counted = (
        select(Point.project_id, Point.state, sql.count(), sql.min(Point.state_at))
        .where(col(Point.project_id).in_(ids))
        .group_by(col(Point.project_id), col(Point.state))
    )
    points: dict[UUID, Points] = {}
    for project_id, state, count, first in session.execute(counted):
        counts, since = points.get(project_id, ({}, None))
        if state in FOR_MENTOR and first:
            since = min(first, since or first)
        points[project_id] = (counts | {state: count}, since)
    return points


def _mentored(
    points: Points,
    id: UUID,
    code: str,
    title: str,
    language: str,
    state: State,
    answer_days: int,
    asked: Snapshot | None,
    skipped_at: datetime | None,
    seen: Snapshot | None,
    helps_since: datetime | None,
) -> Mentored:
    return Mentored(
        id,
        code,
        title,
        language,
        state,
        answer_days,
        number=asked.number if asked else None,
        verdict=asked.verdict if asked else None,
        asked_at=asked.created_at if asked else None,
        skipped_at=skipped_at,
        has_note=bool(asked and asked.note),
        minutes=minutes(template(asked.template), asked.plan) if asked else 0,
        helps_since=helps_since,
        points=points[0],
        spoken_at=points[1],
        new_sections=_changed(seen, asked) if seen and asked else 0,
    )


def _changed(seen: Snapshot, asked: Snapshot) -> int:
    """How many sections differ."""
    return sum(
        bool(compare(one, answers(seen.plan, one.key), answers(asked.plan, one.key)))
        for one in template(asked.template).sections.values()
    )


def waiting(who: Who) -> SelectOfScalar[int]:
    """How many teams wait for somebody, as a query: those of the desk that ``waits``."""
    newest = and_(col(Snapshot.project_id) == Project.id, col(Snapshot.number) == NEWEST)
    asked = select(Snapshot.id).where(newest, Snapshot.verdict == Verdict.waiting)
    spoken = select(Point.id).where(
        Point.project_id == Project.id,
        col(Point.state).in_(FOR_MENTOR),
        col(Point.state_at).is_not(None),
    )
    put_off = (
        select(Skip.id)
        .join(Snapshot, col(Snapshot.id) == Skip.snapshot_id)
        .where(newest, Skip.person_id == who.id, col(Skip.created_at) > now() - PUT_OFF)
    )
    return select(sql.count(col(Project.id))).where(
        *_theirs(who),
        col(Project.state).not_in(OVER),
        or_(asked.correlate(Project).exists(), spoken.correlate(Project).exists()),
        ~put_off.correlate(Project).exists(),
    )


def resting(session: Session, who: Who) -> list[tuple[str, str, str]]:
    """Code, title and language of the projects that they cannot open for now."""
    rests = select(Assignment.project_id).where(
        Assignment.person_id == who.id, col(Assignment.ended_at).is_(None), Assignment.resting
    )
    found = select(Project.code, Project.title, Project.language)
    return list(session.exec(found.where(col(Project.id).in_(rests)).order_by(Project.code)))


def after(session: Session, who: Who, project_id: UUID | None) -> UUID | None:
    """The project to go on with: of those that wait, the one that has waited longest, but not the
    one that somebody comes from."""
    ids = (one.id for one in desk(session, who) if one.waits)
    return next((id for id in ids if id != project_id), None)


def skip(session: Session, project: Project, why: str, *, by: Who) -> None:
    """Put the newest snapshot off for a day. The reason is for coordinators."""
    asked = feedback.newest(session, project)
    if asked is None:
        raise NotOpen(_("The team has not asked for feedback yet."))
    session.add(Skip(snapshot_id=asked.id, person_id=by.id, why=why))
    session.flush()
    history.write(session, "mentoring.skip", project.camp_id, "snapshot", asked.id, by=by)


def vetting_until(session: Session, who: Who) -> date | None:
    """Until when somebody's papers as a mentor are or were good; None: nobody ever checked."""
    ends = [one.expires_on for one in vettings.of(session, who.id) if one.kind == vettings.MENTOR]
    return max(ends, default=None)
