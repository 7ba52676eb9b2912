"""Organisations of donors, verified by coordinators for the whole instance."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlmodel import Session

from app.models import Organisation
from app.rules.accounts import KINDS
from app.rules.safeguarding import wrong_with_check
from app.services import consents, memberships, organisations
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/organisations")


class Check(Form):
    checked_on: date
    expires_on: date


@router.get("", name="organisations", dependencies=[Depends(Allowed("organisation.list"))])
def show_all(
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    found, count = organisations.listed(session, who, number)
    today = consents.today()
    return page.show(
        "organisations/organisations.html",
        "",
        organisations=found,
        trust={one.id: organisations.trust(one, today) for one in found},
        speakers=organisations.speakers(session, [one.id for one in found]),
        number=number,
        last=-(-count // organisations.PAGE),
    )


def show_one(
    page: PageDep, session: Session, organisation: Organisation, form: Filled[Check]
) -> Response:
    today = consents.today()
    by = organisation.verified_by_id
    return page.show(
        "organisations/organisation.html",
        "",
        status=422 if form.troubles else 200,
        organisation=organisation,
        trust=organisations.trust(organisation, today),
        speakers=organisations.speakers(session, [organisation.id])[organisation.id],
        verified_by=memberships.names(session, {by}).get(by) if by else None,
        kinds=KINDS,
        form=form,
        today=today,
    )


@router.get("/{organisation_id}", name="organisation")
def show(
    organisation: Annotated[Organisation, Depends(Allowed("organisation.list"))],
    session: SessionDep,
    page: PageDep,
) -> Response:
    return show_one(page, session, organisation, Filled())


@router.post("/{organisation_id}/verify", name="verify_organisation")
def verify(
    organisation: Annotated[Organisation, Depends(Allowed("organisation.verify"))],
    form: Annotated[Filled[Check], Depends(Fill(Check))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if check := form.means:
        wrong = wrong_with_check(check.checked_on, check.expires_on, consents.today())
        if not wrong:
            organisations.verify(session, organisation, check.checked_on, check.expires_on, by=who)
            return page.go("organisations")
        form = form.but(**wrong)
    return show_one(page, session, organisation, form)


@router.post("/{organisation_id}/revoke", name="revoke_organisation")
def revoke(
    organisation: Annotated[Organisation, Depends(Allowed("organisation.revoke"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    organisations.revoke(session, organisation, by=who)
    return page.go("organisation", organisation_id=organisation.id)
