"""The editor: one section on a page, or the idea card of five. Saving is a promise made once, in
``services.sections``; here it is only said, to a browser with scripts or without."""

from functools import lru_cache, partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.errors import Phrase
from app.i18n import hour
from app.models import Project
from app.models.base import now
from app.rules import clashes, headings, pasting, saving
from app.rules.news import News
from app.rules.saving import Posted
from app.rules.sheets import Checked, Sheet
from app.rules.template.shape import Section
from app.services import projects, sections
from app.services.sections import Saved
from app.web.allowed import Allowed
from app.web.editor import Editor, EditorDep
from app.web.forms import TypedDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}")

IDEA_CARD = "sections/idea.html"


@router.get("/idea", name="idea")
def show_idea(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    editor: EditorDep,
    part: str = "",
) -> Response:
    """All of Think on one page: five forms, each with a life of its own. ``part`` stands open."""
    think = [section.key for section in sections.template_of(project).of("think")]
    return editor.show(project, *think, on=IDEA_CARD, part=part if part in think else "")


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
    troubles = pasted.troubles | pasting.too_much(posted, pasted.posted)
    if troubles:
        return _kept_on_the_page(project, section, editor, posted, boxes, troubles)
    saved = sections.save(session, project, section, pasted.posted, by=who)
    if saved.merged.too_many:
        troubles = dict.fromkeys(saved.merged.too_many, pasting.too_many_rows(boxes))
        return _kept_on_the_page(project, section, editor, posted, boxes, troubles)
    if saved.merged.clashes:
        return _timed(project, _both_texts(project, section, editor, pasted.posted, saved))
    answer = _saved(project, section, editor, pasted.posted, saved, dict(typed))
    answer.headers["X-Seedbed-Version"] = str(saved.number)
    if saved.last:
        answer.headers["X-Seedbed-Late"] = str(saved.last)
    return _timed(project, answer)


def _timed(project: Project, answer: Response) -> Response:
    """When it was, by the camp's clock: those of devices may be wrong, or far away."""
    answer.headers["X-Seedbed-Time"] = hour(now(), ZoneInfo(project.time_zone))
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
    words = lru_cache(partial(pasting.known_words, sheet))
    heads = partial(headings.known, sheet.template.texts)
    return pasting.paste(section, posted, boxes, words, heads)


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
    page, answers = editor.page, saved.merged.answers
    card = typed.get("_back") == "idea"
    if (then := typed.get("_then", "")) in sections.template_of(project).sections:
        if card:
            return page.go_to(f"{page.url('idea', project_id=project.id)}?part={then}#part-{then}")
        return page.go("section", project_id=project.id, section=then)
    news = News(section, posted, saved.merged, answers, str(project.id))
    removed = ".".join(saved.merged.removed or ())
    if page.wants_fragment:
        shown: dict[str, Any] = {"news": news, "removed": removed, "card": card}
        return editor.show(project, section.key, answers=answers, **shown)
    if card:
        where, about = page.url("idea", project_id=project.id), [f"part={section.key}"]
        place = news.place or f"part-{section.key}"
    else:
        where = page.url("section", project_id=project.id, section=section.key)
        about, place = [f"saved={saved.number}"], news.place
    if removed:
        about.append(f"removed={removed}")
    query = "?" + "&".join(about) if about else ""
    return page.go_to(f"{where}{query}#{place}".rstrip("#"))
