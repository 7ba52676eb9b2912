"""The first pages: for strangers, and for each of the cast."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, update

from app.db import Database
from app.models import Membership, PointState, Snapshot, State, Verdict
from tests.conftest import Browse, Browser
from tests.make import Make

ENGLISH = {"Accept-Language": "en"}


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    for side in (database.reads, database.writes):
        event.listen(side.engine, "before_cursor_execute", note)
    yield asked
    for side in (database.reads, database.writes):
        event.remove(side.engine, "before_cursor_execute", note)


def test_strangers_see_what_it_is_and_where_the_figures_come_from(
    stranger: Browser, browser: Browse
) -> None:
    page = stranger.get("/", headers=ENGLISH)

    assert "5,500" in page.text
    assert "5\xa0500" in stranger.get("/", headers={"Accept-Language": "ru"}).text
    assert "IOM, March 2018" in page.text
    assert page.headers["X-Robots-Tag"] == "all"
    assert stranger.get("/learn").headers["X-Robots-Tag"] == "noindex"
    assert browser("alina").get("/").headers["Location"] == "/home"


def test_no_help_line_is_shown_that_nobody_has_checked(stranger: Browser) -> None:
    page = stranger.get("/help-lines", headers=ENGLISH)

    assert page.status_code == 200
    assert "Seedbed is not a help line." in page.text
    assert "tel:" not in page.text


@pytest.mark.parametrize("to", ["en", "ru", "be"])
def test_a_language_is_a_cookie_and_nothing_else(
    make: Make, database: Database, browser: Browse, to: str
) -> None:
    alina = browser("alina")
    answer = alina.get("/language", params={"to": to, "next": "/letters?x=1"})

    assert answer.headers["Location"] == "/letters?x=1"
    assert f'<html lang="{to}"' in alina.get("/home").text
    assert make.who("alina").language == "ru"


def test_colours_can_be_chosen_and_given_back_to_the_device(stranger: Browser) -> None:
    stranger.get("/theme?to=dark&next=/learn")
    assert 'data-theme="dark"' in stranger.get("/learn").text
    stranger.get("/theme?to=purple")
    assert 'data-theme="dark"' in stranger.get("/learn").text
    stranger.get("/theme?to=auto")
    assert "data-theme" not in stranger.get("/learn").text


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("alina", "Start with one sentence"),
        ("nadia", "You are under 16"),
        ("boris", "Nothing is waiting"),
        ("irina", "Your vetting comes first"),
        ("vera", "Nothing waits here."),
        ("dan", "Find a project to help"),
        ("emma", "Your organisation is not verified yet"),
        ("sofia", "You are a safeguarding lead"),
    ],
)
def test_home_tells_everybody_what_is_next_for_them(
    make: Make, browser: Browse, user: str, says: str
) -> None:
    assert says in browser(user).get("/home", headers=ENGLISH).text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.idea, "Go on with your idea"), (State.idea_sent, "Your idea is being read"),
        (State.developing, "Go on with your project"), (State.ready, "Write your pitch"),
        (State.awaiting_approval, "Your pitch is being read"),
        (State.withdrawn, "Take it up again"), (State.published, "See how your project does"),
    ],
)  # fmt: skip
def test_the_next_step_of_a_team_follows_its_project(
    make: Make, browser: Browse, state: State, says: str
) -> None:
    project = make.project(state=state)
    page = browser("alina").get("/home", headers=ENGLISH).text

    assert says in page
    assert f'href="/projects/{project.id}' in page


def test_feedback_comes_before_everything_else_and_waits_for_the_mentor_before(
    make: Make, browser: Browse
) -> None:
    project = make.project(state=State.developing)
    make.snapshot(project, verdict=Verdict.waiting)
    assert "1 team waits for your answer." in browser("boris").get("/home", headers=ENGLISH).text
    assert "your mentor's feedback" not in browser("alina").get(
        "/home", headers=ENGLISH
    ).text.replace("&#39;", "'")

    make.snapshot(project, number=2, verdict=Verdict.changes_requested)
    assert f"/projects/{project.id}/feedback" in browser("alina").get("/home").text
    assert "waits for your answer" not in browser("boris").get("/home", headers=ENGLISH).text


def test_home_says_how_many_points_wait_for_the_team(make: Make, browser: Browse) -> None:
    asked = make.snapshot(make.project(state=State.developing))
    for state in (PointState.open, PointState.open, PointState.answered, PointState.settled):
        words = {"kind": "question", "text": "Who asked?", "state": state}
        make.point(asked, section="problem", field="problem", **words)
    for language, says in {
        "en": "2 points wait for your answer",
        "ru": "2 заметки ждут вашего ответа",
        "be": "2 нататкі чакаюць вашага адказу",
    }.items():
        assert says in browser("alina").get("/home", headers={"Accept-Language": language}).text


def test_a_coordinator_sees_what_waits_in_her_own_camp_only(
    make: Make, database: Database, browser: Browse
) -> None:
    make.project(state=State.idea_sent)
    make.project(state=State.awaiting_approval)
    with database.writes.alone() as session:
        nadia = update(Membership).where(col(Membership.person_id) == make.cast["nadia"].id)
        session.execute(nadia.values(confirmed_at=None))
    vera = browser("vera").get("/home", headers=ENGLISH).text
    olga = browser("olga").get("/home", headers=ENGLISH).text

    for words in ("Tick off who has joined", "Ideas to read", "Pitches to approve"):
        assert words in vera
        assert words not in olga
    assert f"/camps/{make.camp.id}/people" in vera
    assert str(make.camp.id) not in olga


def test_a_coordinator_sees_texts_that_wait_and_teams_that_wait_too_long(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(state=State.developing)
    asked = make.snapshot(project, verdict=Verdict.waiting)
    vera, olga = browser("vera"), browser("olga")
    assert "Nothing waits here." in vera.get("/home", headers=ENGLISH).text
    with database.writes.alone() as session:
        late = session.get_one(Snapshot, asked.id)
        late.created_at -= timedelta(days=make.camp.answer_days)
    page = vera.get("/home", headers=ENGLISH).text
    assert "See who waits too long" in page
    assert f"/camps/{make.camp.id}#overdue" in page

    where = {"snapshot": 1, "section": "problem", "field": "problem", "kind": "question"}
    words = {"text": "Write to boris@example.org", "insist": "yes"}
    browser("boris").form(f"/projects/{project.id}/points", **where, **words)
    page = vera.get("/home", headers=ENGLISH).text
    assert "Decide on a text that waits" in page
    assert "Texts that wait for your decision" in page
    assert f"/camps/{make.camp.id}/held" in page
    assert str(make.camp.id) not in olga.get("/home").text


def test_home_asks_the_database_few_questions_however_much_there_is(
    make: Make, database: Database, browser: Browse
) -> None:
    queries: dict[str, list[int]] = {user: [] for user in ("alina", "boris", "vera")}
    for _round in range(2):
        for user, seen in queries.items():
            with counted(database) as asked:
                assert browser(user).get("/home").status_code == 200
            seen.append(len([one for one in asked if one.lstrip().startswith("SELECT")]))
        for _more in range(6):
            make.snapshot(make.project(state=State.developing))

    assert all(first == second <= 12 for first, second in queries.values()), queries
