"""Organisations are verified for the whole instance, with a date and an end."""

from datetime import timedelta

import time_machine
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import INSTANCE, Event, Letter, Organisation, State
from app.models.base import now
from app.rules.safeguarding import check_ends
from tests.conftest import Browse
from tests.make import Make

TODAY = now().date()
GOOD = {"checked_on": TODAY.isoformat(), "expires_on": check_ends(TODAY).isoformat()}


def test_verification_lets_dan_in_and_not_emma_until_hers_is_verified(
    browser: Browse, database: Database, cast: Cast, make: Make
) -> None:
    pitch = f"/pitches/{make.pitch(make.project(State.published)).code}"
    assert browser("dan").get(pitch).status_code == 200
    assert browser("emma").get(pitch).status_code == 404

    olga = browser("olga")  # of another camp: organisations are everybody's
    listed = olga.get("/organisations").text
    hers = cast.organisations["open-window"]
    assert listed.index("Open Window") < listed.index("Linden"), "who waits comes first"
    page = f"/organisations/{hers.id}"
    assert "Waiting to be verified" in olga.get(page).text
    assert olga.form(f"{page}/verify", **GOOD).status_code == 303
    assert browser("emma").get(pitch).status_code == 200
    with database.reads.alone() as session:
        kept = session.get_one(Organisation, hers.id)
        assert (kept.verified_on, kept.verified_by_id) == (TODAY, cast["olga"].id)
        letter = session.exec(select(Letter).where(Letter.event == "organisation.verify")).one()
        assert letter.to_id == cast["emma"].id
        line = session.exec(select(Event).where(Event.action == "organisation.verify")).one()
        assert line.chain == INSTANCE

    assert browser("vera").form(f"{page}/revoke").status_code == 303
    assert browser("emma").get(pitch).status_code == 404
    assert "Waiting to be verified" in olga.get(page).text
    with database.reads.alone() as session:
        assert session.exec(select(Letter).where(Letter.event == "organisation.revoke")).one()


def test_a_verification_that_has_ended_is_shown_as_ended_and_opens_nothing(
    browser: Browse, cast: Cast, make: Make
) -> None:
    page = f"/organisations/{cast.organisations['open-window'].id}"
    soon = {"checked_on": TODAY.isoformat(), "expires_on": TODAY.isoformat()}
    assert browser("vera").form(f"{page}/verify", **soon).status_code == 303
    assert make.who("emma").verified
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert not make.who("emma").verified
        assert "Ended" in browser("vera").get(page).text


def test_wrong_days_come_back_with_what_was_typed(
    browser: Browse, cast: Cast, database: Database
) -> None:
    hers = cast.organisations["open-window"]
    verify, vera = f"/organisations/{hers.id}/verify", browser("vera")
    late = (check_ends(TODAY) + timedelta(days=1)).isoformat()
    for wrong, field in (
        ({"checked_on": (TODAY + timedelta(days=1)).isoformat()}, "checked_on"),
        ({"checked_on": "soon"}, "checked_on"),
        ({"expires_on": late}, "expires_on"),
        ({"expires_on": ""}, "expires_on"),
    ):
        answer = vera.form(verify, **GOOD | wrong)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'value="{wrong.get(field)}"' in answer.text
    with database.reads.alone() as session:
        assert session.get_one(Organisation, hers.id).verified_on is None


def test_organisations_are_for_coordinators(browser: Browse, cast: Cast) -> None:
    page = f"/organisations/{cast.organisations['linden'].id}"
    for user in ("alina", "boris", "dan", "emma", "sofia"):
        visitor = browser(user)
        assert visitor.get("/organisations").status_code == 403
        assert visitor.get(page).status_code == 404
        assert visitor.form(f"{page}/verify", **GOOD).status_code == 404
        assert visitor.form(f"{page}/revoke").status_code == 404
    shown = browser("vera").get(page).text
    assert cast["dan"].name in shown
