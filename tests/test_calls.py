"""Calls for ideas. Scenario C16: when a coordinator creates a call ("Summer 2027", 1 March to 1
June, at most 6,000 BYN, some regions), the templates' limits follow, and drafts of older calls keep
their rules version."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from app.models import Call, Camp, Event, Letter, Project, State
from app.models.base import now
from app.rules import template as versions
from app.rules.template import CURRENT, TEMPLATES
from app.services import calls
from tests.conftest import Browse
from tests.make import Make

SUMMER: dict[str, Any] = {
    "name_en": "Summer 2027",
    "name_ru": "Лето 2027",
    "name_be": "Лета 2027",
    "opens": "2027-03-01",
    "closes": "2027-06-01",
    "most": "6 000",
    "currency": "BYN",
    "regions": ["", "BY-HR", "BY-BR"],
}
APRIL = datetime(2027, 4, 10, 12, tzinfo=UTC)


def made(make: Make, **about: Any) -> Call:
    """A call that is open now, unless other days are given."""
    today = calls.today(make.camp)
    usual: dict[str, Any] = {
        "name": {"en": "Spring"},
        "opens": today - timedelta(days=9),
        "template": CURRENT,
    }
    usual |= {"closes": today + timedelta(days=9), "most": Decimal("6000.00"), "currency": "BYN"}
    with make.database.writes.alone() as session:
        call = Call(camp_id=make.camp.id, **usual | about)
        session.add(call)
        return call


def stored(make: Make, project_id: Any) -> Project:
    with make.database.reads.alone() as session:
        return session.get_one(Project, UUID(str(project_id).split("/")[-2]))


def address(call: Call) -> str:
    return f"/camps/{call.camp_id}/calls/{call.id}"


def as_typed(call: Call, **changed: Any) -> dict[str, Any]:
    return {
        "name_en": call.name["en"], "opens": str(call.opens), "closes": str(call.closes),
        "most": str(call.most), "currency": call.currency, "regions": ["", *call.regions],
    } | changed  # fmt: skip


# What a coordinator does


def test_a_coordinator_makes_a_call_and_it_stands_in_the_list(make: Make, browser: Browse) -> None:
    """C16: creating a call "Summer 2027", 1 March to 1 June, at most 6,000 BYN, two regions."""
    vera, where = browser("vera"), f"/camps/{make.camp.id}/calls"
    assert "No call yet" in vera.get(where).text
    assert vera.form(f"{where}/new", **SUMMER).headers["location"] == where
    with make.database.reads.alone() as session:
        call = session.exec(select(Call)).one()
        assert (call.opens, call.closes) == (date(2027, 3, 1), date(2027, 6, 1))
        assert (str(call.most), call.currency, call.regions) == (
            "6000.00",
            "BYN",
            ["BY-BR", "BY-HR"],
        )
        assert call.name["be"] == "Лета 2027"
        assert call.template == CURRENT
        assert "call.make" in session.exec(select(Event.action)).all()
    page = vera.get(where).text
    assert "Summer 2027" in page
    assert "6,000\xa0BYN at most" in page
    assert "Not open yet" in page
    assert f'href="{where}"' in vera.get(f"/camps/{make.camp.id}").text


def test_a_wrong_call_comes_back_with_what_to_do_and_what_was_typed(
    make: Make, browser: Browse
) -> None:
    vera, where = browser("vera"), f"/camps/{make.camp.id}/calls/new"
    names = dict.fromkeys(("name_en", "name_ru", "name_be"), "")
    wrong = {"closes": "2027-02-01", "most": "6,000.5.1", "regions": ["", "BY-XX", "BY-HR"]}
    answer = vera.form(where, **SUMMER | names | wrong)
    assert answer.status_code == 422
    for field in ("name_en", "closes", "most", "regions"):
        assert f'href="#{field}"' in answer.text
    assert 'value="6,000.5.1"' in answer.text
    assert 'value="BY-HR" checked' in answer.text
    for most in ("0", "-5", "1000000000", ""):
        assert vera.form(where, **SUMMER | {"most": most}).status_code == 422
    assert vera.form(where, **SUMMER | {"template": "camp-project/99"}).status_code == 422
    with make.database.reads.alone() as session:
        assert session.exec(select(Call)).all() == []


def test_calls_are_for_the_coordinators_of_their_camp(make: Make, browser: Browse) -> None:
    call = made(make)
    other = make.cast.camps["minsk-2026"].id
    for user, status in (("alina", 404), ("olga", 404), ("pavel", 200)):
        assert browser(user).get(address(call)).status_code == status
        assert browser(user).get(f"/camps/{other}/calls").status_code == status
    elsewhere = next(camp for camp in make.cast.camps.values() if camp.id != call.camp_id)
    olga = browser("olga")
    assert olga.get(f"/camps/{elsewhere.id}/calls/{call.id}").status_code == 404
    assert olga.post(f"/camps/{elsewhere.id}/calls/{call.id}/close").status_code == 404


def test_a_call_is_closed_and_what_has_begun_goes_on(make: Make, browser: Browse) -> None:
    call = made(make)
    alina = browser("alina")
    begun = alina.form("/projects/new", language="be").headers["location"]
    assert browser("vera").post(f"{address(call)}/close").status_code == 303
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        alina, vera = browser("alina"), browser("vera")
        later = alina.form("/projects/new", language="be").headers["location"]
        page = alina.get(begun.removesuffix("/idea")).text
        assert "Spring: closed on" in page
        assert stored(make, later).call_id is None
        assert stored(make, begun).call_id == call.id
        assert vera.post(f"{address(call)}/close").status_code == 409
        assert "Closed" in vera.get(f"/camps/{make.camp.id}/calls").text


# What begins under it


def test_a_new_project_takes_the_open_call_and_its_limits(make: Make, browser: Browse) -> None:
    """C16: the limits follow: the budget is in the call's currency, and a check names the call's
    limit and the amount that is asked for."""
    call = made(make, most=Decimal("100.00"), regions=["BY-HR", "BY-BR"], currency="EUR")
    alina = browser("alina")
    assert "Spring: open until" in alina.get("/projects/new").text
    started = alina.form("/projects/new", language="ru").headers["location"]
    project = stored(make, started)
    assert project.call_id == call.id
    assert project.limits == {"most": "100.00", "currency": "EUR", "regions": ["BY-HR", "BY-BR"]}
    assert "Spring: open until" in alina.get(f"/projects/{project.id}").text
    budget = alina.get(f"/projects/{project.id}/sections/budget").text
    assert re.search(r'name="currency" value="EUR" form="[\w-]+" checked', budget)
    line = {"budget.new-1.quantity": "1", "budget.new-1.unit_cost": "130,5"}
    line |= {"budget.new-1.item": "Cards", "budget.new-1.paid_by": "requested"}
    make.write(project, "budget", {"currency": "EUR"} | line)
    make.write(project, "place", {"region": "BY-MA"})
    where = f"/projects/{project.id}/sections"
    asked = "You ask for 130.50 EUR, and this call gives 100.00 EUR at most."
    assert asked in alina.get(f"{where}/budget?check=1").text
    assert "This call is for other regions" in alina.get(f"{where}/place?check=1").text


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        (datetime(2027, 2, 28, 20, 59, tzinfo=UTC), False),  # 23:59 in Minsk
        (datetime(2027, 2, 28, 21, 1, tzinfo=UTC), True),  # the first minute of 1 March there
        (datetime(2027, 6, 1, 20, 59, tzinfo=UTC), True),
        (datetime(2027, 6, 1, 21, 1, tzinfo=UTC), False),
    ],
)
def test_its_days_are_those_of_the_camp_and_an_idea_is_welcome_on_any(
    make: Make, browser: Browse, when: datetime, open_: bool
) -> None:
    made(make, opens=date(2027, 3, 1), closes=date(2027, 6, 1))
    with time_machine.travel(when, tick=False):
        started = browser("lera").form("/projects/new", language="be").headers["location"]
    assert (stored(make, started).call_id is not None) is open_


def test_where_several_are_open_one_chooses_or_begins_without(make: Make, browser: Browse) -> None:
    calls = [made(make), made(make, name={"en": "Schools", "be": "Школы"})]
    alina = browser("alina")
    page = alina.get("/projects/new").text
    assert "Spring" in page
    assert "Schools" in page
    answer = alina.form("/projects/new", language="be")
    assert answer.status_code == 422
    assert 'href="#call"' in answer.text
    for wrong in (make.camp.id, "some"):
        assert alina.form("/projects/new", language="be", call=wrong).status_code == 422
    for chosen, expected in ((calls[1].id, calls[1].id), ("none", None)):
        started = alina.form("/projects/new", language="be", call=chosen).headers["location"]
        assert stored(make, started).call_id == expected


def test_a_card_on_paper_takes_the_only_open_call(make: Make, browser: Browse) -> None:
    call = made(make)
    alina = make.cast["alina"].id
    browser("vera").form(
        f"/camps/{make.camp.id}/ideas/new", person=alina, language="ru", title="A quiz"
    )
    with make.database.reads.alone() as session:
        assert session.exec(select(Project)).one().call_id == call.id


# What changes later


def test_drafts_of_older_calls_keep_their_limits_and_their_questions(
    make: Make, browser: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C16: drafts of older calls keep their rules version, whatever the next call says."""
    today = calls.today(make.camp)
    first = made(make, closes=today)
    alina, vera = browser("alina"), browser("vera")
    old = stored(make, alina.form("/projects/new", language="be").headers["location"])
    second = TEMPLATES[CURRENT].__class__(**vars(TEMPLATES[CURRENT]) | {"key": "camp-project/2"})
    monkeypatch.setitem(TEMPLATES, "camp-project/2", second)
    monkeypatch.setattr(versions, "CURRENT", "camp-project/2")
    days = {"opens": today + timedelta(days=1), "closes": today + timedelta(days=9)}
    made(make, name={"en": "Next"}, most=Decimal("50.00"), template="camp-project/2", **days)
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        alina = browser("alina")
        new = stored(make, alina.form("/projects/new", language="be").headers["location"])
    vera.form(address(first), **as_typed(first, template="camp-project/2"))
    old = stored(make, f"/projects/{old.id}/idea")
    assert (old.template, old.limits) == (CURRENT, first.limits)
    assert (new.template, (new.limits or {})["most"]) == ("camp-project/2", "50.00")


def test_limits_are_not_changed_without_a_word_on_the_drafts(make: Make, browser: Browse) -> None:
    """C16: a call that has projects cannot get other limits silently."""
    call = made(make, regions=["BY-HR"])
    draft = make.project(call_id=call.id, limits=call.limits)
    shown = make.project(State.published, call_id=call.id, limits=call.limits)
    vera = browser("vera")
    assert "1 draft has begun under this call" in vera.get(address(call)).text
    assert vera.form(address(call), **as_typed(call, name_en="Other")).status_code == 303

    narrower = as_typed(call, most="500", name_en="Other")
    answer = vera.form(address(call), **narrower)
    assert answer.status_code == 422
    assert "Say what holds for these drafts." in answer.text
    assert 'value="500"' in answer.text

    assert vera.form(address(call), **narrower, drafts="keep").status_code == 303
    assert stored(make, f"/{draft.id}/").limits == call.limits
    wider = as_typed(call, most="800", name_en="Other")
    assert vera.form(address(call), **wider, drafts="follow").status_code == 303
    assert (stored(make, f"/{draft.id}/").limits or {})["most"] == "800.00"
    assert stored(make, f"/{shown.id}/").limits == call.limits
    with make.database.reads.alone() as session:
        told = session.exec(select(Letter).where(Letter.event == "call.edit")).all()
        team = {make.cast["alina"].id, make.cast["maksim"].id}
        assert {one.to_id for one in told} == team
        assert all(draft.code in one.subject for one in told)


def test_a_coordinator_puts_a_project_under_another_call_or_under_none(
    make: Make, browser: Browse
) -> None:
    call, vera = made(make), browser("vera")
    project = make.project(State.developing)
    page, where = f"/projects/{project.id}", f"/projects/{project.id}/call"
    assert "Another call" in vera.get(page).text
    assert "Another call" not in browser("alina").get(page).text
    assert browser("alina").form(where, call=call.id).status_code == 403
    assert vera.form(where, call=call.id).headers["location"] == page
    assert stored(make, where).limits == call.limits
    for wrong, status in (("", 400), ("some", 400), (project.id, 404)):
        assert vera.form(where, call=wrong).status_code == status
    assert vera.form(where, call="none").status_code == 303
    assert (stored(make, where).call_id, stored(make, where).limits) == (None, None)


def test_a_project_that_began_before_there_were_calls_has_none(make: Make, browser: Browse) -> None:
    project = make.project()
    assert (project.call_id, project.limits) == (None, None)
    assert 'id="under"' not in browser("alina").get(f"/projects/{project.id}").text
    with make.database.reads.alone() as session:
        assert session.get_one(Camp, project.camp_id).currency == "BYN"
