"""A mentor's desk, and the page on which the adults beside a team read and answer."""

from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotFound, NotOpen
from app.i18n import _, reading_in
from app.models import Meant, Project
from app.rules.holds import Outside
from app.rules.policy import Who
from app.rules.writing_guide import GUIDE
from app.services import (
    assignments,
    capacities,
    consents,
    drafts,
    feedback,
    holds,
    looks,
    mentoring,
    moves,
    reviews,
)
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.looks import looks_at, noting
from app.web.origin import SAFE
from app.web.pages import Before, PageDep, here
from app.web.session import SessionDep
from app.web.visitor import SignedIn
from app.web.words import InsideDep, KeepWords

router = APIRouter()

Number = Annotated[int, Field(ge=1, le=1_000_000)]
Asked = Annotated[Number | None, Query()]


class Answer(Form):
    """What should change, in words on the whole; points say it of one place."""

    says: str = Field("", max_length=2000)
    snapshot: Number | None = None  # the one that was read


DONE = {
    "saved": _("Saved. Coordinators see it when they look for a mentor."),
    "back": _("Good that you are back. Your teams do not read any more that you are away."),
}


@router.get("/mentoring", name="mentoring", dependencies=[Depends(Allowed("mentoring.list"))])
def desk(session: SessionDep, who: SignedIn, page: PageDep, done: str = "") -> Response:
    vetted = "mentor" in who.vetted
    return page.show(
        "mentoring/mentoring.html",
        "",
        desk=mentoring.desk(session, who),
        resting=mentoring.resting(session, who) if vetted else [],
        away=assignments.away(capacities.of(session, who.id), consents.today()),
        vetted=vetted,
        until=None if vetted else mentoring.vetting_until(session, who),
        flash=DONE.get(done, ""),
    )


@router.get(
    "/mentoring/next", name="next_waiting", dependencies=[Depends(Allowed("mentoring.list"))]
)
def next_waiting(
    session: SessionDep, who: SignedIn, page: PageDep, after: UUID | None = None
) -> Response:
    """On to the team that has waited longest, but not the one just read; the desk when nobody
    else waits."""
    waits = mentoring.after(session, who, after)
    return page.go("review", project_id=waits) if waits else page.go("mentoring")


@router.get("/projects/{project_id}/review", name="review")
def review(
    project: Annotated[Project, Depends(Allowed("feedback.review"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    snapshot: Asked = None,
    since: Asked = None,
    show: Literal["", "whole"] = "",
) -> Response:
    """``since``: an earlier snapshot to compare with; ``show``: all of it, or what changed."""
    return show_review(page, session, project, who, snapshot, since, show)


@router.post(
    "/projects/{project_id}/feedback/request",
    name="request_changes",
    dependencies=[Depends(KeepWords("says"))],
)
def request_changes(
    project: Annotated[Project, Depends(Allowed("feedback.request"))],
    form: Annotated[Filled[Answer], Depends(Fill(Answer))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    if (meant := form.means) is None:
        return show_review(page, session, project, who, status=422, form=form)
    asked = _read(session, project, meant.snapshot)
    try:
        feedback.request(session, project, asked, meant.says, by=who, inside=inside)
    except Outside as caught:
        return _caught(page, session, project, asked, who, form, Meant.request, caught)
    except NotOpen as refusal:
        return show_review(page, session, project, who, status=409, form=form, refusal=refusal)
    drafts.drop(session, project.id, "says", by=who)
    return page.go("review", project_id=project.id)


@router.post(
    "/projects/{project_id}/moves/ready", name="ready", dependencies=[Depends(KeepWords("says"))]
)
def ready(
    project: Annotated[Project, Depends(Allowed("project.ready"))],
    form: Annotated[Filled[Answer], Depends(Fill(Answer))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    if (meant := form.means) is None:
        return show_review(page, session, project, who, status=422, form=form)
    asked = _read(session, project, meant.snapshot)
    try:
        moves.sign_off(session, project, asked, meant.says, by=who, inside=inside)
    except Outside as caught:
        return _caught(page, session, project, asked, who, form, Meant.ready, caught)
    except NotOpen as refusal:
        return show_review(page, session, project, who, status=409, form=form, refusal=refusal)
    drafts.drop(session, project.id, "says", by=who)
    return page.go("review", project_id=project.id)


def _caught(
    page: PageDep,
    session: SessionDep,
    project: Project,
    asked: Any,
    who: Who,
    form: Filled[Answer],
    meant: Meant,
    caught: Outside,
) -> Response:
    """Back to the writer, or to a coordinator."""
    if not form.typed.get("insist"):
        return show_review(page, session, project, who, status=409, form=form, refusal=caught)
    about = {"snapshot": str(asked.number)}
    holds.hold(session, project, meant, about, caught, "says", by=who)
    return page.go_to(f"/projects/{project.id}/review#held")


def _read(session: SessionDep, project: Project, number: int | None) -> Any:
    """The snapshot that somebody had before them; the newest where the form does not say."""
    if number is None:
        return feedback.newest(session, project)
    if (asked := feedback.snapshot(session, project, number)) is None:
        raise NotFound
    return asked


def show_review(
    page: PageDep,
    session: SessionDep,
    project: Project,
    who: Who,
    number: int | None = None,
    since: int | None = None,
    part: reviews.Part = "",
    *,
    status: int = 200,
    form: Filled[Any] | None = None,
    refusal: NotOpen | None = None,
) -> Response:
    found = reviews.review(session, project, number, since, part, by=who)
    if found is None and (number is not None or since is not None):
        raise NotFound
    request = page.request
    return page.show(
        "mentoring/review.html",
        "",
        status=status,
        before=_written_down(page, project, who, found) if found else None,
        project=project,
        review=found,
        comparison=found.comparison if found else None,
        signed=found.signed if found else {},
        last=max(found.made) if found else 0,
        held=found.unsent.held if found else [],
        drafts=found.unsent.drafts if found else {},
        form=form or Filled(),
        refusal=refusal,
        back=here(request) if request.method in SAFE else request.url.path,
        away=assignments.away_of(project),
        guide=GUIDE[reading_in.get()],
    )


def _written_down(page: PageDep, project: Project, who: Who, found: reviews.Review) -> Before:
    """A young person's plan is not read without a trace. A reading request cannot write; this is
    a short transaction of its own, before the page is shown. What is seen on it, comes after."""
    number = found.asked.number
    looked = None
    if looks_at(page) and looks.is_news(found.look, number):
        look = partial(looks.write_down, look=found.look, by=who)
        about = {"project_id": project.id, "snapshot": number, "answered": found.answered}
        looked = noting(page, partial(look, **about))

    async def write() -> None:
        if reviews.has_minor(project):
            async with page.request.app.state.database.writes.session() as session:
                line = partial(reviews.write_down, session, project.id, project.camp_id, by=who)
                await to_thread.run_sync(line)
        if looked:
            await looked()

    return write
