"""A guardian who never answers. Scenario P02: at 15 she may draft, nothing is sent or shown until a
guardian consents; after 14 days unanswered the data is deleted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import select
from typer.testing import CliRunner

from app import cli
from app.db import Database
from app.models import (
    Consent,
    Departure,
    Event,
    Giver,
    Letter,
    Membership,
    Person,
    Project,
    Purpose,
    Revision,
    SignIn,
    State,
)
from app.models.base import now
from app.services import checkup, people, unanswered
from tests.conftest import Browse
from tests.make import Make


@pytest.fixture(autouse=True)
def the_commands_database(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "database", lambda: database)


@contextmanager
def day(number: int, began: datetime | None = None) -> Iterator[None]:
    """So many days after the cast came, and a minute."""
    with time_machine.travel((began or now()) + timedelta(days=number, minutes=1), tick=False):
        yield


def tick(*options: str) -> str:
    done = CliRunner().invoke(cli.cli, ["tick", *options])
    assert done.exit_code == 0, done.output
    return done.output.strip()


def all_of(make: Make, table: Any) -> list[Any]:
    with make.database.reads.alone() as session:
        return list(session.exec(select(table)).all())


def nadia(make: Make) -> Person:
    """15, and nobody has consented. The cast's other young people have what they need."""
    with make.database.reads.alone() as session:
        return session.get_one(Person, make.cast["nadia"].id)


def forget(make: Make) -> None:
    """Day 11: the warning; day 14: the end."""
    began = nadia(make).created_at
    for number in (11, 14):
        with day(number, began):
            tick()


def test_the_coordinators_and_she_are_told_three_days_before(make: Make) -> None:
    began = nadia(make).created_at
    with day(10, began):
        assert tick() == "accounts to warn of: 0, to delete: 0"
    with day(11, began):
        assert tick("--dry") == "accounts to warn of: 1, to delete: 0"
        assert [one for one in all_of(make, Letter) if one.event == unanswered.EVENT] == []
        assert tick() == "accounts to warn of: 1, to delete: 0"
        assert tick() == "accounts to warn of: 0, to delete: 0"  # once is enough
    told = [one for one in all_of(make, Letter) if one.event == unanswered.EVENT]
    expected = {make.cast[user].id for user in ("vera", "pavel", "nadia")}
    assert {one.to_id for one in told} == expected
    assert len(told) == 3
    where = {one.path for one in told if one.to_id != make.cast["nadia"].id}
    assert where == {f"/people/{make.cast['nadia'].id}"}


def test_after_14_days_unanswered_the_data_is_deleted(make: Make, browser: Browse) -> None:
    """P02: the account's data, and the drafts that were never sent."""
    draft = make.project(team=("nadia",), mentor=None)
    others = make.project(team=("alina", "maksim"))
    her = nadia(make)
    browser("nadia")
    began = her.created_at
    with day(11, began):
        tick()
    with day(13, began):
        assert tick() == "accounts to warn of: 0, to delete: 0"
    with day(14, began):
        assert tick("--dry") == "accounts to warn of: 0, to delete: 1"
        assert nadia(make).user == "nadia"
        assert tick() == "accounts to warn of: 0, to delete: 1"
        assert tick() == "accounts to warn of: 0, to delete: 0"
    gone = nadia(make)
    assert (gone.name, gone.passphrase, gone.email, gone.adult_on) == ("–", "", None, None)
    assert gone.user != "nadia"
    assert gone.suspended_at is not None
    assert {one.id for one in all_of(make, Project)} == {others.id}
    assert not [one for one in all_of(make, Revision) if one.project_id == draft.id]
    for table, column in ((SignIn, "person_id"), (Membership, "person_id"), (Letter, "to_id")):
        assert not [one for one in all_of(make, table) if getattr(one, column) == gone.id]
    assert "person.erase" in {one.action for one in all_of(make, Event)}
    with make.database.reads.alone() as session:
        assert checkup.faults(session, deep=True) == []
        assert people.named(session, "nadia") is None  # the name is free again


def test_nothing_that_others_wrote_is_lost(make: Make, browser: Browse) -> None:
    shared = make.project(team=("nadia", "maksim"), mentor=None)
    hers = make.project(team=("nadia",), mentor=None)
    make.write(hers, "idea", {"title": "A title by Vera"}, by="vera")  # as from a card on paper
    before = {one.number for one in all_of(make, Revision) if one.project_id == shared.id}
    forget(make)
    assert {one.id for one in all_of(make, Project)} == {shared.id, hers.id}
    after = {one.number for one in all_of(make, Revision) if one.project_id == shared.id}
    assert after == before
    with make.database.reads.alone() as session:
        project = session.get_one(Project, shared.id)
        assert project.member_ids == {make.cast["maksim"].id}
        assert project.lead_id == make.cast["maksim"].id
    left = {one.project_id for one in all_of(make, Departure)}
    assert left == {shared.id, hers.id}
    unwritten = [one for one in all_of(make, Letter) if one.event == "team.unwritten"]
    assert {one.to_id for one in unwritten} == {make.cast[user].id for user in ("vera", "pavel")}
    page = browser("maksim").get(f"/projects/{shared.id}/versions")
    assert "Somebody of the team" in page.text


@pytest.mark.parametrize("state", [State.idea_sent, State.developing])
def test_what_was_sent_stays(make: Make, state: State) -> None:
    sent = make.project(state, team=("nadia",), mentor=None)
    forget(make)
    assert {one.id for one in all_of(make, Project)} == {sent.id}


def test_whoever_was_answered_for_stays(make: Make) -> None:
    """After the warning too; and also where the consent was taken back later, for that is a
    matter for people."""
    began = nadia(make).created_at
    with day(11, began):
        tick()
    with make.database.writes.alone() as session:
        session.add(
            Consent(
                person_id=make.cast["nadia"].id,
                purpose=Purpose.account,
                giver=Giver.guardian,
                method="paper",
                text_version="1",
                language="be",
                given_on=now().date(),
                witness_id=make.cast["vera"].id,
                withdrawn_at=now(),
            )
        )
    with day(20, began):
        assert tick() == "accounts to warn of: 0, to delete: 0"
    assert nadia(make).user == "nadia"


def test_whoever_turned_16_meanwhile_needs_no_guardian(make: Make) -> None:
    began = nadia(make).created_at
    with day(11, began):
        tick()
    with make.database.writes.alone() as session:
        person = session.get_one(Person, make.cast["nadia"].id)
        person.adult_on = date(now().year + 2, now().month, 1)
        session.add(person)
    with day(20, began):
        assert tick() == "accounts to warn of: 0, to delete: 0"
    assert nadia(make).user == "nadia"


def test_however_late_the_clock_the_warning_stands_for_three_days(make: Make) -> None:
    began = nadia(make).created_at
    with day(40, began):
        assert tick() == "accounts to warn of: 1, to delete: 0"
    with day(42, began):
        assert tick() == "accounts to warn of: 0, to delete: 0"
    with day(43, began):
        assert tick() == "accounts to warn of: 0, to delete: 1"


def test_a_suspended_account_is_a_matter_for_people(make: Make) -> None:
    with make.database.writes.alone() as session:
        person = session.get_one(Person, make.cast["nadia"].id)
        person.suspended_at = now()
        session.add(person)
    forget(make)
    assert nadia(make).user == "nadia"
