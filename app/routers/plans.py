"""The plan on one page: results, steps, money and risks, and how they hang together."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.models import Project
from app.rules.plan_view import PlanView
from app.services import sections, sheets
from app.web.allowed import Allowed
from app.web.pages import PageDep
from app.web.session import SessionDep

router = APIRouter(prefix="/projects/{project_id}")


@router.get("/plan", name="plan")
def show(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    page: PageDep,
) -> Response:
    template = sections.template_of(project)
    checked = sheets.checked(session, project, sections.facts(session, project))
    return page.show(
        "plans/plan.html", "main", project=project, questions=template, view=PlanView(checked)
    )
