"""Drafts of feedback: kept while somebody writes, given back on any device, and never lost to a
refusal."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select, update

from app.db import Database
from app.demo import Cast
from app.models import Acceptance, Assignment, FeedbackDraft, Point, Project, State, Vetting
from app.models.base import now
from tests.conftest import Browse, Browser
from tests.make import Make

TEXT = "What will be different for them afterwards?"
PLACE = {"snapshot": 1, "section": "budget", "field": "budget", "row": "b1", "kind": "request"}


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def keep(browser: Browser, project: Project, place: str, text: str = TEXT, **fields: Any) -> Any:
    return browser.form("/me/drafts", project=project.id, place=place, text=text, **fields)


def drafts(database: Database) -> list[FeedbackDraft]:
    with database.reads.alone() as session:
        return list(session.exec(select(FeedbackDraft).order_by(col(FeedbackDraft.place))))


def point(browser: Browser, project: Project, text: str = TEXT) -> Any:
    return browser.form(f"/projects/{project.id}/points", **PLACE, text=text)


def test_what_is_being_written_comes_back_in_its_box_on_another_device(
    project: Project, database: Database, browser: Browse
) -> None:
    for text in ("What will", TEXT):
        kept = keep(browser("boris"), project, "point.budget.b1", text, kind="request")
        assert kept.status_code == 204
        assert kept.headers["X-Seedbed-Version"]
    keep(browser("boris"), project, "says", "Begin with the budget.")
    assert len(drafts(database)) == 2
    elsewhere = browser("boris").get(f"/projects/{project.id}/review").text
    assert f"\n{TEXT}</textarea>" in elsewhere
    assert '<option value="request" selected>' in elsewhere
    assert "\nBegin with the budget.</textarea>" in elsewhere


def test_marked_words_and_other_words_for_them_come_back_with_the_point(
    project: Project, database: Database, browser: Browse
) -> None:
    marked = {"quote": "In our college", "nth": "2", "wording": "Where we learn", "column": ""}
    keep(browser("boris"), project, "point.problem", "", **marked, kind="request")
    cell = {"quote": "", "nth": "0", "wording": "", "column": "quantity"}
    keep(browser("boris"), project, "point.budget.b1", TEXT, **cell)
    page = browser("boris").get(f"/projects/{project.id}/review").text
    assert "\nIn our college</textarea>" in page
    assert "\nWhere we learn</textarea>" in page
    assert '<input type="hidden" name="nth" value="2">' in page
    assert '<option value="quantity" selected>' in page
    assert "\nWhere we learn</textarea>" in browser("boris").get("/me/drafts").text

    keep(browser("boris"), project, "point.problem", "", quote="In our college")
    assert [one.place for one in drafts(database)] == ["point.budget.b1"], "no word was written"


def test_a_team_gets_back_its_answer_and_its_note(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    point(browser("boris"), project)
    with database.reads.alone() as session:
        id = session.exec(select(Point.id)).one()
    make.write(project, "idea", {"title": "Check every offer first"})
    keep(browser("alina"), project, f"answer.{id}", "They will ask.")
    keep(browser("alina"), project, "note", "Is it clear?")
    page = browser("alina").get(f"/projects/{project.id}/feedback").text
    assert "\nThey will ask.</textarea>" in page
    assert "\nIs it clear?</textarea>" in page
    editor = browser("alina").get(f"/projects/{project.id}/sections/budget").text
    assert "\nThey will ask.</textarea>" in editor
    assert "They will ask." not in browser("maksim").get(f"/projects/{project.id}/feedback").text


def test_a_draft_is_gone_when_it_was_sent_or_emptied(
    project: Project, database: Database, browser: Browse
) -> None:
    keep(browser("boris"), project, "point.budget.b1")
    keep(browser("boris"), project, "says")
    assert point(browser("boris"), project).status_code == 303
    assert [one.place for one in drafts(database)] == ["says"]
    keep(browser("boris"), project, "says", " ")
    assert drafts(database) == []
    keep(browser("boris"), project, "says")
    done = {"says": TEXT, "snapshot": 1}
    browser("boris").form(f"/projects/{project.id}/feedback/request", **done)
    assert drafts(database) == []


def test_nobody_else_reads_or_deletes_a_draft_and_strangers_to_a_project_keep_none(
    project: Project, database: Database, browser: Browse
) -> None:
    keep(browser("boris"), project, "says")
    (draft,) = drafts(database)
    for user in ("vera", "alina", "kastus"):
        assert TEXT not in browser(user).get("/me/drafts").text
        browser(user).form(f"/me/drafts/{draft.id}/delete")
    assert len(drafts(database)) == 1
    for user in ("mallory", "dan", "olga", "lera"):
        assert keep(browser(user), project, "says").status_code == 404, user
        assert point(browser(user), project).status_code == 404, user
    assert len(drafts(database)) == 1
    assert browser("boris").form(f"/me/drafts/{draft.id}/delete").status_code == 303
    assert drafts(database) == []


@pytest.mark.parametrize("wrong", [{"place": "x"}, {"place": "point.../"}, {"project": "x"},
                                   {"text": "a" * 20_001}])  # fmt: skip
def test_what_is_no_place_of_ours_is_refused(
    project: Project, database: Database, browser: Browse, wrong: dict[str, str]
) -> None:
    said = {"project": str(project.id), "place": "says", "text": TEXT} | wrong
    assert browser("boris").form("/me/drafts", **said).status_code == 422
    assert drafts(database) == []


@pytest.mark.parametrize("ended", ["vetting", "assignment"])
def test_a_mentor_whose_time_ends_while_she_writes_finds_her_text_kept_and_not_sent(
    project: Project, database: Database, browser: Browse, ended: str
) -> None:
    boris = browser("boris")
    with database.writes.alone() as session:
        if ended == "vetting":
            yesterday = now().date() - timedelta(days=1)
            session.execute(update(Vetting).values(expires_on=yesterday))
        else:
            session.execute(update(Assignment).values(ended_at=now()))
    refused = point(boris, project)
    assert refused.status_code == 404
    assert "Your words were not sent" in refused.text
    assert 'href="/me/drafts"' in refused.text
    said = f"/projects/{project.id}/feedback/request"
    assert boris.form(said, says="Thank you all.", snapshot=1).status_code == 404
    with database.reads.alone() as session:
        assert session.exec(select(Point)).all() == []
    page = boris.get("/me/drafts").text
    assert TEXT in page
    assert "Thank you all." in page
    assert "your part in this project, or your vetting, had ended" in page
    assert project.title not in page
    assert project.code in page


def test_an_answer_on_a_point_is_kept_as_well(
    project: Project, database: Database, browser: Browse
) -> None:
    point(browser("boris"), project)
    with database.writes.alone() as session:
        id = session.exec(select(Point.id)).one()
        session.execute(update(Assignment).values(ended_at=now()))
    refused = browser("boris").form(f"/points/{id}/answers", text="One more thing.")
    assert refused.status_code == 404
    (draft,) = drafts(database)
    assert (draft.place, draft.text, draft.refused) == (f"answer.{id}", "One more thing.", True)
    assert browser("nina").form(f"/points/{id}/answers", text="One more.").status_code == 404
    assert len(drafts(database)) == 1


def test_words_that_wait_for_the_code_of_conduct_are_back_in_their_box(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    """M15."""
    boris = browser("boris")
    with database.writes.alone() as session:
        session.execute(delete(Acceptance).where(col(Acceptance.person_id) == cast["boris"].id))
    refused = point(boris, project)
    assert refused.status_code == 403
    assert 'href="/mentoring/conduct"' in refused.text
    page = boris.get("/mentoring/conduct").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    assert boris.form("/mentoring/conduct", version=version).status_code == 303
    assert f"\n{TEXT}</textarea>" in boris.get(f"/projects/{project.id}/review").text


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "please split it into parts"),
        ("ru", "разделите текст на части"),
        ("be", "падзяліце тэкст на часткі"),
    ],
)
def test_two_thousand_words_come_back_whole_with_what_to_do(
    project: Project, browser: Browse, language: str, says: str
) -> None:
    boris = browser("boris")
    boris.cookies["language"] = language
    long = "word " * 2000
    answer = point(boris, project, long)
    assert answer.status_code == 422
    assert says in answer.text
    assert long in answer.text
    assert 'data-most="4000"' in answer.text


def test_an_empty_list_says_what_would_stand_here(browser: Browse) -> None:
    assert "No drafts" in browser("alina").get("/me/drafts").text
