"""A budget that comes back as a workbook: what it would change, and the saves that change it."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.models import Project
from app.rules import budgets, merging, saving
from app.rules.budgets import Brought, Origin, Taken
from app.rules.buttons import Do
from app.rules.merging import Clash
from app.rules.policy import Who
from app.rules.saving import Posted, put
from app.rules.template.reading import Row, rows
from app.rules.template.shape import Answers, Plan, Section
from app.services import sections
from app.services.sections import Saved

KEY = "budget"  # the section, and its table


@dataclass(frozen=True)
class Outcome:
    """What saving would come to. Of what clashes, theirs stays."""

    before: Plan
    after: Plan
    clashes: dict[str, Clash]
    too_many: bool

    @property
    def changes(self) -> bool:
        return self.before.get(KEY) != self.after.get(KEY)


def brought(session: Session, project: Project, origin: Origin, taken: Taken) -> Brought:
    """What a sheet says differently from the version that it was made from."""
    template, plan = sections.template_of(project), sections.plan(session, project)
    posted = Posted(origin.version, origin.page, {}, None)
    base, own, _last = sections.seen(session, project, _section(project), posted)
    real = saving.naming(origin.page, str(project.id), lambda: "")
    return budgets.brought(template, plan, _known_rows(base, own), taken, real)


def _known_rows(base: Answers, own: dict[str, Any]) -> list[Row]:
    known: Answers = {KEY: [dict(row) for row in rows({KEY: base}, KEY, KEY)]}
    for name, value in own.items():
        put(known, name, value)
    return rows({KEY: known}, KEY, KEY)


def saves(posted: Posted, removed: tuple[str, ...]) -> list[Posted]:
    """A form has one button, so each line that goes is a save of its own."""
    gone = [Posted(posted.base, posted.page, {}, Do("remove", KEY, row)) for row in removed]
    return ([posted] if posted.written else []) + gone


def outcome(session: Session, project: Project, each: list[Posted]) -> Outcome:
    """The same merging as in ``save``, and nothing is written."""
    section, before = _section(project), sections.plan(session, project)
    answers: Answers = before.get(KEY, {})
    clashes: dict[str, Clash] = {}
    if not each:
        return Outcome(before, before, {}, too_many=False)
    base, own, _last = sections.seen(session, project, section, each[0])
    for posted in each:
        merged = merging.merge(section, base, answers, posted, own, str(project.id))
        if merged.too_many:
            return Outcome(before, before, {}, too_many=True)
        answers, own = merged.answers, own | merged.written
        clashes |= merged.clashes
    return Outcome(before, before | {KEY: answers}, clashes, too_many=False)


def save(session: Session, project: Project, each: list[Posted], *, by: Who) -> list[Saved]:
    section = _section(project)
    return [sections.save(session, project, section, posted, by=by) for posted in each]


def _section(project: Project) -> Section:
    return sections.template_of(project).sections[KEY]
