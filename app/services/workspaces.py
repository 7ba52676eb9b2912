"""A project as those who work on it see it: where it stands, what is best to do now, what was
said, who is there. Gathered in as few queries as there are kinds of things."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, union_all
from sqlmodel import Session, col, select

from app.errors import Reason
from app.i18n import reading_in
from app.models import (
    Call,
    Person,
    Point,
    PointKind,
    PointState,
    Project,
    SignOff,
    Snapshot,
    State,
    Teammate,
)
from app.models.base import Spoken
from app.rules import next_step, policy, workflow
from app.rules.next_step import NextStep, Situation
from app.rules.policy import Who
from app.rules.template import Template
from app.rules.template.checks import Finding, only_must
from app.rules.template.completeness import Progress, overall
from app.rules.template.shape import Plan, Stage
from app.services import (
    assignments,
    calls,
    concerns,
    consents,
    feedback,
    interests,
    moves,
    sections,
    sheets,
    signoffs,
)
from app.services.assignments import Away
from app.services.moves import Decision
from app.services.signoffs import SectionWord

# The moves of this page; the others are made where what they judge is read.
HERE = ("send", "submit", "pause", "resume", "match", "reopen", "withdraw", "archive")
NOTES = {"return", "send_back"}


@dataclass(frozen=True)
class Workspace:
    plan: Plan
    progress: dict[str, Progress]
    overall: Progress
    facts: workflow.Facts
    team: list[Teammate]  # those who may be shown to whoever reads this
    waiting: int  # how many may not
    note: Decision | None  # a coordinator's words, by which the project came back
    welcome: Decision | None  # and those by which it was welcomed, until feedback was asked for
    snapshot: Snapshot | None  # the newest
    points: Counter[str]  # section → points that wait for the team
    signed: dict[str, list[SectionWord]]  # what mentors say of each section
    latest: Row[Any] | None  # the newest of these: section, place, words, language, name, when
    told: list[tuple[Spoken, datetime]]  # by coordinators, about interest in the pitch
    call: Call | None  # under which it began
    call_is_over: bool
    away: dict[UUID, Away]  # mentors
    next: NextStep | None

    @property
    def keeps_back(self) -> list[Reason]:
        """Why nothing of this team can be sent or shown yet."""
        return workflow.shown_to_others(self.facts)

    def missing(self, move: str) -> list[Reason]:
        return workflow.missing(move, self.facts)


def workspace(session: Session, project: Project, *, by: Who) -> Workspace:
    """At most eight queries."""
    template = sections.template_of(project)
    decided = moves.decisions(session, project)
    reviewed = any(one.what == "safety" for one in decided)
    submitting = project.state == State.ready
    known = sections.known(project, reviewed=reviewed, submitting=submitting)
    checked = sheets.checked(session, project, known)
    people = [member.person for member in project.team]
    standings = consents.standings(session, people, project.camp_id)
    hidden = {id for id, one in standings.items() if not one.may_be_shown and id != by.id}
    if policy.allows(by, "person.list", project):
        hidden = set()
    discussed = project.welcomed_at is not None
    asked = feedback.snapshots(session, project) if discussed else []
    points, signed = _said(session, project, by) if discussed else ([], [])
    facts = workflow.Facts(
        think=_reasons(template, checked.found, "think"),
        act=_reasons(template, checked.found, "act"),
        share=_reasons(template, checked.found, "share"),
        dignity=moves.dignity(session, project, checked.plan),
        unconfirmed=any(not one.confirmed for one in standings.values()),
        account_consent=all(one.account for one in standings.values()),
        publish_consent=all(one.publish for one in standings.values()),
        snapshot=bool(asked),
        unchanged=bool(asked) and asked[0].version == project.version,
    )
    call = calls.of(session, project)
    note = _last(decided, NOTES)
    latest = points[-1] if points else None
    situation = Situation(
        project.state,
        checked.progress,
        note=note is not None,
        changed_since_note=note is not None and project.version > note.version,
        open_point=(latest.section, _place(latest)) if latest else None,
        verdict=asked[0].verdict if asked else None,
        unchanged=facts.unchanged,
        may_send=not workflow.shown_to_others(facts),
    )
    return Workspace(
        checked.plan,
        checked.progress,
        overall(checked.progress, approved=project.state in workflow.SHOWN),
        facts,
        team=[member for member in project.team if member.person_id not in hidden],
        waiting=len(hidden),
        note=note,
        welcome=None if asked else _last(decided, {"welcome"}),
        snapshot=asked[0] if asked else None,
        points=Counter(point.section for point in points),
        signed=signoffs.by_section(project, signed, checked.plan),
        latest=latest,
        told=interests.told_to_team(session, project) if project.state in workflow.SHOWN else [],
        call=call,
        call_is_over=call is not None and call.closes < calls.today(project),
        away=assignments.away_of(project),
        next=_next(template, situation, project, by),
    )


def _next(template: Template, now: Situation, project: Project, by: Who) -> NextStep | None:
    if policy.allows(by, "project.send", project):
        return next_step.for_team(template, now)
    if policy.allows(by, "project.ready", project) and (step := next_step.for_mentor(now)):
        return step
    if policy.allows(by, "approval.read", project):
        return next_step.for_coordinator(now)
    return None


def _reasons(template: Template, found: Iterable[Finding], stage: Stage) -> list[Reason]:
    return [
        Reason(one.says(reading_in.get()), one.section, one.name)
        for one in only_must(found)
        if template.sections[one.section].stage == stage
    ]


def _last(decided: list[Decision], what: Collection[str]) -> Decision | None:
    """The newest one with words, if it is of these: nothing else was decided since."""
    newest = next((one for one in decided if one.what != "safety"), None)
    return newest if newest and newest.what in what and newest.why else None


def _said(session: Session, project: Project, by: Who) -> tuple[list[Row[Any]], list[SignOff]]:
    """Points that wait for the team, the oldest first, with what a list shows of them; and the
    mentors' words on sections. One query: each id is of one row in one of the tables."""
    waiting = select(Point.id).where(
        Point.project_id == project.id,
        Point.kind != PointKind.praise,
        Point.state == PointState.open,
        col(Point.writer_id).not_in(concerns.unwelcome(project.id, by)),
    )
    signed = signoffs.standing(project).with_only_columns(col(SignOff.id))
    ids = union_all(waiting, signed).subquery()
    both = (
        select(  # type: ignore[call-overload]
            Point.section, Point.field, Point.row, Point.column, Point.text, Point.language,
            Point.id, Point.created_at, Person.name, SignOff,
        )
        .select_from(ids)
        .outerjoin(Point, col(Point.id) == ids.c.id)
        .outerjoin(Person, col(Person.id) == Point.writer_id)
        .outerjoin(SignOff, col(SignOff.id) == ids.c.id)
        .order_by(col(Point.created_at))
    )  # fmt: skip
    rows = list(session.execute(both))
    return [row for row in rows if row.id], [row.SignOff for row in rows if row.SignOff]


def _place(point: Row[Any]) -> str:
    return ".".join(part for part in (point.field, point.row, point.column) if part)
