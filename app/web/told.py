"""Open pages that listen for news: one hub for each process, in the event loop. A listener costs
no thread, and holds one number however much happens.

On PostgreSQL the processes hear of each other's commits by LISTEN and NOTIFY. A number that was
missed is found again: every listener looks it up now and then, and whenever the line was broken.
"""

import logging
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from types import FrameType
from uuid import UUID

from anyio import Event, fail_after, move_on_after, sleep
from anyio.lowlevel import current_token
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from psycopg import AsyncConnection, OperationalError
from sqlalchemy import URL
from starlette.types import Send

from app.services.told import CHANNEL

log = logging.getLogger("seedbed")

BEAT = 15.0  # seconds; proxies close what is silent for a minute
LOOK = 30.0  # seconds, after which a session or an assignment that has ended is noticed
PATIENCE = 20.0  # seconds that a page may take to read one line; then it has to come again
RETRY = 3000  # milliseconds, after which a browser comes again

Look = Callable[[], Awaitable[int | None]]


@dataclass(eq=False)
class Listener:
    count: int = 0
    unsure: bool = True  # something may have been missed: look it up
    rung: Event = field(default_factory=Event)

    async def wait(self, seconds: float) -> None:
        with move_on_after(seconds):
            await self.rung.wait()
        self.rung = Event()


class Hub:
    def __init__(self) -> None:
        self.closed = False
        self._listeners: dict[UUID, set[Listener]] = {}

    @contextmanager
    def listening(self, project_id: UUID) -> Iterator[Listener]:
        listener = Listener()
        here = self._listeners.setdefault(project_id, set())
        here.add(listener)
        try:
            yield listener
        finally:
            here.discard(listener)
            if not here:
                self._listeners.pop(project_id, None)

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))

    def tell(self, told: Mapping[UUID, int]) -> None:
        for project_id, count in told.items():
            for listener in self._listeners.get(project_id, ()):
                listener.count = max(count, listener.count)
                listener.rung.set()

    def _look_again(self) -> None:
        for here in self._listeners.values():
            for listener in here:
                listener.unsure = True
                listener.rung.set()

    def close(self) -> None:
        """Let every listener go: a server that stops must not wait for pages to be closed."""
        self.closed = True
        self._look_again()

    async def hear(self, url: URL) -> None:
        """PostgreSQL's own line between the processes, taken up again when it breaks."""
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            with suppress(OperationalError):
                line = await AsyncConnection.connect(address, autocommit=True, keepalives_idle=30)
                try:
                    await line.execute(f"LISTEN {CHANNEL}")
                    self._look_again()
                    async for note in line.notifies():
                        project_id, count = note.payload.split(" ")
                        self.tell({UUID(project_id): int(count)})
                finally:  # at once; leaving its context would roll back first, and may be cancelled
                    await line.close()
            log.warning("the line between the processes broke; trying again")
            await sleep(2)


def close_with_the_server(hub: Hub) -> None:
    """A server that is told to stop waits for answers that are under way, and these never end by
    themselves. So they are ended by the same signal; what it did before, it still does."""
    if threading.current_thread() is not threading.main_thread():
        return  # a test's server, which gets no signals
    token = current_token()
    for kind in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(kind)

        def stop(number: int, frame: FrameType | None, before: object = before) -> None:
            token.native_token.call_soon_threadsafe(hub.close)  # type: ignore[attr-defined]
            if callable(before):
                before(number, frame)

        signal.signal(kind, stop)


class Told(EventSourceResponse):
    """Like every other answer it is kept nowhere, and no proxy gathers it up first."""

    def __init__(self, hub: Hub, project_id: UUID, look: Look) -> None:
        headers = {"Cache-Control": "private, no-store", "X-Accel-Buffering": "no"}
        super().__init__(lines(hub, project_id, look), headers=headers)

    async def stream_response(self, send: Send) -> None:
        async def in_time(message: object) -> None:
            with fail_after(PATIENCE):
                await send(message)  # type: ignore[arg-type]

        with suppress(TimeoutError):  # too slow: the connection ends, and the browser comes again
            await super().stream_response(in_time)


async def lines(hub: Hub, project_id: UUID, look: Look) -> AsyncIterator[bytes]:
    """The project's number, at once and whenever it grows; a comment when nothing happens. Ends
    when ``look`` finds nothing that may be read."""
    with hub.listening(project_id) as listener:
        sent, looked = -1, 0.0
        while not hub.closed:
            if listener.unsure or monotonic() - looked > LOOK:
                listener.unsure = False
                if (count := await look()) is None:
                    return
                listener.count, looked = max(count, listener.count), monotonic()
            if listener.count > sent:
                sent = listener.count
                said = f'{{"project":"{project_id}","told":{sent}}}'
                yield format_sse_event(data_str=said, retry=RETRY)
            else:
                yield KEEPALIVE_COMMENT
            await listener.wait(BEAT)
