"""Points: what adults say about one place of a plan, and how it is settled. Nothing here is ever
deleted; what was said is read through ``feedback``."""

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from app.errors import NotOpen, Problem
from app.i18n import _
from app.models import Answer, Point, PointKind, PointState, Project, Snapshot
from app.models.base import now
from app.rules import workflow
from app.rules.policy import Who
from app.rules.template import reading, template
from app.rules.template.shape import Table
from app.services import consents, history, letters, projects, told


def make(
    session: Session,
    project: Project,
    asked: Snapshot,
    section: str,
    field: str,
    row: str,
    column: str,
    kind: PointKind,
    text: str,
    *,
    by: Who,
) -> Point:
    """A mentor or a coordinator says something about one place of a snapshot. Praise asks for
    nothing, so it is settled from the start."""
    if project.state not in workflow.DISCUSSED:
        raise NotOpen
    if not _is_place(asked, section, field, row, column):
        raise Problem(_("This snapshot has no such place."))
    point = Point(
        project_id=project.id,
        snapshot_id=asked.id,
        section=section,
        field=field,
        row=row,
        column=column,
        kind=kind,
        state=PointState.settled if kind == PointKind.praise else PointState.open,
        text=text,
        language=by.language,
        writer_id=by.id,
    )
    session.add(point)
    session.flush()
    set_committed_value(point, "project", project)
    _write_down(session, "point.make", point, by)
    return point


def _is_place(asked: Snapshot, section: str, field: str, row: str, column: str) -> bool:
    known = template(asked.template).sections.get(section)
    question = known.question(field) if known else None
    if not isinstance(question, Table):
        return question is not None and not row and not column
    if not row:
        return not column
    ids = {reading.row_id(each) for each in reading.rows(asked.plan, section, field)}
    return row in ids and (not column or question.column(column) is not None)


def answer(session: Session, point: Point, text: str, *, by: Who) -> Answer:
    """Words under a point. The team's answer hands it to the adults; theirs hands it back."""
    project = point.project
    ours = by.id in project.member_ids
    if ours:
        _may_send(session, project, by)
        changes = {PointState.open: PointState.answered}
    else:
        changes = {
            PointState.answered: PointState.open,
            PointState.needs_help: PointState.open,
        }
    said = Answer(point_id=point.id, text=text, language=by.language, writer_id=by.id)
    session.add(said)
    _now(session, point, changes.get(point.state, point.state))
    _write_down(session, "point.answer", point, by)
    if ours:
        path = f"/projects/{project.id}/review#point-{point.id}"
        to = projects.audiences(session, project)
        letters.write(session, "point.answer", to, path, code=project.code)
    return said


def _may_send(session: Session, project: Project, by: Who) -> None:
    """Nothing that a young person writes reaches others before they may be shown to them."""
    people = [member.person for member in project.team if member.person_id == by.id]
    mine = consents.standings(session, people, project.camp_id)[by.id]
    because = workflow.shown_to_others(
        workflow.Facts(unconfirmed=not mine.confirmed, account_consent=mine.account)
    )
    if because:
        raise NotOpen(_("Your answer cannot be sent yet."), because)


def address(session: Session, point: Point, state: PointState, *, by: Who) -> None:
    """The team says that it has dealt with a point, or that it needs help with it."""
    if state not in {PointState.addressed, PointState.needs_help}:
        raise Problem
    if point.state == PointState.settled:
        raise NotOpen(_("This point has been settled meanwhile."))
    _move(session, point, state, "point.address", by)


def settle(session: Session, point: Point, *, by: Who) -> None:
    """Two who settle at once: the second finds it done."""
    _move(session, point, PointState.settled, "point.settle", by)


def reopen(session: Session, point: Point, *, by: Who) -> None:
    _move(session, point, PointState.open, "point.settle", by)


def _move(session: Session, point: Point, state: PointState, action: str, by: Who) -> None:
    if point.state != state:
        _now(session, point, state)
        _write_down(session, action, point, by)


def _now(session: Session, point: Point, state: PointState) -> None:
    if point.state != state:
        point.state, point.state_at = state, now()
    session.add(point)
    session.flush()


def _write_down(session: Session, action: str, point: Point, by: Who) -> None:
    told.tell(session, point.project)
    place = f"{point.section}.{point.name}"
    camp = point.project.camp_id
    history.write(session, action, camp, "point", point.id, by=by, fields=[place])
