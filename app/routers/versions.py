"""The versions of a project: the list, two of them side by side, and bringing one back."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotFound, NotOpen, Phrase
from app.i18n import _
from app.models import Project, Revision
from app.rules import workflow
from app.rules.policy import Who
from app.rules.saving import VERSION
from app.rules.versions import Comparison
from app.services import projects, sections, suggestions, versions
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}/versions")

MOST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=MOST)]
Maybe = Annotated[int | None, Query(ge=1, le=MOST)]


class Seen(Form):
    base: Annotated[int, Field(ge=0, le=MOST)]  # the newest version when the button was shown


@router.get("", name="versions")
def show(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    section: str = "",
    below: Maybe = None,
    restored: Maybe = None,
) -> Response:
    """Newest first; ``below`` is the number under which the page begins."""
    found = versions.listed(session, project, _known(project, section), below)
    return page.show(
        "versions/versions.html",
        "",
        project=project,
        questions=sections.ever_asked(project),
        section=section,
        lines=found.lines,
        older=found.older,
        suggested=suggestions.taken(session, project),
        below=below,
        names=projects.names(session, project, who),
        restored=restored if restored == project.version else None,
    )


@router.get("/compare", name="compare")
def compare(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    section: str = "",
    old: Annotated[str, Query(alias="from")] = "",
    to: str = "",
) -> Response:
    """Of the whole plan or of one section; without numbers, what the last save changed. The
    first may be the newer one."""
    _known(project, section)
    after = _version(project, to, project.version)
    before = _version(project, old, max(0, (after or 0) - 1))
    was, was_at = versions.at(session, project, before or 0, section)
    now, now_at = versions.at(session, project, after or 0, section)
    wrong: Phrase = _("There is no such version. Please choose a number up to the newest one.")
    troubles = {name: wrong for name, number in (("from", before), ("to", after)) if number is None}
    return page.show(
        "versions/compare.html",
        "",
        status=422 if troubles else 200,
        project=project,
        questions=sections.ever_asked(project),
        section=section,
        numbers=(old if before is None else before, to if after is None else after),
        ends=(was_at, now_at),
        standing=versions.standing(session, project),
        troubles=troubles,
        comparison=Comparison(sections.ever_asked(project), was, now, section),
        names=projects.names(session, project, who),
    )


@router.get("/{number}/restore", name="restore")
def confirm(
    project: Annotated[Project, Depends(Allowed("project.edit"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    number: Number,
) -> Response:
    return _what_will_change(page, session, project, who, versions.one(session, project, number))


@router.post("/{number}/restore", name="restore_section")
def restore(
    project: Annotated[Project, Depends(Allowed("project.edit"))],
    form: Annotated[Filled[Seen], Depends(Fill(Seen))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    number: Number,
) -> Response:
    """Pressed twice, it is one version: the second time the section stands so already."""
    wanted = versions.one(session, project, number)
    if form.means is None:
        return _what_will_change(page, session, project, who, wanted, status=422)
    section = sections.template_of(project).sections[wanted.section]
    try:
        made = versions.restore(session, project, section, wanted, form.means.base, by=who)
    except NotOpen as refused:
        return _what_will_change(page, session, project, who, wanted, status=409, refused=refused)
    if made is None:
        return page.go("restore", project_id=project.id, number=number)
    return page.go_to(page.url("versions", project_id=project.id) + f"?restored={made}")


def _what_will_change(
    page: Page,
    session: SessionDep,
    project: Project,
    who: Who,
    wanted: Revision,
    *,
    status: int = 200,
    refused: NotOpen | None = None,
) -> Response:
    questions, plan = sections.ever_asked(project), sections.plan(session, project)
    back = plan | {wanted.section: wanted.answers}
    return page.show(
        "versions/restore.html",
        "",
        status=status,
        project=project,
        questions=questions,
        wanted=wanted,
        comparison=Comparison(questions, plan, back, wanted.section),
        takes_readiness_back=workflow.after_edit(project.state, wanted.section) != project.state,
        names=projects.names(session, project, who),
        refused=refused,
    )


def _known(project: Project, section: str) -> str:
    if section and section not in sections.template_of(project).sections:
        raise NotFound
    return section


def _version(project: Project, text: str, otherwise: int) -> int | None:
    """A number as somebody may have typed it; None: there is no such version."""
    if not (text := text.strip()):
        return otherwise
    return int(text) if VERSION.fullmatch(text) and int(text) <= project.version else None
