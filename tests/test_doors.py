"""Signing in and out."""

import re

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import select

from app.db import Database
from app.demo import PASSPHRASE, Cast
from app.main import create_app
from app.models import Event, Person, SignIn, Welcome
from app.models.base import now
from app.services import limits, people
from app.settings import Settings
from app.web.sign_in import HASHES
from tests.conftest import Browse, Browser, another
from tests.make import Make

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HASH = HASHES.hash(PASSPHRASE)


@pytest.fixture
def known(database: Database, cast: Cast) -> Cast:
    """The cast, with the demo's passphrase."""
    with database.writes.alone() as session:
        for person in session.exec(select(Person)):
            person.passphrase = HASH
    return cast


def signs_in(browser: Browser, user: str, passphrase: str = PASSPHRASE, **more: str) -> int:
    answer = browser.form("/sign-in", user=user, passphrase=passphrase, **more)
    return int(answer.status_code)


def test_alina_signs_in_and_the_pages_speak_her_language(known: Cast, stranger: Browser) -> None:
    answer = stranger.form("/sign-in", user=" Alina ", passphrase=PASSPHRASE, next="/letters")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/letters")
    assert stranger.cookies["language"] == "ru"
    assert '<html lang="ru"' in stranger.get("/home").text


def test_the_answer_is_the_same_whether_or_not_there_is_such_a_user(
    known: Cast, stranger: Browser
) -> None:
    pages = [
        stranger.form("/sign-in", user=user, passphrase="wrong wrong")
        for user in ("alina", "xlina")
    ]

    assert [page.status_code for page in pages] == [422, 422]
    assert pages[0].text.replace("alina", "xlina") == pages[1].text
    assert 'value="alina"' in pages[0].text
    assert "wrong wrong" not in pages[0].text
    assert "The user name or the passphrase is not right." in pages[0].text


def test_after_ten_failures_this_address_waits_but_no_other_does(
    known: Cast, app: FastAPI, stranger: Browser
) -> None:
    elsewhere = another(app, stranger, "10.1.0.2")
    for _failure in range(10):
        assert signs_in(stranger, "alina", "wrong wrong") == 422

    assert signs_in(stranger, "ALINA") == 429
    assert signs_in(stranger, "maksim") == 303
    assert signs_in(elsewhere, "alina") == 303
    with time_machine.travel(now() + limits.SIGN_INS[1] * 1.1):
        assert signs_in(stranger, "alina") == 303


def test_each_signing_in_ends_the_session_before_it(
    known: Cast, database: Database, stranger: Browser
) -> None:
    signs_in(stranger, "alina")
    before = stranger.cookies["seedbed"]
    signs_in(stranger, "alina")

    assert stranger.cookies["seedbed"] != before
    with database.reads.alone() as session:
        assert people.signed_in(session, before) is None


def test_signing_out_ends_the_session(browser: Browse, database: Database) -> None:
    alina = browser("alina")
    secret = alina.cookies["seedbed"]

    assert alina.post("/sign-out").headers["Location"] == "/sign-in"
    with database.reads.alone() as session:
        assert people.signed_in(session, secret) is None
    alina.cookies["seedbed"] = secret
    assert alina.get("/home").status_code == 303


def test_a_suspended_person_is_outside_with_the_next_request(
    known: Cast, database: Database, browser: Browse, stranger: Browser
) -> None:
    alina = browser("alina")
    assert alina.get("/home").status_code == 200
    with database.writes.alone() as session:
        session.get_one(Person, known["alina"].id).suspended_at = now()

    assert alina.get("/home").status_code == 303
    assert signs_in(stranger, "alina") == 422


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:1", "evil.example", "/\t/evil.example", "", "/a\r\nX-Evil: 1"],
)  # fmt: skip
def test_nobody_is_led_to_another_site(known: Cast, stranger: Browser, elsewhere: str) -> None:
    after = stranger.form("/sign-in", user="alina", passphrase=PASSPHRASE, next=elsewhere)
    language = stranger.get("/language", params={"to": "be", "next": elsewhere})
    theme = stranger.get("/theme", params={"to": "dark", "next": elsewhere})

    assert after.headers["Location"] == "/home"
    assert language.headers["Location"] == theme.headers["Location"] == "/"
    page = stranger.get("/sign-in", params={"next": elsewhere}).text
    assert 'name="next" value="/home"' in page


def test_a_link_signs_in_once_and_only_by_its_button(
    make: Make, database: Database, stranger: Browser, app: FastAPI
) -> None:
    with database.writes.alone() as session:
        secret = people.make_link(session, make.cast["alina"].id, by=make.who("vera"))
    address, later = f"/sign-in/link/{secret}", another(app, stranger)

    assert stranger.get(address).status_code == stranger.get(address).status_code == 200
    assert stranger.post(address).headers["Location"] == "/me?done=link#key-h"
    assert stranger.get("/home").status_code == 200
    assert later.get(address).status_code == later.post(address).status_code == 404
    assert later.get("/home").status_code == 303
    with database.reads.alone() as session:
        used = session.exec(select(Event).where(Event.action == "link.use")).one()
    assert (used.about_id, used.who_id) == (make.cast["alina"].id, make.cast["alina"].id)


def test_a_link_is_good_for_a_day(make: Make, database: Database, stranger: Browser) -> None:
    with database.writes.alone() as session:
        secret = people.make_link(session, make.cast["alina"].id, by=None)

    with time_machine.travel(now() + people.LINK * 1.01):
        assert stranger.post(f"/sign-in/link/{secret}").status_code == 404


def test_guessing_at_links_and_codes_is_stopped_for_this_address_only(
    make: Make, app: FastAPI, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GUESSES", (4, limits.GUESSES[1]))
    elsewhere, code = another(app, stranger, "10.1.0.2"), make.invitation(Welcome.participant)
    asked = [stranger.get(f"/sign-in/link/guess{n}").status_code for n in range(2)]
    asked += [stranger.get(f"/join/abcd-efg{n}").status_code for n in range(2)]

    assert asked == [404] * 4
    assert stranger.get(f"/join/{code}").status_code == 429
    assert stranger.form("/join", code=code).status_code == 429
    assert elsewhere.get(f"/join/{code}").status_code == 200


@pytest.mark.parametrize("body", [b"user=a%00b", b"user=%ff", b"user=%ED%A0%80", b"user=\x00"])
@pytest.mark.parametrize("address", ["/sign-in", "/join", "/join/abcdefgh"])
def test_what_cannot_be_kept_is_refused(stranger: Browser, address: str, body: bytes) -> None:
    answer = stranger.post(address, content=body + b"&passphrase=x&code=y", headers=FORM)

    assert answer.status_code == 400


@pytest.mark.parametrize("tail", ["%00", "%ff", "%ED%A0%80"])
def test_so_is_an_address_that_cannot_be_read(stranger: Browser, tail: str) -> None:
    for address in ("/join/", "/sign-in/link/", "/language?to=ru&next=/", "/sign-in?next=/"):
        assert stranger.get(address + tail).status_code == 400


def test_the_cast_waits_at_the_door_of_a_demo_and_nowhere_else(
    known: Cast, database: Database, stranger: Browser
) -> None:
    assert PASSPHRASE not in stranger.get("/sign-in").text

    demo = another(create_app(database, Settings(mode="demo")), stranger)
    page = demo.get("/sign-in?next=/letters").text
    users = re.findall(r'name="user" value="(\w+)"', page)

    assert users == ["vera", "pavel", "alina", "maksim", "lera", "nadia", "boris", "irina", "dan",
                     "emma", "olga", "mallory", "sofia", "tamara"]  # fmt: skip
    assert signs_in(demo, "sofia", next="/letters") == 303
    assert demo.get("/home").status_code == 200


def test_sessions_say_which_browser_they_are(
    known: Cast, database: Database, stranger: Browser
) -> None:
    stranger.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Safari/537.36"
    signs_in(stranger, "alina")

    with database.reads.alone() as session:
        assert session.exec(select(SignIn)).one().browser == "Chrome, Android"
