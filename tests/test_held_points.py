"""M08. Contact stays inside, also in the wording that a point suggests, and in words put right."""

from typing import Any

import pytest
from sqlmodel import col, delete, select, update

from app.db import Database
from app.demo import Cast
from app.models import (
    Acceptance,
    Answer,
    Assignment,
    Event,
    FeedbackDraft,
    Held,
    Point,
    Project,
    State,
    Suggestion,
)
from app.models.base import now
from tests.conftest import Browse, Browser
from tests.make import Make
from tests.test_holds import every
from tests.test_pointing import PROBLEM, WORDS, field_point

WORDING = "write to me: boris.k@example.org"


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def suggest(browser: Browser, project: Project, **fields: Any) -> Any:
    said = {"kind": "request", "text": "Say it shorter.", "quote": WORDS, "wording": WORDING}
    return field_point(browser, project, **said | fields)


def hold(browser: Browser, project: Project, database: Database, **fields: Any) -> Held:
    assert suggest(browser, project, insist="yes", **fields).status_code == 303
    found: Held = every(database, Held)[-1]
    return found


def test_m08_an_address_in_a_suggested_wording_comes_back_with_all_that_was_typed(
    project: Project, database: Database, browser: Browse
) -> None:
    answer = suggest(browser("boris"), project)
    assert answer.status_code == 409
    assert "<mark>boris.k@example.org</mark>" in answer.text
    assert "This looks like an e-mail address." in answer.text
    for typed in ("Say it shorter.", WORDS, WORDING):
        assert f"\n{typed}</textarea>" in answer.text
    assert 'href="#wording-problem"' in answer.text  # where it can be changed
    assert every(database, Point) == every(database, Held) == []


def test_m08_let_through_it_is_about_the_same_words_and_suggests_the_same(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    held = hold(browser("boris"), project, database)
    assert (held.text, held.kinds) == ("Say it shorter.", ["email"])
    page = browser("vera").get(f"/camps/{make.camp.id}/held").text
    assert "<mark>boris.k@example.org</mark>" in page
    assert "About these words:" in page
    assert WORDS in page
    decided = browser("vera").form(f"/camps/{make.camp.id}/held/{held.id}", decision="let")
    assert decided.status_code == 303
    (point,) = every(database, Point)
    assert point.about == PROBLEM
    assert PROBLEM[point.start : point.end] == WORDS
    assert [one.wording for one in every(database, Suggestion)] == [WORDING]


@pytest.mark.parametrize(
    ("text", "wording", "left"),
    [
        ("Say it shorter.", WORDING, []),
        ("Say it shorter: boris.k@example.org", "in short", ["in short"]),
    ],
)
def test_m08_in_a_coordinators_words_a_suggestion_that_leads_outside_is_left_out(
    make: Make,
    project: Project,
    database: Database,
    browser: Browse,
    text: str,
    wording: str,
    left: list[str],
) -> None:
    held = hold(browser("boris"), project, database, text=text, wording=wording)
    path = f"/camps/{make.camp.id}/held/{held.id}"
    said = browser("vera").form(path, decision="reword", wording="In fewer words, please.")
    assert said.status_code == 303
    (point,) = every(database, Point)
    assert (point.text, point.reworded) == ("In fewer words, please.", True)
    assert PROBLEM[point.start : point.end] == WORDS
    assert [one.wording for one in every(database, Suggestion)] == left


def test_m08_a_point_on_a_section_is_held_and_let_through(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    whole = {"field": "", "quote": "", "wording": "", "text": WORDING}
    held = hold(browser("boris"), project, database, **whole)
    browser("vera").form(f"/camps/{make.camp.id}/held/{held.id}", decision="let")
    (point,) = every(database, Point)
    assert (point.section, point.field, point.text) == ("problem", "", WORDING)


def test_m08_words_put_right_are_caught_too_and_wait_for_nobody(
    project: Project, database: Database, browser: Browse
) -> None:
    assert field_point(browser("boris"), project).status_code == 303
    (point,) = every(database, Point)
    browser("alina").form(f"/points/{point.id}/answers", text="Because.")
    (answer,) = every(database, Answer)
    for user, path in (("boris", f"/points/{point.id}"), ("alina", f"/answers/{answer.id}")):
        refused = browser(user).form(f"{path}/words", text=WORDING, insist="yes")
        assert refused.status_code == 409
        assert "<mark>boris.k@example.org</mark>" in refused.text
        assert f"\n{WORDING}</textarea>" in refused.text
        assert "Ask a coordinator to decide" not in refused.text
    assert every(database, Held) == []
    assert [one.text for one in every(database, Point)] == [point.text]
    assert [one.text for one in every(database, Answer)] == ["Because."]


def test_m15_a_mentor_puts_words_right_only_with_the_code_of_conduct(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    field_point(browser("boris"), project)
    (point,) = every(database, Point)
    boris = browser("boris")
    with database.writes.alone() as session:
        session.execute(delete(Acceptance).where(col(Acceptance.person_id) == cast["boris"].id))
    assert boris.form(f"/points/{point.id}/words", text="Otherwise.").status_code == 403
    with database.reads.alone() as session:
        assert session.exec(select(Point.text)).one() == point.text


def test_m07_the_draft_of_a_point_on_a_section_comes_back_in_its_box(
    project: Project, browser: Browse
) -> None:
    boris = browser("boris")
    kept = {"project": str(project.id), "place": "point.problem:", "text": "To be said"}
    assert boris.form("/me/drafts", **kept).status_code == 204
    assert "\nTo be said</textarea>" in boris.get(f"/projects/{project.id}/review").text


def test_m07_words_sent_after_the_assignment_are_kept_and_the_attempt_is_written_down(
    project: Project, database: Database, browser: Browse
) -> None:
    with database.writes.alone() as session:
        session.execute(update(Assignment).values(ended_at=now()))
    assert field_point(browser("boris"), project).status_code == 404
    assert len(every(database, FeedbackDraft)) == 1
    acts = [one.action for one in every(database, Event)]
    assert acts.count("project.refused") == 1
