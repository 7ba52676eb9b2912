"""Feedback as its team sees it: asking for it, and what was said."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen
from app.models import Project
from app.rules.sheets import Checked, Sheet
from app.rules.template.checks import Facts
from app.rules.versions import Comparison
from app.services import feedback, memberships, sections, threads
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}/feedback")


class Asked(Form):
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("", name="feedback")
def show(
    project: Annotated[Project, Depends(Allowed("feedback.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _show(page, project, session, who)


@router.post("", name="ask_feedback")
def ask(
    project: Annotated[Project, Depends(Allowed("feedback.ask"))],
    form: Annotated[Filled[Asked], Depends(Fill(Asked))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """Pressed twice, it is one snapshot."""
    if form.means is None:
        return _show(page, project, session, who, status=422, form=form)
    try:
        feedback.ask(session, project, form.means.note, by=who)
    except NotOpen as refused:
        return _show(page, project, session, who, status=409, form=form, refused=refused)
    return page.go("feedback", project_id=project.id)


def _show(
    page: Page,
    project: Project,
    session: SessionDep,
    who: SignedIn,
    *,
    status: int = 200,
    form: Filled[Asked] | None = None,
    refused: NotOpen | None = None,
) -> Response:
    asked = feedback.snapshots(session, project)
    template = sections.template_of(project)
    plan = sections.plan(session, project)
    said = threads.of(session, project, plan, threads.hidden_from(session, project, who))
    checked = Checked(template, plan, Facts(sections.today()))
    return page.show(
        "feedback/feedback.html",
        "main",
        status=status,
        project=project,
        questions=template,
        sheets={key: Sheet(checked, section) for key, section in template.sections.items()},
        snapshots=asked,
        judges=memberships.names(session, {one.judged_by_id for one in asked if one.judged_by_id}),
        threads=said,
        comparison=Comparison(template, plan, plan),
        in_the_way=feedback.in_the_way_of_asking(session, project),
        form=form or Filled[Asked](),
        refused=refused,
    )
