"""What people say about themselves, and where they are signed in."""

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app.db import Database
from app.models import Event, Person, SignIn
from app.services import people
from app.web.sign_in import HASHES
from tests.conftest import Browse, Browser, another
from tests.make import Make

OLD = "three green apples"
NEW = "seven blue kettles"


def alina(database: Database, make: Make) -> Person:
    with database.reads.alone() as session:
        return session.get_one(Person, make.cast["alina"].id)


def with_passphrase(database: Database, make: Make, passphrase: str) -> None:
    with database.writes.alone() as session:
        session.get_one(Person, make.cast["alina"].id).passphrase = HASHES.hash(passphrase)


def edits(database: Database) -> list[list[str]]:
    with database.reads.alone() as session:
        lines = select(Event).where(Event.action == "person.edit").order_by("number")
        return [event.fields for event in session.exec(lines)]


def test_alina_changes_what_others_call_her_and_the_language_of_her_letters(
    make: Make, database: Database, browser: Browse
) -> None:
    page = browser("alina")
    answer = page.form("/me", name="Alia", language="be", email="")

    assert answer.headers["Location"] == "/me?done=saved"
    assert page.cookies["language"] == "be"
    assert (alina(database, make).name, alina(database, make).language) == ("Alia", "be")
    assert edits(database) == [["language", "name"]]
    page.form("/me", name="Alia", language="be", email="")
    assert edits(database) == [["language", "name"]]  # the same again is no act


@pytest.mark.parametrize(
    ("user", "wrong", "field"),
    [
        ("alina", {"name": "Alina Novak"}, "name"),
        ("alina", {"name": "alina@example.org"}, "name"),
        ("alina", {"language": "xx"}, "language"),
        ("boris", {"email": ""}, "email"),
        ("boris", {"email": "boris at home"}, "email"),
    ],
)
def test_what_is_wrong_is_said_and_stays_on_the_page(
    make: Make, database: Database, browser: Browse, user: str, wrong: dict[str, str], field: str
) -> None:
    fields = {"name": "Boris", "language": "en", "email": "boris@example.org"} | wrong
    answer = browser(user).form("/me", **fields)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert fields["name"] in answer.text
    assert edits(database) == []


def test_a_new_passphrase_needs_the_present_one_and_ends_all_other_sessions(
    make: Make, database: Database, app: FastAPI, browser: Browse, stranger: Browser
) -> None:
    with_passphrase(database, make, OLD)
    here, elsewhere = browser("alina"), browser("alina")

    wrong = here.form("/me/passphrase", present="not this one", passphrase=NEW)
    weak = here.form("/me/passphrase", present=OLD, passphrase="short")
    done = here.form("/me/passphrase", present=OLD, passphrase=NEW)

    assert (wrong.status_code, weak.status_code) == (422, 422)
    assert 'href="#present"' in wrong.text
    assert 'href="#passphrase"' in weak.text
    assert NEW not in wrong.text
    assert done.headers["Location"] == "/me?done=passphrase"
    assert here.get("/me?done=passphrase").status_code == 200
    assert elsewhere.get("/me").status_code == 303
    assert stranger.form("/sign-in", user="alina", passphrase=OLD).status_code == 422
    assert stranger.form("/sign-in", user="alina", passphrase=NEW).status_code == 303
    assert edits(database) == [["passphrase"]]


def test_nobody_guesses_a_passphrase_from_a_browser_left_open(
    make: Make, database: Database, browser: Browse
) -> None:
    with_passphrase(database, make, OLD)
    here = browser("alina")
    answers = [
        here.form("/me/passphrase", present=f"guess number {n}", passphrase=NEW).status_code
        for n in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_the_other_sessions_can_be_ended(make: Make, browser: Browse) -> None:
    here, elsewhere, another_person = browser("alina"), browser("alina"), browser("maksim")

    here.cookies["language"] = "en"

    assert "Sign out everywhere else" in here.get("/me").text
    assert here.post("/me/sessions/end").headers["Location"] == "/me?done=sessions"
    assert "Sign out everywhere else" not in here.get("/me").text
    assert elsewhere.get("/me").status_code == 303
    assert another_person.get("/me").status_code == 200


def test_sessions_that_are_over_are_not_listed(make: Make, database: Database) -> None:
    with database.writes.alone() as session:
        people.sign_in(session, make.cast["alina"].id, "Firefox, Android")
        old = people.sign_in(session, make.cast["alina"].id, "Chrome, Windows")
        found = people.signed_in(session, old)
        assert found
        session.get_one(SignIn, found.sign_in_id).seen_at -= people.IDLE
    with database.reads.alone() as session:
        open_ones = people.sessions(session, make.cast["alina"].id)

    assert [one.browser for one in open_ones] == ["Firefox, Android"]


def test_a_stranger_is_asked_to_sign_in(app: FastAPI, stranger: Browser) -> None:
    assert stranger.get("/me").headers["Location"] == "/sign-in?next=/me"
    assert (
        another(app, stranger)
        .form("/me/passphrase", present="a", passphrase="b")
        .headers["Location"]
        .startswith("/sign-in")
    )


def test_whoever_came_by_a_one_time_link_chooses_a_new_passphrase_without_the_old_one_once(
    make: Make, database: Database, browser: Browse, stranger: Browser
) -> None:
    with_passphrase(database, make, OLD)
    with database.writes.alone() as session:
        secret = people.make_link(session, make.cast["alina"].id, by=make.who("vera"))
    elsewhere = browser("alina")
    assert elsewhere.form("/me/passphrase", passphrase=NEW).status_code == 422, "not by a link"

    leads = stranger.post(f"/sign-in/link/{secret}").headers["Location"]
    assert leads.startswith("/me?done=link")
    page = stranger.get(leads).text
    assert 'name="present"' not in page
    assert 'name="passphrase"' in page
    assert stranger.form("/me/passphrase", passphrase="short").status_code == 422
    done = stranger.form("/me/passphrase", passphrase=NEW)
    assert done.headers["Location"] == "/me?done=passphrase"
    assert elsewhere.get("/me").status_code == 303, "everybody else is signed out"
    assert stranger.form("/me/passphrase", passphrase=OLD).status_code == 422, "once"
    assert 'name="present"' in stranger.get("/me").text
