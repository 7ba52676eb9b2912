"""Letters, as their reader finds them in the app."""

from datetime import datetime

import pytest
import time_machine
from sqlmodel import select

from app.db import Database
from app.models import Letter, Person
from app.rules.notices import Audience
from app.rules.safeguarding import is_night
from app.services import letters
from tests.conftest import Browse, Browser
from tests.make import Make


def write(database: Database, make: Make, *users: str) -> None:
    with database.writes.alone() as session:
        team = [session.get_one(Person, make.cast[user].id) for user in users]
        letters.write(
            session, "project.joined", {Audience.team: team}, "/projects/1/team", code="abcdef"
        )


def test_a_letter_is_read_where_it_leads_and_the_count_goes_by_a_button(
    make: Make, database: Database, browser: Browse
) -> None:
    write(database, make, "alina", "maksim")
    alina = browser("alina")
    alina.cookies["language"] = "en"

    page = alina.get("/letters").text
    assert 'href="/projects/1/team"' in page
    assert "abcdef" in page
    assert '<span class="vh">new: 1</span>' in alina.get("/letters").text  # looking changes nothing
    assert alina.post("/letters/read").headers["Location"] == "/letters"
    assert "new: 1" not in alina.get("/letters").text
    assert "new: 1" in browser("maksim").get("/home", headers={"Accept-Language": "en"}).text


def test_nobody_reads_anothers_letters(make: Make, database: Database, browser: Browse) -> None:
    write(database, make, "alina")

    assert "abcdef" not in browser("maksim").get("/letters").text
    browser("maksim").post("/letters/read")
    with database.reads.alone() as session:
        assert session.exec(select(Letter)).one().read_at is None


def test_letters_are_for_those_who_are_signed_in(stranger: Browser) -> None:
    assert stranger.get("/letters").headers["Location"] == "/sign-in?next=/letters"
    assert stranger.post("/letters/read").status_code == 303


def test_a_suspended_person_is_told_nothing(make: Make, database: Database) -> None:
    with database.writes.alone() as session:
        session.get_one(Person, make.cast["alina"].id).suspended_at = make.cast.at(-1)
    write(database, make, "alina")

    with database.reads.alone() as session:
        assert session.exec(select(Letter)).all() == []


@pytest.mark.parametrize(
    ("at", "night"),
    [
        ("2026-11-24T17:59:59+00:00", False),
        ("2026-11-24T18:00:00+00:00", True),  # 21:00 in Minsk
        ("2026-11-25T03:59:59+00:00", True),
        ("2026-11-25T04:00:00+00:00", False),
    ],
)
def test_the_night_is_the_camps(at: str, night: bool) -> None:
    assert is_night(datetime.fromisoformat(at), "Europe/Minsk") is night


def test_the_night_follows_the_clocks_of_the_camp() -> None:
    """Warsaw puts them back on 25 October 2026: 05:30 UTC is 07:30 before and 06:30 after."""
    assert not is_night(datetime.fromisoformat("2026-10-24T05:30:00+00:00"), "Europe/Warsaw")
    assert is_night(datetime.fromisoformat("2026-10-25T05:30:00+00:00"), "Europe/Warsaw")


def test_minors_get_no_letter_between_nine_in_the_evening_and_seven(
    make: Make, database: Database, browser: Browse
) -> None:
    def sent_at(clock: str) -> set[str]:
        with time_machine.travel(clock), database.writes.alone() as session:
            taken = letters.claim(session)
            letters.mark_sent(session, [letter.id for letter, _person in taken])
            return {person.user for _letter, person in taken}

    with time_machine.travel("2026-11-24T19:30:00+00:00", tick=False):  # 22:30 in Minsk
        write(database, make, "alina", "boris")
        with database.reads.alone() as session:  # nobody is woken because hers is not sent
            assert {one.to_id for one in letters.waiting(session)} == {make.cast["boris"].id}
    assert sent_at("2026-11-24T19:31:00+00:00") == {"boris"}
    assert "abcdef" in browser("alina").get("/letters").text  # in the app it stands at once
    assert sent_at("2026-11-25T03:59:00+00:00") == set()
    assert sent_at("2026-11-25T04:00:00+00:00") == {"alina"}
    assert sent_at("2026-11-25T04:01:00+00:00") == set()
