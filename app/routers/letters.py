"""Somebody's letters, as the worker also sends them; and the link in them that stops news."""

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlmodel import Session

from app.models import Pace, Person
from app.services import letters, people
from app.web import stopping
from app.web.allowed import OPEN, Allowed
from app.web.pages import Page, PageDep
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


@router.get("/letters/stop/{token}", name="stop_letters", dependencies=[OPEN])
def ask_to_stop(token: str, session: SessionDep, page: PageDep) -> Response:
    """Changes nothing: programs that look through mail open every link in it."""
    return _stop(page, token, _holder(token, session, page))


@router.post("/letters/stop/{token}", name="stop_letters_now", dependencies=[OPEN])
def stop(token: str, session: SessionDep, page: PageDep) -> Response:
    """From the page's button, or from a mail provider's machine, which sends neither cookie nor
    Origin and follows no redirect (RFC 8058): ``web.origin`` lets it in without an exception of
    its own, and the answer is the page itself."""
    person = _holder(token, session, page)
    if person:
        letters.choose(session, Pace.waiting, by=people.who(session, person)[0])
    return _stop(page, token, person)


def _holder(token: str, session: Session, page: Page) -> Person | None:
    person_id = stopping.whose(token, page.request.app.state.settings)
    person = session.get(Person, person_id) if person_id else None
    return None if person is None or person.suspended_at else person


def _stop(page: Page, token: str, person: Person | None) -> Response:
    """Nothing on it says who it is about: the link may have been passed on."""
    stopped = person is not None and person.pace is Pace.waiting
    return page.show(
        "letters/stop.html",
        "",
        status=200 if person else 404,
        token=token,
        known=person is not None,
        stopped=stopped,
    )
