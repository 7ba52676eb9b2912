"""M08. Contact stays inside: caught before it is sent, explained, decided by a coordinator."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select, update

from app.db import Database
from app.demo import Cast
from app.i18n import gettext
from app.models import (
    Answer,
    Assignment,
    Event,
    FeedbackDraft,
    Held,
    Letter,
    Outcome,
    Point,
    Project,
    Snapshot,
    State,
    Verdict,
)
from app.models.base import now
from tests.conftest import HTMX, Browse, Browser, in_each_language
from tests.make import Make

OUTSIDE = "Good start. Write to me: boris.k@example.org"
PLACE = {"snapshot": 1, "section": "idea", "field": "title", "kind": "question"}


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def point(browser: Browser, project: Project, **fields: Any) -> Any:
    return browser.form(f"/projects/{project.id}/points", **PLACE | {"text": OUTSIDE} | fields)


def every(database: Database, kind: Any) -> Any:
    with database.reads.alone() as session:
        return session.exec(select(kind)).all()


def hold(browser: Browser, project: Project, database: Database, text: str = OUTSIDE) -> Held:
    assert point(browser, project, text=text, insist="yes").status_code == 303
    found: Held = every(database, Held)[-1]
    return found


def decide(browser: Browser, held: Held, make: Make, **fields: Any) -> Any:
    return browser.form(f"/camps/{make.camp.id}/held/{held.id}", **fields)


def test_m08_an_address_in_a_point_comes_back_before_it_is_sent_with_the_text_kept(
    project: Project, database: Database, browser: Browse
) -> None:
    for headers in ({}, HTMX):
        boris = browser("boris")
        boris.headers.update(headers)
        answer = point(boris, project)
        assert answer.status_code == 409
        assert f"\n{OUTSIDE}</textarea>" in answer.text
        assert "<mark>boris.k@example.org</mark>" in answer.text
        assert "This looks like an e-mail address." in answer.text
        change, insist = "Change the words", "Ask a coordinator to decide"
        assert answer.text.index(change) < answer.text.index(insist)
    assert every(database, Point) == every(database, Held) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Call me: +375 29 000 00 00", "This looks like a telephone number."),
        ("ru", "Напиши мне в тг", "Похоже на предложение общаться в мессенджере или где-то ещё."),
        ("be", "Сустрэнемся каля бібліятэкі", "Падобна на месца або час сустрэчы."),
        ("ru", "Вот: https://example.com/x", "Похоже на ссылку, которая ведёт на другой сайт."),
    ],
)
def test_m08_it_is_explained_in_the_language_of_the_reader(
    project: Project, browser: Browse, language: str, text: str, found: str
) -> None:
    boris = browser("boris")
    boris.cookies["language"] = language
    answer = point(boris, project, text=text)
    assert answer.status_code == 409
    assert found in answer.text


def test_m08_changed_words_are_sent(project: Project, database: Database, browser: Browse) -> None:
    point(browser("boris"), project)
    assert point(browser("boris"), project, text="Good start. Ask me here.").status_code == 303
    assert [one.text for one in every(database, Point)] == ["Good start. Ask me here."]


def test_m08_if_insisted_on_it_goes_to_a_coordinator_and_to_nobody_else(
    make: Make, project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    boris = browser("boris")
    held = hold(boris, project, database)
    assert point(boris, project, insist="yes").status_code == 303  # pressed twice, it waits once
    assert every(database, Point) == []
    assert len(every(database, Held)) == 1
    assert (held.kinds, held.writer_id) == (["email"], cast["boris"].id)

    page = boris.get(f"/projects/{project.id}/review").text
    assert "With a coordinator" in page
    assert OUTSIDE in page
    for user in ("alina", "maksim"):
        assert "boris.k" not in browser(user).get(f"/projects/{project.id}/feedback").text
    for user in ("vera", "pavel"):
        assert "boris.k" not in browser(user).get(f"/projects/{project.id}/review").text
        page = browser(user).get(f"/camps/{make.camp.id}/held").text
        assert "<mark>boris.k@example.org</mark>" in page
        assert "1 text waits for your decision." in browser(user).get(f"/camps/{make.camp.id}").text
    for user, status in {"alina": 404, "boris": 404, "olga": 404, "dan": 404}.items():
        assert browser(user).get(f"/camps/{make.camp.id}/held").status_code == status
    told = {one.to_id for one in every(database, Letter) if one.event == "held.make"}
    assert told == {cast["vera"].id, cast["pavel"].id}


def test_m08_another_mentor_of_the_project_does_not_read_it(
    make: Make, project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    with database.writes.alone() as session:
        session.add(Assignment(project_id=project.id, person_id=cast["kastus"].id))
    hold(browser("boris"), project, database)
    page = browser("kastus").get(f"/projects/{project.id}/review")
    assert page.status_code == 200
    assert "boris.k" not in page.text


def test_m08_with_htmx_its_writer_sees_at_once_that_it_waits(
    project: Project, browser: Browse
) -> None:
    boris = browser("boris")
    boris.headers.update(HTMX)
    answer = point(boris, project, insist="yes")
    assert answer.status_code == 200
    assert "With a coordinator" in answer.text
    assert OUTSIDE not in answer.text
    assert "<html" not in answer.text


def test_m08_let_through_it_is_a_point_of_its_writer(
    make: Make, project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    held = hold(browser("boris"), project, database)
    assert decide(browser("vera"), held, make, decision="let").status_code == 303
    (sent,) = every(database, Point)
    assert (sent.text, sent.writer_id, sent.reworded) == (OUTSIDE, cast["boris"].id, False)
    assert OUTSIDE in browser("alina").get(f"/projects/{project.id}/feedback").text
    assert "With a coordinator" not in browser("boris").get(f"/projects/{project.id}/review").text
    lines = sorted(every(database, Event), key=lambda one: one.number)
    actions = [one.action for one in lines]
    assert actions.index("held.make") < actions.index("point.make") < actions.index("held.let")
    (letter,) = [one for one in every(database, Letter) if one.event == "held.decide"]
    assert letter.to_id == cast["boris"].id
    assert "boris.k" not in letter.subject + letter.body


def test_m08_a_coordinator_words_it_otherwise_and_it_says_so(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    held = hold(browser("boris"), project, database)
    assert decide(browser("vera"), held, make, decision="reword").status_code == 422
    said = {"decision": "reword", "wording": "Good start. Write to me here."}
    assert decide(browser("vera"), held, make, **said).status_code == 303
    (sent,) = every(database, Point)
    assert (sent.text, sent.reworded) == (said["wording"], True)
    page = browser("alina").get(f"/projects/{project.id}/feedback").text
    assert "A coordinator changed the wording." in page
    assert "boris.k" not in page
    assert every(database, Held)[0].outcome == Outcome.reworded
    assert "held.reword" in [one.action for one in every(database, Event)]


def test_m08_a_coordinator_refuses_with_a_word_to_the_writer(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    held = hold(browser("boris"), project, database)
    refused = decide(browser("vera"), held, make, decision="refuse")
    assert refused.status_code == 422
    assert "Write a word to its writer" in refused.text
    word = "Please keep talking here."
    assert decide(browser("vera"), held, make, decision="refuse", word=word).status_code == 303
    assert every(database, Point) == []
    page = browser("boris").get(f"/projects/{project.id}/review").text
    assert "A coordinator did not send this" in page
    assert word in page
    assert word not in browser("alina").get(f"/projects/{project.id}/feedback").text
    late = decide(browser("pavel"), held, make, decision="let")
    assert late.status_code == 409
    assert "Another coordinator has decided" in late.text
    assert every(database, Point) == []
    with database.writes.alone() as session:
        session.execute(update(Held).values(decided_at=now() - timedelta(days=15)))
    assert word not in browser("boris").get(f"/projects/{project.id}/review").text


def test_m08_it_is_not_sent_for_a_mentor_whose_assignment_has_ended(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    held = hold(browser("boris"), project, database)
    with database.writes.alone() as session:
        session.execute(update(Assignment).values(ended_at=now()))
    answer = decide(browser("vera"), held, make, decision="let")
    assert answer.status_code == 409
    assert "may not write here any more" in answer.text
    assert every(database, Point) == []
    assert every(database, Held)[0].outcome == Outcome.waiting


def test_m08_nobody_decides_on_what_another_camp_holds(
    make: Make, project: Project, database: Database, browser: Browse
) -> None:
    held = hold(browser("boris"), project, database)
    other = next(one for one in make.cast.camps.values() if one.id != make.camp.id)
    answer = browser("olga").form(f"/camps/{other.id}/held/{held.id}", decision="let")
    assert answer.status_code == 404
    assert decide(browser("olga"), held, make, decision="let").status_code == 404
    assert every(database, Held)[0].outcome == Outcome.waiting


def test_m08_an_answer_of_the_team_is_caught_and_sent_by_its_writer_later(
    make: Make, project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    point(browser("boris"), project, text="How many will come?")
    address = f"/points/{every(database, Point)[0].id}/answers"
    text = "Мой телеграм: @alina_test"
    caught = browser("alina").form(address, text=text)
    assert caught.status_code == 409
    assert text in caught.text
    sent = browser("alina").form(address, text=text, insist="yes")
    assert sent.headers["location"].endswith("/feedback#held")
    assert every(database, Answer) == []
    assert text in browser("alina").get(f"/projects/{project.id}/feedback").text
    for user in ("maksim", "boris"):
        page = f"/projects/{project.id}/{'feedback' if user == 'maksim' else 'review'}"
        assert "alina_test" not in browser(user).get(page).text
    for waits in in_each_language(browser("vera"), f"/camps/{make.camp.id}/held"):
        assert gettext("Written by somebody under 18") in waits
        assert gettext("In answer to:") in waits
        assert "How many will come?" in waits
    assert (
        decide(browser("vera"), every(database, Held)[0], make, decision="let").status_code == 303
    )
    (answer,) = every(database, Answer)
    assert (answer.text, answer.writer_id) == (text, cast["alina"].id)


def test_m08_the_note_of_a_team_that_asks_is_caught(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.developing)
    address, note = f"/projects/{project.id}/feedback", "Call me: +375 29 000 00 00"
    caught = browser("alina").form(address, note=note)
    assert caught.status_code == 409
    assert note in caught.text
    assert browser("alina").form(address, note=note, insist="yes").status_code == 303
    assert every(database, Snapshot) == []
    held = every(database, Held)[0]
    said = {"decision": "reword", "wording": "Is the budget clear?"}
    assert decide(browser("vera"), held, make, **said).status_code == 303
    (asked,) = every(database, Snapshot)
    assert (asked.note, asked.note_reworded) == ("Is the budget clear?", True)
    assert (
        "A coordinator changed the wording."
        in browser("boris").get(f"/projects/{project.id}/review").text
    )


@pytest.mark.parametrize(
    ("step", "verdict"),
    [("feedback/request", Verdict.changes_requested), ("moves/ready", Verdict.ready)],
)
def test_m08_the_words_on_the_whole_are_caught_for_either_verdict(
    make: Make, project: Project, database: Database, browser: Browse, step: str, verdict: Verdict
) -> None:
    address, says = f"/projects/{project.id}/{step}", "Let's meet after school, near the library."
    caught = browser("boris").form(address, says=says, snapshot=1)
    assert caught.status_code == 409
    assert "Let&#39;s meet after school, near the library.</textarea>" in caught.text
    assert f'formaction="/projects/{project.id}/{step}"' in caught.text
    assert browser("boris").form(address, says=says, snapshot=1, insist="yes").status_code == 303
    assert every(database, Snapshot)[0].verdict == Verdict.waiting
    assert (
        decide(browser("vera"), every(database, Held)[0], make, decision="let").status_code == 303
    )
    asked = every(database, Snapshot)[0]
    assert (asked.verdict, asked.says) == (verdict, says)


def test_m08_a_link_to_our_own_pages_and_a_coordinators_words_are_not_caught(
    project: Project, database: Database, browser: Browse
) -> None:
    inside = f"Compare http://127.0.0.1:8000/projects/{project.id}/plan with row 2."
    assert point(browser("boris"), project, text=inside).status_code == 303
    assert point(browser("vera"), project).status_code == 303
    assert len(every(database, Point)) == 2


def test_m08_a_draft_is_done_with_once_its_words_wait(
    project: Project, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    said = {"project": project.id, "place": "point.title", "text": OUTSIDE}
    assert boris.form("/me/drafts", **said).status_code == 204
    hold(boris, project, database)
    assert every(database, FeedbackDraft) == []
