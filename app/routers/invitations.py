"""Ways into a camp: the join code on the wall, and personal invitations."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotFound, NotOpen
from app.i18n import LANGUAGES, _, speaking
from app.models import Camp, Welcome
from app.services import invitations, memberships, organisations
from app.services.invitations import Course
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.qr import qr
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/camps/{camp_id}/invitations")

PERSONAL = 14  # days that a personal invitation waits

STEPS = (
    _("Open this address, or point the camera at the square:"),
    _("Type this code:"),
    _("Choose a nickname, a user name and a passphrase. You need no e-mail."),
    _("Tell a coordinator that you have joined: they tick you off."),
)


class NewInvitation(Form):
    welcomes: Literal["participant", "mentor", "coordinator", "donor"]
    uses: int = Field(40, ge=1, le=500)
    days: int = Field(PERSONAL, ge=1, le=90)
    note: str = Field("", max_length=80)
    organisation: UUID | None = None


def show_list(
    page: PageDep, session: Session, camp: Camp, form: Filled[NewInvitation], number: int = 1
) -> Response:
    found, count = invitations.listed(session, camp.id, number)
    return page.show(
        "invitations/invitations.html",
        "",
        status=422 if form.troubles else 200,
        camp=camp,
        form=form,
        invitations=found,
        course={one.id: invitations.course(one) for one in found},
        grouped=invitations.grouped,
        makers=memberships.names(session, {one.made_by_id for one in found}),
        organisations=organisations.to_invite_for(session),
        number=number,
        last=-(-count // invitations.PAGE),
        days=PERSONAL,
    )


@router.get("", name="invitations")
def show_all(
    camp: Annotated[Camp, Depends(Allowed("invitation.list"))],
    session: SessionDep,
    page: PageDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    return show_list(page, session, camp, Filled(), number)


@router.post("", name="make_invitation")
def make(
    camp: Annotated[Camp, Depends(Allowed("invitation.make"))],
    form: Annotated[Filled[NewInvitation], Depends(Fill(NewInvitation))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """A join code can be looked at again; a personal code is on this answer and nowhere else."""
    asked = form.means
    if asked is None:
        return show_list(page, session, camp, form)
    if asked.welcomes == "participant":
        invitations.make(
            session, Welcome.participant, camp=camp, uses=asked.uses, days=asked.days, by=who
        )
        return page.go("invitations", camp_id=camp.id)
    organisation = None
    if asked.welcomes == "donor" and asked.organisation:
        organisation = organisations.known(session, asked.organisation)
        if organisation is None:
            wrong = form.but(organisation=_("Please choose one of these."))
            return show_list(page, session, camp, wrong)
    invitation, code = invitations.make(
        session, Welcome(asked.welcomes), camp=camp, organisation=organisation,
        days=PERSONAL, note=asked.note, by=who,
    )  # fmt: skip
    return page.show(
        "invitations/made.html",
        "",
        camp=camp,
        invitation=invitation,
        code=invitations.grouped(code),
        address=page.full_url("join_with", code=code),
        organisation=organisation,
    )


@router.post("/{invitation_id}/end", name="end_invitation")
def end(
    camp: Annotated[Camp, Depends(Allowed("invitation.end"))],
    invitation_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    invitations.end(session, invitations.of(session, camp.id, invitation_id), by=who)
    return page.go("invitations", camp_id=camp.id)


@router.get("/{invitation_id}/sheet", name="sheet")
def sheet(
    camp: Annotated[Camp, Depends(Allowed("invitation.print"))],
    invitation_id: UUID,
    session: SessionDep,
    page: PageDep,
) -> Response:
    """For the wall: in all three languages at once, whoever prints it."""
    invitation = invitations.of(session, camp.id, invitation_id)
    if invitation.code is None:
        raise NotFound
    if invitations.course(invitation) != Course.open:
        raise NotOpen(_("This code lets nobody in any more. Make a new one."))
    steps: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            steps[language] = [str(step) for step in STEPS]
    address = page.full_url("join_with", code=invitation.code)
    return page.show(
        "invitations/sheet.html",
        "",
        camp=camp,
        invitation=invitation,
        code=invitations.grouped(invitation.code),
        address=address,
        qr=qr(address),
        steps=steps,
    )
