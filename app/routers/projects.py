"""A team's projects: the list, a new one, and the workspace with its steps."""

from collections.abc import Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotOpen, Problem
from app.i18n import _
from app.models import Project
from app.rules import policy
from app.rules.policy import Who
from app.rules.template.checks import STAGES
from app.rules.workflow import MOVES, open_moves
from app.services import calls, camps, consents, moves, projects, renewals, sections, workspaces
from app.services.moves import With
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects")

NEW = "projects/new.html"
WORKSPACE = "projects/project.html"


class NewProject(Form):
    """What may be left out where there is only one of it."""

    camp: UUID | None = None
    call: UUID | Literal["none"] | None = None
    language: Literal["be", "ru", "en"]


class UnderCall(Form):
    call: UUID | Literal["none"]


class Note(Form):
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("", name="projects", dependencies=[Depends(Allowed("project.list"))])
def show_all(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return page.show(
        "projects/projects.html",
        "main",
        projects=projects.listed(session, who),
        standing=consents.own_standing(session, who),
    )


@router.get("/new", name="new_project", dependencies=[Depends(Allowed("project.start"))])
def show_new(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return _new(page, session, who, Filled[NewProject]({"language": who.language}))


def _new(page: Page, session: SessionDep, who: Who, form: Filled[NewProject]) -> Response:
    mine = camps.to_start_in(session, who)
    return page.show(
        NEW,
        "main",
        status=422 if form.troubles else 200,
        camps=mine,
        calls=calls.open_in(session, mine),
        standing=consents.own_standing(session, who),
        form=form,
    )


@router.post("/new", name="start_project", dependencies=[Depends(Allowed("project.start"))])
def start(
    form: Annotated[Filled[NewProject], Depends(Fill(NewProject))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    mine = camps.to_start_in(session, who)
    wanted = form.means.camp if form.means else None
    camp = mine[0] if len(mine) == 1 else next((one for one in mine if one.id == wanted), None)
    if camp is None and "camp" not in form.troubles:
        form = form.but(camp=_("Please choose one of these."))
    under = calls.open_in(session, [camp])[camp.id] if camp else []
    chosen = form.means.call if form.means else None
    if chosen:
        under = [call for call in under if call.id == chosen]
    if len(under) > 1 or (isinstance(chosen, UUID) and not under):
        form = form.but(call=_("Please choose one of these."))
    if form.means is None or camp is None:
        return _new(page, session, who, form)
    call = under[0] if under else None
    project = projects.start(session, camp, form.means.language, call, by=who)
    return page.go("idea", project_id=project.id)


@router.get("/{project_id}", name="project")
def show(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _workspace(page, project, session, who)


def _workspace(
    page: Page,
    project: Project,
    session: SessionDep,
    who: SignedIn,
    *,
    status: int = 200,
    refused: NotOpen | None = None,
    form: Filled[Note] | None = None,
    tried: str = "",
) -> Response:
    """``tried``: the move that was not made, and its form."""
    opened = open_moves(project)
    decides = policy.allows(who, "project.change_call", project)
    return page.show(
        WORKSPACE,
        "main",
        status=status,
        project=project,
        questions=sections.template_of(project),
        stages=STAGES,
        work=workspaces.workspace(session, project, by=who),
        renewal=renewals.offered(project),
        calls=calls.listed(session, project.camp_id) if decides else [],
        moves={name: opened[name] for name in workspaces.HERE if name in opened},
        refused=refused,
        form=form or Filled[Note](),
        tried=tried,
    )


@router.post("/{project_id}/call", name="change_projects_call")
def put_under_call(
    project: Annotated[Project, Depends(Allowed("project.change_call"))],
    form: Annotated[Filled[UnderCall], Depends(Fill(UnderCall))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        raise Problem(_("Please choose one of these."))
    chosen = form.means.call
    call = None if chosen == "none" else calls.one(session, project.camp_id, chosen)
    calls.put(session, project, call, by=who)
    return page.go("project", project_id=project.id)


def step(name: str) -> Callable[..., Response]:
    def move(
        project: Annotated[Project, Depends(Allowed(MOVES[name].action))],
        form: Annotated[Filled[Note], Depends(Fill(Note))],
        session: SessionDep,
        who: SignedIn,
        page: PageDep,
    ) -> Response:
        if form.means is None:
            return _workspace(page, project, session, who, status=422, form=form, tried=name)
        try:
            moves.move(session, project, name, With(note=form.means.note), by=who)
        except NotOpen as refused:
            return _workspace(
                page, project, session, who, status=409, refused=refused, form=form, tried=name
            )
        return page.go("project", project_id=project.id)

    return move


for name in workspaces.HERE:  # one route each, so that each names its own action
    router.add_api_route(
        f"/{{project_id}}/moves/{name}", step(name), methods=["POST"], name=f"move_{name}"
    )
