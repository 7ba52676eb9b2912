"""Every move through its own door: who may make it, in which states, and what follows from it."""

from typing import Any

import pytest
from sqlmodel import col, select

from app.db import Database
from app.demo import Cast
from app.models import (
    Approval,
    Event,
    Interest,
    Letter,
    Person,
    Pitch,
    Project,
    Stage,
    State,
    Support,
    Verdict,
    Visibility,
)
from app.models.base import now
from app.rules.workflow import MOVES
from tests.conftest import Browse, Browser
from tests.make import Make

WHO = {  # move → who may make it, of those who know that the project exists
    "send": "alina",
    "welcome": "vera",
    "return": "vera",
    "ready": "boris",
    "submit": "alina",
    "send_back": "vera",
    "publish": "vera",
    "pause": "alina vera",
    "resume": "alina vera",
    "match": "vera",
    "withdraw": "alina vera",
    "reopen": "alina",
    "archive": "vera",
}


def given(cast: Cast, name: str) -> dict[str, Any]:
    """What the form of a move brings when it is filled in as it should be."""
    return {
        "welcome": {"mentor": str(cast["boris"].id)},
        "return": {"note": "Please say who it is for."},
        "send_back": {"note": "Please shorten the story."},
        "archive": {"note": "The camp is over."},
        "publish": {"visibility": "public_without_budget", "dignity": "yes"},
    }.get(name, {})


def prepared(make: Make, state: State) -> Project:
    """A complete project with everything that any move of this state asks for."""
    project = make.project(state)
    judged = Verdict.waiting if state == State.developing else Verdict.ready
    make.snapshot(project, verdict=judged, judged_at=now(), judged_by_id=make.cast["boris"].id)
    if state == State.published:
        pitch = make.pitch(project)
        organisation = make.who("dan").affiliated
        assert organisation
        with make.database.writes.alone() as session:
            session.add(
                Interest(
                    pitch_id=pitch.id,
                    camp_id=project.camp_id,
                    donor_id=make.cast["dan"].id,
                    organisation_id=organisation,
                    kind=Support.fund_fully,
                    state=Stage.agreed,
                    pitch_number=1,
                    changed_at=now(),
                )
            )
    return project


def post(browser: Browser, project: Project, name: str, cast: Cast) -> int:
    answer = browser.form(f"/projects/{project.id}/moves/{name}", **given(cast, name))
    return int(answer.status_code)


def state_of(database: Database, project: Project) -> State:
    with database.reads.alone() as session:
        return session.get_one(Project, project.id).state


def test_a_move_is_made_in_its_states_and_is_a_409_in_every_other(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    browsers = {user: browser(user) for user in ("alina", "boris", "vera")}
    for state in State:
        for name, move in MOVES.items():
            project = prepared(make, state)
            status = post(browsers[WHO[name].split()[0]], project, name, cast)
            if state in move.leaves:
                assert (status, state_of(database, project)) == (303, move.enters), (state, name)
            else:
                assert (status, state_of(database, project)) == (409, state), (state, name)


def test_nobody_else_makes_a_move(
    make: Make, cast: Cast, database: Database, browser: Browse, stranger: Browser
) -> None:
    """403 to those who may read the project, 404 to those who may not know of it: the mentor
    whose vetting has expired and the coordinator of the other camp among them."""
    expected = {"alina": 403, "boris": 403, "vera": 403, "lera": 404, "irina": 404, "olga": 404}
    browsers = {user: browser(user) for user in expected}
    for name, move in MOVES.items():
        state = next(iter(move.leaves))
        project = prepared(make, state)
        for user, status in expected.items():
            if user not in WHO[name].split():
                assert post(browsers[user], project, name, cast) == status, (name, user)
        asked = stranger.form(f"/projects/{project.id}/moves/{name}")
        assert (asked.status_code, asked.headers["location"][:8]) == (303, "/sign-in"), name
        assert state_of(database, project) == state


def test_a_move_that_does_not_exist_is_a_404(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    assert browser("alina").form(f"/projects/{project.id}/moves/jump").status_code in {404, 405}


def test_each_move_leaves_a_decision_a_line_in_the_history_and_letters(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project = make.project(State.idea_sent, mentor=None)

    post(browser("vera"), project, "welcome", cast)

    with database.reads.alone() as session:
        decisions = session.exec(select(Approval).where(Approval.project_id == project.id))
        assert [(one.what, one.by_id) for one in decisions] == [("welcome", cast["vera"].id)]
        lines = session.exec(select(Event.action).where(Event.about_id == project.id)).all()
        assert set(lines) == {"project.welcome", "project.assign"}
        letters = session.exec(select(Letter).order_by(col(Letter.created_at))).all()
        assert {letter.to_id for letter in letters} == {
            cast[user].id for user in ("alina", "maksim", "boris")
        }
        for letter in letters:
            assert project.code in letter.subject
            assert project.title not in letter.subject + letter.body
            assert letter.language == session.get_one(Person, letter.to_id).language


def test_publishing_freezes_what_the_coordinator_decided_not_what_was_proposed(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project = prepared(make, State.awaiting_approval)

    assert post(browser("vera"), project, "publish", cast) == 303

    with database.reads.alone() as session:
        pitch = session.exec(select(Pitch).where(Pitch.project_id == project.id)).one()
        assert pitch.visibility == Visibility.public_without_budget
        decision = session.exec(select(Approval).where(Approval.what == "publish")).one()
        assert decision.ticks == ["dignity", "ruleset 1"]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_welcome_is_the_review_of_a_safety_answer(
    make: Make, cast: Cast, database: Database, browser: Browse, answer: str
) -> None:
    """V19 stops the plan, not the idea; whoever welcomes it has read the answers."""
    project = make.project(State.idea_sent)
    make.write(project, "safety", {f"safety_{n}": "no" for n in range(1, 5)} | {"safety_5": answer})

    assert post(browser("vera"), project, "welcome", cast) == 303

    with database.reads.alone() as session:
        reviews = session.exec(select(Approval).where(Approval.what == "safety")).all()
        assert len(reviews) == (1 if answer == "yes" else 0)
    browser("alina").form(f"/projects/{project.id}/feedback", note="")
    assert browser("boris").form(f"/projects/{project.id}/moves/ready").status_code == 303
