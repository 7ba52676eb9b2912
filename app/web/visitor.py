"""Who is asking."""

from datetime import timedelta
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request
from sqlmodel import Session

from app.errors import SignInNeeded
from app.models import SignIn
from app.models.base import now
from app.rules.policy import Visitor, Who
from app.services import people

A_MINUTE = timedelta(minutes=1)
QUIET = "X-Seedbed-Quiet"


async def visitor(request: Request) -> Visitor:
    """Read in a short transaction of its own, so that nobody joins the line as a stranger. That
    somebody was seen is written down once a minute, also by itself: a GET writes nothing else."""
    secret = request.cookies.get(request.app.state.settings.cookie)
    if not secret:
        return None
    database = request.app.state.database
    async with database.reads.session() as session:
        found = await to_thread.run_sync(_read, session, secret)
    if found is None:
        return None
    sign_in, who, request.state.unread = found
    if now() - sign_in.seen_at > A_MINUTE and not _by_itself(request):
        async with database.writes.session() as session:
            await to_thread.run_sync(people.seen, session, sign_in.id)
    return who


def _by_itself(request: Request) -> bool:
    """Asked by a page that is only open, not by its reader: it keeps no session alive."""
    return QUIET in request.headers or request.headers.get("accept") == "text/event-stream"


def _read(session: Session, secret: str) -> tuple[SignIn, Who, int] | None:
    pair = people.signed_in(session, secret)
    return (pair[0], *people.who(session, pair[1])) if pair else None


VisitorDep = Annotated[Visitor, Depends(visitor)]


async def signed_in(who: VisitorDep) -> Who:
    if who is None:
        raise SignInNeeded
    return who


SignedIn = Annotated[Who, Depends(signed_in)]
