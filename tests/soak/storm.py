"""Many people write at once; and something dies among them, again and again."""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Self

from app.db import ROOT, Database
from app.services import checkup
from bench.servers import Server
from tests.make import Make
from tests.soak.load import Ledger, writers

SOME = 10  # saves: everybody is at work again


@dataclass(frozen=True)
class Mishap:
    """Something dies without a word, and later comes back."""

    kill: Callable[[], None]
    start: Callable[[], None]


class Scene:
    """Sixteen writers, the server they write to, and what they were told."""

    def __init__(self, make: Make, folder: Path) -> None:
        self.database = make.database
        self.ledger = Ledger()
        self.writers = writers(make, self.ledger)
        self.server = _server(make.database, folder)

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.stop()

    def save(self, saves: int) -> None:
        """So many saves, as fast as they are answered."""
        asyncio.run(self._save(saves))
        assert self.faults() == []

    async def _save(self, saves: int) -> None:
        left = iter(repeat(True, saves))
        port = self.server.port
        await asyncio.gather(*(one.write(port, lambda: next(left, False)) for one in self.writers))

    def survive(self, kills: int, mishap: Mishap | None = None) -> None:
        """So many times, in the middle of everything: the server (unless another mishap is
        given) is killed, what it left is looked at, it starts again, and everybody goes on."""
        asyncio.run(self._survive(kills, mishap or Mishap(self._kill, self.server.start)))
        assert self.faults() == []

    def _kill(self) -> None:
        self.server.kill()
        assert self.faults() == []

    async def _survive(self, kills: int, mishap: Mishap) -> None:
        """Each time at a random moment after saves have begun to be answered again."""
        going_on = True
        async with asyncio.TaskGroup() as writing:
            for one in self.writers:
                writing.create_task(one.write(self.server.port, lambda: going_on))
            for _kill in range(kills):
                await self._more()
                await asyncio.sleep(random.uniform(0, 1))
                await asyncio.to_thread(mishap.kill)
                await asyncio.to_thread(mishap.start)
            await self._more()
            going_on = False

    async def _more(self) -> None:
        until = self.ledger.acknowledged + SOME
        while self.ledger.acknowledged < until:
            await asyncio.sleep(0.02)

    def faults(self) -> list[str]:
        """What is lost, and what a deep check finds."""
        with self.database.reads.alone() as session:
            found = checkup.faults(session, deep=True)
        return self.ledger.lost(self.database) + found

    def checked_by_command(self) -> list[str]:
        """The same check as an operator has it: ``seedbed check --deep``."""
        checked = subprocess.run(
            [Path(sys.executable).with_name("seedbed"), "check", "--deep"],
            env=self.server.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
        found: list[str] = json.loads(checked.stdout)["faults"]
        return found


def _server(database: Database, folder: Path) -> Server:
    """In demo mode, so that the letters worker writes too. SQLite has one process that writes."""
    url = database.writes.engine.url
    workers = 1 if url.get_backend_name() == "sqlite" else 2
    address = url.render_as_string(hide_password=False)
    return Server(address, folder, workers=workers, mode="demo")
