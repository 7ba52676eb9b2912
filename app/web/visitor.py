"""Who is asking."""

from datetime import timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Row
from sqlmodel import Session

from app.errors import SignInNeeded
from app.models.base import now
from app.rules.policy import Visitor, Who
from app.services import people

Found = tuple[Row[Any], Who, int] | None  # the session, who it is, how many letters are unread
A_MINUTE = timedelta(minutes=1)
QUIET = "X-Seedbed-Quiet"


async def visitor(request: Request) -> Visitor:
    """Read in a short transaction of its own, so that nobody joins the line as a stranger. That
    somebody was seen is written down once a minute, also by itself: a GET writes nothing else."""
    secret = request.cookies.get(request.app.state.settings.cookie)
    if not secret:
        return None
    database = request.app.state.database
    found: Found = await database.reads.once(partial(_read, secret=secret))
    if found is None:
        return None
    opened, who, unread = found
    request.state.unread, request.state.visitor = unread, who
    if now() - opened.seen_at > A_MINUTE and not by_itself(request):
        await database.writes.once(partial(people.seen, sign_in_id=opened.sign_in_id))
    return who


def by_itself(request: Request) -> bool:
    """Asked by a page that is only open, or by a browser that guesses where its reader goes next:
    it keeps no session alive, and nobody has seen the answer."""
    headers = request.headers
    purpose = headers.get("sec-purpose", "") + headers.get("purpose", "")
    return (
        QUIET in headers
        or headers.get("accept") == "text/event-stream"
        or "prefetch" in purpose
        or "prerender" in purpose
    )


def _read(session: Session, secret: str) -> Found:
    opened = people.signed_in(session, secret)
    return (opened, *people.who(session, opened)) if opened else None


VisitorDep = Annotated[Visitor, Depends(visitor)]


async def signed_in(who: VisitorDep) -> Who:
    if who is None:
        raise SignInNeeded
    return who


SignedIn = Annotated[Who, Depends(signed_in)]
