"""The steps of ``rules.workflow`` and what each of them leads to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotFound, NotOpen, Reason
from app.i18n import reading_in
from app.models import (
    Approval,
    Interest,
    Person,
    Project,
    Snapshot,
    Stage,
    State,
    Verdict,
    Visibility,
)
from app.models.base import now
from app.rules import matching, workflow
from app.rules.dignity.remarks import open_reasons
from app.rules.dignity.rules import ruleset
from app.rules.holds import STAYS, Inside
from app.rules.notices import NOTICES, Audience
from app.rules.policy import Who
from app.rules.template.checks import Finding, must_fix
from app.rules.template.shape import Plan
from app.rules.template.shape import Stage as Part
from app.services import (
    assignments,
    consents,
    dismissals,
    feedback,
    history,
    interests,
    letters,
    pitches,
    projects,
    sections,
    told,
)

# Where the mentor's "ready" has been given already and is only given anew.
CONFIRMED = workflow.DISCUSSED - {State.developing}
FOR_APPROVAL = {"project.send", "project.submit"}  # told to those who decide


@dataclass(frozen=True)
class With:
    """What a move may bring with it."""

    note: str = ""
    mentor: Person | None = None
    ticked: bool = False
    visibility: Visibility | None = None  # as decided; None: as the author proposes


@dataclass(frozen=True)
class Decision:
    """Who decided what about a project, when and why."""

    what: str  # a move, or one of the other words of ``models.Approval``
    by: str
    by_id: UUID
    when: datetime
    why: str
    version: int


def facts(
    session: Session, project: Project, plan: Plan, given: With | None = None
) -> workflow.Facts:
    """Everything that the conditions of a move look at, for one project."""
    given = given or With()
    found = must_fix(
        sections.template_of(project),
        plan,
        sections.facts(session, project, submitting=project.state == State.ready),
    )
    standings = consents.standings(
        session, [member.person for member in project.team], project.camp_id
    ).values()
    asked = feedback.snapshots(session, project)
    newest = asked[0] if asked else None
    judged = next((one for one in asked if one.verdict != Verdict.waiting), None)
    return workflow.Facts(
        think=_reasons(found, project, "think"),
        act=_reasons(found, project, "act"),
        share=_reasons(found, project, "share"),
        dignity=dignity(session, project, plan),
        unconfirmed=any(not one.confirmed for one in standings),
        account_consent=all(one.account for one in standings),
        publish_consent=all(one.publish for one in standings),
        mentor=project.state == State.idea_sent and _may_mentor(session, project, given.mentor),
        snapshot=newest is not None,
        unchanged=newest is not None and newest.version == project.version,
        # The pitch may have been written after it; Think and Act may not: an edit of them takes
        # the project's own readiness back, so here the verdict is enough.
        signed_off=judged is not None and judged.verdict == Verdict.ready,
        agreed=project.state == State.published and _agreed(session, project),
        ticked=given.ticked,
        note=given.note,
    )


def dignity(session: Session, project: Project, plan: Plan) -> list[Reason]:
    """What the dignity check still asks about, where that stands in the way of a move."""
    if project.state not in {State.ready, State.awaiting_approval}:
        return []
    return open_reasons(dismissals.found(session, project, plan))


def _reasons(found: list[Finding], project: Project, stage: Part) -> list[Reason]:
    template = sections.template_of(project)
    return [
        Reason(one.says(reading_in.get()), one.section, one.name)
        for one in found
        if template.sections[one.section].stage == stage
    ]


def _may_mentor(session: Session, project: Project, mentor: Person | None) -> bool:
    if mentor is None:
        return bool(projects.vetted_mentors(session, project))
    known = {one.id: one for one in assignments.candidates(session, project)}
    chosen = known.get(mentor.id)
    return chosen is not None and (chosen.vetted if chosen.here else not matching.stops(chosen))


def _agreed(session: Session, project: Project) -> bool:
    pitch = pitches.of(session, project)
    if pitch is None:
        return False
    agreed = select(Interest.id).where(
        Interest.pitch_id == pitch.id, col(Interest.state).in_([Stage.agreed, Stage.funded])
    )
    return session.exec(agreed.limit(1)).first() is not None


def move(
    session: Session, project: Project, name: str, given: With | None = None, *, by: Who
) -> None:
    """One step of ``MOVES`` and what it leads to. Raises NotOpen, with every reason, when it is
    not open now. The caller holds the project's row."""
    if name not in workflow.MOVES:
        raise NotFound
    given = given or With()
    plan = sections.plan(session, project)
    enters = workflow.check(project, name, facts(session, project, plan, given))
    action = workflow.MOVES[name].action
    _decided(session, project, name, given.note, by, _ticks(given))
    project.state, project.state_since = enters, now()
    session.add(project)
    session.flush()
    if name == "welcome":
        _welcome(session, project, plan, given, by)
    elif name == "ready":
        feedback.judge(session, project, Verdict.ready, given.note, by=by)
    elif name == "publish":
        pitches.publish(session, project, plan, given.visibility or proposed(plan), by=by)
    elif name in {"pause", "resume", "withdraw", "archive"}:
        pitches.show(session, project, shown=name == "resume", withdrawn=name == "withdraw")
    told.tell(session, project)
    history.write(session, action, project.camp_id, "project", project.id, by=by, fields=["state"])
    _tell(session, project, action)


def _ticks(given: With) -> list[str]:
    """Read for dignity by a person, with the help of these rules."""
    return ["dignity", f"ruleset {ruleset().version}"] if given.ticked else []


def _welcome(session: Session, project: Project, plan: Plan, given: With, by: Who) -> None:
    """With a safety answer "yes" this is the coordinator's review that check V19 asks for."""
    if given.mentor is not None:
        projects.assign(session, project, given.mentor, by=by)
    project.welcomed_at = project.welcomed_at or now()
    session.add(project)
    session.flush()
    if any(answer == "yes" for answer in plan.get("safety", {}).values()):
        _decided(session, project, "safety", given.note, by)


def review_safety(session: Session, project: Project, note: str, *, by: Who) -> None:
    """The same review, of answers that became "yes" after the welcome."""
    if project.state not in workflow.DISCUSSED:
        raise NotOpen
    _decided(session, project, "safety", note, by)
    history.write(session, "safety.review", project.camp_id, "project", project.id, by=by)


def sign_off(
    session: Session,
    project: Project,
    asked: Snapshot | None,
    note: str,
    *,
    by: Who,
    inside: Inside = STAYS,
) -> None:
    """ "Ready" is an act on the snapshot that the mentor has read. In development it is a move;
    later it says that what stands now is as good, and the state stays."""
    if asked is not None:
        feedback.newest_only(session, project, asked)
    plan = sections.plan(session, project)
    if asked is None or asked.verdict != Verdict.waiting or project.state not in CONFIRMED:
        workflow.check(project, "ready", facts(session, project, plan, With(note=note)))
        inside.keep(note, project, by)
        move(session, project, "ready", With(note=note), by=by)
        return
    if because := workflow.missing("ready", facts(session, project, plan)):
        raise NotOpen(workflow.MOVES["ready"].refuses, because)
    inside.keep(note, project, by)
    _decided(session, project, "ready", note, by)
    feedback.judge(session, project, Verdict.ready, note, by=by)
    history.write(session, "project.ready", project.camp_id, "snapshot", asked.id, by=by)
    team = {Audience.team: projects.audiences(session, project)[Audience.team]}
    letters.write(session, "project.ready", team, f"/projects/{project.id}", code=project.code)


def proposed(plan: Plan) -> Visibility:
    """Who may read the pitch, as its authors would like it."""
    wish = plan.get("pitch", {}).get("visibility")
    return next((one for one in Visibility if one == wish), Visibility.vetted_donors)


def decisions(session: Session, project: Project) -> list[Decision]:
    """The newest first."""
    made = (
        select(Approval, Person.name)
        .join(Person, col(Person.id) == Approval.by_id)
        .where(Approval.project_id == project.id)
        .order_by(col(Approval.created_at).desc())
    )
    return [
        Decision(one.what, name, one.by_id, one.created_at, one.why, one.version)
        for one, name in session.exec(made)
    ]


def _decided(
    session: Session,
    project: Project,
    what: str,
    why: str,
    by: Who,
    ticks: list[str] | None = None,
) -> None:
    session.add(
        Approval(
            project_id=project.id,
            what=what,
            by_id=by.id,
            why=why,
            ticks=ticks or [],
            version=project.version,
        )
    )
    session.flush()


def _tell(session: Session, project: Project, action: str) -> None:
    """Everybody knows the project by its own code; a donor has only seen that of the pitch."""
    if action not in NOTICES:
        return
    to = projects.audiences(session, project)
    path = f"/projects/{project.id}" + ("/approval" if action in FOR_APPROVAL else "")
    if pitch := pitches.of(session, project):
        donors = {Audience.interested: interests.interested(session, pitch)}
        letters.write(session, action, donors, "/interests", code=pitch.code)
        if action == "pitch.publish":
            path = f"/pitches/{pitch.code}"
    letters.write(session, action, to, path, code=project.code, project=str(project.id))
