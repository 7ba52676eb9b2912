"""Sheets of the rubric: what adults say of a project for the final selection. Each has a sheet of
their own; nothing is added up, and no list is put in order by it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotOpen
from app.i18n import _
from app.models import Person, Project, Rubric
from app.models.base import now
from app.rules import workflow
from app.rules.holds import STAYS, Inside
from app.rules.policy import Who, allows
from app.rules.rubric import CRITERIA, Marked
from app.services import history, told


@dataclass(frozen=True)
class RubricSheet:
    """One adult's sheet as a page shows it."""

    given: Rubric
    name: str
    earlier: tuple[Rubric, ...] = ()  # what it said before, the newest first; for coordinators

    @property
    def by_id(self) -> UUID:
        return self.given.by_id

    @property
    def when(self) -> datetime:
        return self.given.created_at


def of(session: Session, project: Project, by: Who) -> list[RubricSheet]:
    """Everybody's sheet on a project, the oldest first; one query. What stood in them before is
    for those who may read it."""
    ones = (
        select(Rubric, Person.name)
        .join(Person, col(Person.id) == Rubric.by_id)
        .where(Rubric.project_id == project.id)
        .order_by(col(Rubric.created_at))
    )
    if not allows(by, "rubric.read_first", project):
        ones = ones.where(col(Rubric.ended_at).is_(None))
    written: dict[UUID, list[tuple[Rubric, str]]] = {}
    for given, name in session.exec(ones):
        written.setdefault(given.by_id, []).append((given, name))
    return [
        RubricSheet(*rows[-1], tuple(given for given, _name in reversed(rows[:-1])))
        for rows in written.values()
    ]


def fill(
    session: Session, project: Project, marked: Marked, *, by: Who, inside: Inside = STAYS
) -> Rubric:
    """Somebody's sheet, instead of their last. Sent twice, it is one. The caller holds the
    project's row."""
    mine = select(Rubric).where(
        Rubric.project_id == project.id, Rubric.by_id == by.id, col(Rubric.ended_at).is_(None)
    )
    last = session.exec(mine).first()
    if last and (last.marks, last.words) == (marked.marks, marked.words):
        return last
    if project.state not in workflow.SELECTION:
        raise NotOpen(
            _(
                "The rubric is for the final selection: from the mentor’s “ready” until a"
                " coordinator decides on the pitch."
            )
        )
    for criterion in CRITERIA:
        inside.keep(marked.words[criterion.key], project, by)
    if last:
        last.ended_at = now()
        session.add(last)
    given = Rubric(
        project_id=project.id,
        version=project.version,
        marks=marked.marks,
        words=marked.words,
        language=by.language,
        by_id=by.id,
    )
    session.add(given)
    session.flush()
    told.tell(session, project)
    history.write(session, "rubric.fill", project.camp_id, "rubric", given.id, by=by)
    return given
