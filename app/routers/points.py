"""Points on one place of a plan: made, answered, dealt with, settled. None is ever deleted."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import AfterValidator, Field
from sqlmodel import Session

from app.errors import NotFound, NotOpen
from app.models import Answer, Meant, Point, PointKind, PointState, Project, SuggestionState
from app.rules.holds import Inside, Outside
from app.rules.pointing import Misplaced, Target
from app.rules.policy import Who
from app.services import drafts, feedback, holds, points, suggestions
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.threads import back_to, done, only_back, only_place, show_place, show_point
from app.web.visitor import SignedIn
from app.web.words import LONGEST, InsideDep, KeepWords, no_longer, point_place

router = APIRouter()

Key = Annotated[str, Field(max_length=40)]
Text = Annotated[str, AfterValidator(no_longer)]
Passage = Annotated[str, Field(max_length=LONGEST)]


class Made(Form):
    """Where it points is filled in by the page; only the kind and the words are anybody's."""

    snapshot: Annotated[int, Field(ge=1, le=1_000_000)]
    section: Key
    field: Key = ""
    row: Key = ""
    column: Key = ""
    kind: PointKind
    text: Text
    quote: Passage = ""  # the words that it is about, as they stand there
    nth: Annotated[int, Field(ge=0, le=10_000)] = 0
    wording: Passage = ""  # what could stand there instead


class Words(Form):
    text: Text


class Decided(Form):
    state: Literal[SuggestionState.taken, SuggestionState.declined]
    wording: Passage = ""  # the team's own


class Addressed(Form):
    state: Literal[PointState.addressed, PointState.needs_help, PointState.open]


class Settled(Form):
    state: Literal[PointState.settled, PointState.open]


@router.post(
    "/projects/{project_id}/points", name="make_point", dependencies=[Depends(KeepWords("text"))]
)
def make(
    project: Annotated[Project, Depends(Allowed("point.make"))],
    form: Annotated[Filled[Made], Depends(Fill(Made))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    if (meant := form.means) is None:
        return show_place(page, session, project, form, who, status=422)
    asked = feedback.snapshot(session, project, meant.snapshot)
    if asked is None:
        raise NotFound
    place = Target(meant.section, meant.field, meant.row, meant.column)
    words = points.Words(meant.kind, meant.text, meant.quote, meant.nth, meant.wording)
    draft = point_place(place)
    try:
        point = points.make(session, project, asked, place, words, by=who, inside=inside)
    except Misplaced as wrong:
        form = form.but(**{wrong.name: wrong.says})
        return show_place(page, session, project, form, who, status=422)
    except Outside as caught:
        if not form.typed.get("insist"):
            return show_place(page, session, project, form, who, status=409, refusal=caught)
        about = meant.model_dump(mode="json", exclude={"text"})
        about = {name: str(value) for name, value in about.items()}
        holds.hold(session, project, Meant.point, about, caught, draft, by=who)
        if page.wants_fragment:
            return show_place(page, session, project, only_place(form), who, held=True)
        return page.go_to(f"/projects/{project.id}/review#held")
    except NotOpen as refusal:
        return show_place(page, session, project, form, who, status=409, refusal=refusal)
    drafts.drop(session, project.id, draft, by=who)
    if page.wants_fragment:
        return show_place(page, session, project, form, who, made=point)
    return back_to(page, point, form)


@router.post(
    "/points/{point_id}/answers", name="answer_point", dependencies=[Depends(KeepWords("text"))]
)
def answer(
    point: Annotated[Point, Depends(Allowed("point.answer"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    if form.means is None:
        return show_point(page, session, point, form, who, status=422)
    project, draft = point.project, f"answer.{point.id}"
    try:
        points.answer(session, point, form.means.text, by=who, inside=inside)
    except Outside as caught:
        if not form.typed.get("insist"):
            return show_point(page, session, point, form, who, status=409, refusal=caught)
        about = {"point": str(point.id)}
        holds.hold(session, project, Meant.answer, about, caught, draft, by=who)
        if page.wants_fragment:
            return show_point(page, session, point, only_back(form), who, held=True)
        own = "feedback" if who.id in project.member_ids else "review"
        return page.go_to(f"/projects/{project.id}/{own}#held")
    except NotOpen as refusal:
        return show_point(page, session, point, form, who, status=409, refusal=refusal)
    drafts.drop(session, project.id, draft, by=who)
    return done(page, session, point, form, who)


@router.post("/points/{point_id}/words", name="correct_point")
def correct(
    point: Annotated[Point, Depends(Allowed("point.correct"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    return _corrected(page, session, point, point, form, who, inside)


@router.post("/answers/{answer_id}/words", name="correct_answer")
def correct_answer(
    answer: Annotated[Answer, Depends(Allowed("point.correct"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    return _corrected(page, session, answer.point, answer, form, who, inside)


@router.post("/points/{point_id}/reword", name="reword_point")
def reword(
    point: Annotated[Point, Depends(Allowed("point.reword"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _reworded(page, session, point, point, form, who)


@router.post("/answers/{answer_id}/reword", name="reword_answer")
def reword_answer(
    answer: Annotated[Answer, Depends(Allowed("point.reword"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _reworded(page, session, answer.point, answer, form, who)


def _reworded(
    page: Page,
    session: Session,
    point: Point,
    words: Point | Answer,
    form: Filled[Words],
    who: Who,
) -> Response:
    if form.means is None:
        return show_point(page, session, point, form, who, status=422, words=words)
    points.reword(session, words, form.means.text, by=who)
    return done(page, session, point, form, who)


def _corrected(
    page: Page,
    session: Session,
    point: Point,
    words: Point | Answer,
    form: Filled[Words],
    who: Who,
    inside: Inside,
) -> Response:
    """What was found in them is said like any refusal; it waits for nobody, since what it said
    before stands."""
    if form.means is None:
        return show_point(page, session, point, form, who, status=422, words=words)
    try:
        points.correct(session, words, form.means.text, by=who, inside=inside)
    except NotOpen as refusal:
        return show_point(page, session, point, form, who, status=409, refusal=refusal, words=words)
    return done(page, session, point, form, who)


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
        return show_point(page, session, point, form, who, status=422)
    try:
        if meant.state == SuggestionState.declined:
            suggestions.decline(session, point, suggestion, by=who)
        else:
            suggestions.take(session, point, suggestion, meant.wording, by=who)
    except NotOpen as refusal:
        return show_point(page, session, point, form, who, status=409, refusal=refusal)
    return done(page, session, point, form, who)


@router.post("/points/{point_id}/address", name="address_point")
def address(
    point: Annotated[Point, Depends(Allowed("point.address"))],
    form: Annotated[Filled[Addressed], Depends(Fill(Addressed))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return show_point(page, session, point, form, who, status=422)
    try:
        points.address(session, point, form.means.state, by=who)
    except NotOpen as refusal:
        return show_point(page, session, point, form, who, status=409, refusal=refusal)
    return done(page, session, point, form, who)


@router.post("/points/{point_id}/settle", name="settle_point")
def settle(
    point: Annotated[Point, Depends(Allowed("point.settle"))],
    form: Annotated[Filled[Settled], Depends(Fill(Settled))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return show_point(page, session, point, form, who, status=422)
    if form.means.state == PointState.settled:
        points.settle(session, point, by=who)
    else:
        points.reopen(session, point, by=who)
    return done(page, session, point, form, who)
