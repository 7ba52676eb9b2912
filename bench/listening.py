"""What open pages cost that listen for news: memory and threads of one real server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID

from bench.client import HOST, PATIENCE, get
from bench.figures import Line
from bench.servers import Server
from bench.stage import Stage

PAGES = 300
MOST = 1.0  # MB for each


@asynccontextmanager
async def listening(
    port: int, project: UUID, cookie: str
) -> AsyncIterator[tuple[str, asyncio.StreamReader]]:
    """An open page: the head of its answer, and what comes after it."""
    reader, writer = await asyncio.open_connection(HOST, port)
    asked = get(f"/projects/{project}/events", cookie)
    writer.write(asked.replace(b"\r\n\r\n", b"\r\nAccept: text/event-stream\r\n\r\n"))
    try:
        yield (await reader.readuntil(b"\r\n\r\n")).decode(), reader
    finally:
        writer.close()


async def heard(reader: asyncio.StreamReader) -> str:
    """The next event, whole; comments between are passed over."""
    async with asyncio.timeout(PATIENCE):
        while True:
            line = (await reader.readline()).decode()
            if not line:
                raise EOFError("the stream has ended")
            if line.startswith("data:"):
                return line.removeprefix("data:").strip()


def listeners(stage: Stage, server: Server) -> list[Line]:
    return [asyncio.run(_measured(stage, server))]


async def _measured(stage: Stage, server: Server) -> Line:
    assert server.process is not None
    process = Path(f"/proc/{server.process.pid}")
    project, cookie = stage.projects[0], stage.cookies["alina"]
    async with AsyncExitStack() as pages:
        _head, first = await pages.enter_async_context(listening(server.port, project, cookie))
        await heard(first)  # it has warmed up
        threads, memory = _threads(process), _megabytes(process)
        readers = [first]
        for _page in range(PAGES):
            _head, reader = await pages.enter_async_context(listening(server.port, project, cookie))
            await heard(reader)
            readers.append(reader)
        each = (_megabytes(process) - memory) / PAGES
        more = _threads(process) - threads
        return Line(
            f"{PAGES} open pages listening: memory for each, and threads more",
            f"{each:.3f} MB, {more}",
            f"≤ {MOST:.0f} MB and none",
            each <= MOST and more <= 0,
        )


def _megabytes(process: Path) -> float:
    """What the process holds in memory."""
    said = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    return int(said["VmRSS"].split()[0]) / 1024


def _threads(process: Path) -> int:
    return len(list((process / "task").iterdir()))
