"""A project's team: who is in it and what each may do, codes for others, leaving and leading."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotFound, NotOpen
from app.models import Invitation, May, Person, Project, Welcome
from app.rules import policy
from app.services import invitations, projects, teams
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}/team")


class OwnRole(Form):
    role: Annotated[str, Field(max_length=80)] = ""


class Invited(Form):
    note: Annotated[str, Field(max_length=80)] = ""
    may: May = May.write


class Changed(Form):
    may: May


@router.get("", name="team")
def show(
    project: Annotated[Project, Depends(Allowed("project.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _team(page, project, session, who)


def _team(
    page: Page,
    project: Project,
    session: SessionDep,
    who: SignedIn,
    *,
    status: int = 200,
    form: Filled[OwnRole] | Filled[Invited] | None = None,
    code: str = "",
    refused: NotOpen | None = None,
) -> Response:
    hidden = projects.hidden(session, project, who)
    return page.show(
        "teams/team.html",
        "main",
        status=status,
        project=project,
        hidden=hidden,
        team=[member for member in project.team if member.person_id not in hidden],
        waiting=[member for member in project.team if member.person_id in hidden],
        former=teams.former(session, project),
        codes=_codes(project, session, who),
        heir=teams.heir(project, who),
        form=form or Filled[OwnRole](),
        code=code,
        refused=refused,
    )


def _codes(project: Project, session: SessionDep, who: SignedIn) -> list[tuple[Invitation, Person]]:
    if not policy.allows(who, "project.uninvite", project):
        return []
    return invitations.to_team(session, project)


@router.post("", name="edit_role")
def edit_role(
    project: Annotated[Project, Depends(Allowed("team.describe"))],
    form: Annotated[Filled[OwnRole], Depends(Fill(OwnRole))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """What somebody does in the team, in their own words."""
    if form.means is None:
        return _team(page, project, session, who, status=422, form=form)
    teams.describe(session, project, form.means.role, by=who)
    return page.go("team", project_id=project.id)


@router.post("/invitations", name="invite_teammate")
def invite(
    project: Annotated[Project, Depends(Allowed("project.invite"))],
    form: Annotated[Filled[Invited], Depends(Fill(Invited))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """The code is on this answer and never again: we keep only its hash."""
    if form.means is None:
        return _team(page, project, session, who, status=422, form=form)
    about = form.means
    _made, code = invitations.make(
        session, Welcome.teammate, project=project, note=about.note, may=about.may, by=who
    )
    return _team(page, project, session, who, status=201, code=invitations.grouped(code))


@router.post("/invitations/{invitation_id:uuid}/cancel", name="cancel_code")
def cancel(
    project: Annotated[Project, Depends(Allowed("project.uninvite"))],
    invitation_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    try:
        invitations.cancel(session, project, invitation_id, by=who)
    except NotOpen as refused:
        return _team(page, project, session, who, status=409, refused=refused)
    return page.go("team", project_id=project.id)


@router.post("/writer", name="invite_writer")
def invite_writer(
    project: Annotated[Project, Depends(Allowed("team.renew"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    try:
        code = teams.renew(session, project, by=who)
    except NotOpen as refused:
        return _team(page, project, session, who, status=409, refused=refused)
    return _team(page, project, session, who, status=201, code=invitations.grouped(code))


@router.post("/leave", name="leave_team")
def leave(
    project: Annotated[Project, Depends(Allowed("team.leave"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    teams.leave(session, project, by=who)
    return page.go("projects")


# A teammate, for whoever leads. The name of the parameter is none of ``web.allowed``: the action
# is about the project, whose row is what two changes of a team wait for.


@router.get("/{member_id:uuid}", name="teammate")
def show_member(
    project: Annotated[Project, Depends(Allowed("team.change"))],
    member_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    return _member(page, project, member_id, session, who)


def _member(
    page: Page,
    project: Project,
    member_id: UUID,
    session: SessionDep,
    who: SignedIn,
    form: Filled[Changed] | None = None,
) -> Response:
    member = teams.mate(project, member_id)
    if member is None or member_id == who.id:
        raise NotFound
    return page.show(
        "teams/teammate.html",
        "main",
        status=422 if form else 200,
        project=project,
        member=member,
        is_hidden=member_id in projects.hidden(session, project, who),
        form=form or Filled[Changed]({"may": member.may.value}),
    )


@router.post("/{member_id:uuid}/may", name="change_teammate")
def change(
    project: Annotated[Project, Depends(Allowed("team.change"))],
    member_id: UUID,
    form: Annotated[Filled[Changed], Depends(Fill(Changed))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _member(page, project, member_id, session, who, form)
    try:
        teams.change(session, project, member_id, form.means.may, by=who)
    except NotOpen as refused:
        return _team(page, project, session, who, status=409, refused=refused)
    return page.go("team", project_id=project.id)


@router.post("/{member_id:uuid}/lead", name="hand_over")
def hand_over(
    project: Annotated[Project, Depends(Allowed("team.lead"))],
    member_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    try:
        teams.hand_over(session, project, member_id, by=who)
    except NotOpen as refused:
        return _team(page, project, session, who, status=409, refused=refused)
    return page.go("team", project_id=project.id)


@router.post("/{member_id:uuid}/remove", name="remove_teammate")
def remove(
    project: Annotated[Project, Depends(Allowed("team.remove"))],
    member_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    try:
        teams.remove(session, project, member_id, by=who)
    except NotOpen as refused:
        return _team(page, project, session, who, status=409, refused=refused)
    return page.go("team", project_id=project.id)
