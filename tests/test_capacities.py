"""What a mentor can take on, and a pause."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import Capacity, State
from app.models.base import now
from app.services import capacities
from tests.conftest import Browse
from tests.make import Make


def kept(database: Database, cast: Cast, user: str = "boris") -> Capacity:
    with database.reads.alone() as session:
        return capacities.of(session, cast[user].id)


def test_a_mentor_says_what_they_can_take_on(
    cast: Cast, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    answer = boris.form(
        "/mentoring/capacity", most="2", languages=["be", "ru"], themes=["", "prevention"],
        words="Online recruitment",
    )  # fmt: skip
    assert "Saved." in boris.get(answer.headers["location"]).text
    said = kept(database, cast)
    assert (said.most, said.languages, said.themes) == (2, ["ru", "be"], ["prevention"])
    page = boris.get("/mentoring/capacity").text
    assert "Online recruitment" in page
    assert 'value="be" checked' in page
    assert 'value="en" checked' not in page

    assert "You help 0 projects now." in page
    boris.form("/mentoring/capacity", most="", languages="", themes="")
    said = kept(database, cast)
    assert (said.most, said.languages, said.themes, said.words) == (None, [], [], "")
    with database.reads.alone() as session:
        assert len(session.exec(select(Capacity)).all()) == 1


@pytest.mark.parametrize(
    "typed",
    [{"most": "-1"}, {"most": "51"}, {"most": "two"}, {"languages": "de"}, {"themes": "piracy"},
     {"words": "x" * 501}],
)  # fmt: skip
def test_what_cannot_be_meant_comes_back_with_what_was_typed(
    cast: Cast, database: Database, browser: Browse, typed: dict[str, str]
) -> None:
    answer = browser("boris").form("/mentoring/capacity", **({"words": "Evenings"} | typed))
    assert answer.status_code == 422
    assert f'href="#{next(iter(typed))}"' in answer.text
    assert "Evenings" in answer.text or "words" in typed
    assert kept(database, cast).words == ""


def test_a_pause_holds_until_its_last_day_and_can_end_sooner(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    boris, today = browser("boris"), now().date()
    for wrong in ("", "soon", str(today - timedelta(days=1)), str(today + timedelta(days=400))):
        answer = boris.form("/mentoring/pause", until=wrong, handover="Ask Kastus.")
        assert answer.status_code == 422, wrong
        assert "Ask Kastus." in answer.text
    assert boris.form("/mentoring/pause", until=str(today), handover="Ask.").status_code == 303
    assert "You are away until" in boris.get("/mentoring").text
    project = make.project(State.developing)
    assert "away until" in browser("alina").get(f"/projects/{project.id}").text
    assert boris.get(f"/projects/{project.id}/review").status_code == 200  # still the mentor

    assert boris.form("/mentoring/back").status_code == 303
    assert "You are away until" not in boris.get("/mentoring").text
    assert "away until" not in browser("alina").get(f"/projects/{project.id}").text
    assert kept(database, cast).handover == ""


def test_what_was_said_stays_when_a_pause_begins(
    cast: Cast, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    boris.form("/mentoring/capacity", most="3", words="Budgets")
    boris.form("/mentoring/pause", until=str(now().date()))
    said = kept(database, cast)
    assert (said.most, said.words) == (3, "Budgets")


def test_the_page_is_for_mentors(browser: Browse) -> None:
    for user, status in {"alina": 403, "vera": 403, "dan": 403, "irina": 200}.items():
        assert browser(user).get("/mentoring/capacity").status_code == status, user
        assert browser(user).form("/mentoring/back").status_code == (303 if status == 200 else 403)
