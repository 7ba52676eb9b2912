"""Saving and reading the sections of a plan. Every accepted save is a version."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Uuid, bindparam
from sqlalchemy import func as sql
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Problem
from app.models import Approval, Project, Revision
from app.models.base import now
from app.rules import merging, workflow
from app.rules.merging import Merged
from app.rules.policy import Who
from app.rules.safeguarding import ADULT, under
from app.rules.saving import Posted
from app.rules.template import Template, moving, starters, template
from app.rules.template.checks import Facts
from app.rules.template.findings import Limits, Teammate
from app.rules.template.shape import Answers, Field, Plan, Section
from app.services import history, letters, lost_rows, projects

# Every save asks these, so they are put together once.
PROJECT = bindparam("project", type_=Uuid)
STANDS = (Revision.project_id == PROJECT, col(Revision.aside).is_(False))
LATEST = (
    select(Revision)
    .where(*STANDS, Revision.section == bindparam("section"), Revision.number <= bindparam("upto"))
    .order_by(col(Revision.number).desc())
    .limit(1)
)
PLAN = select(Revision.section, Revision.answers).where(
    Revision.project_id == PROJECT,
    col(Revision.number).in_(
        select(sql.max(Revision.number))
        .where(*STANDS, Revision.number <= bindparam("upto"))
        .group_by(col(Revision.section))
    ),
)


@dataclass(frozen=True)
class Saved:
    """What came of a save. Of a table that would outgrow what we take nothing was kept."""

    merged: Merged
    number: int  # the project's version: what the page is based on from now on
    last: int = 0  # what came was late: up to which of its own the page has been heard already
    other_id: UUID | None = None  # who else wrote, when something clashes; None: oneself


def latest(
    session: Session, project: Project, section: Section, upto: int | None = None
) -> Revision | None:
    """The newest accepted version, or the one that stood when ``upto`` was the newest."""
    upto = project.version if upto is None else upto
    values = {"project": project.id, "section": section.key, "upto": upto}
    return session.execute(LATEST, values).scalar()


def answers(session: Session, project: Project, section: Section) -> Answers:
    found = latest(session, project, section)
    return found.answers if found else {}


def plan(session: Session, project: Project, upto: int | None = None) -> Plan:
    """All sections as they stand, or as they stood when ``upto`` was the newest version; one
    query, however many versions there are."""
    upto = project.version if upto is None else upto
    return dict(session.execute(PLAN, {"project": project.id, "upto": upto}).all())


def newer(project: Project, version: int | ScalarSelect[int]) -> SelectOfScalar[UUID]:
    """The ids of what stands now in the sections that were saved after a version."""
    last = (
        select(sql.max(Revision.number))
        .where(
            Revision.project_id == project.id,
            col(Revision.aside).is_(False),
            Revision.number > version,
        )
        .group_by(col(Revision.section))
    )
    return select(Revision.id).where(
        Revision.project_id == project.id, col(Revision.number).in_(last)
    )


def usual(project: Project, section: Section) -> Answers:
    """What stands in a section before the team has chosen: the currency of their call or camp."""
    call = Limits.of(project.limits)
    currency = call.currency if call else project.usual_currency
    return {"currency": currency} if section.question("currency") else {}


def facts(session: Session, project: Project, *, submitting: bool = False) -> Facts:
    """What checks need to know beside the plan itself."""
    found = session.exec(safety_reviews(project).limit(1)).first()
    return known(project, reviewed=found is not None, submitting=submitting)


def safety_reviews(project: Project) -> SelectOfScalar[UUID]:
    return select(Approval.id).where(Approval.project_id == project.id, Approval.what == "safety")


def known(project: Project, *, reviewed: bool, submitting: bool = False) -> Facts:
    """The same where it is known already whether a coordinator has read the safety answers."""
    day = today()
    people = (member.person for member in project.team)
    return Facts(
        today=day,
        safety_reviewed=reviewed,
        submitting=submitting,
        language=project.language,
        team=tuple(Teammate(one.name, under(ADULT, one.adult_on, day)) for one in people),
        call=Limits.of(project.limits),
    )


def today() -> date:
    return now().date()


def template_of(project: Project) -> Template:
    """A project stays on the template that it began with, until a coordinator moves it."""
    return template(project.template)


def ever_asked(project: Project) -> Template:
    """The same with all that the project may have been asked before it was moved to it."""
    return moving.ever_asked(template_of(project))


def save(session: Session, project: Project, section: Section, posted: Posted, *, by: Who) -> Saved:
    """Keep what was written, merged into the newest version.

    Where somebody else changed the same words since ``posted.base``, theirs stay, and the whole
    section as this writer would have had it is kept aside, as a version of its own. Text is never
    refused here: judging it is ``template.checks``, and requiring it the workflow's business. The
    caller holds the project's row (``web.allowed``), so numbers are given one at a time."""
    if posted.base > project.version:
        raise Problem
    now_stands = latest(session, project, section)
    stored = now_stands.answers if now_stands else {}
    begins = usual(project, section)
    before = begins | stored
    base, own = before, dict[str, Any]()
    if now_stands is not None and now_stands.number > posted.base:
        base, own, last = seen(session, project, section, posted)
        base = begins | base
        if 0 < posted.seq < last:
            merged = merging.late(section, base, before, posted, str(project.id))
            return Saved(merged, project.version, last)
    lost = lost_rows.newest_with(session, project, section, posted)
    starter = _starter(project, section, posted)
    merged = merging.merge(
        section, base, before, posted, own, str(project.id), lost=lost, starter=starter
    )
    if merged.too_many:
        return Saved(merged, project.version)
    other = None
    if merged.clashes:
        other = _other(session, project, section, posted, by)
        _keep(session, project, section, posted, merged.written, merged.aside, by, aside=True)
    if merged.parting is not None:
        _keep(session, project, section, posted, merged.written, merged.parting, by)
    # What was only shown as chosen is kept with the first save that says so.
    shown_only = (begins.keys() - stored.keys()) & posted.written.keys()
    if merged.changed or merged.parting is not None or shown_only:
        accept(session, project, section, posted, merged.written, merged.answers, by)
    session.add(project)
    session.flush()
    return Saved(merged, project.version, other_id=other)


def _other(
    session: Session, project: Project, section: Section, posted: Posted, by: Who
) -> UUID | None:
    """Who else has saved this section since; None: the same person, on another page."""
    others = select(Revision.writer_id).where(
        Revision.project_id == project.id,
        Revision.section == section.key,
        Revision.number > posted.base,
        Revision.writer_id != by.id,
        col(Revision.aside).is_(False),
    )
    return session.exec(others.order_by(col(Revision.number).desc()).limit(1)).first()


def seen(
    session: Session, project: Project, section: Section, posted: Posted
) -> tuple[Answers, dict[str, Any], int]:
    """What a page knows to be saved: its base, what it has saved itself since, and the count of
    its last save."""
    then = latest(session, project, section, upto=posted.base)
    return then.answers if then else {}, *_own(session, project, section, posted)


def _own(
    session: Session, project: Project, section: Section, posted: Posted
) -> tuple[dict[str, Any], int]:
    """What this very page has saved since its base (its answer may have been lost on the way),
    and the count of the last."""
    if not posted.page:
        return {}, 0
    mine = select(Revision.written, Revision.seq).where(
        Revision.project_id == project.id,
        Revision.section == section.key,
        Revision.number > posted.base,
        Revision.page == posted.page,
        col(Revision.aside).is_(False),
    )
    found: dict[str, Any] = {}
    last = 0
    for written, seq in session.exec(mine.order_by(col(Revision.number))):
        found |= written
        last = max(last, seq)
    return found, last


def _starter(project: Project, section: Section, posted: Posted) -> str:
    """The first words that a button asks for, in the language in which the team writes."""
    do = posted.do
    field = section.question(do.field) if do else None
    if do is None or not isinstance(field, Field):
        return ""
    offered = starters.offered(template_of(project).texts, field, project.language)
    return next(iter(offered[int(do.nth or 1) - 1 :]), "")


def accept(
    session: Session,
    project: Project,
    section: Section,
    posted: Posted,
    written: dict[str, Any],
    answers: Answers,
    by: Who,
) -> None:
    """From now on the section says this."""
    _keep(session, project, section, posted, written, answers, by)
    project.edited_at = now()
    if section.key == "idea":
        project.title = " ".join(str(answers.get("title", "")).split())[:200]
    session.add(project)
    _take_readiness_back(session, project, section, by)


def _keep(
    session: Session,
    project: Project,
    section: Section,
    posted: Posted,
    written: dict[str, Any],
    answers: Answers,
    by: Who,
    *,
    aside: bool = False,
) -> None:
    project.version += 1
    session.add(
        Revision(
            project_id=project.id,
            section=section.key,
            number=project.version,
            base=posted.base,
            aside=aside,
            page=posted.page,
            seq=posted.seq,
            language=project.language,
            written=written,
            answers=answers,
            writer_id=by.id,
        )
    )


def _take_readiness_back(session: Session, project: Project, section: Section, by: Who) -> None:
    """An edit after "ready" takes it back and tells both sides."""
    state = workflow.after_edit(project.state, section.key)
    if state == project.state:
        return
    was_judged = state == workflow.S.developing
    project.state, project.state_since = state, now()
    session.add(project)
    camp, fields = project.camp_id, [section.key, "state"]
    history.write(session, "project.edit", camp, "project", project.id, by=by, fields=fields)
    if was_judged:
        letters.write(
            session,
            "project.unready",
            projects.audiences(session, project),
            f"/projects/{project.id}",
            code=project.code,
        )
