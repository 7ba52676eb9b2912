"""What every outcome of making, answering, correcting and settling a point shows."""

from typing import Any

from fastapi.responses import Response
from sqlmodel import Session

from app.errors import NotOpen
from app.i18n import reading_in
from app.models import Answer, Point, Project
from app.rules import pointing
from app.rules.pointing import Target
from app.rules.policy import Who
from app.rules.versions import Comparison
from app.services import drafts, sections, threads
from app.web.forms import Filled
from app.web.pages import Page, ours

PLACE = ("snapshot", *Target._fields)  # of a form for a point


def done(page: Page, session: Session, point: Point, form: Filled[Any], who: Who) -> Response:
    """The thread alone for htmx; everybody else goes back to where they pressed the button."""
    if page.wants_fragment:
        return show_point(page, session, point, only_back(form), who)
    return back_to(page, point, form)


def only_place(form: Filled[Any]) -> Filled[Any]:
    """Where it points, without the words."""
    return Filled({name: form.typed.get(name, "") for name in (*PLACE, "back")})


def only_back(form: Filled[Any]) -> Filled[Any]:
    return Filled({"back": form.typed.get("back", "")})


def back_to(page: Page, point: Point, form: Filled[Any]) -> Response:
    usual = f"/projects/{point.project_id}/feedback"
    where = ours(form.typed.get("back", ""), usual).partition("#")[0]
    return page.go_to(f"{where}#point-{point.id}")


def _named(project: Project, place: Target | Point) -> str:
    template, language = sections.template_of(project), reading_in.get()
    if place.field:
        return template.named(place.field, place.column, language)
    known = place.section in template.sections
    return template.texts.section(place.section, language).title if known else ""


def show_point(
    page: Page,
    session: Session,
    point: Point,
    form: Filled[Any],
    who: Who,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
    words: Point | Answer | None = None,
    held: bool = False,
) -> Response:
    """``words``: those that were to be put right; else it is an answer that came back."""
    project = point.project
    hidden = threads.hidden_from(session, project, who)
    plan, template = sections.plan(session, project), sections.template_of(project)
    return page.show(
        "points/point.html",
        "point",
        status=status,
        project=project,
        thread=threads.one(session, point, plan, hidden),
        comparison=Comparison(template, plan, plan),
        where=_named(project, point),
        answering=form if form.troubles or refusal else None,
        correcting=words.id if words else None,
        swapped=point.id if page.wants_fragment else None,
        drafts=drafts.here(session, project.id, who),
        held_now=held,
        refusal=refusal,
        back=form.typed.get("back", ""),
    )


def show_place(
    page: Page,
    session: Session,
    project: Project,
    form: Filled[Any],
    who: Who,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
    made: Point | None = None,
    held: bool = False,
) -> Response:
    """One place of the plan with its points, and the form for the next."""
    typed = {name: form.typed.get(name, "").strip() for name in PLACE}
    place = Target(typed["section"], typed["field"], typed["row"], typed["column"])
    hidden = threads.hidden_from(session, project, who)
    plan, template = sections.plan(session, project), sections.template_of(project)
    said = threads.of(session, project, plan, hidden)
    return page.show(
        "points/place.html",
        "place",
        status=status,
        project=project,
        place=typed | {"key": place.key},
        threads=threads.by_place(said).get(place.key, []),
        comparison=Comparison(template, plan, plan),
        is_text=pointing.is_text(template, place),
        cells=pointing.cells(template, place, reading_in.get()),
        where=_named(project, place),
        making=form if form.troubles or refusal else None,
        swapped=made.id if made else None,
        drafts=drafts.here(session, project.id, who),
        held_now=held,
        refusal=refusal,
        back=form.typed.get("back", ""),
    )
