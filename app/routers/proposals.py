"""The whole plan to take along: as a page to print, and as files."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.models import Project
from app.rules.proposal import proposal
from app.rules.proposal_parts import Proposal
from app.services import proposals, sections
from app.web.allowed import Allowed
from app.web.files.markdown import markdown
from app.web.files.pdf import pdf
from app.web.files.press import Download, press
from app.web.files.word import word
from app.web.pages import PageDep
from app.web.session import SessionDep

router = APIRouter(prefix="/projects/{project_id}")

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
Reads = Annotated[Project, Depends(Allowed("project.read"))]


@router.get("/proposal", name="proposal")
def show(project: Reads, session: SessionDep, page: PageDep) -> Response:
    return page.show(
        "proposals/proposal.html", "main", project=project, proposal=_written(session, project)
    )


@router.get("/proposal.pdf", name="proposal_pdf")
def as_pdf(project: Reads, session: SessionDep, request: Request) -> Response:
    at, written = press(request), _written(session, project)
    return _file(project, "pdf", lambda: at.wait_for(lambda: pdf(written())))


@router.get("/proposal.docx", name="proposal_docx")
def as_word(project: Reads, session: SessionDep, request: Request) -> Response:
    at, written = press(request), _written(session, project)
    return _file(project, "docx", lambda: at.work(lambda: word(written())))


@router.get("/proposal.md", name="proposal_md")
def as_markdown(project: Reads, session: SessionDep, request: Request) -> Response:
    at, written = press(request), _written(session, project)
    return _file(project, "md", lambda: at.work(lambda: markdown(written()).encode()))


def _written(session: SessionDep, project: Project) -> Callable[[], Proposal]:
    """What it takes is read now; it is put together when the answer is sent."""
    template, plan = sections.template_of(project), sections.plan(session, project)
    about = proposals.about(session, project, plan)
    return lambda: proposal(template, plan, about)


def _file(project: Project, ending: str, make: Callable[[], Awaitable[bytes]]) -> Download:
    name = f"seedbed-{project.code}-v{project.version}.{ending}"
    return Download(make, KINDS[ending], name)
