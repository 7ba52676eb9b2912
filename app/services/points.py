"""Points: what adults say about one place of a plan, and how it is settled. Nothing here is ever
deleted; what was said is read through ``threads``."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.errors import NotOpen, Problem
from app.i18n import _
from app.models import Answer, Person, Point, PointKind, PointState, Project, Snapshot, Suggestion
from app.models.base import now
from app.rules import pointing, workflow
from app.rules.holds import STAYS, Inside
from app.rules.notices import Audience
from app.rules.pointing import Target
from app.rules.policy import Who
from app.rules.template import template
from app.services import consents, history, letters, projects, sections, told

CORRECTED_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Words:
    """What an adult says. ``quote``: the words of a text that it is about; ``wording``: others for
    them; both may be empty. ``nth``: which of equal quotes, from 1; 0: there is but one."""

    kind: PointKind
    text: str
    quote: str = ""
    nth: int = 0
    wording: str = ""


def make(
    session: Session,
    project: Project,
    asked: Snapshot,
    place: Target,
    words: Words,
    *,
    by: Who,
    inside: Inside = STAYS,
) -> Point:
    """A mentor or a coordinator says something about one place of a snapshot. Praise asks for
    nothing, so it is settled from the start. Raises ``pointing.Misplaced`` where the words that
    it is about are not there."""
    if project.state not in workflow.DISCUSSED:
        raise NotOpen
    questions = template(asked.template)
    if not pointing.exists(questions, asked.plan, place):
        raise Problem(_("This snapshot has no such place."))
    place = pointing.narrowed(questions, asked.plan, place, words.quote)
    about = pointing.value(asked.plan, place)
    passage = pointing.marked(questions, place, about, words.quote, words.nth, words.wording)
    start, end = passage or (None, None)
    inside.keep(words.text, project, by, beside=words.wording)
    point = Point(
        project_id=project.id,
        snapshot_id=asked.id,
        **place._asdict(),
        kind=words.kind,
        state=PointState.settled if words.kind == PointKind.praise else PointState.open,
        text=words.text,
        language=by.language,
        writer_id=by.id,
        about=about,
        start=start,
        end=end,
    )
    session.add(point)
    session.flush()
    if words.wording:
        session.add(Suggestion(point_id=point.id, wording=words.wording))
        session.flush()
    set_committed_value(point, "project", project)
    _write_down(session, "point.make", point, by)
    return point


def answer(session: Session, point: Point, text: str, *, by: Who, inside: Inside = STAYS) -> Answer:
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
    inside.keep(text, project, by)
    said = Answer(point_id=point.id, text=text, language=by.language, writer_id=by.id)
    session.add(said)
    _now(session, point, changes.get(point.state, point.state))
    _write_down(session, "point.answer", point, by)
    if ours:
        _tell_mentors(session, "point.answer", point)
    return said


def _tell_mentors(session: Session, event: str, point: Point) -> None:
    project = point.project
    path = f"/projects/{project.id}/review#point-{point.id}"
    letters.write(session, event, projects.audiences(session, project), path, code=project.code)


def _may_send(session: Session, project: Project, by: Who) -> None:
    """Nothing that a young person writes reaches others before they may be shown to them."""
    people = [member.person for member in project.team if member.person_id == by.id]
    mine = consents.standings(session, people, project.camp_id)[by.id]
    because = workflow.shown_to_others(
        workflow.Facts(unconfirmed=not mine.confirmed, account_consent=mine.account)
    )
    if because:
        raise NotOpen(_("Your answer cannot be sent yet."), because)


def correct(
    session: Session, words: Point | Answer, text: str, *, by: Who, inside: Inside = STAYS
) -> None:
    """Whoever wrote it puts it right, while it is fresh; what it said first is kept."""
    if words.reworded:
        raise NotOpen(_("A coordinator has put this into words. Please add an answer instead."))
    if now() - words.created_at > CORRECTED_WITHIN:
        raise NotOpen(_("Words stand after ten minutes. Please add an answer instead."))
    if words.text == text:
        return
    point = words if isinstance(words, Point) else words.point
    inside.keep(text, point.project, by)
    _say_instead(session, words, text)
    _write_down(session, "point.correct", point, by)


def reword(session: Session, words: Point | Answer, text: str, *, by: Who) -> None:
    """A coordinator takes words that may hurt out of sight, at any time: these stand instead, and
    say so. Coordinators still read what was there; its writer is told."""
    if words.text == text:
        return
    words.reworded = True
    _say_instead(session, words, text)
    point = words if isinstance(words, Point) else words.point
    _write_down(session, "point.reword", point, by)
    writer, project = session.get_one(Person, words.writer_id), point.project
    page = "feedback" if writer.id in project.member_ids else "review"
    path = f"/projects/{project.id}/{page}#point-{point.id}"
    letters.write(session, "point.reword", {Audience.person: [writer]}, path, code=project.code)


def _say_instead(session: Session, words: Point | Answer, text: str) -> None:
    words.first_text = words.first_text or words.text
    words.text, words.corrected_at = text, now()
    session.add(words)
    session.flush()


def address(session: Session, point: Point, state: PointState, *, by: Who) -> None:
    """The team says that it has dealt with a point, or that it needs help with it. What stands
    there then is kept, so that the change can be shown beside the point. ``open``: it takes back
    what it pressed by mistake; then the point is as the last words under it left it."""
    if state not in {PointState.addressed, PointState.needs_help, PointState.open}:
        raise Problem
    if point.state == PointState.settled:
        raise NotOpen(_("This point has been settled meanwhile."))
    if state == PointState.open:
        if point.state not in {PointState.addressed, PointState.needs_help}:
            return
        point.became, point.became_version = None, None
        state = _left(session, point)
    elif state == PointState.addressed:
        keep_what_stands(session, point)
    elif point.state != state:
        _tell_mentors(session, "point.help", point)
    _move(session, point, state, "point.address", by)


def _left(session: Session, point: Point) -> PointState:
    """Answered where the last word is the team's."""
    said = select(Answer.writer_id).where(Answer.point_id == point.id)
    last = session.exec(said.order_by(col(Answer.created_at).desc()).limit(1)).first()
    return PointState.answered if last in point.project.member_ids else PointState.open


def settle(session: Session, point: Point, *, by: Who) -> None:
    """Two who settle at once: the second finds it done."""
    _move(session, point, PointState.settled, "point.settle", by)


def reopen(session: Session, point: Point, *, by: Who) -> None:
    _move(session, point, PointState.open, "point.settle", by)


def keep_what_stands(session: Session, point: Point) -> None:
    """The place of a point as the plan has it now."""
    plan = sections.plan(session, point.project)
    point.became = pointing.value(plan, pointing.target(point))
    point.became_version = point.project.version


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
