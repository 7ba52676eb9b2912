"""Eight people in one plan, over and over: the same fields and others, rows that come and move and
go. Every text carries a mark of its own; afterwards each is looked for in the history."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from random import Random
from uuid import UUID

from sqlmodel import col, select

from app.db import Database
from app.models import Project, Revision, State
from app.rules import saving
from app.rules.template import template
from app.rules.template.shape import Table
from app.services import people
from bench.client import Connection, get, post
from tests.make import Make
from tests.plans import COMPLETE
from tests.soak.load import MARK, Ledger, Place, Shown, Writer

EDITORS = 8
TEAM = ("alina", "maksim", "lera")  # some of them in several tabs
SECTIONS = ("problem", "results", "plan", "budget", "risks")
WRITTEN = ("line", "prose")
LONG = 3000  # characters; a text that has grown so far is begun anew


class Editor(Writer):
    """Roams through the sections like a person: looks, writes something, presses a button."""

    def __init__(
        self, number: int, user: str, project: UUID, cookie: str, ledger: Ledger, random: Random
    ) -> None:
        super().__init__(number, Place(user, project, SECTIONS[0], ""), cookie, 0, ledger)
        self.random = random
        self.seen: dict[str, str] = {}

    async def rounds(self, port: int, rounds: int) -> None:
        async with Connection(port) as connection:
            for number in range(rounds):
                if number == 0 or self.random.random() < 0.2:
                    await self._open(connection, self.random.choice(SECTIONS))
                self.count += 1
                await self._round(connection, f"mark-{self.number}-{self.count}-{self.page[:4]}")

    async def _open(self, connection: Connection, section: str) -> None:
        self.place = Place(self.place.user, self.place.project, section, "")
        self.path = f"/projects/{self.place.project}/sections/{section}"
        answer = await self._surely(connection, get(self.path, self.cookie, packed=False))
        assert answer.status == 200, f"{answer.status} {self.path}"
        self.seen = Shown(answer.text).values
        self.page, self.base = secrets.token_hex(8), int(self.seen["base"])

    async def _round(self, connection: Connection, mark: str) -> None:
        section = template().sections[self.place.section]
        texts = [
            name
            for name in self.seen
            if (asked := saving.question(section, name)) and asked.kind in WRITTEN
        ]
        name = self.random.choice(texts)
        before = self.seen[name].replace("\r\n", "\n")
        grows = len(before) < LONG and self.random.random() < 0.5
        said = f"{before}\nAnd {mark}." if grows else f"Anew: {mark}."
        fields = [("base", str(self.base)), ("page", self.page), (name, said)]
        if button := self._button(list(section.tables), but=name):
            fields.append(("_do", button))
        answer = await self._surely(
            connection, post(self.path, [*fields, ("_end", "1")], self.cookie)
        )
        self.ledger.statuses[answer.status] += 1
        version = answer.headers.get("x-seedbed-version", "")
        if answer.status == 200 and version:
            self.ledger.saved[mark] = self.place.project
        elif answer.status == 409:
            self.ledger.aside[mark] = self.place.project
        else:
            self.ledger.wrong.append(f"{answer.status} {self.path} {answer.text[:300]}")
        if answer.status == 200 and not button and self.random.random() < 0.5:
            self.seen[name] = said  # it has not looked at what others wrote: same base as before
        else:
            await self._open(connection, self.place.section)

    def _button(self, tables: list[Table], but: str) -> str:
        """Mostly none. Whoever removes a row does not write in it in the same moment."""
        cells = (saving.cell_of(name) for name in self.seen)
        rows = sorted({cell.row for cell in cells if cell and f".{cell.row}." not in but})
        lot = self.random.random()
        if not tables or lot > 0.25:
            return ""
        if lot < 0.08 or len(rows) < 4:
            return f"add:{self.random.choice([table.key for table in tables])}"
        verb = "remove" if lot < 0.12 else self.random.choice(("up", "down"))
        return f"{verb}:{self.random.choice(rows)}"


@dataclass(frozen=True)
class Overwritten:
    """A mark that somebody took away who had never seen it."""

    mark: str
    number: int  # of the version where it is gone
    base: int  # of that version
    since: int  # when it came


def overwritten(database: Database, project: UUID) -> list[Overwritten]:
    """Goes through the history: a mark may leave the plan only by the hand of somebody whose page
    was based on a version that had it, or that wrote it itself."""
    came: dict[str, tuple[int, str]] = {}
    standing: dict[str, set[str]] = {}
    found = []
    with database.reads.alone() as session:
        lines = (
            select(Revision.number, Revision.section, Revision.base, Revision.page,  # type: ignore[call-overload]
                   Revision.aside, Revision.answers)
            .where(Revision.project_id == project)
            .order_by(col(Revision.number))
        )  # fmt: skip
        for number, section, base, page, aside, answers in session.execute(lines):
            marks = set(MARK.findall(json.dumps(answers)))
            for mark in marks - came.keys():
                came[mark] = (number, page)
            if aside:
                continue
            for mark in standing.get(section, set()) - marks:
                since, by = came[mark]
                if base < since and page != by:
                    found.append(Overwritten(mark, number, base, since))
            standing[section] = marks
    return found


def editors(make: Make, ledger: Ledger, seed: int) -> list[Editor]:
    project = make.project(State.developing, COMPLETE, team=TEAM).id
    found = []
    for number in range(EDITORS):
        user = TEAM[number % len(TEAM)]
        with make.database.writes.alone() as session:
            cookie = people.sign_in(session, make.cast[user].id)
        found.append(Editor(number, user, project, cookie, ledger, Random(seed + number)))
    return found


def write_together(port: int, team: list[Editor], rounds: int) -> None:
    async def all_of_them() -> None:
        await asyncio.gather(*(one.rounds(port, rounds) for one in team))

    asyncio.run(all_of_them())


def versions(database: Database, project: UUID) -> int:
    with database.reads.alone() as session:
        return session.get_one(Project, project).version
