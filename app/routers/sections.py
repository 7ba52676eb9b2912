"""The editor: one section on a page, or the idea card of five. Saving is a promise made once, in
``services.sections``; here it is only said, to a browser with scripts or without."""

from secrets import token_urlsafe
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.errors import NotFound, Phrase
from app.i18n import _
from app.models import Project
from app.rules import clashes, policy, saving
from app.rules.news import News
from app.rules.saving import Posted
from app.rules.sheets import Checked, Sheet
from app.rules.template.document import Part, document
from app.rules.template.shape import Answers, Plan, Section
from app.services import feedback, projects, sections
from app.services.sections import Saved
from app.web.allowed import Allowed
from app.web.forms import TypedDep
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}")

IDEA_CARD = "sections/idea.html"
SECTION = "sections/section.html"


class Editor:
    """What every outcome of opening and of saving a section shows."""

    def __init__(
        self, page: PageDep, session: SessionDep, who: SignedIn, section: str = "", check: str = ""
    ) -> None:
        self.page, self.session, self.who = page, session, who
        self.key, self.check = section, check == "1"

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
        plan: Plan = sections.plan(self.session, project)
        if answers is not None:
            plan = plan | {keys[0]: answers}
        only = keys[0] if self.page.wants_fragment else ""
        checked = Checked(template, plan, sections.facts(self.session, project), only)
        shown: dict[str, Any] = {
            "project": project,
            "sheets": [Sheet(checked, template.sections[key], check=self.check) for key in keys],
            "questions": template,
            "checked": checked,
            "points": self._points(project, about.get("news")),
            "base": project.version if base is None else base,
            "token": token or token_urlsafe(9),
            "check": self.check,
            "parts": self._to_read(project, plan),
            "troubles": {},
            "clashes": [],
            "clashing_with": "",
            "news": None,
        }
        return self.page.show(on, "saved", status=status, **shown | about)

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
    page: PageDep, session: SessionDep, who: SignedIn, section: str = "", check: str = ""
) -> Editor:
    return Editor(page, session, who, section, check)


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
    if posted.too_long or posted.too_many:
        return _kept_on_the_page(project, section, editor, posted, posted.too_many)
    saved = sections.save(session, project, section, posted, by=who)
    if saved.merged.too_many:
        return _kept_on_the_page(project, section, editor, posted, saved.merged.too_many)
    if saved.merged.clashes:
        return _both_texts(project, section, editor, posted, saved)
    answer = _saved(project, section, editor, posted, saved, dict(typed))
    answer.headers["X-Seedbed-Version"] = str(saved.number)
    return answer


def _kept_on_the_page(
    project: Project, section: Section, editor: Editor, posted: Posted, too_many: list[str]
) -> Response:
    """Nothing was saved; the page has all that was typed."""
    then = sections.latest(editor.session, project, section, upto=posted.base)
    troubles: dict[str, Phrase] = {
        name: _("This is longer than we can keep. Please shorten it; nothing is lost yet.")
        for name in posted.too_long
    }
    troubles |= {table: _("These are more rows than we can keep.") for table in too_many}
    return editor.show(
        project,
        section.key,
        answers=saving.as_typed(then.answers if then else {}, posted),
        base=posted.base,
        token=posted.page,
        status=422,
        troubles=troubles,
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
    if page.wants_fragment:
        return editor.show(project, section.key, answers=answers, news=news)
    if typed.get("_back") == "idea":
        place = news.place or f"part-{section.key}"
        return page.go_to(page.url("idea", project_id=project.id) + f"#{place}")
    here = page.url("section", project_id=project.id, section=section.key)
    return page.go_to(f"{here}?saved={saved.number}#{news.place}".rstrip("#"))
