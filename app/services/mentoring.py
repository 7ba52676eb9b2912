"""A mentor's desk: which of their teams waits, and since when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.models import Point, PointState, Project, Role, Snapshot, State, Verdict
from app.models.base import now
from app.rules.policy import Who
from app.rules.template import template
from app.rules.template.document import minutes
from app.services import projects, vettings

PROMISED = timedelta(days=5)  # within which teams may expect an answer
OVER = frozenset({State.withdrawn, State.archived})


@dataclass(frozen=True)
class Mentored:
    id: UUID
    code: str
    title: str
    language: str
    state: State
    number: int | None  # of the newest snapshot
    verdict: Verdict | None
    asked_at: datetime | None
    has_note: bool  # the team says what it would like to know
    minutes: int  # of reading
    points: dict[PointState, int]

    @property
    def waits(self) -> bool:
        return self.verdict == Verdict.waiting and self.state not in OVER

    @property
    def waited(self) -> timedelta:
        return now() - self.asked_at if self.asked_at else timedelta()

    @property
    def late(self) -> bool:
        return self.waits and self.waited > PROMISED


def desk(session: Session, who: Who) -> list[Mentored]:
    """The projects that somebody mentors, who waits longest first; two queries. Empty without a
    valid vetting, as the policy has it."""
    if "mentor" not in who.vetted:
        return []
    last = select(sql.max(Snapshot.number)).where(Snapshot.project_id == Project.id)
    shown = (Project.id, Project.code, Project.title, Project.language, Project.state)
    mine = (
        select(*shown, Snapshot)  # type: ignore[call-overload]
        .join(
            Snapshot,
            (col(Snapshot.project_id) == col(Project.id))
            & (col(Snapshot.number) == last.correlate(Project).scalar_subquery()),
            isouter=True,
        )
        .where(
            col(Project.id).in_(projects.mentored(who)),
            col(Project.camp_id).in_(who.camps(Role.mentor)),
        )
    )
    found = session.execute(mine).all()
    points = _points(session, [row.id for row in found])
    desk = [_mentored(points.get(row.id, {}), *row) for row in found]
    return sorted(desk, key=lambda one: (not one.waits, -one.waited, one.code))


def _points(session: Session, ids: list[UUID]) -> dict[UUID, dict[PointState, int]]:
    counted = (
        select(Point.project_id, Point.state, sql.count())
        .where(col(Point.project_id).in_(ids))
        .group_by(col(Point.project_id), col(Point.state))
    )
    points: dict[UUID, dict[PointState, int]] = {}
    for project_id, state, count in session.execute(counted):
        points.setdefault(project_id, {})[state] = count
    return points


def _mentored(
    points: dict[PointState, int],
    id: UUID,
    code: str,
    title: str,
    language: str,
    state: State,
    asked: Snapshot | None,
) -> Mentored:
    return Mentored(
        id,
        code,
        title,
        language,
        state,
        number=asked.number if asked else None,
        verdict=asked.verdict if asked else None,
        asked_at=asked.created_at if asked else None,
        has_note=bool(asked and asked.note),
        minutes=minutes(template(asked.template), asked.plan) if asked else 0,
        points=points,
    )


def vetting_until(session: Session, who: Who) -> date | None:
    """Until when somebody's papers as a mentor are or were good; None: nobody ever checked."""
    ends = [one.expires_on for one in vettings.of(session, who.id) if one.kind == vettings.MENTOR]
    return max(ends, default=None)
