"""A mentor says "not today" or "not this one" of a project, and why. Coordinators read the reason;
the team is told neutrally."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen, Phrase
from app.i18n import _
from app.models import End, Project
from app.services import assignments, mentoring
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}")

SAY_WHY = _("Say why, in a few words. Only coordinators read it.")


class Skipped(Form):
    why: Annotated[str, Field(max_length=500)] = ""


class Left(Form):
    end: Literal[End.time, End.field, End.conflict, End.other]
    why: Annotated[str, Field(max_length=1000)] = ""

    def troubles(self) -> dict[str, Phrase]:
        return {"why": SAY_WHY} if self.end == End.other and not self.why else {}


@router.get("/skip", name="skip")
def begin_skip(
    project: Annotated[Project, Depends(Allowed("mentoring.skip"))], page: PageDep
) -> Response:
    return _ask(page, project, "skip")


@router.post("/skip", name="skip_project")
def skip(
    project: Annotated[Project, Depends(Allowed("mentoring.skip"))],
    form: Annotated[Filled[Skipped], Depends(Fill(Skipped))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None or not form.means.why:
        form = form if form.troubles else form.but(why=SAY_WHY)
        return _ask(page, project, "skip", form, 422)
    try:
        mentoring.skip(session, project, form.means.why, by=who)
    except NotOpen as refusal:
        return _ask(page, project, "skip", form, 409, refusal)
    return page.go_to(f"{page.url('next_waiting')}?after={project.id}")


@router.get("/mentors/leave", name="cannot_help")
def begin_leaving(
    project: Annotated[Project, Depends(Allowed("assignment.leave"))], page: PageDep
) -> Response:
    return _ask(page, project, "leave")


@router.post("/mentors/leave", name="leave_project")
def leave(
    project: Annotated[Project, Depends(Allowed("assignment.leave"))],
    form: Annotated[Filled[Left], Depends(Fill(Left))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means and (wrong := form.means.troubles()):
        form = form.but(**wrong)
    if form.means is None:
        return _ask(page, project, "leave", form, 422)
    assignments.leave(session, project, form.means.end, form.means.why, by=who)
    return page.go("mentoring")


def _ask(
    page: PageDep,
    project: Project,
    what: str,
    form: Filled[Skipped] | Filled[Left] | None = None,
    status: int = 200,
    refusal: NotOpen | None = None,
) -> Response:
    return page.show(
        f"assignments/{what}.html",
        "",
        status=status,
        project=project,
        form=form or Filled[Left](),
        refusal=refusal,
    )
