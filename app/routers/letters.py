"""Somebody's letters, as the worker also sends them."""

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.services import letters
from app.web.allowed import Allowed
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Guarded = Depends(Allowed("letter.list"))


@router.get("/letters", name="letters", dependencies=[Guarded])
def listed(who: SignedIn, session: SessionDep, page: PageDep) -> Response:
    return page.show("letters/letters.html", "", letters=letters.to(session, who.id))


@router.post("/letters/read", name="read_letters", dependencies=[Guarded])
def read(who: SignedIn, session: SessionDep, page: PageDep) -> Response:
    letters.mark_read(session, who.id)
    return page.go("letters")
