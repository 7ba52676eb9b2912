"""What a point is about and what becomes of it: words, rows, suggestions, the team's change."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select

from app.db import Database
from app.demo import Cast
from app.i18n import gettext
from app.models import (
    Answer,
    Letter,
    PointState,
    Project,
    Revision,
    State,
    Suggestion,
    SuggestionState,
)
from app.models.base import now
from tests.conftest import Browse, Browser, in_each_language
from tests.make import Make
from tests.plans import COMPLETE
from tests.test_points import point, the_point


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def field_point(browser: Browser, project: Project, **fields: Any) -> Any:
    place = {"section": "problem", "field": "problem", "row": ""}
    return point(browser, project, **place | fields)


PROBLEM = str(COMPLETE["problem"]["problem"])
WORDS = " ".join(PROBLEM.split()[3:7])


def save(browser: Browser, database: Database, section: str = "problem", **fields: str) -> int:
    """By its author, as the page would; which version it became."""
    project = the_point(database).project_id
    base = {"base": str(version(database)), "page": "p", "_end": "1"}
    address = f"/projects/{project}/sections/{section}"
    assert browser.form(address, **base, **fields).status_code == 303
    return version(database)


def version(database: Database) -> int:
    with database.reads.alone() as session:
        return session.exec(select(Project.version)).one()


def test_a_point_on_some_words_shows_them_and_what_has_become_of_them(
    project: Project, database: Database, browser: Browse
) -> None:
    assert field_point(browser("boris"), project, quote=WORDS).status_code == 303
    found = the_point(database)
    assert found.about[found.start : found.end] == WORDS

    page = f"/projects/{project.id}/feedback"
    alina = browser("alina")
    assert f"<mark>{WORDS}</mark>" in alina.get(page).text
    changed = PROBLEM.replace(WORDS.split()[1], "otherwise")
    save(alina, database, problem=changed)
    assert "These words have changed since" in alina.get(page).text
    save(alina, database, problem="Something new.")
    text = alina.get(page).text
    assert "On words that are gone" in text
    assert f"<del>{WORDS}</del>" in text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"quote": "words that nobody wrote"}, "These words do not stand there."),
        ({"quote": "e"}, "more than once"),
        ({"quote": WORDS, "wording": WORDS}, "This is what stands there already."),
        ({"section": "budget", "field": "budget", "row": "b1", "quote": "x"},
         "on which part of the row"),
        ({"section": "budget", "field": "budget", "row": "b1", "column": "quantity",
          "quote": "12"}, "in a text only"),
        ({"section": "budget", "field": "budget", "row": "b1", "column": "quantity",
          "wording": "12"}, "for a text only"),
    ],
)  # fmt: skip
def test_words_that_are_not_there_are_not_pointed_at(
    project: Project, browser: Browse, fields: dict[str, str], says: str
) -> None:
    answer = field_point(browser("boris"), project, **fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Why so many?" in answer.text


def test_a_point_on_a_deleted_row_stays_readable_with_the_old_text(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    """A mentor comments on a row, and the author deletes that row."""
    rows: Any = COMPLETE["results"]["indicators"]
    row = rows[0]["id"]
    place = {"section": "results", "field": "indicators", "row": row}
    assert point(browser("boris"), project, **place).status_code == 303
    alina = browser("alina")
    save(alina, database, "results", _do=f"remove:{row}")

    for user, page in (("alina", "feedback"), ("boris", "feedback")):
        text = browser(user).get(f"/projects/{project.id}/{page}").text
        assert "On a deleted row" in text
        assert rows[0]["title"] in text


def test_dealt_with_shows_what_the_team_changed(
    project: Project, database: Database, browser: Browse
) -> None:
    """A mentor comments on a line of the budget; the author answers and marks it as done."""
    assert point(browser("boris"), project, column="quantity").status_code == 303
    found = the_point(database)
    alina = browser("alina")
    before = version(database)
    save(alina, database, "budget", **{"budget.b1.quantity": "9"})
    done = alina.form(f"/points/{found.id}/address", state="addressed")
    assert done.status_code == 303

    found = the_point(database)
    assert (found.became, found.became_version) == ("9", version(database))
    for user in ("alina", "boris"):
        text = browser(user).get(f"/projects/{project.id}/feedback").text
        assert "What the team changed here" in text
        assert f"compare?from={before}&amp;to={found.became_version}&amp;section=budget" in text
        assert re.search(r"<ins>.*?<span>9</span></ins>", text)


def suggested(browser: Browser, project: Project, **fields: str) -> Any:
    kept = {"kind": "request", "quote": WORDS, "wording": "what we would say", "text": "Shorter?"}
    return field_point(browser, project, **kept | fields)


def decide(browser: Browser, database: Database, **fields: str) -> Any:
    return browser.form(f"/points/{the_point(database).id}/suggestion", **fields)


def the_suggestion(database: Database) -> Suggestion:
    with database.reads.alone() as session:
        return session.exec(select(Suggestion)).one()


def the_text(database: Database) -> str:
    with database.reads.alone() as session:
        saves = select(Revision).where(Revision.section == "problem")
        newest = session.exec(saves.order_by(col(Revision.number).desc())).first()
        assert newest is not None
        return str(newest.answers["problem"])


def test_a_suggestion_is_taken_by_the_author_and_history_shows_both(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    """M13: a mentor suggests words for a sentence; the text stays its author's."""
    assert suggested(browser("boris"), project).status_code == 303
    alina = browser("alina")
    for page in in_each_language(alina, f"/projects/{project.id}/feedback"):
        for answer in ("Take these words", "Keep ours"):
            assert gettext(answer) in page
    assert decide(browser("boris"), database, state="taken").status_code == 403
    assert decide(alina, database, state="taken").status_code == 303

    found = the_suggestion(database)
    assert the_text(database) == PROBLEM.replace(WORDS, "what we would say")
    with database.reads.alone() as session:
        saved = session.exec(select(Revision).where(Revision.number == found.version)).one()
        assert saved.writer_id == cast["alina"].id
        assert the_point(database).state == PointState.addressed
    for versions in in_each_language(alina, f"/projects/{project.id}/versions"):
        with_whose = gettext("With wording that %(name)s suggested.")
        assert with_whose % {"name": cast["boris"].name} in versions
    assert decide(alina, database, state="declined").status_code == 409
    page = alina.get(f"/projects/{project.id}/feedback", headers={"Accept-Language": "en"}).text
    assert "A suggestion: the team has taken it." in page
    assert "On words that are gone" not in page, "they are where the team has put them"


def test_a_suggestion_can_be_put_in_other_words_or_declined(
    project: Project, database: Database, browser: Browse
) -> None:
    suggested(browser("boris"), project)
    answer = decide(browser("alina"), database, state="taken", wording="in our way")
    assert answer.status_code == 303
    assert the_suggestion(database).state == SuggestionState.changed
    assert the_text(database) == PROBLEM.replace(WORDS, "in our way")


def test_a_declined_suggestion_changes_nothing(
    project: Project, database: Database, browser: Browse
) -> None:
    before = version(database)
    suggested(browser("boris"), project)
    assert decide(browser("alina"), database, state="declined").status_code == 303
    assert the_suggestion(database).state == SuggestionState.declined
    assert version(database) == before
    assert the_point(database).state == PointState.open


def test_a_suggestion_whose_words_changed_lands_nowhere(
    project: Project, database: Database, browser: Browse
) -> None:
    suggested(browser("boris"), project)
    alina = browser("alina")
    save(alina, database, problem=PROBLEM.replace(WORDS.split()[1], "otherwise"))
    before = the_text(database)
    answer = decide(alina, database, state="taken")
    assert answer.status_code == 409
    assert "nothing was put in" in answer.text
    assert the_text(database) == before
    assert the_suggestion(database).state == SuggestionState.open


def test_own_words_that_stand_there_already_are_no_version(
    project: Project, database: Database, browser: Browse
) -> None:
    before = version(database)
    suggested(browser("boris"), project)
    assert decide(browser("alina"), database, state="taken", wording=WORDS).status_code == 303
    assert (version(database), the_suggestion(database).version) == (before, None)


def test_an_answer_does_not_outgrow_what_is_kept_by_a_suggestion(
    make: Make, database: Database, browser: Browse
) -> None:
    plan = {"problem": {"problem": "word " * 3999 + "end"}}
    project = make.project(State.developing, plan)
    make.snapshot(project, plan)
    suggested(browser("boris"), project, quote="end", wording="x" * 3000)
    answer = decide(browser("alina"), database, state="taken")
    assert answer.status_code == 409
    assert "too long" in answer.text
    assert the_suggestion(database).state == SuggestionState.open


def test_of_words_that_stand_there_twice_only_the_marked_ones_are_replaced(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(
        State.developing, {"problem": {"problem": "One and two. One and three."}}
    )
    make.snapshot(project, {"problem": {"problem": "One and two. One and three."}})
    assert suggested(browser("boris"), project, quote="One and").status_code == 422
    assert suggested(browser("boris"), project, quote="One and", nth="2").status_code == 303
    assert decide(browser("alina"), database, state="taken").status_code == 303
    assert the_text(database) == "One and two. what we would say three."


def test_own_words_can_be_put_right_for_ten_minutes(
    project: Project, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    point(boris, project)
    found = the_point(database)
    address = f"/points/{found.id}/words"
    assert browser("vera").form(address, text="Not mine.").status_code == 403
    assert boris.form(address, text="Why twelve?").status_code == 303
    assert (the_point(database).text, the_point(database).first_text) == (
        "Why twelve?", "Why so many?",
    )  # fmt: skip
    page = f"/projects/{project.id}/feedback"
    assert "Put right at" in browser("alina").get(page).text
    assert "What it said first" not in browser("alina").get(page).text
    assert "What it said first" in browser("vera").get(page).text

    alina = browser("alina")
    alina.form(f"/points/{found.id}/answers", text="One for eech.")
    with database.reads.alone() as session:
        answer = session.exec(select(Answer)).one()
    assert alina.form(f"/answers/{answer.id}/words", text="One for each.").status_code == 303

    with time_machine.travel(now() + timedelta(minutes=11)):
        late = boris.form(address, text="Never mind.")
    assert late.status_code == 409
    assert "Never mind." in late.text
    assert the_point(database).text == "Why twelve?"


def test_words_of_a_row_find_the_part_of_it_in_which_they_stand(
    project: Project, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    row = {"section": "plan", "field": "activities", "row": "a1", "kind": "request"}
    page = boris.get(f"/projects/{project.id}/review?show=whole").text
    assert 'data-words="activities-a1" data-column="what"' in page
    nowhere = point(boris, project, **row, quote="Ninety students")
    assert nowhere.status_code == 422
    assert "Please choose above on which part of the row it is." in nowhere.text
    assert point(boris, project, **row, wording="Better").status_code == 422
    made = point(boris, project, **row, quote="Ten students", wording="Twelve students")
    assert made.status_code == 303
    assert the_point(database).column == "what"
    assert decide(browser("alina"), database, state="taken").status_code == 303
    with database.reads.alone() as session:
        saved = session.exec(select(Revision).order_by(col(Revision.number).desc())).first()
    assert saved is not None
    assert "Twelve students at a time" in str(saved.answers)


def test_a_coordinator_takes_words_that_may_hurt_out_of_sight_and_they_stay_so(
    project: Project, database: Database, browser: Browse
) -> None:
    boris, vera, alina = browser("boris"), browser("vera"), browser("alina")
    point(boris, project)
    found = the_point(database)
    alina.form(f"/points/{found.id}/answers", text="Is this about me?")
    with database.reads.alone() as session:
        answer = session.exec(select(Answer)).one()
    for one in (boris, alina, browser("olga")):
        assert one.form(f"/points/{found.id}/reword", text="Mine.").status_code in {403, 404}
    assert vera.form(f"/points/{found.id}/reword", text="").status_code == 422

    assert vera.form(f"/points/{found.id}/reword", text="Why sixty?").status_code == 303
    assert vera.form(f"/answers/{answer.id}/reword", text="Is it?").status_code == 303

    for page in in_each_language(alina, f"/projects/{project.id}/feedback"):
        assert "Why sixty?" in page
        assert "Is it?" in page
        assert "Why so many?" not in page
        assert page.count(gettext("A coordinator changed the wording.")) == 2
        assert "Is this about me?" in page, "what she wrote herself"
    for one in (vera, boris):
        assert "Why so many?" in one.get(f"/projects/{project.id}/review").text
    late = boris.form(f"/points/{found.id}/words", text="Why so many, again?")
    assert late.status_code == 409
    assert the_point(database).text == "Why sixty?"
    with database.reads.alone() as session:
        told = session.exec(select(Letter).where(Letter.event == "point.reword")).all()
    assert {one.to_id for one in told} == {found.writer_id, answer.writer_id}


def test_a_section_as_a_whole_can_be_pointed_at(
    project: Project, database: Database, browser: Browse
) -> None:
    answer = point(browser("boris"), project, section="results", field="", row="")
    assert answer.status_code == 303
    for user, page in (("boris", "review"), ("alina", "feedback"), ("alina", "sections/results")):
        assert "Why so many?" in browser(user).get(f"/projects/{project.id}/{page}").text, page
