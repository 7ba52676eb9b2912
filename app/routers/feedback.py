"""Feedback as its team sees it: asking for it, and what was said."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen
from app.models import Meant, Project
from app.rules.holds import Outside
from app.rules.policy import allows
from app.rules.sheets import Checked, Sheet
from app.rules.template.checks import Facts
from app.rules.versions import Comparison
from app.services import (
    assignments,
    concerns,
    drafts,
    feedback,
    holds,
    looks,
    sections,
    signoffs,
    threads,
    unsent,
)
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.looks import seen_by_team
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn
from app.web.words import InsideDep, KeepWords

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


@router.post("", name="ask_feedback", dependencies=[Depends(KeepWords("note"))])
def ask(
    project: Annotated[Project, Depends(Allowed("feedback.ask"))],
    form: Annotated[Filled[Asked], Depends(Fill(Asked))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    """Pressed twice, it is one snapshot."""
    if form.means is None:
        return _show(page, project, session, who, status=422, form=form)
    try:
        feedback.ask(session, project, form.means.note, by=who, inside=inside)
    except Outside as caught:
        if not form.typed.get("insist"):
            return _show(page, project, session, who, status=409, form=form, refused=caught)
        holds.hold(session, project, Meant.ask, {}, caught, "note", by=who)
        return page.go_to(f"/projects/{project.id}/feedback#held")
    except NotOpen as refused:
        return _show(page, project, session, who, status=409, form=form, refused=refused)
    drafts.drop(session, project.id, "note", by=who)
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
    own = unsent.of(session, project, who)
    asks = allows(who, "feedback.ask", project)
    template = sections.template_of(project)
    plan = sections.plan(session, project)
    said = threads.of(session, project, plan, threads.hidden_from(session, project, who))
    judges = {one.judged_by_id for one in asked if one.judged_by_id}
    checked = Checked(template, plan, Facts(sections.today()))
    return page.show(
        "feedback/feedback.html",
        "main",
        status=status,
        before=seen_by_team(page, project, said),
        project=project,
        questions=template,
        sheets={key: Sheet(checked, section) for key, section in template.sections.items()},
        snapshots=asked,
        readers=looks.readers(session, project, judges),
        threads=said,
        unwelcome=concerns.unwelcome_in(session, project, who),
        comparison=Comparison(template, plan, plan),
        in_the_way=feedback.in_the_way_of_asking(session, project) if asks else [],
        signed=signoffs.by_section(project, own.signed, plan),
        held=own.unsent.held,
        drafts=own.unsent.drafts,
        away=assignments.away_of(project),
        form=form or Filled[Asked](),
        refused=refused,
    )
