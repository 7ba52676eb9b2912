"""Many people writing at once over real connections, and a note of everything they were told.

Each text that a writer sends carries a mark of its own. ``Ledger`` keeps what the server said of
it: *saved* (200) or *aside* (409: a teammate's words stand, ours are kept as a version). Whatever
happens afterwards, ``lost`` must find each of them where it was promised.
"""

import asyncio
import json
import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from time import monotonic
from uuid import UUID

from sqlmodel import col, select

from app.db import Database
from app.models import Project, Revision, State
from app.services import people
from bench.client import Answer, Connection, Stuck, get, post
from tests.make import Make
from tests.plans import COMPLETE

BACK_AGAIN = 300.0  # seconds, over several kills; a server that is up has ``PATIENCE``
MARK = re.compile(r"mark-\d+-\d+-\w+")


@dataclass
class Ledger:
    saved: dict[str, UUID] = field(default_factory=dict)  # mark → project
    aside: dict[str, UUID] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)  # answers that nobody should get
    statuses: Counter[int] = field(default_factory=Counter)
    repeated: int = 0  # requests that nobody answered at first, and that were sent again
    unavailable: int = 0  # answers that ask to come again: the database is away

    @property
    def acknowledged(self) -> int:
        return len(self.saved) + len(self.aside)

    def lost(self, database: Database) -> list[str]:
        """Marks that were acknowledged and stand in no version where they should. What is
        acknowledged after this began, by answers still on their way, is not asked for."""
        saved, losing = dict(self.saved), dict(self.aside)
        standing, aside = set[str](), set[str]()
        with database.reads.alone() as session:
            wanted = {*saved.values(), *losing.values()}
            kept = select(Revision.aside, Revision.answers).where(
                col(Revision.project_id).in_(wanted)
            )
            for is_aside, answers in session.exec(kept):
                marks = MARK.findall(json.dumps(answers))
                (aside if is_aside else standing).update(marks)
        return sorted((saved.keys() - standing) | (losing.keys() - aside))


@dataclass(frozen=True)
class Place:
    """Where somebody writes: one answer of one section."""

    user: str
    project: UUID
    section: str
    name: str
    paragraph: int | None = None  # of a long text, this writer's own


def places(make: Make) -> list[Place]:
    """Sixteen writers. Eight tabs of two teammates in one project: the same line (they clash),
    other paragraphs of one text (they merge), other fields, other rows; the first edit also takes
    "ready" back and writes letters. The rest in three more."""
    plan = COMPLETE | {
        "problem": COMPLETE["problem"] | {"problem": "\n".join(f"Paragraph {n}" for n in range(4))}
    }
    one = make.project(State.ready, plan, team=("alina", "maksim")).id
    two = make.project(plan=plan, team=("lera", "maksim")).id
    three = make.project(plan=plan, team=("alina",)).id
    four = make.project(plan=plan, team=("lera",)).id
    return [
        Place("alina", one, "idea", "title"),
        Place("maksim", one, "idea", "title"),
        Place("alina", one, "problem", "problem", 0),
        Place("maksim", one, "problem", "problem", 1),
        Place("alina", one, "problem", "core_problem"),
        Place("maksim", one, "problem", "evidence.e1.source"),
        Place("alina", one, "budget", "budget.b1.item"),
        Place("maksim", one, "budget", "budget.b2.note"),
        Place("lera", two, "results", "objective"),
        Place("maksim", two, "results", "indicators.i1.who"),
        Place("lera", two, "plan", "activities.a1.what"),
        Place("maksim", two, "plan", "activities.a1.what"),
        Place("alina", three, "idea", "change_if"),
        Place("alina", three, "risks", "risks.k1.mitigation"),
        Place("lera", four, "pitch", "story"),
        Place("lera", four, "after", "what_remains"),
    ]


def writers(make: Make, ledger: Ledger) -> list["Writer"]:
    """They are signed in before the server starts, each with a cookie of their own."""
    found = []
    for number, place in enumerate(places(make)):
        with make.database.writes.alone() as session:
            cookie = people.sign_in(session, make.cast[place.user].id)
            version = session.get_one(Project, place.project).version
        found.append(Writer(number, place, cookie, version, ledger))
    return found


class Writer:
    """One open page. It behaves as ours does: it saves on the version it knows, goes on from the
    one it is told, and sends the same again until it gets an answer."""

    def __init__(self, number: int, place: Place, cookie: str, base: int, ledger: Ledger) -> None:
        self.number, self.place, self.cookie = number, place, cookie
        self.base, self.ledger = base, ledger
        self.page = secrets.token_hex(8)
        self.path = f"/projects/{place.project}/sections/{place.section}"
        self.count = 0

    async def write(self, port: int, more: Callable[[], bool]) -> None:
        async with Connection(port) as connection:
            while more():
                self.count += 1
                await self._save(connection, f"mark-{self.number}-{self.count}-{self.page[:4]}")

    async def _save(self, connection: Connection, mark: str) -> None:
        text = await self._text(connection, mark)
        fields = [("base", str(self.base)), ("page", self.page), (self.place.name, text)]
        request = post(self.path, [*fields, ("_end", "1")], self.cookie)
        answer = await self._surely(connection, request)
        version = answer.headers.get("x-seedbed-version", "")
        self.ledger.statuses[answer.status] += 1
        if answer.status == 200 and version:
            self.ledger.saved[mark] = self.place.project
        elif answer.status == 409:
            self.ledger.aside[mark] = self.place.project
        else:
            self.ledger.wrong.append(f"{answer.status} {self.path} {answer.text[:300]}")
        if version:
            self.base = int(version)
        elif answer.status == 409:
            await self._look(connection)

    async def _text(self, connection: Connection, mark: str) -> str:
        """In a text that others write too, only our paragraph changes."""
        if self.place.paragraph is None:
            return f"Written with care: {mark}"
        lines = (await self._look(connection)).split("\n")
        lines[self.place.paragraph] = f"Paragraph {self.place.paragraph}: {mark}"
        return "\n".join(lines)

    async def _look(self, connection: Connection) -> str:
        """Load the page anew: what it says here, and on which version."""
        answer = await self._surely(connection, get(self.path, self.cookie, packed=False))
        assert answer.status == 200, f"{answer.status} {self.path} {answer.text[:300]}"
        shown = Shown(answer.text)
        self.base = int(shown.values["base"])
        return shown.values[self.place.name].replace("\r\n", "\n")

    async def _surely(self, connection: Connection, request: bytes) -> Answer:
        """Until there is an answer. While nobody listens, it asks again."""
        began, times = monotonic(), 0
        while monotonic() - began < BACK_AGAIN:
            times += 1
            try:
                answer = await connection.ask(request)
            except (OSError, EOFError):
                await asyncio.sleep(0.05)
                continue
            if answer.status == 503:
                self.ledger.unavailable += 1
                await asyncio.sleep(0.2)
                continue
            self.ledger.repeated += times > 1
            return answer
        raise Stuck(self.path)


class Shown(HTMLParser):
    """The values of a page's fields, by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        name = about.get("name") or ""
        if tag == "textarea":
            self._in, self.values[name] = name, ""
        elif tag == "input" and name not in self.values:
            self.values[name] = about.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.values[self._in] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._in = ""
