"""What coordinators decide: welcome an idea or return it, publish a pitch or send it back, and who
mentors whom."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import Camp, Project, Visibility
from app.rules.policy import Who
from app.services import approvals, assignments, moves, pitches
from app.services.moves import With
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Note = Annotated[str, Field(max_length=2000)]
NOTE_MISSING = _("Write a note: the team will read it.")
NOT_A_MENTOR = _("Choose a mentor of this camp.")


class Welcome(Form):
    mentor: UUID
    note: Note = ""


class Noted(Form):
    note: Note = ""


class Publish(Form):
    """Nothing is ticked beforehand; the visibility is the coordinator's to decide."""

    visibility: Visibility
    dignity: str = ""
    note: Note = ""


class Chosen(Form):
    mentor: UUID


@router.get("/camps/{camp_id}/approvals", name="approvals")
def waiting(
    camp: Annotated[Camp, Depends(Allowed("approval.list"))], session: SessionDep, page: PageDep
) -> Response:
    return page.show(
        "approvals/approvals.html", "", camp=camp, waiting=approvals.waiting(session, camp.id)
    )


@router.get("/projects/{project_id}/approval", name="approval")
def approval(
    project: Annotated[Project, Depends(Allowed("approval.read"))],
    session: SessionDep,
    page: PageDep,
    published: bool = False,
) -> Response:
    """``published``: its pitch, a moment ago."""
    return show_approval(page, session, project, published=published)


@router.post("/projects/{project_id}/moves/welcome", name="welcome")
def welcome(
    project: Annotated[Project, Depends(Allowed("project.welcome"))],
    form: Annotated[Filled[Welcome], Depends(Fill(Welcome))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if (meant := form.means) is None:
        return show_approval(page, session, project, form)
    try:
        mentor = assignments.require(session, project, meant.mentor)
    except NotFound:
        return show_approval(page, session, project, form.but(mentor=NOT_A_MENTOR))
    except NotOpen as refusal:
        return show_approval(page, session, project, form, refusal)
    return _move(page, session, project, "welcome", form, With(meant.note, mentor), who)


@router.post("/projects/{project_id}/moves/return", name="return_idea")
def return_idea(
    project: Annotated[Project, Depends(Allowed("project.return"))],
    form: Annotated[Filled[Noted], Depends(Fill(Noted))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _with_note(page, session, project, "return", form, who)


@router.post("/projects/{project_id}/moves/send_back", name="send_back")
def send_back(
    project: Annotated[Project, Depends(Allowed("project.send_back"))],
    form: Annotated[Filled[Noted], Depends(Fill(Noted))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _with_note(page, session, project, "send_back", form, who)


@router.post("/projects/{project_id}/moves/publish", name="publish")
def publish(
    project: Annotated[Project, Depends(Allowed("pitch.publish"))],
    form: Annotated[Filled[Publish], Depends(Fill(Publish))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if (meant := form.means) is None:
        return show_approval(page, session, project, form)
    given = With(meant.note, ticked=meant.dignity == "yes", visibility=meant.visibility)
    return _move(page, session, project, "publish", form, given, who)


@router.post("/projects/{project_id}/mentors", name="add_mentor")
def add_mentor(
    project: Annotated[Project, Depends(Allowed("project.assign"))],
    form: Annotated[Filled[Chosen], Depends(Fill(Chosen))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """Beside those who help already; whoever is to stop is ended by their own button."""
    if form.means is None:
        return show_approval(page, session, project, form)
    try:
        assignments.add(session, project, form.means.mentor, by=who)
    except NotFound:
        return show_approval(page, session, project, form.but(mentor=NOT_A_MENTOR))
    except NotOpen as refusal:
        return show_approval(page, session, project, form, refusal)
    return page.go("approval", project_id=project.id)


@router.post("/projects/{project_id}/mentors/{mentor_id}/end", name="end_mentor")
def end_mentor(
    project: Annotated[Project, Depends(Allowed("assignment.end"))],
    mentor_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    assignments.end(session, project, mentor_id, by=who)
    return page.go("approval", project_id=project.id)


@router.post("/projects/{project_id}/safety", name="review_safety")
def review_safety(
    project: Annotated[Project, Depends(Allowed("safety.review"))],
    form: Annotated[Filled[Noted], Depends(Fill(Noted))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if not form.means or not form.means.note:
        return show_approval(page, session, project, form.but(note=NOTE_MISSING))
    moves.review_safety(session, project, form.means.note, by=who)
    return page.go("approval", project_id=project.id)


def _with_note(
    page: PageDep, session: SessionDep, project: Project, name: str, form: Filled[Noted], who: Who
) -> Response:
    """What goes back to a team goes back with words."""
    if form.means is None:
        return show_approval(page, session, project, form)
    if not form.means.note:
        return show_approval(page, session, project, form.but(note=NOTE_MISSING))
    return _move(page, session, project, name, form, With(form.means.note), who)


def _move(
    page: PageDep,
    session: SessionDep,
    project: Project,
    name: str,
    form: Filled[Any],
    given: With,
    who: Who,
) -> Response:
    try:
        moves.move(session, project, name, given, by=who)
    except NotOpen as refusal:
        return show_approval(page, session, project, form, refusal)
    here = page.url("approval", project_id=project.id)
    return page.go_to(f"{here}?published=1#published" if name == "publish" else here)


def show_approval(
    page: PageDep,
    session: SessionDep,
    project: Project,
    form: Filled[Any] | None = None,
    refusal: NotOpen | None = None,
    *,
    published: bool = False,
) -> Response:
    form = form or Filled()
    return page.show(
        "approvals/approval.html",
        "",
        status=409 if refusal else 422 if form.troubles else 200,
        project=project,
        desk=approvals.desk(session, project),
        form=form,
        came=page.request.url.path.rpartition("/")[2],  # which of the page's forms came back
        refusal=refusal,
        published=pitches.of(session, project) if published else None,
    )
