"""A light HTTP client for load: prepared requests over connections that stay open.

It shares the machine with the server that it measures, so it does as little as it can: no
cookies, no redirects, no unpacking."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from gzip import decompress
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds; whoever waits longer is stuck

# What a connection asks next, given the answer to what it asked before.
Asks = Callable[["Answer | None"], bytes]


class Stuck(Exception):
    """No answer within the time that anybody would wait."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (decompress(self.body) if packed else self.body).decode()


def get(path: str, cookie: str = "", *, packed: bool = True) -> bytes:
    return _request("GET", path, cookie, packed=packed)


def post(path: str, fields: list[tuple[str, str]], cookie: str = "", *, htmx: bool = True) -> bytes:
    return _request("POST", path, cookie, urlencode(fields).encode(), htmx=htmx)


def _request(
    method: str,
    path: str,
    cookie: str,
    body: bytes = b"",
    *,
    packed: bool = True,
    htmx: bool = False,
) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}",
        "Accept-Language: ru",
        "Sec-Fetch-Site: same-origin",
        *(["Accept-Encoding: gzip"] if packed else []),
        *([f"Cookie: seedbed={cookie}"] if cookie else []),
        *(["HX-Request: true"] if htmx else []),
    ]
    if method == "POST":
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Connection:
    """Opens itself when it is used first, and again after it was closed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Raises ``OSError`` or ``EOFError`` when the server goes away, ``Stuck`` when it is
        silent."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(request)
        except TimeoutError:
            await self.close()
            raise Stuck(request[:120].decode()) from None
        except (OSError, EOFError):
            await self.close()
            raise

    async def _ask(self, request: bytes) -> Answer:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self.port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(request)
        await writer.drain()
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines if line)
        headers = {name.lower(): value for name, _colon, value in pairs}
        body = await _body(reader, headers)
        if headers.get("connection") == "close":
            await self.close()
        return Answer(int(first.split(" ")[1]), headers, body)

    async def close(self) -> None:
        if self._streams:
            writer, self._streams = self._streams[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def __aenter__(self) -> "Connection":
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if "chunked" not in headers.get("transfer-encoding", ""):
        return await reader.readexactly(int(headers.get("content-length", "0")))
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b"".join(parts)


@dataclass
class Round:
    """What one round of load saw. Times are seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    size: int = 0  # of the last body, as it was sent

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p99(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.99)]


async def load(port: int, asks: list[Asks], seconds: float, at_most: int = 5000) -> Round:
    """All at once, each on a connection of its own, until the time or the number is up."""
    seen = Round()
    began = perf_counter()

    async def one(ask: Asks) -> None:
        answer = None
        async with Connection(port) as connection:
            while perf_counter() - began < seconds and len(seen.times) < at_most:
                request = ask(answer)
                sent = perf_counter()
                answer = await connection.ask(request)
                seen.times.append(perf_counter() - sent)
                seen.statuses[answer.status] += 1
                seen.size = len(answer.body)

    await asyncio.gather(*map(one, asks))
    seen.seconds = perf_counter() - began
    return seen
