"""Points on one place of a plan: made, answered, dealt with, settled. None is ever deleted."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotFound, NotOpen
from app.i18n import reading_in
from app.models import Answer, Point, PointKind, PointState, Project, SuggestionState
from app.rules import pointing
from app.rules.pointing import Misplaced, Target
from app.rules.policy import Who
from app.rules.versions import Comparison
from app.services import feedback, points, sections, suggestions, threads
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep, ours
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Key = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=4000)]


class Made(Form):
    """Where it points is filled in by the page; only the kind and the words are anybody's."""

    snapshot: Annotated[int, Field(ge=1, le=1_000_000)]
    section: Key
    field: Key = ""
    row: Key = ""
    column: Key = ""
    kind: PointKind
    text: Text
    quote: Text = ""  # the words that it is about, as they stand there
    nth: Annotated[int, Field(ge=0, le=10_000)] = 0
    wording: Text = ""  # what could stand there instead


class Words(Form):
    text: Text


class Decided(Form):
    state: Literal[SuggestionState.taken, SuggestionState.declined]
    wording: Text = ""  # the team's own


class Addressed(Form):
    state: Literal[PointState.addressed, PointState.needs_help]


class Settled(Form):
    state: Literal[PointState.settled, PointState.open]


@router.post("/projects/{project_id}/points", name="make_point")
def make(
    project: Annotated[Project, Depends(Allowed("point.make"))],
    form: Annotated[Filled[Made], Depends(Fill(Made))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if (meant := form.means) is None:
        return _show_place(page, session, project, form, who, status=422)
    asked = feedback.snapshot(session, project, meant.snapshot)
    if asked is None:
        raise NotFound
    place = Target(meant.section, meant.field, meant.row, meant.column)
    words = points.Words(meant.kind, meant.text, meant.quote, meant.nth, meant.wording)
    try:
        point = points.make(session, project, asked, place, words, by=who)
    except Misplaced as wrong:
        form = form.but(**{wrong.name: wrong.says})
        return _show_place(page, session, project, form, who, status=422)
    except NotOpen as refusal:
        return _show_place(page, session, project, form, who, status=409, refusal=refusal)
    if page.wants_fragment:
        return _show_place(page, session, project, form, who, made=point)
    return _back_to(page, point, form)


@router.post("/points/{point_id}/answers", name="answer_point")
def answer(
    point: Annotated[Point, Depends(Allowed("point.answer"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _show_point(page, session, point, form, who, status=422)
    try:
        points.answer(session, point, form.means.text, by=who)
    except NotOpen as refusal:
        return _show_point(page, session, point, form, who, status=409, refusal=refusal)
    return _done(page, session, point, form, who)


@router.post("/points/{point_id}/words", name="correct_point")
def correct(
    point: Annotated[Point, Depends(Allowed("point.correct"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _corrected(page, session, point, point, form, who)


@router.post("/answers/{answer_id}/words", name="correct_answer")
def correct_answer(
    answer: Annotated[Answer, Depends(Allowed("point.correct"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _corrected(page, session, answer.point, answer, form, who)


def _corrected(
    page: Page,
    session: Session,
    point: Point,
    words: Point | Answer,
    form: Filled[Words],
    who: Who,
) -> Response:
    if form.means is None:
        return _show_point(page, session, point, form, who, status=422, words=words)
    try:
        points.correct(session, words, form.means.text, by=who)
    except NotOpen as refusal:
        return _show_point(
            page, session, point, form, who, status=409, refusal=refusal, words=words
        )
    return _done(page, session, point, form, who)


@router.post("/points/{point_id}/suggestion", name="decide_suggestion")
def decide(
    point: Annotated[Point, Depends(Allowed("suggestion.decide"))],
    form: Annotated[Filled[Decided], Depends(Fill(Decided))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if (suggestion := suggestions.of(session, point)) is None:
        raise NotFound
    if (meant := form.means) is None:
        return _show_point(page, session, point, form, who, status=422)
    try:
        if meant.state == SuggestionState.declined:
            suggestions.decline(session, point, suggestion, by=who)
        else:
            suggestions.take(session, point, suggestion, meant.wording, by=who)
    except NotOpen as refusal:
        return _show_point(page, session, point, form, who, status=409, refusal=refusal)
    return _done(page, session, point, form, who)


@router.post("/points/{point_id}/address", name="address_point")
def address(
    point: Annotated[Point, Depends(Allowed("point.address"))],
    form: Annotated[Filled[Addressed], Depends(Fill(Addressed))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _show_point(page, session, point, form, who, status=422)
    try:
        points.address(session, point, form.means.state, by=who)
    except NotOpen as refusal:
        return _show_point(page, session, point, form, who, status=409, refusal=refusal)
    return _done(page, session, point, form, who)


@router.post("/points/{point_id}/settle", name="settle_point")
def settle(
    point: Annotated[Point, Depends(Allowed("point.settle"))],
    form: Annotated[Filled[Settled], Depends(Fill(Settled))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _show_point(page, session, point, form, who, status=422)
    if form.means.state == PointState.settled:
        points.settle(session, point, by=who)
    else:
        points.reopen(session, point, by=who)
    return _done(page, session, point, form, who)


def _done(page: Page, session: Session, point: Point, form: Filled[Any], who: Who) -> Response:
    """The thread alone for htmx; everybody else goes back to where they pressed the button."""
    if page.wants_fragment:
        return _show_point(page, session, point, Filled(_back(form)), who)
    return _back_to(page, point, form)


def _back(form: Filled[Any]) -> dict[str, str]:
    return {"back": form.typed.get("back", "")}


def _back_to(page: Page, point: Point, form: Filled[Any]) -> Response:
    usual = f"/projects/{point.project_id}/feedback"
    where = ours(form.typed.get("back", ""), usual).partition("#")[0]
    return page.go_to(f"{where}#point-{point.id}")


def _named(project: Project, place: Target | Point) -> str:
    template, language = sections.template_of(project), reading_in.get()
    if place.field:
        return template.named(place.field, place.column, language)
    known = place.section in template.sections
    return template.texts.section(place.section, language).title if known else ""


def _show_point(
    page: Page,
    session: Session,
    point: Point,
    form: Filled[Any],
    who: Who,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
    words: Point | Answer | None = None,
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
        refusal=refusal,
        back=form.typed.get("back", ""),
    )


def _show_place(
    page: Page,
    session: Session,
    project: Project,
    form: Filled[Any],
    who: Who,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
    made: Point | None = None,
) -> Response:
    """One place of the plan with its points, and the form for the next."""
    typed = {name: form.typed.get(name, "").strip() for name in Made.model_fields}
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
        refusal=refusal,
        back=form.typed.get("back", ""),
    )
