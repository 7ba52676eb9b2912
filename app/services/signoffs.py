"""A mentor's word on each section of a snapshot: good as it is, or needs work. It tells the team
where to look, and stops nobody from writing or asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotOpen, Problem, Reason
from app.i18n import _
from app.models import Point, Project, SectionVerdict, SignOff, Snapshot
from app.models.base import now
from app.rules import signoffs, workflow
from app.rules.holds import STAYS, Inside
from app.rules.policy import Who
from app.rules.template import template
from app.rules.template.shape import Plan
from app.services import feedback, history, sections, told


@dataclass(frozen=True)
class SectionWord:
    """What one mentor says of a section, as a page shows it."""

    given: SignOff
    name: str
    changed: bool  # the section says something else now

    @property
    def needs_work(self) -> bool:
        """Of what stands there now."""
        return self.given.says == SectionVerdict.needs_work and not self.changed


def standing(project: Project) -> SelectOfScalar[SignOff]:
    """Those that were neither changed nor taken back."""
    return select(SignOff).where(SignOff.project_id == project.id, col(SignOff.ended_at).is_(None))


def of(session: Session, project: Project) -> list[SignOff]:
    """All that stand; one query."""
    return list(session.exec(standing(project)))


def by_section(
    project: Project, given: Iterable[SignOff], plan: Plan
) -> dict[str, list[SectionWord]]:
    """Each mentor's word on each section, the oldest first, against a plan as it stands now. Who
    has stopped mentoring is still named."""
    asked = sections.ever_asked(project)
    names = {one.person_id: one.person.name for one in project.assignments}
    found: dict[str, list[SectionWord]] = {}
    for one in sorted(given, key=lambda one: one.created_at):
        begins = {}
        if section := asked.sections.get(one.section):
            begins = sections.usual(project, section)
        here = begins | plan.get(one.section, {})
        changed = signoffs.is_changed(asked, one.section, begins | one.answers, here)
        word = SectionWord(one, names.get(one.by_id, ""), changed)
        found.setdefault(one.section, []).append(word)
    return found


def give(
    session: Session,
    project: Project,
    asked: Snapshot,
    section: str,
    says: SectionVerdict,
    words: str,
    *,
    by: Who,
    inside: Inside = STAYS,
) -> SignOff:
    """The word of somebody on a section of the newest snapshot, instead of their last. Who says
    that it needs work says what: in a point that waits for the team, or in ``words``. Pressed
    twice, or with an empty box, it is done once and its words stay. The caller holds the project's
    row."""
    if section not in template(asked.template).sections:
        raise Problem(_("This snapshot has no such place."))
    answers = asked.plan.get(section, {})
    last = _standing_of(session, project, section, by.id)
    same = last and (last.says, last.answers) == (says, answers)
    if last and same and words in {"", last.words}:
        return last
    feedback.newest_only(session, project, asked)
    _while_discussed(project)
    needs_work = says == SectionVerdict.needs_work
    if needs_work and not words and not _has_a_point(session, project, section):
        nothing = Reason(
            _("Make a point in this section, or write a few words here."), name=f"words-{section}"
        )
        raise NotOpen(_("The team would not know what to change."), [nothing])
    inside.keep(words, project, by)
    if last:
        _end(session, last)
    given = SignOff(
        project_id=project.id,
        snapshot_id=asked.id,
        section=section,
        says=says,
        words=words,
        language=by.language,
        answers=answers,
        by_id=by.id,
    )
    session.add(given)
    session.flush()
    _write_down(session, "signoff.give", project, given, by)
    return given


def take_back(session: Session, project: Project, section: str, *, by: Who) -> None:
    """They say nothing of the section any more. Done once, however often it is pressed."""
    _while_discussed(project)
    if last := _standing_of(session, project, section, by.id):
        _end(session, last)
        _write_down(session, "signoff.take_back", project, last, by)


def _while_discussed(project: Project) -> None:
    if project.state not in workflow.DISCUSSED:
        raise NotOpen


def _standing_of(
    session: Session, project: Project, section: str, person_id: UUID
) -> SignOff | None:
    mine = standing(project).where(SignOff.section == section, SignOff.by_id == person_id)
    return session.exec(mine).first()


def _has_a_point(session: Session, project: Project, section: str) -> bool:
    waits = select(Point.id).where(
        Point.project_id == project.id,
        Point.section == section,
        col(Point.state).in_(feedback.WAITS_FOR_TEAM),
    )
    return session.exec(waits.limit(1)).first() is not None


def _end(session: Session, given: SignOff) -> None:
    given.ended_at = now()
    session.add(given)
    session.flush()


def _write_down(session: Session, action: str, project: Project, given: SignOff, by: Who) -> None:
    told.tell(session, project)
    history.write(
        session, action, project.camp_id, "signoff", given.id, by=by, fields=[given.section]
    )
