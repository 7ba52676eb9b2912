"""Points on one place of a plan: made, answered, dealt with, settled. None is ever deleted."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotFound, NotOpen
from app.i18n import reading_in
from app.models import Point, PointKind, PointState, Project
from app.rules.policy import Who
from app.services import feedback, points, sections
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
    field: Key
    row: Key = ""
    column: Key = ""
    kind: PointKind
    text: Text


class Words(Form):
    text: Text


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
    place = (meant.section, meant.field, meant.row, meant.column)
    try:
        point = points.make(session, project, asked, *place, meant.kind, meant.text, by=who)
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


def _named(project: Project, field: str, column: str) -> str:
    return sections.template_of(project).named(field, column, reading_in.get())


def _show_point(
    page: Page,
    session: Session,
    point: Point,
    form: Filled[Any],
    who: Who,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
) -> Response:
    project = point.project
    hidden = feedback.hidden_from(session, project, who)
    return page.show(
        "points/point.html",
        "point",
        status=status,
        project=project,
        thread=feedback.thread(session, point, hidden),
        where=_named(project, point.field, point.column),
        answering=form if form.troubles or refusal else None,
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
    key = ".".join(part for part in (typed["field"], typed["row"]) if part)
    hidden = feedback.hidden_from(session, project, who)
    here = feedback.by_place(feedback.points(session, project, hidden)).get(key, [])
    return page.show(
        "points/place.html",
        "place",
        status=status,
        project=project,
        place=typed | {"key": key},
        threads=here,
        where=_named(project, typed["field"], typed["column"]),
        making=form if form.troubles or refusal else None,
        swapped=made.id if made else None,
        refusal=refusal,
        back=form.typed.get("back", ""),
    )
