"""What waits for somebody: the first page after signing in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func as sql
from sqlalchemy import literal_column, or_, union_all
from sqlmodel import Session, col, select

from app.models import (
    Camp,
    Held,
    Interest,
    May,
    Membership,
    Organisation,
    Outcome,
    Point,
    PointState,
    Project,
    Role,
    Snapshot,
    Stage,
    State,
    Teammate,
    Verdict,
)
from app.models.base import Spoken
from app.rules.policy import Who
from app.rules.safeguarding import Standing
from app.services import boards, concerns, consents, mentoring


@dataclass(frozen=True)
class Own:
    """A project of somebody's own, as a list shows it."""

    id: UUID
    code: str
    title: str
    language: str
    state: State
    edited_at: datetime
    writes: bool  # or only comments
    verdict: Verdict | None  # of the newest snapshot
    points: int  # that wait for the team's answer
    rests: bool  # contact with its mentor, because of what this person wrote


@dataclass(frozen=True)
class Waiting:
    """What waits in one camp for its coordinators."""

    camp_id: UUID
    name: Spoken
    counts: dict[str, int]  # by ``KINDS``

    @property
    def all(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Desk:
    projects: list[Own] = field(default_factory=list)
    standing: Standing | None = None  # of a participant, in the camps where they are one
    to_review: int = 0
    camps: list[Waiting] = field(default_factory=list)
    organisations: int = 0  # that nobody has verified yet
    concerns: int = 0  # that a safeguarding lead has not read


KINDS = ("held", "ideas", "approvals", "people", "interests", "late")


def desk(session: Session, who: Who) -> Desk:
    """At most six queries, whatever there is. Only leads are told how many concerns wait: whoever
    a concern is about must not be able to count."""
    participant = Role.participant in {role for _camp, role in who.roles}
    coordinated = who.camps(Role.coordinator)
    return Desk(
        projects=_own(session, who) if participant else [],
        standing=consents.own_standing(session, who) if participant else None,
        to_review=session.exec(mentoring.waiting(who)).one() if "mentor" in who.vetted else 0,
        camps=_waiting(session, coordinated) if coordinated else [],
        organisations=_unverified(session, consents.today()) if coordinated else 0,
        concerns=concerns.unread(session, who) if who.safeguarding else 0,
    )


def _newest_verdict() -> Any:
    """Of the newest snapshot of the project in the query around it."""
    newest = select(Snapshot.verdict).where(Snapshot.project_id == Project.id)
    return newest.order_by(col(Snapshot.number).desc()).limit(1).scalar_subquery()


def _unwelcome(who: Who) -> Any:
    """See ``concerns``; of the project in the query around it."""
    return concerns.unwelcome(col(Project.id), who).correlate(Project)


def _open_points(who: Who) -> Any:
    """How many of the project in the query around it wait for the team."""
    waits = select(sql.count(col(Point.id))).where(
        Point.project_id == Project.id,
        Point.state == PointState.open,
        col(Point.writer_id).not_in(_unwelcome(who)),
    )
    return waits.scalar_subquery()


def _own(session: Session, who: Who) -> list[Own]:
    mine = select(
        Project.id, Project.code, Project.title, Project.language, Project.state,
        Project.edited_at, (col(Teammate.may) == May.write).label("writes"), _newest_verdict(),
        _open_points(who), _unwelcome(who).exists(),
    ).join(Teammate).where(Teammate.person_id == who.id)  # type: ignore[call-overload]  # fmt: skip
    rows = session.execute(mine.order_by(col(Project.edited_at).desc()))
    return [Own(*row) for row in rows]


def _waiting(session: Session, camp_ids: set[UUID]) -> list[Waiting]:
    """Two queries: the camps, and all that waits in them."""
    camps = select(Camp.id, Camp.name, Camp.answer_days).where(col(Camp.id).in_(camp_ids))
    named = session.exec(camps.order_by(col(Camp.starts_on).desc())).all()
    late = or_(*(boards.is_late(id, days) for id, _name, days in named))
    in_state, camp = col(Project.state), col(Project.camp_id)
    unticked = [Membership.role == Role.participant, col(Membership.confirmed_at).is_(None)]
    counted: Any = union_all(
        _count("ideas", camp, in_state == State.idea_sent),
        _count("approvals", camp, in_state == State.awaiting_approval),
        _count("people", col(Membership.camp_id), *unticked),
        _count("interests", col(Interest.camp_id), col(Interest.state) == Stage.new),
        _count("held", camp, Held.project_id == Project.id, Held.outcome == Outcome.waiting),
        _count("late", camp, Snapshot.project_id == Project.id, late),
    )
    found = {(camp, kind): count for kind, camp, count in session.execute(counted)}
    return [
        Waiting(camp, dict(name), {kind: found.get((camp, kind), 0) for kind in KINDS})
        for camp, name, _days in named
    ]


def _count(kind: str, camp: Any, *which: Any) -> Any:
    return select(literal_column(f"'{kind}'"), camp, sql.count()).where(*which).group_by(camp)


def _unverified(session: Session, today: date) -> int:
    return session.exec(
        select(sql.count(col(Organisation.id))).where(
            col(Organisation.verified_on).is_(None) | (col(Organisation.expires_on) < today)
        )
    ).one()
