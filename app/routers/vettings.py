"""Somebody looked at a mentor's papers: on which day, and until when it holds."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.models import Person
from app.rules.safeguarding import wrong_with_check
from app.services import consents, vettings
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/people/{person_id}")


class Check(Form):
    checked_on: date
    expires_on: date


@router.post("/vettings", name="record_vetting")
def record(
    person: Annotated[Person, Depends(Allowed("vetting.record"))],
    form: Annotated[Filled[Check], Depends(Fill(Check))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    today = consents.today()
    if check := form.means:
        wrong = wrong_with_check(check.checked_on, check.expires_on, today)
        if not wrong:
            vettings.record(session, person, check.checked_on, check.expires_on, by=who)
            return page.go("person", person_id=person.id)
        form = form.but(**wrong)
    return page.show("vettings/new.html", "", status=422, person=person, form=form, today=today)
