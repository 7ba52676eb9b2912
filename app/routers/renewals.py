"""Moving a project to a newer version of its template: what would change, and the step."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen
from app.models import Project
from app.rules import workflow
from app.services import renewals, sections
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}/template")

ProjectDep = Annotated[Project, Depends(Allowed("project.renew_template"))]


class Seen(Form):
    """What the report was about."""

    to: Annotated[str, Field(max_length=40)]
    base: Annotated[int, Field(ge=0, le=2**31 - 1)]


@router.get("", name="renewal")
def show(project: ProjectDep, session: SessionDep, page: PageDep) -> Response:
    return _report(page, session, project)


@router.post("", name="renew_template")
def renew(
    project: ProjectDep,
    form: Annotated[Filled[Seen], Depends(Fill(Seen))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _report(page, session, project, status=422)
    try:
        renewals.renew(session, project, form.means.to, form.means.base, by=who)
    except NotOpen as refused:
        return _report(page, session, project, status=409, refused=refused)
    return page.go("project", project_id=project.id)


def _report(
    page: Page,
    session: SessionDep,
    project: Project,
    *,
    status: int = 200,
    refused: NotOpen | None = None,
) -> Response:
    new = renewals.offered(project)
    moved = renewals.report(session, project, new) if new else None
    states = [workflow.after_edit(project.state, key) for key in moved.touched] if moved else []
    return page.show(
        "renewals/renewal.html",
        "",
        status=status,
        project=project,
        old=sections.template_of(project),
        new=new,
        moved=moved,
        takes_readiness_back=any(state != project.state for state in states),
        refused=refused,
    )
