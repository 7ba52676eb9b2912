"""The editor: one section on a page, or the idea card of five. Saving is a promise made once, in
``services.sections``; here it is only said, to a browser with scripts or without."""

import re
from functools import lru_cache, partial
from secrets import token_urlsafe
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.errors import NotFound, Phrase
from app.i18n import _
from app.models import Project
from app.rules import clashes, pasting, policy, saving
from app.rules.news import News
from app.rules.saving import Posted
from app.rules.sheets import Checked, Sheet
from app.rules.template.document import Part, document
from app.rules.template.shape import Answers, Plan, Section
from app.services import feedback, presence, projects, sections, sheets
from app.services.sections import Saved
from app.web.allowed import Allowed
from app.web.forms import TypedDep
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}")

REMOVED = re.compile(r"\w{1,40}\.[A-Za-z0-9]{1,20}")
IDEA_CARD = "sections/idea.html"
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
        facts = sections.facts(self.session, project)
        if answers is None:
            checked = sheets.checked(self.session, project, facts)
        else:
            plan = sections.plan(self.session, project) | {keys[0]: answers}
            only = keys[0] if self.page.wants_fragment else ""
            checked = Checked(template, plan, facts, only)
        shown: dict[str, Any] = {
            "project": project,
            "sheets": [Sheet(checked, template.sections[key], check=self.check) for key in keys],
            "questions": template,
            "checked": checked,
            "points": self._points(project, about.get("news")),
            "base": project.version if base is None else base,
            "token": token or token_urlsafe(9),
            "check": self.check,
            "parts": self._to_read(project, checked.plan),
            "troubles": {},
            "clashes": [],
            "clashing_with": "",
            "news": None,
            "boxes": {},
            "removed": self.removed if REMOVED.fullmatch(self.removed) else "",
        }
        if not self.page.wants_fragment:
            shown["presence"] = self.presence(project)
        return self.page.show(on, "saved", status=status, **shown | about)

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

    def _points(self, project: Project, news: News | None) -> dict[str, list[feedback.PointThread]]:
        """There are none before a coordinator has welcomed the idea; and a fragment shows them
        only with the rows that they stand beside."""
        fragment = self.page.wants_fragment and not (news and news.reshaped)
        if project.welcomed_at is None or fragment:
            return {}
        hidden = feedback.hidden_from(self.session, project, self.who)
        return feedback.by_place(feedback.points(self.session, project, hidden))


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


@router.get("/idea", name="idea")
def show_idea(
    project: Annotated[Project, Depends(Allowed("project.read"))], editor: EditorDep
) -> Response:
    """All of Think on one page: five forms, each with a life of its own."""
    template = sections.template_of(project)
    think = [section.key for section in template.of("think")]
    minutes = sum(template.texts.section(key, "en").minutes for key in think)
    return editor.show(project, *think, on=IDEA_CARD, minutes=minutes)


@router.get("/sections/{section}", name="section")
def show(
    project: Annotated[Project, Depends(Allowed("project.read"))], editor: EditorDep
) -> Response:
    return editor.show(project, editor.section(project).key)


@router.get("/presence", name="presence")
def show_presence(
    project: Annotated[Project, Depends(Allowed("project.edit"))], editor: EditorDep
) -> Response:
    """What an open page asks for every now and then; ``section`` is where it stands."""
    return editor.page.show(
        "sections/presence.html",
        "",
        presence=editor.presence(project),
        questions=sections.template_of(project),
        here_now=editor.key,
    )


@router.post("/sections/{section}", name="save_section")
def save(
    project: Annotated[Project, Depends(Allowed("project.edit"))],
    editor: EditorDep,
    typed: TypedDep,
    session: SessionDep,
    who: SignedIn,
) -> Response:
    """Autosave, and every button of a browser without scripts."""
    section = editor.section(project)
    posted = saving.read(section, clashes.decided(typed))
    boxes = pasting.blocks(section, typed)
    pasted = _pasted(project, section, editor, posted, boxes)
    troubles = pasted.troubles | _too_much(posted, pasted.posted)
    if troubles:
        return _kept_on_the_page(project, section, editor, posted, boxes, troubles)
    saved = sections.save(session, project, section, pasted.posted, by=who)
    if saved.merged.too_many:
        troubles = dict.fromkeys(saved.merged.too_many, _too_many_rows(boxes))
        return _kept_on_the_page(project, section, editor, posted, boxes, troubles)
    if saved.merged.clashes:
        return _both_texts(project, section, editor, pasted.posted, saved)
    answer = _saved(project, section, editor, pasted.posted, saved, dict(typed))
    answer.headers["X-Seedbed-Version"] = str(saved.number)
    if saved.last:
        answer.headers["X-Seedbed-Late"] = str(saved.last)
    return answer


def _pasted(
    project: Project, section: Section, editor: Editor, posted: Posted, boxes: dict[str, str]
) -> pasting.Pasted:
    """The plan is read only where something was pasted: cells may name its rows."""
    if not boxes:
        return pasting.Pasted(posted, {})
    facts = sections.facts(editor.session, project)
    plan = sections.plan(editor.session, project)
    sheet = Sheet(Checked(sections.template_of(project), plan, facts, section.key), section)
    return pasting.paste(section, posted, boxes, lru_cache(partial(pasting.known_words, sheet)))


def _too_much(posted: Posted, pasted: Posted) -> dict[str, Phrase]:
    """What one form brings more of than we take; a cell out of a box is named by its table."""
    names = {name if name in posted.written else name.split(".")[0] for name in pasted.too_long}
    troubles: dict[str, Phrase] = {
        name: _("This is longer than we can keep. Please shorten it; nothing is lost yet.")
        for name in names
    }
    return troubles | dict.fromkeys(pasted.too_many, _too_many_rows(pasted is not posted))


def _too_many_rows(pasted: object) -> Phrase:
    return pasting.too_many() if pasted else _("These are more rows than we can keep.")


def _kept_on_the_page(
    project: Project,
    section: Section,
    editor: Editor,
    posted: Posted,
    boxes: dict[str, str],
    troubles: dict[str, Phrase],
) -> Response:
    """Nothing was saved; the page has all that was typed and pasted."""
    then = sections.latest(editor.session, project, section, upto=posted.base)
    return editor.show(
        project,
        section.key,
        answers=saving.as_typed(then.answers if then else {}, posted),
        base=posted.base,
        token=posted.page,
        status=422,
        troubles=troubles,
        boxes=boxes,
    )


def _both_texts(
    project: Project, section: Section, editor: Editor, posted: Posted, saved: Saved
) -> Response:
    """The page is based on the newest version now, so saving it again decides."""
    names = projects.names(editor.session, project, editor.who)
    answers = clashes.shown(section, saved.merged)
    return editor.show(
        project,
        section.key,
        answers=answers,
        status=409,
        clashes=clashes.decisions(saved.merged.clashes),
        clashing_with=names.get(saved.other_id, "") if saved.other_id else None,
        news=News(section, posted, saved.merged, answers, str(project.id)),
    )


def _saved(
    project: Project,
    section: Section,
    editor: Editor,
    posted: Posted,
    saved: Saved,
    typed: dict[str, str],
) -> Response:
    page = editor.page
    if (then := typed.get("_then", "")) in sections.template_of(project).sections:
        return page.go("section", project_id=project.id, section=then)
    answers = saved.merged.answers
    news = News(section, posted, saved.merged, answers, str(project.id))
    removed = ".".join(saved.merged.removed or ())
    if page.wants_fragment:
        return editor.show(project, section.key, answers=answers, news=news, removed=removed)
    if typed.get("_back") == "idea":
        where, about = page.url("idea", project_id=project.id), []
        place = news.place or f"part-{section.key}"
    else:
        where = page.url("section", project_id=project.id, section=section.key)
        about, place = [f"saved={saved.number}"], news.place
    if removed:
        about.append(f"removed={removed}")
    query = "?" + "&".join(about) if about else ""
    return page.go_to(f"{where}{query}#{place}".rstrip("#"))
