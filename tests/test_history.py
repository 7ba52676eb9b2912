"""The history: who did what, in one chain per camp, and whether anybody has touched it."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import INSTANCE, Event
from app.rules.deeds import DEEDS
from app.rules.policy import POLICY
from app.services import history
from tests.conftest import Browse
from tests.make import Make

# Reading lists and pages is not written down; papers, and the plans of young people, are.
READING = (
    ".read", ".list", ".preview", ".read_budget", ".read_paused", ".read_first", ".broker",
    ".print", ".follow",
)  # fmt: skip


@pytest.fixture
def chain(database: Database, make: Make, cast: Cast) -> str:
    by = make.who("vera")
    with database.writes.alone() as session:
        for action in ("camp.edit", "person.confirm", "person.read_papers"):
            about = cast["alina"].id
            history.write(session, action, make.camp.id, "person", about, by=by, fields=["name"])
    return str(make.camp.id)


def test_a_coordinator_reads_who_did_what(browser: Browse, chain: str, cast: Cast) -> None:
    page = browser("vera").get("/history").text
    lines = [page.index(words) for words in ("opened the papers", "ticked off", "is said of")]
    assert lines == sorted(lines), "newest first"
    assert cast["vera"].name in page
    assert cast["alina"].name in page
    assert "The chain is unbroken: 3 lines" in browser("vera").get("/history?check=1").text


def test_the_history_of_a_camp_is_for_its_coordinators(
    browser: Browse, chain: str, cast: Cast
) -> None:
    assert browser("olga").get(f"/history?camp={chain}").status_code == 404
    assert cast["alina"].name not in browser("olga").get("/history").text
    for user in ("alina", "boris", "dan", "sofia"):
        assert browser(user).get("/history").status_code == 403
    vera = browser("vera")
    for wrong in ("camp=everything", "camp=%27"):
        assert vera.get(f"/history?{wrong}").status_code == 404
    for wrong in ("after=0", "after=99999999999999999999", "after=x"):
        assert vera.get(f"/history?{wrong}").status_code == 422


def test_the_instance_names_no_young_person_of_another_camp(
    browser: Browse, database: Database, make: Make, cast: Cast
) -> None:
    with database.writes.alone() as session:
        for user in ("mallory", "olga", "dan"):
            history.write(session, "person.edit", None, "person", cast[user].id, by=make.who(user))
    page = browser("vera").get(f"/history?camp={INSTANCE}").text
    assert cast["mallory"].name not in page
    assert "somebody you do not know" in page
    assert cast["olga"].name in page
    assert cast["dan"].name in page


def test_older_lines_are_a_page_away(browser: Browse, database: Database, make: Make) -> None:
    by = make.who("vera")
    with database.writes.alone() as session:
        for _n in range(103):
            history.write(session, "camp.edit", make.camp.id, "camp", make.camp.id, by=by)
    first = browser("vera").get("/history").text
    assert 'id="line-103"' in first
    assert 'id="line-3"' not in first
    assert "after=4" in first
    older = browser("vera").get("/history?after=4").text
    assert 'id="line-3"' in older
    assert 'id="line-4"' not in older


@pytest.mark.parametrize(
    ("tampering", "at"),
    [
        ("UPDATE history SET action = 'camp.read' WHERE number = 2", 2),
        ("UPDATE history SET fields = '[]' WHERE number = 1", 1),
        ("DELETE FROM history WHERE number = 2", 2),
        ("DELETE FROM history WHERE number = 3", 3),
        ("UPDATE history SET hash = before WHERE number = 3", 3),
    ],
)
def test_whoever_touches_a_line_is_found(
    browser: Browse, database: Database, chain: str, tampering: str, at: int
) -> None:
    with database.writes.alone() as session:
        assert history.broken_at(session, chain) is None
        session.connection().execute(text(tampering))
    with database.reads.alone() as session:
        assert history.broken_at(session, chain) == at
    assert f"broken at line {at}" in browser("vera").get("/history?check=1").text


def test_every_act_that_is_written_down_has_words() -> None:
    acts = {action for action in POLICY if not action.endswith(READING)}
    decided = {
        "held.let",
        "held.reword",
        "held.refuse",
        "concern.mark",
        "concern.weigh",
        "concern.lift",
        "concern.close",
    }  # a decision is written down as what it was
    assert decided <= set(DEEDS)
    # What people keep for themselves concerns nobody else.
    own = {"person.leave", "draft.keep", "capacity.edit", "phrase.add", "phrase.edit"}
    assert acts - set(DEEDS) == own | {"held.decide", "concern.decide"}


def test_lines_hold_names_of_fields_only(chain: str, database: Database) -> None:
    with database.reads.alone() as session:
        columns = set(Event.model_fields)
        assert session.exec(select(Event)).all()
    assert columns.isdisjoint({"value", "text", "was", "note"})
