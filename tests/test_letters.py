"""Letters, as their reader finds them in the app."""

from sqlmodel import select

from app.db import Database
from app.models import Letter, Person
from app.rules.notices import Audience
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
