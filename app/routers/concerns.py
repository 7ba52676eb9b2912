"""What worries people: the form for everybody, what became of it for its writer, and the pages of
those who read it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from anyio import to_thread
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen
from app.i18n import _
from app.models import About, Concern, Danger, Severity
from app.rules.concerns import LONGEST, WITHIN
from app.rules.policy import Who
from app.services import concern_choices, concern_desk, concerns
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Words = Annotated[str, Field(max_length=LONGEST)]


class Worry(Form):
    """Only the words are asked for; what is not said is not known."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    about: Annotated[str, Field(max_length=60)] = About.unsaid
    danger: Danger = Danger.unsure
    answer: Literal["yes", "no"] = "no"
    project: Annotated[str, Field(max_length=40)] = ""
    key: Annotated[str, Field(max_length=40)] = ""


class More(Form):
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Decided(Form):
    decision: Literal["mark", "weigh", "lift", "close"]
    severity: Severity | None = None
    weighed: Words = ""
    lifted: Words = ""
    closed: Words = ""
    then: Literal["", "rest", "lift"] = ""  # what becomes of contact that rests
    answer: Words = ""


def _key(page: Page) -> str:
    key: str = page.request.app.state.settings.sealing_key
    return key


@router.get("/concern", name="concern", dependencies=[Depends(Allowed("concern.make"))])
def ask(
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    project: Annotated[str, Query(max_length=40)] = "",
    about: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """``project`` and ``about`` come from the page that leads here; what they name wrongly is as
    if it had not been named."""
    typed = {"project": project, "about": about, "key": str(uuid4())}
    return _form(page, session, who, Filled(typed))


@router.post("/concern", name="make_concern", dependencies=[Depends(Allowed("concern.make"))])
def make(
    form: Annotated[Filled[Worry], Depends(Fill(Worry))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    around = concern_choices.around(session, _uuid(form.typed.get("project", "")), by=who)
    known = {one.key: one for one in around.choices}
    meant = form.means
    if meant and meant.about not in known:
        form = form.but(about=_("Please choose one of these."))
    if form.troubles or meant is None:
        return _form(page, session, who, form, status=422)
    new = concerns.New(
        meant.text, known[meant.about], meant.danger, meant.answer == "yes", meant.key
    )
    concern = concerns.make(session, new, around, _key(page), by=who)
    return page.go("own_concern", concern_id=concern.id)


@router.get("/concern/{concern_id}", name="own_concern")
def follow(
    concern: Annotated[Concern, Depends(Allowed("concern.follow"))],
    session: SessionDep,
    page: PageDep,
) -> Response:
    return _followed(page, session, concern)


@router.post("/concern/{concern_id}", name="add_to_concern")
def add(
    concern: Annotated[Concern, Depends(Allowed("concern.add"))],
    form: Annotated[Filled[More], Depends(Fill(More))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _followed(page, session, concern, form, status=422)
    concerns.add(session, concern, form.means.text, _key(page), by=who)
    return page.go("own_concern", concern_id=concern.id)


@router.get("/concerns", name="concerns", dependencies=[Depends(Allowed("concern.list"))])
def listed(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return page.show("concerns/concerns.html", "", lines=concern_desk.listed(session, who))


@router.get("/concerns/{concern_id}", name="read_concern")
def read(
    concern: Annotated[Concern, Depends(Allowed("concern.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _opened(page, session, concern, who)


@router.post("/concerns/{concern_id}", name="decide_concern")
def decide(
    concern: Annotated[Concern, Depends(Allowed("concern.decide"))],
    form: Annotated[Filled[Decided], Depends(Fill(Decided))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    meant = form.means
    if meant and (missing := _missing(meant)):
        form = form.but(**{missing: _("Please write why, in a few words.")})
    if (
        meant
        and meant.decision == "close"
        and not meant.then
        and concerns.rests_of(session, concern)
    ):
        form = form.but(then=_("Please choose what becomes of it."))
    if form.troubles or meant is None:
        return _opened(page, session, concern, who, form, status=422)
    key = _key(page)
    try:
        match meant.decision:
            case "mark":
                concern_desk.mark_read(session, concern, by=who)
            case "weigh":
                severity = meant.severity or concern.severity
                concern_desk.weigh(session, concern, severity, meant.weighed, key, by=who)
            case "lift":
                concern_desk.lift(session, concern, meant.lifted, key, by=who)
            case "close":
                concern_desk.close(session, concern, meant.closed, meant.answer, key, by=who)
                if meant.then == "lift":
                    concern_desk.lift(session, concern, meant.closed, key, by=who)
    except NotOpen as refusal:
        return _opened(page, session, concern, who, form, status=409, refusal=refusal)
    return page.go("read_concern", concern_id=concern.id)


def _missing(meant: Decided) -> str | None:
    """The words that a decision needs and does not have."""
    name = {"weigh": "weighed", "lift": "lifted", "close": "closed"}.get(meant.decision)
    return name if name and not getattr(meant, name) else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _form(
    page: Page, session: SessionDep, who: Who, form: Filled[Any], *, status: int = 200
) -> Response:
    around = concern_choices.around(session, _uuid(form.typed.get("project", "")), by=who)
    return page.show(
        "concerns/concern.html",
        "",
        status=status,
        around=around,
        form=form,
        own=concerns.own(session, who),
    )


def _followed(
    page: Page,
    session: SessionDep,
    concern: Concern,
    form: Filled[Any] | None = None,
    *,
    status: int = 200,
) -> Response:
    return page.show(
        "concerns/own.html",
        "",
        status=status,
        one=concerns.followed(session, concern, _key(page)),
        within=WITHIN[concern.severity],
        form=form or Filled(),
    )


def _opened(
    page: Page,
    session: SessionDep,
    concern: Concern,
    who: Who,
    form: Filled[Any] | None = None,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
) -> Response:
    return page.show(
        "concerns/read.html",
        "",
        status=status,
        before=_written_down(page, concern, who),
        one=concern_desk.opened(session, concern, _key(page)),
        form=form or Filled(),
        refusal=refusal,
    )


def _written_down(page: Page, concern: Concern, who: Who) -> Callable[[], Awaitable[None]]:
    """That somebody opened it is written down before it is shown, in a transaction of its own; if
    that fails, nothing is shown."""

    async def write() -> None:
        async with page.request.app.state.database.writes.session() as session:
            line = partial(concerns.write_down, session, "concern.read", concern, who)
            await to_thread.run_sync(line)

    return write
