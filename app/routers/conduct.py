"""The code of conduct for mentors: read, and accepted."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.i18n import reading_in
from app.rules import conduct as rules
from app.rules.conduct import TEXT, TITLE
from app.services import conduct
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/mentoring/conduct")


class Accepted(Form):
    """The version that was on the page."""

    version: str = ""


@router.get("", name="conduct", dependencies=[Depends(Allowed("conduct.read"))])
def show(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return _show(page, session, who)


@router.post("", name="accept_conduct", dependencies=[Depends(Allowed("conduct.accept"))])
def accept(
    form: Annotated[Filled[Accepted], Depends(Fill(Accepted))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None or not conduct.accept(session, form.means.version, by=who):
        return _show(page, session, who, status=409)
    return page.go("mentoring")


def _show(page: PageDep, session: SessionDep, who: SignedIn, status: int = 200) -> Response:
    language = reading_in.get()
    return page.show(
        "conduct/conduct.html",
        "",
        status=status,
        version=rules.VERSION,
        title=TITLE[language],
        sentences=TEXT[language],
        accepted=conduct.accepted(session, who.id),
        newer=status == 409,
    )
