"""What somebody has seen: up to which snapshot an adult has read a plan, and that a team has seen
a point. Of each only the first time is told to the other side."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.models import Look, Person, Point, Project
from app.models.base import now
from app.rules.looks import Looked, looked
from app.rules.policy import Who

A_MINUTE = timedelta(minutes=1)


def of(project: Project, by: Who) -> SelectOfScalar[Look]:
    """What somebody has seen of a project; one row or none."""
    return select(Look).where(Look.project_id == project.id, Look.person_id == by.id)


def last(look: Look | None) -> Looked | None:
    return Looked(look.snapshot, look.at, look.before, look.before_at) if look else None


def is_news(look: Look | None, snapshot: int) -> bool:
    """Whether there is anything to write down now that this snapshot is shown: not each time that
    a page is loaded again."""
    return look is None or str(snapshot) not in look.first or now() - look.at >= A_MINUTE


def write_down(
    session: Session,
    look: Look | None,
    project_id: UUID,
    snapshot: int,
    answered: int = 0,
    *,
    by: Who,
) -> None:
    """That somebody looks at a snapshot now; ``look`` is what was known when the page was made,
    ``answered`` the newest snapshot on which they gave their word. One statement. Two pages that
    are opened at once may meet: IntegrityError for the second."""
    at = now()
    values = asdict(looked(last(look), snapshot, at, answered))
    values["first"] = {str(snapshot): at.isoformat()} | (look.first if look else {})
    if look is None:
        session.add(Look(project_id=project_id, person_id=by.id, **values))
        session.flush()
    else:
        session.execute(update(Look).where(col(Look.id) == look.id).values(**values))


def see_points(session: Session, project_id: UUID, ids: Collection[UUID]) -> None:
    """Somebody of the team sees them; whoever was first stays the first."""
    unseen = and_(col(Point.project_id) == project_id, col(Point.seen_at).is_(None))
    session.execute(update(Point).where(unseen, col(Point.id).in_(ids)).values(seen_at=now()))


@dataclass(frozen=True)
class Readers:
    names: dict[UUID, str]  # of these and of those who answered
    read: dict[int, list[tuple[str, datetime]]]  # snapshot → who, and when for the first time


def readers(session: Session, project: Project, others: Collection[UUID]) -> Readers:
    """The mentors who have read each snapshot, the earliest first, for the team that asked.
    ``others``: people whose names are needed beside them. One query."""
    of_project = and_(col(Look.person_id) == Person.id, col(Look.project_id) == project.id)
    rows: Any = (
        select(Person.id, Person.name, Look)
        .outerjoin(Look, of_project)
        .where(or_(col(Look.id).is_not(None), col(Person.id).in_(others)))
    )
    found = list(session.execute(rows))
    mentors = {one.person_id for one in project.assignments}
    read: dict[int, list[tuple[str, datetime]]] = {}
    for id_, name, look in found:
        for number, when in look.first.items() if look and id_ in mentors else ():
            read.setdefault(int(number), []).append((name, datetime.fromisoformat(when)))
    for ones in read.values():
        ones.sort(key=lambda one: one[1])
    return Readers({id_: name for id_, name, _look in found}, read)
