"""Where files are made and read: a few at a time, off the event loop, beside and never inside a
transaction. Nothing that is made is kept."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from app.errors import TooBusy
from app.i18n import _

T = TypeVar("T")
PLACES = 2
IN_LINE = 20


class Press:
    """Places of its own: whoever waits for a file takes none of the threads that pages need."""

    def __init__(self) -> None:
        self._places = CapacityLimiter(PLACES)

    async def work(self, work: Callable[[], T]) -> T:
        """In a thread. Raises ``TooBusy``, as ``wait_for`` does."""
        self._look_at_the_line()
        return await to_thread.run_sync(work, limiter=self._places)

    async def wait_for(self, work: Callable[[], Awaitable[T]]) -> T:
        """For what works in a process of its own."""
        self._look_at_the_line()
        async with self._places:
            return await work()

    def _look_at_the_line(self) -> None:
        if self._places.statistics().tasks_waiting >= IN_LINE:
            raise TooBusy(_("Too many files are asked for. Please try again in a moment."))


def press(request: Request) -> Press:
    found: Press = request.app.state.press
    return found


class Download(Response):
    """A file that is made when it is sent, which is after the commit."""

    def __init__(self, make: Callable[[], Awaitable[bytes]], kind: str, name: str) -> None:
        """``name`` is plain ASCII."""
        super().__init__(media_type=kind)
        self.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        self.headers["Vary"] = "Cookie, Accept-Language"
        self._make = make

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.body = await self._make()
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)
