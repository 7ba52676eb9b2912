"""Codes and links that somebody may be guessing at."""

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread
from fastapi import Request
from sqlmodel import Session

from app.errors import TooMany
from app.services import limits
from app.web.sign_in import address_of

Thing = TypeVar("Thing")


async def found(request: Request, look: Callable[[Session], Thing | None]) -> Thing | None:
    """What a code or a link leads to. Wrong ones are counted for the address, also in a GET and
    in a transaction of their own; after too many, this address learns nothing for a while."""
    database, key = request.app.state.database, f"guess|{address_of(request)}"
    async with database.reads.session() as session:
        if await to_thread.run_sync(limits.tried, session, key) >= limits.GUESSES[0]:
            raise TooMany
        thing = await to_thread.run_sync(look, session)
    if thing is None:
        async with database.writes.session() as session:
            await to_thread.run_sync(limits.count, session, key, limits.GUESSES[1])
    return thing
