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

from app.db import ROOT, Database
from bench.servers import Server
from tests.make import Make
from tests.soak.load import Ledger, Writer, writers


@dataclass(frozen=True)
class Mishap:
    """Something dies without a word, and later comes back."""

    kill: Callable[[], None]
    start: Callable[[], None]


def server_for(database: Database, folder: Path) -> Server:
    """In demo mode, so that the letters worker writes too. SQLite has one process that writes."""
    url = database.writes.engine.url
    workers = 1 if url.get_backend_name() == "sqlite" else 2
    address = url.render_as_string(hide_password=False)
    return Server(address, folder, workers=workers, mode="demo")


def save_at_once(make: Make, folder: Path, saves: int) -> Ledger:
    """So many saves by sixteen writers, as fast as they are answered."""
    ledger = Ledger()
    everybody = writers(make, ledger)
    with server_for(make.database, folder).running() as server:
        asyncio.run(_write(everybody, server.port, saves))
    assert_all_is_there(ledger, make.database, server)
    return ledger


async def _write(everybody: list[Writer], port: int, saves: int) -> None:
    left = iter(repeat(True, saves))
    await asyncio.gather(*(one.write(port, lambda: next(left, False)) for one in everybody))


def survive(make: Make, folder: Path, kills: int, mishap: Mishap | None = None) -> Ledger:
    """So many times, in the middle of everything: the server (unless another mishap is given) is
    killed, what it left is looked at, it starts again, and everybody goes on."""
    ledger = Ledger()
    everybody = writers(make, ledger)
    with server_for(make.database, folder).running() as server:

        def kill() -> None:
            server.kill()
            assert_all_is_there(ledger, make.database, server)

        asyncio.run(_storm(everybody, server.port, kills, mishap or Mishap(kill, server.start)))
    assert_all_is_there(ledger, make.database, server)
    return ledger


async def _storm(everybody: list[Writer], port: int, kills: int, mishap: Mishap) -> None:
    going_on = True
    writing = [asyncio.create_task(one.write(port, lambda: going_on)) for one in everybody]
    for _kill in range(kills):
        await asyncio.sleep(random.uniform(0.1, 1.2))
        await asyncio.to_thread(mishap.kill)
        await asyncio.to_thread(mishap.start)
    await asyncio.sleep(0.5)
    going_on = False
    await asyncio.gather(*writing)


def assert_all_is_there(ledger: Ledger, database: Database, server: Server) -> None:
    assert ledger.lost(database) == []
    checked = subprocess.run(
        [Path(sys.executable).with_name("seedbed"), "check", "--deep"],
        env=server.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
    assert json.loads(checked.stdout) == {"faults": []}
