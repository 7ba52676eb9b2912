"""What a coordinator decides about a project: what waits, and what they look at first."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.models import Person, Project, State, Visibility
from app.rules import workflow
from app.rules.dignity.remarks import Remark
from app.rules.matching import Match
from app.rules.pitch_view import PitchView
from app.rules.safeguarding import ADULT, Standing, under
from app.rules.template.checks import Finding, must_fix
from app.rules.template.document import Document, document
from app.rules.template.shape import Plan
from app.services import assignments, consents, dismissals, moves, pitches, sections
from app.services.assignments import Away, Past
from app.services.moves import Decision

STAGES = ("think", "act", "share")


@dataclass(frozen=True)
class Waiting:
    id: UUID
    code: str
    title: str
    language: str
    state: State
    since: datetime


@dataclass(frozen=True)
class Member:
    person: Person
    standing: Standing
    minor: bool


@dataclass(frozen=True)
class Desk:
    """All that the page of one project shows; what its state does not need is empty."""

    team: list[Member]
    decisions: list[Decision]  # the newest first
    must: dict[str, list[Finding]]  # by stage
    worries: list[str]  # the safety questions that were answered with "yes"
    safety_reviewed: bool
    idea: Document | None = None
    mentors: list[Match] = field(default_factory=list)  # in the order of ``rules.matching``
    past: list[Past] = field(default_factory=list)  # who stopped mentoring it, or put it off
    away: dict[UUID, Away] = field(default_factory=dict)
    pitch: PitchView | None = None
    remarks: list[Remark] = field(default_factory=list)  # of the dignity check
    proposed: Visibility = Visibility.vetted_donors

    @property
    def verdict(self) -> Decision | None:
        """The mentor's last word."""
        return next((one for one in self.decisions if one.what in {"ready", "request"}), None)


def waiting(session: Session, camp_id: UUID) -> list[Waiting]:
    """Ideas to read and pitches to approve, the oldest first."""
    columns = (Project.id, Project.code, Project.title, Project.language, Project.state)
    those = (
        select(*columns, Project.state_since)  # type: ignore[call-overload]
        .where(
            Project.camp_id == camp_id,
            col(Project.state).in_([State.idea_sent, State.awaiting_approval]),
        )
        .order_by(col(Project.state_since), col(Project.code))
    )
    return [Waiting(*row) for row in session.execute(those)]


def desk(session: Session, project: Project) -> Desk:
    """At most eight queries."""
    plan = sections.plan(session, project)
    decisions = moves.decisions(session, project)
    reviewed = any(one.what == "safety" for one in decisions)
    must = _must(project, plan, reviewed)
    worries = [key for key, answer in plan.get("safety", {}).items() if answer == "yes"]
    desk = Desk(_team(session, project), decisions, must, worries, reviewed)
    if project.state == State.awaiting_approval:
        return replace(
            desk,
            pitch=pitches.preview(session, project, plan),
            remarks=dismissals.found(session, project, plan),
            proposed=moves.proposed(plan),
        )
    if project.state == State.idea_sent:
        idea = document(sections.template_of(project), plan, stages=("think",))
        mentors = assignments.suggested(session, project, plan)
        return replace(desk, idea=idea, mentors=mentors)
    if project.state in workflow.DISCUSSED:
        return replace(
            desk,
            mentors=assignments.suggested(session, project, plan),
            past=assignments.past(session, project),
            away=assignments.away_of(project),
        )
    return desk


def _must(project: Project, plan: Plan, reviewed: bool) -> dict[str, list[Finding]]:
    template = sections.template_of(project)
    found = must_fix(template, plan, sections.known(project, reviewed=reviewed))
    return {
        stage: [one for one in found if template.sections[one.section].stage == stage]
        for stage in STAGES
    }


def _team(session: Session, project: Project) -> list[Member]:
    people = [member.person for member in project.team]
    standings = consents.standings(session, people, project.camp_id)
    today = consents.today()
    return [
        Member(person, standings[person.id], under(ADULT, person.adult_on, today))
        for person in people
    ]
