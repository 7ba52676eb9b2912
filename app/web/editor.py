"""What every outcome of opening and of saving a section shows."""

import re
from secrets import token_urlsafe
from typing import Annotated, Any, NamedTuple

from fastapi import Depends
from fastapi.responses import Response

from app.errors import NotFound
from app.models import Project
from app.rules import policy
from app.rules.news import News
from app.rules.sheets import Checked, Sheet
from app.rules.template.document import Part, document
from app.rules.template.findings import Facts
from app.rules.template.shape import Answers, Plan, Section
from app.rules.versions import Comparison
from app.services import dismissals, presence, projects, sections, sheets, signoffs, threads, unsent
from app.web.looks import seen_by_team
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

REMOVED = re.compile(r"\w{1,40}\.[A-Za-z0-9]{1,20}")
SECTION = "sections/section.html"


class Presence(NamedTuple):
    section: str
    name: str  # "": somebody who is not shown by name
    number: int  # the newest version of that section


class Editor:
    """What every outcome of opening and of saving a section shows."""

    def __init__(
        self,
        page: PageDep,
        session: SessionDep,
        who: SignedIn,
        section: str = "",
        check: str = "",
        removed: str = "",
    ) -> None:
        self.page, self.session, self.who = page, session, who
        self.key, self.check, self.removed = section, check == "1", removed

    def section(self, project: Project) -> Section:
        found = sections.template_of(project).sections.get(self.key)
        if found is None:
            raise NotFound
        return found

    def show(
        self,
        project: Project,
        *keys: str,
        answers: Answers | None = None,
        base: int | None = None,
        token: str = "",
        status: int = 200,
        on: str = SECTION,
        **about: Any,
    ) -> Response:
        """``answers`` are shown instead of what is saved of the (only) section."""
        template = sections.template_of(project)
        facts, kept = dismissals.known(self.session, project)
        checked = self._checked(project, keys, answers, facts).but_for(kept)
        plan = checked.plan
        shown_sheets = [Sheet(checked, template.sections[key], check=self.check) for key in keys]
        reads = self._reads_points(project, about.get("news"))
        points = self._points(project, plan) if reads else {}
        own = unsent.of(self.session, project, self.who) if reads else None
        to_write = next((key for sheet in shown_sheets if (key := sheet.first_empty)), "")
        shown: dict[str, Any] = {
            "project": project,
            "sheets": shown_sheets,
            "to_write": "" if self.check else to_write,
            "questions": template,
            "checked": checked,
            "points": points,
            "signed": signoffs.by_section(project, own.signed, plan) if own else {},
            "drafts": own.unsent.drafts if own else {},
            "base": project.version if base is None else base,
            "token": token or token_urlsafe(9),
            "check": self.check,
            "parts": self._to_read(project, plan),
            "troubles": {},
            "clashes": [],
            "clashing_with": "",
            "news": None,
            "boxes": {},
            "removed": self.removed if REMOVED.fullmatch(self.removed) else "",
        }
        if points:
            shown["comparison"] = Comparison(template, plan, plan)
        if not self.page.wants_fragment:
            shown["presence"] = self.presence(project)
        beside = [one for ones in points.values() for one in ones if one.point.section in keys]
        seen = seen_by_team(self.page, project, beside)
        return self.page.show(on, "saved", status=status, before=seen, **shown | about)

    def _checked(
        self, project: Project, keys: tuple[str, ...], answers: Answers | None, facts: Facts
    ) -> Checked:
        """Judged anew where something was saved just now, or where a page proposes an answer."""
        template = sections.template_of(project)
        known = sheets.checked(self.session, project, facts) if answers is None else None
        plan = known.plan if known else sections.plan(self.session, project)
        if answers is not None:
            plan = plan | {keys[0]: answers}
        begins = {
            key: sections.usual(project, template.sections[key]) | plan.get(key, {}) for key in keys
        }
        if known and all(begins[key] == plan.get(key, {}) for key in keys):
            return known
        only = keys[0] if self.page.wants_fragment else ""
        return Checked(template, plan | begins, facts, only)

    def presence(self, project: Project) -> list[Presence]:
        """Who of the team writes where just now, for those who write themselves."""
        if not policy.allows(self.who, "project.edit", project):
            return []
        found = presence.writing(self.session, project, self.who)
        hidden = projects.hidden(self.session, project, self.who) if found else set()
        names = {
            one.person_id: one.person.name for one in project.team if one.person_id not in hidden
        }
        return [Presence(key, names.get(writer, ""), number) for key, writer, number in found]

    def _to_read(self, project: Project, plan: Plan) -> dict[str, Part]:
        """For those who do not write: the sections as they are read."""
        if policy.allows(self.who, "project.edit", project):
            return {}
        parts = document(sections.template_of(project), plan).parts
        return {part.key: part for part in parts}

    def _reads_points(self, project: Project, news: News | None) -> bool:
        """There are none before a coordinator has welcomed the idea; and a fragment shows them
        only with the rows that they stand beside."""
        reshaped = bool(news and news.reshaped)
        return project.welcomed_at is not None and (reshaped or not self.page.wants_fragment)

    def _points(self, project: Project, plan: Plan) -> dict[str, list[threads.PointThread]]:
        hidden = threads.hidden_from(self.session, project, self.who)
        return threads.by_place(threads.of(self.session, project, plan, hidden))


async def editor(
    page: PageDep,
    session: SessionDep,
    who: SignedIn,
    section: str = "",
    check: str = "",
    removed: str = "",
) -> Editor:
    """``removed``: the row that a button has just taken away, as "risks.k2"."""
    return Editor(page, session, who, section, check, removed)


EditorDep = Annotated[Editor, Depends(editor)]
