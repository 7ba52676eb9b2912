"""Points as pages show them: what was said of one place, what has become of it, and who said so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models import Answer, Departure, Person, Point, Project, Snapshot, Suggestion
from app.models.base import now
from app.rules import pointing
from app.rules.comparing import Difference
from app.rules.pointing import Standing
from app.rules.policy import Who
from app.rules.template import template
from app.rules.template.shape import Plan
from app.rules.wording import Patience, Piece, suggested, turned
from app.services import projects
from app.services.points import CORRECTED_WITHIN

Side = Literal["team", "mentor", "coordinator"]


@dataclass(frozen=True)
class Said:
    """Words of one person under a point."""

    words: Point | Answer
    name: str  # "" for somebody who may not be shown
    side: Side

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def when(self) -> datetime:
        return self.words.created_at

    @property
    def reworded(self) -> bool:
        """By a coordinator, whose words stand."""
        return self.words.reworded

    @property
    def is_fresh(self) -> bool:
        """Its writer may still put it right."""
        return not self.reworded and now() - self.when <= CORRECTED_WITHIN

    @property
    def writer_id(self) -> UUID:
        return self.words.writer_id


@dataclass(frozen=True)
class PointThread:
    """A point with everything that a page says of it."""

    point: Point
    snapshot: int  # the number of the one on which it was made
    version: int  # of the project, in that snapshot
    said: Said
    answers: tuple[Said, ...]
    suggestion: Suggestion | None
    standing: Standing  # what has become of its place
    since: tuple[tuple[str, Difference], ...]  # what the team changed there to deal with it
    turned: tuple[Piece, ...]  # the words that it is about into what they are now, if they changed

    @property
    def wording(self) -> tuple[Piece, ...]:
        """The way from the words that the point is about to those that are suggested."""
        assert self.suggestion is not None
        return suggested(self.standing.quote, self.suggestion.wording)


def hidden_from(session: Session, project: Project, who: Who) -> set[UUID]:
    """Whose names are left out under points. Within the team they wrote to each other already."""
    return set() if who.id in project.member_ids else projects.hidden(session, project, who)


def of(
    session: Session, project: Project, plan: Plan, hidden: Collection[UUID] = ()
) -> list[PointThread]:
    """Every point on a project with its answers, the oldest first; one query. ``plan``: where
    they are looked for. ``hidden``: people who may not be shown to whoever reads this; their names
    are left out."""
    return _threads(session, project, Point.project_id == project.id, plan, hidden)


def one(session: Session, point: Point, plan: Plan, hidden: Collection[UUID] = ()) -> PointThread:
    """One point with its answers."""
    return _threads(session, point.project, Point.id == point.id, plan, hidden)[0]


def _threads(
    session: Session, project: Project, which: Any, plan: Plan, hidden: Collection[UUID]
) -> list[PointThread]:
    replier = aliased(Person)
    left = select(Departure.id).where(
        Departure.project_id == project.id, Departure.person_id == Answer.writer_id
    )
    said = (
        select(  # type: ignore[call-overload]
            Point, Person.name, Snapshot.number, Snapshot.version, Snapshot.template, Suggestion,
            Answer, replier.name, left.exists(),
        )
        .join(Person, col(Person.id) == Point.writer_id)
        .join(Snapshot, col(Snapshot.id) == Point.snapshot_id)
        .outerjoin(Suggestion, col(Suggestion.point_id) == col(Point.id))
        .outerjoin(Answer, col(Answer.point_id) == col(Point.id))
        .outerjoin(replier, col(replier.id) == col(Answer.writer_id))
        .where(which)
        .order_by(Point.created_at, Point.id, Answer.created_at, Answer.id)
    )  # fmt: skip
    threads = []
    patience = Patience()
    found = groupby(session.execute(said), key=lambda row: row[:6])
    for (point, name, number, version, questions, suggestion), rows in found:
        set_committed_value(point, "project", project)  # the policy asks about it
        answers = []
        for *_point, reply, replied, has_left in rows:
            if reply:
                set_committed_value(reply, "point", point)
                answers.append(_said(project, reply, replied, hidden, has_left))
        asked = template(questions)
        standing = pointing.standing(asked, point, plan, patience)
        threads.append(
            PointThread(
                point,
                number,
                version,
                _said(project, point, name, hidden),
                tuple(answers),
                suggestion,
                standing,
                tuple(pointing.since(asked, point)),
                turned(standing.quote, standing.words, patience),
            )
        )
    return threads


def _said(
    project: Project,
    words: Point | Answer,
    name: str,
    hidden: Collection[UUID],
    left: bool = False,
) -> Said:
    """``left``: the writer was in the team once."""
    writer = words.writer_id
    side: Side = "coordinator"
    if left or writer in project.member_ids:
        side = "team"
    elif any(one.person_id == writer for one in project.assignments):
        side = "mentor"  # once a mentor here, also after the assignment has ended
    return Said(words, "" if writer in hidden else name, side)


def by_place(threads: Iterable[PointThread]) -> dict[str, list[PointThread]]:
    """``Target.key`` → the points there."""
    found: dict[str, list[PointThread]] = {}
    for one in threads:
        found.setdefault(pointing.target(one.point).key, []).append(one)
    return found
