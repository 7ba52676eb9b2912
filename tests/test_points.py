"""Points: made by the adults beside a team, answered by it, settled, and never deleted."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import col, select, update

from app.db import Database
from app.demo import Cast
from app.i18n import gettext
from app.models import (
    Answer,
    Assignment,
    Event,
    Letter,
    Membership,
    Point,
    PointState,
    Project,
    State,
    Vetting,
)
from app.models.base import now
from app.web.allowed import table
from tests.conftest import HTMX, Browse, Browser, in_each_language
from tests.make import Make


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def point(browser: Browser, project: Project, **fields: Any) -> Any:
    place = {"section": "budget", "field": "budget", "row": "b1"}
    words = {"snapshot": 1, "kind": "question", "text": "Why so many?"}
    return browser.form(f"/projects/{project.id}/points", **place | words | fields)


def the_point(database: Database) -> Point:
    with database.reads.alone() as session:
        return session.exec(select(Point)).one()


def state(database: Database) -> PointState:
    return the_point(database).state


def test_a_point_is_in_the_language_of_its_writer_and_leads_back_to_itself(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    back = f"/projects/{project.id}/review?snapshot=1"
    answer = point(browser("boris"), project, back=back)

    found = the_point(database)
    assert answer.headers["location"] == f"{back}#point-{found.id}"
    assert (found.language, found.writer_id) == (cast["boris"].language, cast["boris"].id)
    assert (found.section, found.name, found.state) == ("budget", "budget.b1", PointState.open)


def test_a_way_back_to_another_site_is_not_taken(project: Project, browser: Browse) -> None:
    answer = point(browser("boris"), project, back="//elsewhere.example/")
    assert answer.headers["location"].startswith(f"/projects/{project.id}/feedback#point-")


def test_with_htmx_only_the_place_itself_is_swapped(project: Project, browser: Browse) -> None:
    boris = browser("boris")
    boris.headers.update(HTMX)
    answer = point(boris, project)
    assert answer.status_code == 200
    assert answer.text.count('id="points-budget-b1"') == 1
    assert "Why so many?" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    "place",
    [
        {"section": "nowhere"},
        {"field": "risks"},  # of another section
        {"row": "b9"},
        {"row": "", "column": "item"},  # a cell of no row
        {"column": "colour"},
        {"section": "idea", "field": "title"},  # a field has no rows
    ],
)
def test_a_point_is_on_a_place_that_the_snapshot_has(
    project: Project, database: Database, browser: Browse, place: dict[str, str]
) -> None:
    assert point(browser("boris"), project, **place).status_code == 400
    with database.reads.alone() as session:
        assert session.exec(select(Point)).all() == []


def test_a_cell_a_row_a_table_and_a_field_can_be_pointed_at(
    project: Project, database: Database, browser: Browse
) -> None:
    for place in (
        {"column": "quantity"},
        {"row": "b2"},
        {"row": ""},
        {"section": "idea", "field": "title", "row": ""},
    ):
        assert point(browser("boris"), project, **place).status_code == 303, place
    page = browser("boris").get(f"/projects/{project.id}/review").text
    assert page.count("<p>Why so many?</p>") == 4


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"text": ""}, "Please fill this in."),
        ({"text": "long " * 900}, "long long"),
        ({"kind": "order"}, "Why so many?"),
        ({"snapshot": "first"}, "Why so many?"),
    ],
)
def test_what_was_typed_comes_back_with_what_is_wrong(
    project: Project, browser: Browse, fields: dict[str, str], kept: str
) -> None:
    for headers in ({}, HTMX):
        boris = browser("boris")
        boris.headers.update(headers)
        answer = point(boris, project, **fields)
        assert answer.status_code == 422
        assert kept in answer.text


def test_the_team_answers_and_the_adults_hand_it_back(
    make: Make, project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    point(browser("boris"), project)
    address = f"/points/{the_point(database).id}/answers"

    assert browser("maksim").form(address, text="One for each.").status_code == 303
    assert state(database) == PointState.answered
    assert browser("boris").form(address, text="And the spare ones?").status_code == 303
    assert state(database) == PointState.open

    with database.reads.alone() as session:
        told = session.exec(select(Letter).where(Letter.event == "point.answer")).all()
        assert [letter.to_id for letter in told] == [cast["boris"].id]
        assert "One for each" not in told[0].body + told[0].subject
        said = session.exec(select(Answer).order_by(col(Answer.created_at))).all()
        assert [one.writer_id for one in said] == [cast["maksim"].id, cast["boris"].id]


def test_the_team_says_that_it_dealt_with_a_point_or_needs_help(
    project: Project, database: Database, browser: Browse
) -> None:
    point(browser("boris"), project)
    address = f"/points/{the_point(database).id}/address"
    for chosen in ("needs_help", "needs_help", "addressed", "addressed"):
        assert browser("alina").form(address, state=chosen).status_code == 303
        assert state(database) == chosen
    assert browser("alina").form(address, state="open").status_code == 303, "pressed by mistake"
    assert state(database) == PointState.open
    assert the_point(database).became_version is None
    answers = f"/points/{the_point(database).id}/answers"
    browser("alina").form(answers, text="One for each.")
    for last, left in (("alina", PointState.answered), ("boris", PointState.open)):
        browser("alina").form(address, state="needs_help")
        if last == "boris":
            browser("boris").form(answers, text="For each of what?")
        browser("alina").form(address, state="addressed")
        assert browser("alina").form(address, state="open").status_code == 303
        assert state(database) == left, last
    for wrong in ("settled", "answered", ""):
        assert browser("alina").form(address, state=wrong).status_code == 422
    assert browser("boris").form(address, state="addressed").status_code == 403


def test_two_who_settle_at_once_both_find_it_settled_and_one_line_is_written(
    project: Project, database: Database, browser: Browse
) -> None:
    point(browser("boris"), project)
    address = f"/points/{the_point(database).id}/settle"
    for user in ("boris", "vera"):
        assert browser(user).form(address, state="settled").status_code == 303
    assert state(database) == PointState.settled
    with database.reads.alone() as session:
        lines = session.exec(select(Event).where(Event.action == "point.settle")).all()
    assert len(lines) == 1

    late = browser("alina").form(address.replace("settle", "address"), state="addressed")
    assert late.status_code == 409
    assert state(database) == PointState.settled
    assert browser("vera").form(address, state="open").status_code == 303
    assert state(database) == PointState.open
    assert browser("alina").form(address, state="settled").status_code == 403


def test_praise_waits_for_nobody(project: Project, database: Database, browser: Browse) -> None:
    point(browser("boris"), project, kind="praise")
    assert state(database) == PointState.settled


def test_a_thread_is_swapped_alone(project: Project, database: Database, browser: Browse) -> None:
    point(browser("boris"), project)
    id = the_point(database).id
    alina = browser("alina")
    alina.headers.update(HTMX)
    answer = alina.form(f"/points/{id}/answers", text="One for each.")
    assert answer.status_code == 200
    assert answer.text.count("<details") >= 1
    assert f'id="point-{id}"' in answer.text
    assert "One for each." in answer.text
    assert "<html" not in answer.text
    wrong = alina.form(f"/points/{id}/answers", text="")
    assert wrong.status_code == 422
    assert f'id="answer-{id}-trouble"' in wrong.text


def test_who_may_not_be_shown_yet_sends_no_answer_and_keeps_the_text(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.developing, team=("maksim", "nadia"))
    make.snapshot(project)
    point(browser("boris"), project)
    address = f"/points/{the_point(database).id}/answers"
    refused = browser("nadia").form(address, text="It was my idea.")
    assert refused.status_code == 409
    assert "It was my idea." in refused.text
    with database.reads.alone() as session:
        assert session.exec(select(Answer)).all() == []


def test_every_coordinator_of_the_camp_reads_every_point_and_nobody_of_the_other(
    project: Project, database: Database, browser: Browse
) -> None:
    point(browser("boris"), project)
    for user in ("vera", "pavel"):
        for page in ("review", "feedback"):
            assert "Why so many?" in browser(user).get(f"/projects/{project.id}/{page}").text
    address = f"/points/{the_point(database).id}"
    for user in ("olga", "mallory", "lera", "dan", "irina"):
        assert browser(user).get(f"/projects/{project.id}/review").status_code == 404
        for act in ("answers", "address", "settle"):
            assert browser(user).form(f"{address}/{act}", text="x").status_code == 404, (user, act)


def test_a_coordinator_makes_points_too_and_the_team_cannot(
    project: Project, database: Database, browser: Browse
) -> None:
    assert point(browser("alina"), project).status_code == 403
    assert point(browser("vera"), project).status_code == 303
    page = browser("alina").get(f"/projects/{project.id}/feedback").text
    assert "Вера" in page
    assert "Coordinator" in page


@pytest.mark.parametrize("ended", ["vetting", "assignment", "membership"])
def test_a_mentor_whose_time_is_over_has_no_access_from_that_moment_and_the_points_stay(
    project: Project, database: Database, browser: Browse, cast: Cast, ended: str
) -> None:
    boris = browser("boris")
    point(boris, project)
    with database.writes.alone() as session:
        if ended == "vetting":
            yesterday = now().date() - timedelta(days=1)
            session.execute(update(Vetting).values(expires_on=yesterday))
        elif ended == "assignment":
            session.execute(update(Assignment).values(ended_at=now()))
        else:
            theirs = select(Membership).where(Membership.person_id == cast["boris"].id)
            session.delete(session.exec(theirs).one())
    assert point(boris, project).status_code == 404
    address = f"/points/{the_point(database).id}"
    assert boris.form(f"{address}/answers", text="Once more.").status_code == 404
    assert boris.form(f"{address}/settle", state="settled").status_code == 404
    assert "Why so many?" in browser("alina").get(f"/projects/{project.id}/feedback").text


def test_nothing_is_pointed_at_in_what_was_withdrawn(make: Make, browser: Browse) -> None:
    project = make.project(State.withdrawn)
    make.snapshot(project)
    refused = point(browser("boris"), project)
    assert refused.status_code == 409
    assert "Why so many?" in refused.text


def test_no_address_deletes_a_point_or_an_answer(app: FastAPI) -> None:
    lines = table(app)
    acts = {line["action"] for line in lines if str(line["action"]).startswith("point.")}
    assert acts == {
        "point.make", "point.answer", "point.correct", "point.reword", "point.address",
        "point.settle",
    }  # fmt: skip
    assert "DELETE" not in {line["method"] for line in lines}


def test_points_on_a_row_that_is_gone_stay_readable(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    """M04."""
    point(browser("boris"), project, section="risks", field="risks", row="k2")
    shorter = {**make.snapshot(project, number=2).plan, "risks": {"risks": []}}
    make.snapshot(project, number=3, plan=shorter)
    make.snapshot(project, number=4, plan=shorter)
    page = browser("boris").get(f"/projects/{project.id}/review?snapshot=3").text
    assert "A college cancels an evening" in page  # removed since snapshot 2, with its point
    assert "Why so many?" in page
    for later in in_each_language(browser("boris"), f"/projects/{project.id}/review"):
        assert gettext("On what is no longer there") in later
        assert gettext("On a deleted row") in later
        assert "Why so many?" in later


@pytest.mark.parametrize("bad", ["\0", "%00", "\ud800"])
def test_characters_that_cannot_be_kept_are_refused(
    project: Project, database: Database, browser: Browse, bad: str
) -> None:
    boris = browser("boris")
    body = f"section=budget&field=budget&row=b1&snapshot=1&kind=question&text=a{bad}b"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    raw = body.encode("utf-8", "surrogatepass")
    answer = boris.post(f"/projects/{project.id}/points", content=raw, headers=headers)
    assert answer.status_code == 400
    with database.reads.alone() as session:
        assert session.exec(select(Point)).all() == []
