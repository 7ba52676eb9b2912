"""The mentoring loop: ask, read, say what should change, answer, change, ask again, ready."""

import re
from copy import deepcopy
from typing import Any

import pytest
from sqlmodel import col, select

from app.db import Database
from app.demo import Cast
from app.i18n import gettext
from app.models import (
    Approval,
    Consent,
    Event,
    Letter,
    Point,
    PointState,
    Project,
    Snapshot,
    State,
    Verdict,
)
from app.models.base import now
from app.services import threads
from tests.conftest import Browse, Browser, in_each_language
from tests.make import Make
from tests.plans import COMPLETE

NOT_TIED = {"budget.b1.activity": ""}  # V12: a line that belongs to no step
TIED = {"budget.b1.activity": "a1"}


def ask(browser: Browser, project: Project, note: str = "") -> int:
    return int(browser.form(f"/projects/{project.id}/feedback", note=note).status_code)


def review(browser: Browser, project: Project) -> str:
    page = browser.get(f"/projects/{project.id}/review")
    assert page.status_code == 200
    return str(page.text)


def point(browser: Browser, project: Project, snapshot: int = 1, **place: str) -> Any:
    fields = {"section": "budget", "field": "budget", "kind": "request", "text": "Why so many?"}
    return browser.form(f"/projects/{project.id}/points", snapshot=snapshot, **fields | place)


def request(browser: Browser, project: Project, **form: Any) -> Any:
    return browser.form(f"/projects/{project.id}/feedback/request", **form)


def ready(browser: Browser, project: Project, **form: Any) -> Any:
    return browser.form(f"/projects/{project.id}/moves/ready", **form)


def state_of(database: Database, project: Project) -> State:
    with database.reads.alone() as session:
        return session.get_one(Project, project.id).state


def snapshots(database: Database, project: Project) -> list[Snapshot]:
    with database.reads.alone() as session:
        made = select(Snapshot).where(Snapshot.project_id == project.id)
        return list(session.exec(made.order_by(col(Snapshot.number))))


def letters(database: Database, event: str) -> list[Letter]:
    with database.reads.alone() as session:
        return list(session.exec(select(Letter).where(Letter.event == event)))


def test_the_loop_from_the_first_question_to_ready(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    alina, boris = browser("alina"), browser("boris")
    project = make.project(State.developing)
    make.write(project, "budget", NOT_TIED)

    assert ask(alina, project, "Is the budget clear?") == 303
    page = review(boris, project)
    assert "Is the budget clear?" in page
    assert 'href="#at-budget-b1"' in page  # what has to be mended leads to its place

    assert point(boris, project, row="b1").status_code == 303
    assert request(boris, project, says="A good start.", snapshot=1).status_code == 303
    assert [one.verdict for one in snapshots(database, project)] == [Verdict.changes_requested]

    said = alina.get(f"/projects/{project.id}/feedback").text
    assert said.index("A good start.") < said.index("Why so many?"), "the whole before the points"
    assert said.count("A good start.") == 1
    with database.reads.alone() as session:
        made = session.exec(select(Point)).one()
    alina.form(f"/points/{made.id}/answers", text="One for each student.")
    alina.form(f"/points/{made.id}/address", state="addressed")

    refused = ready(boris, project, says="Well done.", snapshot=1)
    assert refused.status_code == 409
    assert state_of(database, project) == State.developing

    make.write(project, "budget", TIED)
    stale = ready(boris, project, snapshot=1)
    assert stale.status_code == 409
    assert "The team has changed it since." in stale.text

    assert ask(alina, project) == 303
    page = review(boris, project)
    assert "What changed since you last looked" in page
    assert "One for each student." in page  # the talk goes on at its place
    boris.form(f"/points/{made.id}/settle", state="settled")
    assert ready(boris, project, says="Well done.", snapshot=2).status_code == 303

    assert state_of(database, project) == State.ready
    first, second = snapshots(database, project)
    assert (first.number, first.verdict) == (1, Verdict.changes_requested)
    assert (second.number, second.verdict, second.says) == (2, Verdict.ready, "Well done.")
    assert first.plan["budget"]["budget"][0]["activity"] == ""  # frozen as it was
    with database.reads.alone() as session:
        assert session.get_one(Point, made.id).state == PointState.settled
        decided = session.exec(select(Approval.what).order_by(col(Approval.created_at))).all()
    assert decided == ["request", "ready"]


def test_what_was_said_of_the_whole_stays_above_while_the_next_answer_is_awaited(
    make: Make, browser: Browse
) -> None:
    alina, boris = browser("alina"), browser("boris")
    project = make.project(State.developing)
    here = f"/projects/{project.id}/feedback"
    assert ask(alina, project) == 303
    assert 'id="whole"' not in alina.get(here).text, "nothing was said yet"
    assert request(boris, project, says="A good start.", snapshot=1).status_code == 303
    make.write(project, "budget", NOT_TIED)
    assert ask(alina, project) == 303

    page = alina.get(here).text

    whole = page[page.index('id="whole"') : page.index('id="points-h"')]
    assert "About snapshot 1" in whole
    assert "A good start." in whole


def test_letters_tell_who_has_something_to_do_and_quote_nobody(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project = make.project(State.developing)
    ask(browser("alina"), project, "secret question")
    request(browser("boris"), project, says="secret words")

    team = {cast["alina"].id, cast["maksim"].id}
    asked, answered = letters(database, "feedback.ask"), letters(database, "feedback.request")
    assert [(one.to_id, one.path) for one in asked] == [
        (cast["boris"].id, f"/projects/{project.id}/review")
    ]
    assert {(one.to_id, one.path) for one in answered} == {
        (one, f"/projects/{project.id}/feedback") for one in team
    }
    for letter in [*asked, *answered]:
        assert project.code in letter.subject
        assert "secret" not in letter.subject + letter.body
        assert project.title not in letter.subject + letter.body


def test_pressing_ask_for_review_twice_is_one_submission_and_one_letter(
    make: Make, database: Database, browser: Browse
) -> None:
    """P15."""
    project = make.project(State.developing)
    for _press in range(2):
        assert ask(browser("alina"), project) == 303
    assert len(snapshots(database, project)) == 1
    assert len(letters(database, "feedback.ask")) == 1
    for page in in_each_language(browser("alina"), f"/projects/{project.id}/feedback"):
        assert page.count(gettext("With the mentor")) == 1
        assert gettext("Your mentor has it") in page

    make.write(project, "after", {"who_keeps_it": "The college library"})
    ask(browser("maksim"), project)
    assert [one.number for one in snapshots(database, project)] == [1, 2]


@pytest.mark.parametrize("state", [State.idea, State.idea_sent])
def test_feedback_begins_with_the_welcome(make: Make, browser: Browse, state: State) -> None:
    assert ask(browser("alina"), make.project(state)) == 409


def test_nothing_is_shown_to_a_mentor_before_everybody_in_the_team_may_be_shown(
    make: Make, database: Database, browser: Browse
) -> None:
    """Nadia is under 16, and her guardian has not consented yet."""
    project = make.project(State.developing, team=("maksim", "nadia"))
    assert ask(browser("maksim"), project) == 409
    assert snapshots(database, project) == []


def test_a_plan_that_is_far_from_complete_may_be_asked_about(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, plan={"idea": {"title": "Only a name"}})
    assert ask(browser("alina"), project) == 303
    assert "Not written yet" in review(browser("boris"), project)


def test_m05_who_asks_for_changes_makes_a_point_or_writes_a_note_and_the_letter_quotes_neither(
    make: Make, database: Database, browser: Browse
) -> None:
    boris, project = browser("boris"), make.project(State.developing)
    make.snapshot(project)
    for language, says in {
        "be": "Іначай каманда не зразумее, што змяніць.",
        "ru": "Иначе команда не поймёт, что изменить.",
        "en": "The team would not know what to change.",
    }.items():
        boris.get("/language", params={"to": language, "next": "/home"})
        refused = request(boris, project, says=" ")
        assert refused.status_code == 409
        assert says in refused.text
        assert 'href="#says"' in refused.text

    point(boris, project, kind="praise")
    assert request(boris, project).status_code == 409  # praise asks for nothing
    point(boris, project, text="secret words")
    assert request(boris, project).status_code == 303
    assert snapshots(database, project)[0].verdict == Verdict.changes_requested
    told = letters(database, "feedback.request")
    assert told
    assert not any("secret" in one.subject + one.body for one in told)


def test_m09_ready_while_checks_fail_is_refused_with_the_list(
    make: Make, database: Database, browser: Browse
) -> None:
    boris, project = browser("boris"), make.project(State.developing)
    make.write(project, "budget", NOT_TIED)
    ask(browser("alina"), project)
    for language, says in {
        "be": "Праект пакуль нельга пазначыць як гатовы.",
        "ru": "Проект пока нельзя отметить как готовый.",
        "en": "The project cannot be marked as ready yet.",
    }.items():
        boris.get("/language", params={"to": language, "next": "/home"})
        refused = ready(boris, project, says="Well done.", snapshot=1)
        assert refused.status_code == 409
        assert says in refused.text
        assert 'href="#at-budget-b1"' in refused.text, "each leads to its place"
        assert "\nWell done.</textarea>" in refused.text, "what was typed stays"
    assert state_of(database, project) == State.developing


def test_pressed_twice_a_request_is_done_once_and_its_words_are_not_overwritten(
    make: Make, database: Database, browser: Browse
) -> None:
    boris, project = browser("boris"), make.project(State.developing)
    make.snapshot(project)
    assert request(boris, project, says="Shorter, please.").status_code == 303
    assert request(boris, project, says="Shorter, please.").status_code == 303
    assert request(boris, project, says="Longer, please.").status_code == 409
    assert snapshots(database, project)[0].says == "Shorter, please."
    assert len(letters(database, "feedback.request")) == 2  # one for each of the team


def test_a_verdict_is_on_what_was_read(make: Make, database: Database, browser: Browse) -> None:
    boris, project = browser("boris"), make.project(State.developing)
    make.snapshot(project, number=1, verdict=Verdict.changes_requested)
    make.snapshot(project, number=2)
    assert ready(boris, project, snapshot=1).status_code == 409
    assert request(boris, project, says="Hm.", snapshot=1).status_code == 409
    assert ready(boris, project, snapshot=7).status_code == 404
    assert state_of(database, project) == State.developing


def test_ready_needs_a_snapshot(make: Make, browser: Browse) -> None:
    refused = ready(browser("boris"), make.project(State.developing))
    assert refused.status_code == 409
    assert "has not asked for feedback yet" in refused.text


def test_m10_an_edit_after_ready_takes_it_back_and_tells_both_sides(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project = make.project(State.ready)
    make.snapshot(project, verdict=Verdict.ready)
    make.write(project, "after", {"who_keeps_it": "The college library"})

    assert state_of(database, project) == State.developing
    told = {letter.to_id for letter in letters(database, "project.unready")}
    assert told == {cast[user].id for user in ("alina", "maksim", "boris")}
    for user in ("alina", "boris"):
        theirs = browser(user)
        for language, says in {
            "en": "In development", "ru": "В работе", "be": "У працы",
        }.items():  # fmt: skip
            theirs.get("/language", params={"to": language, "next": "/home"})
            assert says in theirs.get(f"/projects/{project.id}").text, (user, language)


def test_a_mentor_may_take_ready_back_and_give_it_again(
    make: Make, database: Database, browser: Browse
) -> None:
    boris, project = browser("boris"), make.project(State.ready)
    make.snapshot(project, verdict=Verdict.ready)
    assert request(boris, project, says="One thing more.").status_code == 303
    assert state_of(database, project) == State.developing
    assert ready(boris, project).status_code == 303
    assert state_of(database, project) == State.ready


def test_ready_is_given_anew_when_a_ready_project_asks_again(
    make: Make, database: Database, browser: Browse
) -> None:
    """Feedback may be asked for at any time, and a mentor can always answer."""
    project = make.project(State.published)
    make.snapshot(project, verdict=Verdict.ready)
    make.write(project, "pitch", {"one_line": "Six evenings in Hrodna teach sixty students."})
    ask(browser("alina"), project)
    assert ready(browser("boris"), project, says="Still good.").status_code == 303
    assert state_of(database, project) == State.published
    assert [one.verdict for one in snapshots(database, project)] == [Verdict.ready] * 2
    assert ready(browser("boris"), project).status_code == 409  # it has its answer


def test_too_many_words_come_back_whole(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    for form, answer in (
        ("says", request(browser("boris"), project, says="wordy " * 400)),
        ("says", ready(browser("boris"), project, says="wordy " * 400)),
    ):
        assert answer.status_code == 422
        assert "wordy wordy" in answer.text
        assert f'href="#{form}"' in answer.text


def test_only_the_mentor_judges_and_the_other_camp_knows_of_nothing(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    page = f"/projects/{project.id}/review"
    expected = {"alina": 403, "vera": 200, "olga": 404, "irina": 404, "kastus": 404, "dan": 404}
    for user, status in expected.items():
        assert browser(user).get(page).status_code == status, user
        judged = 403 if status == 200 else status
        assert request(browser(user), project, says="Hm.").status_code == judged, user
        assert ready(browser(user), project).status_code == judged, user


def test_reading_the_plan_of_a_minor_is_written_down_before_it_is_shown(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    young, adult = make.project(State.developing), make.project(State.developing, team=("maksim",))
    for project in (young, adult):
        make.snapshot(project)
        review(browser("boris"), project)
    with database.reads.alone() as session:
        reads = session.exec(select(Event).where(Event.action == "feedback.review")).all()
        assert [(one.about_id, one.who_id) for one in reads] == [(young.id, cast["boris"].id)]


def test_an_earlier_snapshot_can_be_read_and_what_changed_is_marked(
    make: Make, browser: Browse
) -> None:
    boris, project = browser("boris"), make.project(State.developing)
    ask(browser("alina"), project)
    point(boris, project, section="risks", field="risks", row="k2", text="Who agreed to it?")
    make.write(project, "idea", {"title": "Safe rides to work"})
    with make.database.writes.alone() as session:
        latest = make.reload(session, project.id)
    make.write(latest, "risks", {"risks.k2.what": "A college is closed"})
    ask(browser("alina"), project)

    page = review(boris, project)
    assert "Since then: 1 answer changed, 1 row changed." in page
    assert re.search(r"What it said before.*?Safe rides home", page, re.DOTALL)
    assert "Who agreed to it?" in page
    first = boris.get(f"/projects/{project.id}/review?snapshot=1").text
    assert "This is an earlier snapshot" in first
    assert "Safe rides to work" not in first.partition("<article")[2].partition("<h2")[2]
    assert boris.get(f"/projects/{project.id}/review?snapshot=3").status_code == 404


def test_p14_she_sees_the_comment_at_budget_line_3_and_the_mentor_then_only_what_changed(
    make: Make, database: Database, browser: Browse
) -> None:
    """P14: … replies, marks "done"; after resubmission the mentor sees only what changed. M06: the
    money differences are numbers."""
    plan = deepcopy(COMPLETE)
    lines = plan["budget"]["budget"]
    lines.append(lines[0] | {"id": "b3"})
    project = make.project(State.developing, plan=plan)
    alina, boris = browser("alina"), browser("boris")
    ask(alina, project)
    made_it = point(boris, project, row="b3", column="quantity", text="From whom?")
    assert made_it.status_code == 303
    with database.reads.alone() as session:
        made = session.exec(select(Point)).one()
    for language in ("ru", "be", "en"):
        alina.cookies["language"] = language
        budget = alina.get(f"/projects/{project.id}/sections/budget").text
        before, line = budget.split('id="budget.b3"', 1)
        assert "From whom?" not in before
        assert "From whom?" in line
        assert 'data-action="point.answer"' in line
    assert alina.form(f"/points/{made.id}/answers", text="From a shop.").status_code == 303
    make.write(project, "budget", {"budget.b3.quantity": "77"})
    assert alina.form(f"/points/{made.id}/address", state="addressed").status_code == 303
    ask(alina, project)

    for language, only in ONE_CHANGE.items():
        boris.cookies["language"] = language
        page = review(boris, project)
        assert only in page
        assert "From a shop." in page
        since = f"/projects/{project.id}/versions/compare?from={len(plan)}&to={len(plan) + 1}"
        compared = boris.get(since).text
        assert "+42" in compared, "150.00, now 192.50"
        assert 'id="problem' not in compared


ONE_CHANGE = {
    "ru": "С тех пор: изменена 1 строка.",
    "be": "З таго часу: зменены 1 радок.",
    "en": "Since then: 1 row changed.",
}


def test_open_points_stand_first_until_each_is_answered_or_dealt_with(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.developing)
    alina, boris = browser("alina"), browser("boris")
    ask(alina, project)
    point(boris, project, row="b1")
    point(boris, project, section="care", field="", kind="praise", text="Well thought of.")
    point(boris, project, section="results", field="objective", text="Which students?")

    def left() -> str:
        page = alina.get(f"/projects/{project.id}/feedback").text
        return page.partition('id="open-points"')[2].partition("</div>")[0]

    assert "2 points wait for your answer" in left()
    assert "Which students?" in left()
    assert "Well thought of." not in left()
    with database.reads.alone() as session:
        first, last = session.exec(
            select(Point.id).where(Point.kind != "praise").order_by(col(Point.created_at))
        )
    alina.form(f"/points/{last}/answers", text="Those of three colleges.")
    assert "1 point waits for your answer" in left()
    assert "Which students?" not in left()
    alina.form(f"/points/{first}/address", state="addressed")
    assert "waits for your answer" not in left()


def test_whoever_may_not_be_shown_any_more_has_no_name_for_the_mentor(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    assert "Алина" in review(browser("boris"), project)
    with database.writes.alone() as session:
        for consent in session.exec(select(Consent).where(Consent.person_id == cast["alina"].id)):
            consent.withdrawn_at = now()
    page = review(browser("boris"), project)
    assert "Алина" not in page
    assert "Максим" in page
    assert "Алина" in review(browser("vera"), project)
    with database.reads.alone() as session:
        loaded = make.reload(session, project.id)
        assert threads.hidden_from(session, loaded, make.who("boris")) == {cast["alina"].id}


def test_the_mentors_words_stay_whichever_button_was_pressed(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, plan={})
    make.snapshot(project, plan={})
    refused = ready(browser("boris"), project, says="Begin with one sentence.", snapshot=1)
    assert refused.status_code == 409
    assert "Begin with one sentence.</textarea>" in refused.text
    assert refused.text.count('name="says"') == 1
