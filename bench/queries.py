"""How many statements each page needs, with few rows and with many."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from app import demo
from app.db import Database, connect
from app.main import create_app
from app.services import people, sheets
from app.settings import DEMO_KEY, Settings
from app.web.allowed import table
from bench.crowd import READERS, Crowd
from bench.figures import Line
from bench.servers import migrate
from tests.make import Make

MOST = 12  # for any page
ENDLESS = "/projects/{project_id}/events"  # a stream, not a page
FILTERED = "/pitches?q=quiz&region=BY-HR&form=labour&sort=amount"
CHANGES = "/projects/{project_id}/review?since=1"
SHOWN = {
    "home": "/home",
    "workspace": "/projects/{project_id}",
    "editor, budget of 25 lines": "/projects/{project_id}/sections/{section}",
    "plan on one page": "/projects/{project_id}/plan",
    "proposal, budget of 25 lines": "/projects/{project_id}/proposal",
    "mentor's desk": "/mentoring",
    "phrases": "/mentoring/phrases",
    "approval": "/projects/{project_id}/approval",
    "review": "/projects/{project_id}/review",
    "review, only what changed": CHANGES,
    "feedback": "/projects/{project_id}/feedback",
    "rubric": "/projects/{project_id}/rubric",
    "versions": "/projects/{project_id}/versions",
    "two versions compared": "/projects/{project_id}/versions/compare",
    "bringing a version back": "/projects/{project_id}/versions/{number}/restore",
    "catalogue": "/pitches",
    "catalogue, filtered and searched": FILTERED,
    "pitch": "/pitches/{code}",
    "camp board": "/camps/{camp_id}",
    "people": "/camps/{camp_id}/people",
    "calls": "/camps/{camp_id}/calls",
    "moving to new questions": "/projects/{project_id}/template",
    "words that wait": "/camps/{camp_id}/held",
    "drafts": "/me/drafts",
    "reporting a concern": "/concern",
    "one's own concern": "/concern/{concern_id}",
    "concerns to read": "/concerns",
    "a concern": "/concerns/{concern_id}",
}

Counts = dict[str, dict[str, int]]  # address → who reads it → statements


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Everything that is sent to the database meanwhile, but for BEGIN."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    engines = (database.reads.engine, database.writes.engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def counted(app: FastAPI, database: Database, crowd: Crowd) -> Counts:
    """Every page of the application that is about something, or about nothing in particular, as
    each of the readers gets it."""
    found: Counts = {}
    with TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        follow_redirects=False,
        raise_server_exceptions=False,
    ) as browser:
        for user in READERS:
            with database.writes.alone() as session:
                browser.cookies["seedbed"] = people.sign_in(session, crowd.make.cast[user].id)
            for address in pages(app, crowd):
                sheets.forget()
                with statements(database) as seen:
                    answer = browser.get(address.format(**crowd.names))
                assert answer.status_code < 500, (user, address)
                if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                    found.setdefault(address, {})[user] = len(seen)
    return found


def pages(app: FastAPI, crowd: Crowd) -> list[str]:
    paths = (line["path"] for line in table(app) if line["method"] == "GET")
    known = (path for path in paths if set(_names(path)) <= crowd.names.keys())
    return [*(path for path in known if path != ENDLESS), FILTERED, CHANGES]


def _names(path: str) -> Iterator[str]:
    return (part.partition("}")[0] for part in path.split("{")[1:])


def queries(url: str) -> Iterator[Line]:
    """The main pages, with five rows of everything and with ten times as many."""
    migrate(url)
    database = connect(url)
    with database.writes.alone() as session:
        cast = demo.fill_cast(session, "-", DEMO_KEY)
    crowd = Crowd(Make(database, cast))
    crowd.grow(5)
    few = counted(_app(database), database, crowd)
    crowd.grow(45)
    many = counted(_app(database), database, crowd)
    database.dispose()
    for name, address in SHOWN.items():
        before, after = max(few[address].values()), max(many[address].values())
        said = f"{before}, with ten times the rows {after}"
        good = after <= min(before, MOST)
        yield Line(f"statements: {name}", said, f"≤ {MOST}, equal", good)


def _app(database: Database) -> FastAPI:
    return create_app(database, Settings(mode="test"))
