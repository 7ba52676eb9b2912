"""Snapshots and what is said on them: what a team asks, and what the adults beside it answer.

Nothing here is ever deleted, and every coordinator of the camp reads all of it."""

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotOpen, Reason
from app.i18n import _
from app.models import (
    Answer,
    Approval,
    Point,
    PointState,
    Project,
    Snapshot,
    Verdict,
)
from app.models.base import now
from app.rules import workflow
from app.rules.holds import STAYS, Inside
from app.rules.policy import Visitor, Who
from app.services import consents, history, letters, projects, sections, told

WAITS_FOR_TEAM = frozenset({PointState.open, PointState.needs_help})


def visible_to(who: Visitor) -> SelectOfScalar[Point]:
    """Whoever may read a project may read every point on it."""
    theirs = projects.visible_to(who).with_only_columns(col(Project.id))
    return select(Point).where(col(Point.project_id).in_(theirs))


def answers_visible_to(who: Visitor) -> SelectOfScalar[Answer]:
    points = visible_to(who).with_only_columns(col(Point.id))
    return select(Answer).where(col(Answer.point_id).in_(points))


def _of(project: Project) -> SelectOfScalar[Snapshot]:
    made = select(Snapshot).where(Snapshot.project_id == project.id)
    return made.order_by(col(Snapshot.number).desc())


def newest(session: Session, project: Project) -> Snapshot | None:
    return session.exec(_of(project).limit(1)).first()


def snapshots(session: Session, project: Project) -> list[Snapshot]:
    """The newest first, without their plans, which are large."""
    return list(session.exec(_of(project).options(defer(Snapshot.plan, raiseload=True))))  # type: ignore[arg-type]


def snapshot(session: Session, project: Project, number: int) -> Snapshot | None:
    return session.exec(_of(project).where(Snapshot.number == number)).first()


def ask(
    session: Session, project: Project, note: str, *, by: Who, inside: Inside = STAYS
) -> Snapshot:
    """Freeze the plan as it stands, complete or not, for the mentor to read.

    Asked twice for the same version, it is the same snapshot. The caller holds the project's
    row, so numbers are given one at a time."""
    last = newest(session, project)
    if last and last.verdict == Verdict.waiting and last.version == project.version:
        return last
    if because := in_the_way_of_asking(session, project):
        raise NotOpen(_("You cannot ask for feedback yet."), because)
    inside.keep(note, project, by)
    made = Snapshot(
        project_id=project.id,
        number=last.number + 1 if last else 1,
        version=project.version,
        template=project.template,
        language=project.language,
        plan=sections.plan(session, project),
        note=note,
        asked_by_id=by.id,
    )
    session.add(made)
    session.flush()
    told.tell(session, project)
    history.write(session, "feedback.ask", project.camp_id, "snapshot", made.id, by=by)
    _tell(session, "feedback.ask", project, "review")
    return made


def in_the_way_of_asking(session: Session, project: Project) -> list[Reason]:
    """Why a team cannot ask for feedback now; empty when it can."""
    if project.state not in workflow.DISCUSSED:
        return [Reason(_("Feedback begins when a coordinator has welcomed the idea."))]
    people = [member.person for member in project.team]
    standings = consents.standings(session, people, project.camp_id).values()
    return workflow.shown_to_others(
        workflow.Facts(
            unconfirmed=any(not one.confirmed for one in standings),
            account_consent=all(one.account for one in standings),
        )
    )


def request(
    session: Session,
    project: Project,
    asked: Snapshot,
    says: str,
    *,
    by: Who,
    inside: Inside = STAYS,
) -> None:
    """The mentor asks for changes: with points that wait for the team, with words, or both.

    Whoever asks for changes takes their own "ready" back. Pressed twice, it is done once."""
    if asked.verdict == Verdict.changes_requested and asked.says == says:
        return
    newest_only(session, project, asked)
    if project.state not in workflow.DISCUSSED:
        raise NotOpen
    if asked.verdict == Verdict.changes_requested:
        raise NotOpen(_("Changes are asked for already. Now it is the team's turn."))
    if not says and not _waits_for_team(session, asked):
        nothing = Reason(_("Make a point on what should change, or write it here."), name="says")
        raise NotOpen(_("The team would not know what to change."), [nothing])
    inside.keep(says, project, by)
    judge(session, project, Verdict.changes_requested, says, by=by)
    about = Approval(
        project_id=project.id, what="request", by_id=by.id, why=says, version=asked.version
    )
    session.add(about)
    if (state := workflow.after_request(project.state)) != project.state:
        project.state, project.state_since = state, now()
        session.add(project)
    session.flush()
    history.write(session, "feedback.request", project.camp_id, "snapshot", asked.id, by=by)
    _tell(session, "feedback.request", project, "feedback")


def newest_only(session: Session, project: Project, asked: Snapshot) -> None:
    """A verdict is on what was read, so that nobody judges what they have not seen."""
    last = newest(session, project)
    if last is None or last.id != asked.id:
        raise NotOpen(_("The team has sent a newer snapshot meanwhile. Please read that one."))


def _waits_for_team(session: Session, asked: Snapshot) -> bool:
    ones = select(Point.id).where(
        Point.snapshot_id == asked.id, col(Point.state).in_(WAITS_FOR_TEAM)
    )
    return session.exec(ones.limit(1)).first() is not None


def judge(session: Session, project: Project, verdict: Verdict, says: str, *, by: Who) -> None:
    """The mentor's word on the newest snapshot."""
    asked = newest(session, project)
    assert asked is not None
    asked.verdict, asked.says = verdict, says
    asked.judged_at, asked.judged_by_id = now(), by.id
    session.add(asked)
    session.flush()
    told.tell(session, project)


def _tell(session: Session, event: str, project: Project, page: str) -> None:
    path = f"/projects/{project.id}/{page}"
    letters.write(session, event, projects.audiences(session, project), path, code=project.code)
