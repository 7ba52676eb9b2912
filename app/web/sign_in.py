"""Ways to sign in. All lead to one session in the database; today there is one way, a user name
and a passphrase. Checking a passphrase is slow on purpose, so it happens outside every
transaction and few at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from fastapi.responses import Response
from pwdlib import PasswordHash
from sqlmodel import Session

from app.db import Database
from app.errors import Phrase, TooBusy, TooMany
from app.i18n import _
from app.models import Person
from app.services import limits, people
from app.settings import Settings
from app.web.language import remember

T = TypeVar("T")
HASHES = PasswordHash.recommended()  # argon2id, 64 MiB each
NOBODY = HASHES.hash("so that an unknown user name takes as long")
IN_LINE = 40
BROWSERS = ("Edg", "Firefox", "Chrome", "Safari")  # in this order: each also names those after it
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")


@dataclass(frozen=True)
class Way:
    key: str
    label: Phrase
    template: str  # the form that is shown on the sign-in page


WAYS = (Way("passphrase", _("With user name and passphrase"), "people/_passphrase.html"),)


class Door:
    """Two threads of its own: a rush at the door does not stop those who are inside."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._hashing = CapacityLimiter(2)

    async def opens(self, user: str, passphrase: str, address: str, browser: str) -> str | None:
        """The secret of a new session, or None for a wrong name or passphrase."""
        person = await self.knows(user, passphrase, address)
        if person is None:
            return None
        async with self.database.writes.session() as session:
            return await to_thread.run_sync(people.sign_in, session, person.id, browser)

    async def knows(self, user: str, passphrase: str, address: str) -> Person | None:
        """Whose name and passphrase these are: the same answer and the same work whether or not
        there is such a user. Failures count for the account and the address together, so that
        nobody can lock anybody else out."""
        key = f"sign-in|{user.strip().lower()[:40]}|{address}"
        async with self.database.writes.session() as session:
            tried = await to_thread.run_sync(limits.count, session, key, limits.SIGN_INS[1])
        if tried > limits.SIGN_INS[0]:
            raise TooMany
        async with self.database.reads.session() as session:
            person = await to_thread.run_sync(people.named, session, user)
        known = person.passphrase if person and person.passphrase else NOBODY
        right = await self._slowly(partial(HASHES.verify, passphrase, known))
        if person is None or person.suspended_at or not person.passphrase or not right:
            return None
        async with self.database.writes.session() as session:
            await to_thread.run_sync(limits.forget, session, key)
        return person

    async def hash(self, passphrase: str) -> str:
        """For those who join."""
        return str(await self._slowly(partial(HASHES.hash, passphrase)))

    async def _slowly(self, work: Callable[[], T]) -> T:
        if self._hashing.statistics().tasks_waiting >= IN_LINE:
            raise TooBusy
        return await to_thread.run_sync(work, limiter=self._hashing)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def device_of(request: Request) -> str:
    """Which browser asks; "" if it never kept anything for anybody."""
    return request.cookies.get(request.app.state.settings.device_cookie, "")


def browser_of(request: Request) -> str:
    """What the browser says of itself, in two words: enough to know one's own again."""
    says = request.headers.get("user-agent", "")
    return ", ".join(
        next((word for word in words if word in says), "?").replace("Edg", "Edge")
        for words in (BROWSERS, SYSTEMS)
    )


async def let_in(request: Request, answer: Response, secret: str) -> Response:
    """Hand the browser its new session, end the one that it had, and speak the person's
    language from now on."""
    state = request.app.state
    before = request.cookies.get(state.settings.cookie, "")
    async with state.database.writes.session() as session:
        language = await to_thread.run_sync(_language_of, session, secret, before)
    remember(answer, "language", language, state.settings.secure)
    answer.set_cookie(
        state.settings.cookie,
        secret,
        httponly=True,
        secure=state.settings.secure,
        samesite="lax",
        path="/",
    )
    return answer


def _language_of(session: Session, secret: str, before: str) -> str:
    if before:
        people.sign_out(session, before)
    found = people.signed_in(session, secret)
    return found.language if found else ""


def let_go(answer: Response, settings: Settings) -> Response:
    answer.delete_cookie(settings.cookie, secure=settings.secure, httponly=True, path="/")
    return answer
