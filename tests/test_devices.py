"""The key to what a browser keeps for somebody: theirs alone, and only until they sign out."""

from base64 import b64decode

from app.db import Database
from app.demo import Cast
from app.services import devices, people
from app.settings import DEMO_KEY
from tests.conftest import Browse, Browser

KEY = "/me/device-key"


def key_of(browser: Browser) -> bytes:
    return b64decode(browser.get(KEY).json()["key"])


def test_a_browser_gets_a_key_once_and_the_same_one_ever_after(browser: Browse) -> None:
    alina = browser("alina")
    assert alina.get(KEY).status_code == 204, "a GET makes nothing"
    made = alina.post(KEY)
    assert len(b64decode(made.json()["key"])) == 32
    assert made.headers["Cache-Control"] == "private, no-store"
    assert "HttpOnly" in made.headers["Set-Cookie"]
    assert alina.post(KEY).json() == alina.get(KEY).json() == made.json()


def test_the_next_session_of_the_same_person_reads_them_and_nobody_else(
    browser: Browse, database: Database, cast: Cast
) -> None:
    one = browser("alina")
    one.post(KEY)
    kept = key_of(one)
    device = one.cookies["seedbed-device"]

    with database.writes.alone() as session:
        people.end_sessions(session, cast["alina"].id)
        again = people.sign_in(session, cast["alina"].id)
        other = people.sign_in(session, cast["maksim"].id)
    assert one.get(KEY).status_code in (303, 401), "her session has run out"
    one.cookies.set("seedbed", again)
    assert key_of(one) == kept

    one.cookies.set("seedbed", other)
    assert one.cookies["seedbed-device"] == device, "the same browser"
    assert one.get(KEY).status_code == 204
    assert b64decode(one.post(KEY).json()["key"]) != kept


def test_signing_out_makes_them_unreadable_here_and_only_here(browser: Browse) -> None:
    phone, laptop = browser("alina"), browser("alina")
    phone.post(KEY)
    laptop.post(KEY)
    on_the_laptop = key_of(laptop)
    secret = phone.cookies["seedbed"]
    phone.post("/sign-out")

    phone.cookies.set("seedbed", laptop.cookies["seedbed"])
    assert secret != laptop.cookies["seedbed"]
    assert phone.get(KEY).status_code == 204
    assert key_of(laptop) == on_the_laptop


def test_signing_out_everywhere_else_closes_the_other_devices(browser: Browse) -> None:
    phone, laptop = browser("alina"), browser("alina")
    phone.post(KEY)
    laptop.post(KEY)
    laptop.post("/me/sessions/end")
    assert key_of(laptop)
    phone.cookies.set("seedbed", laptop.cookies["seedbed"])
    assert phone.get(KEY).status_code == 204


def test_a_copy_of_the_database_opens_nothing(database: Database, cast: Cast) -> None:
    with database.writes.alone() as session:
        made = devices.make_key(session, cast["alina"].id, "phone", DEMO_KEY)
        assert devices.key(session, cast["alina"].id, "phone", "another data key") is None
        assert devices.key(session, cast["alina"].id, "phone", DEMO_KEY) == made
        devices.make_key(session, cast["alina"].id, "phone", "another data key")
        assert devices.key(session, cast["alina"].id, "phone", DEMO_KEY) is None
