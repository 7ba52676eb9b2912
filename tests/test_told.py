"""Pages that are open hear that there is something new, and nothing more."""

import asyncio
import gc
import json
from contextlib import AsyncExitStack, ExitStack
from datetime import timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID, uuid4

import pytest
from anyio import create_task_group, fail_after, sleep
from psycopg import AsyncConnection
from sqlalchemy import make_url
from sqlmodel import Session, select

from app.db import Database
from app.models import Assignment, PointState, Project, SignIn, State
from app.models.base import now
from app.services import people, points, told
from app.web import told as web
from app.web.told import Hub, lines
from bench.client import Connection, post
from bench.listening import heard, listening
from bench.servers import Server
from tests.conftest import Browse
from tests.make import Make


def test_a_server_that_stops_leaves_no_line_open(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a line whose last word would have to be waited for."""

    async def wait_for_the_server(_line: AsyncConnection) -> None:
        await sleep(60)

    monkeypatch.setattr(AsyncConnection, "rollback", wait_for_the_server)

    async def stop() -> None:
        hub = Hub()
        async with create_task_group() as worker:
            worker.start_soon(hub.hear, make_url(postgresql))
            with hub.listening(uuid4()) as listener, fail_after(20):
                await listener.rung.wait()
            worker.cancel_scope.cancel()

    asyncio.run(stop())
    gc.collect()  # a line that was left open complains here


def signed_in(database: Database, make: Make, user: str) -> str:
    with database.writes.alone() as session:
        return people.sign_in(session, make.cast[user].id)


def test_a_new_point_reaches_the_open_pages_of_every_process(
    make: Make, database: Database, tmp_path: Path
) -> None:
    """On PostgreSQL it is made in one process and heard in both; SQLite has one."""
    project = make.project(State.developing)
    make.snapshot(project)
    alina, boris = signed_in(database, make, "alina"), signed_in(database, make, "boris")
    url = database.writes.engine.url.render_as_string(hide_password=False)
    processes = 1 if url.startswith("sqlite") else 2
    point = {"snapshot": "1", "section": "budget", "field": "budget", "kind": "request"}
    fields = [*point.items(), ("text", "Why so many pens?")]

    async def play(servers: list[Server]) -> float:
        async with AsyncExitStack() as pages:
            readers = []
            for server in servers:
                head, reader = await pages.enter_async_context(
                    listening(server.port, project.id, alina)
                )
                assert "text/event-stream" in head
                assert "cache-control: private, no-store" in head
                assert "content-encoding" not in head, "packing would hold news back"
                assert json.loads(await heard(reader))["told"] == 0
                readers.append(reader)
            async with Connection(servers[0].port) as mentor:
                path = f"/projects/{project.id}/points"
                assert (await mentor.ask(post(path, fields, boris))).status == 200
            for reader in readers:
                assert json.loads(await heard(reader)) == {"project": str(project.id), "told": 1}
            begun = monotonic()
            await asyncio.to_thread(servers[0].stop)
            return monotonic() - begun

    with ExitStack() as running:
        servers = [
            running.enter_context(Server(url, tmp_path).running()) for _process in range(processes)
        ]
        took = asyncio.run(play(servers))
    assert took < 4, "a server that stops does not wait for pages that are open"


def one_point(session: Session, make: Make, project_id: UUID) -> None:
    project = make.reload(session, project_id)
    told.tell(session, project)


def test_what_is_undone_is_told_to_nobody(make: Make, database: Database) -> None:
    project = make.project(State.developing)
    said: list[object] = []
    database.writes.tell = lambda news: said.append(dict(news))

    async def undone() -> None:
        async with database.writes.session() as session:
            one_point(session, make, project.id)
            raise RuntimeError

    async def play() -> None:
        with pytest.raises(RuntimeError):
            await undone()
        assert said == []
        async with database.writes.session() as session:
            one_point(session, make, project.id)

    asyncio.run(play())
    on_sqlite = database.writes.engine.dialect.name == "sqlite"
    assert said == [{project.id: 1}] if on_sqlite else [{}]
    with database.reads.alone() as session:
        assert session.exec(select(Project.told).where(Project.id == project.id)).one() == 1


def test_everything_that_is_said_counts(make: Make, database: Database) -> None:
    """A point, an answer, and that it is dealt with and settled."""
    project = make.project(State.developing)
    point = make.point(make.snapshot(project), section="budget", field="budget",
                       kind="request", text="Why?")  # fmt: skip
    alina, boris = make.who("alina"), make.who("boris")
    with database.writes.alone() as session:
        mine = session.merge(point)
        points.answer(session, mine, "Because.", by=alina)
        points.address(session, mine, PointState.addressed, by=alina)
        points.settle(session, mine, by=boris)
        assert mine.project.told == 3


def test_a_page_hears_nothing_after_the_assignment_or_the_session_has_ended(
    make: Make, database: Database
) -> None:
    project = make.project(State.developing)
    boris, alina = signed_in(database, make, "boris"), signed_in(database, make, "alina")

    def looks(secret: str) -> int | None:
        with database.reads.alone() as session:
            return told.look(session, secret, project.id)

    assert looks(boris) == looks(alina) == 0
    with database.writes.alone() as session:
        session.exec(select(Assignment)).one().ended_at = now()
        people.sign_out(session, alina)
    assert looks(boris) is None
    assert looks(alina) is None
    assert looks(signed_in(database, make, "mallory")) is None


def test_a_stream_ends_soon_after_access_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "LOOK", 0.0)
    monkeypatch.setattr(web, "BEAT", 0.01)
    project, answers = UUID(int=1), iter([3, 3, None])
    hub = Hub()

    async def look() -> int | None:
        return next(answers)

    async def play() -> list[bytes]:
        return [line async for line in lines(hub, project, look)]

    first, beat = asyncio.run(play())
    assert b'"told":3' in first
    assert beat == b": ping\n\n"
    assert len(hub) == 0


def test_a_page_that_does_not_read_holds_one_number() -> None:
    hub, project = Hub(), UUID(int=1)

    async def play() -> None:
        with hub.listening(project) as listener:
            for count in range(10_000):
                hub.tell({project: count})
            assert listener.count == 9_999
            assert vars(listener).keys() == {"count", "unsure", "rung"}
        hub.tell({project: 1})

    asyncio.run(play())
    assert len(hub) == 0


@pytest.mark.parametrize("asked", [{"Accept": "text/event-stream"}, {"X-Seedbed-Quiet": "1"}])
def test_a_page_that_is_only_open_keeps_no_session_alive(
    make: Make, database: Database, browser: Browse, asked: dict[str, str]
) -> None:
    project, alina = make.project(State.developing), browser("alina")
    long_ago = now() - timedelta(minutes=30)
    with database.writes.alone() as session:
        session.exec(select(SignIn)).one().seen_at = long_ago

    assert alina.get(f"/projects/{project.id}/feedback", headers=asked).status_code == 200
    with database.reads.alone() as session:
        assert session.exec(select(SignIn)).one().seen_at == long_ago
    alina.get(f"/projects/{project.id}/feedback")
    with database.reads.alone() as session:
        assert session.exec(select(SignIn)).one().seen_at > long_ago


def test_the_page_knows_what_it_shows_and_where_to_listen(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    for user, page in (("alina", "feedback"), ("boris", "review")):
        shown = browser(user).get(f"/projects/{project.id}/{page}").text
        assert f'data-told="0" data-events="/projects/{project.id}/events"' in shown
