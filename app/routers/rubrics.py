"""The rubric of one project: read by its team and the adults beside it, filled by the adults."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.errors import NotOpen
from app.models import Project
from app.rules import rubric, workflow
from app.rules.holds import Outside
from app.rules.policy import allows
from app.services import drafts, rubrics
from app.web.allowed import Allowed
from app.web.forms import Filled, Form, TypedDep
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn
from app.web.words import InsideDep, KeepWords

router = APIRouter(prefix="/projects/{project_id}/rubric")

WORDS = [Depends(KeepWords(one.words)) for one in rubric.CRITERIA]


@router.get("", name="rubric")
def show(
    project: Annotated[Project, Depends(Allowed("rubric.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _show(page, project, session, who)


@router.post("", name="fill_rubric", dependencies=WORDS)
def fill(
    project: Annotated[Project, Depends(Allowed("rubric.fill"))],
    typed: TypedDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    """Words that lead outside come back and wait for nobody: a sheet is not a conversation, and
    can be changed at leisure."""
    meant, troubles = rubric.read(dict(typed))
    form: Filled[Form] = Filled(dict(typed), None, troubles)
    if meant is None:
        return _show(page, project, session, who, status=422, form=form)
    try:
        rubrics.fill(session, project, meant, by=who, inside=inside)
    except NotOpen as refused:
        return _show(page, project, session, who, status=409, form=form, refusal=refused)
    for one in rubric.CRITERIA:
        drafts.drop(session, project.id, one.words, by=who)
    return page.go_to(page.url("rubric", project_id=project.id) + "#sheets")


def _show(
    page: Page,
    project: Project,
    session: SessionDep,
    who: SignedIn,
    *,
    status: int = 200,
    form: Filled[Form] | None = None,
    refusal: NotOpen | None = None,
) -> Response:
    sheets = rubrics.of(session, project, who)
    fills = allows(who, "rubric.fill", project)
    caught = refusal.text if isinstance(refusal, Outside) else ""
    return page.show(
        "rubrics/rubric.html",
        "main",
        status=status,
        project=project,
        criteria=rubric.CRITERIA,
        marks=rubric.MARKS,
        most=rubric.LONGEST,
        sheets=sheets,
        own=next((one.given for one in sheets if one.by_id == who.id), None),
        is_open=project.state in workflow.SELECTION,
        drafts=drafts.here(session, project.id, who) if fills else {},
        form=form or Filled(),
        refusal=refusal,
        words_at=next(
            (one.words for one in rubric.CRITERIA if form and caught == form.typed.get(one.words)),
            "",
        ),
    )
