"""Who mentors a project: two at once, one who stops, one who knows the team, one who is away."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.i18n import gettext
from app.models import (
    Assignment,
    Capacity,
    End,
    Event,
    Letter,
    Point,
    PointKind,
    Project,
    State,
)
from app.models.base import now
from app.rules.policy import POLICY, allows
from app.services import assignments
from tests.conftest import Browse, in_each_language
from tests.make import Make


@pytest.fixture
def pair(make: Make, cast: Cast, database: Database) -> Project:
    """Boris and Kastus mentor one project, which waits for an answer."""
    project = make.project(State.developing)
    make.snapshot(project)
    with database.writes.alone() as session:
        session.add(Assignment(project_id=project.id, person_id=cast["kastus"].id))
    return project


def says(database: Database, person_id: UUID, **about: Any) -> None:
    with database.writes.alone() as session:
        blank: dict[str, Any] = {"languages": [], "themes": []}
        session.add(Capacity(person_id=person_id, **(blank | about)))


def told(database: Database, event: str) -> set[UUID]:
    with database.reads.alone() as session:
        return set(session.exec(select(Letter.to_id).where(Letter.event == event)))


def lines(database: Database, action: str) -> list[Event]:
    with database.reads.alone() as session:
        return list(session.exec(select(Event).where(Event.action == action)))


def approval(browser: Browse, project: Project, user: str = "vera") -> str:
    page = browser(user).get(f"/projects/{project.id}/approval")
    assert page.status_code == 200
    return page.text


def test_two_mentors_of_a_project_read_each_others_points_and_neither_can_delete(
    make: Make, pair: Project, database: Database, browser: Browse
) -> None:
    """M20."""
    boris, kastus = browser("boris"), browser("kastus")
    place = {"snapshot": 1, "section": "idea", "field": "title", "kind": "question"}
    for theirs, text in ((boris, "Asked by Boris?"), (kastus, "Asked by Kastus?")):
        theirs.form(f"/projects/{pair.id}/points", **place, text=text)
    for theirs in (boris, kastus):
        for page in in_each_language(theirs, f"/projects/{pair.id}/review"):
            assert page.index("Asked by Boris?") < page.index("Asked by Kastus?")
            assert gettext("Question") in page
    with database.reads.alone() as session:
        ones = session.exec(select(Point.id)).all()
        for theirs in (boris, kastus):
            for one in ones:
                assert theirs.delete(f"/points/{one}").status_code in {404, 405}
        assert len(session.exec(select(Point)).all()) == 2


def test_a_coordinator_adds_a_second_mentor_and_ends_the_first(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    """M14: access stops at once, what was written stays."""
    vera, project = browser("vera"), make.project(State.developing)
    point = make.point(make.snapshot(project), section="idea", field="title",
                       kind=PointKind.question, text="Why this one?")  # fmt: skip
    address = f"/projects/{project.id}/mentors"
    for wrong, status in ((cast["irina"].id, 409), (cast["nina"].id, 422), ("", 422)):
        assert vera.form(address, mentor=wrong).status_code == status
    assert browser("alina").form(address, mentor=cast["kastus"].id).status_code == 403
    assert browser("olga").form(address, mentor=cast["kastus"].id).status_code == 404

    for _press in range(2):
        assert vera.form(address, mentor=cast["kastus"].id).status_code == 303
    review = f"/projects/{project.id}/review"
    assert [browser(user).get(review).status_code for user in ("boris", "kastus")] == [200, 200]
    assert told(database, "project.assign") == {
        cast[user].id for user in ("alina", "maksim", "kastus")
    }
    assert len(lines(database, "project.assign")) == 1

    boris = browser("boris")
    for user, status in (("alina", 403), ("boris", 403), ("olga", 404)):
        assert browser(user).form(f"{address}/{cast['boris'].id}/end").status_code == status
    for _press in range(2):
        assert vera.form(f"{address}/{cast['boris'].id}/end").status_code == 303
    assert boris.get(review).status_code == 404
    for gone in in_each_language(boris, review):
        assert gettext("There is no such page.") in gone
    assert boris.form(f"/points/{point.id}/answers", text="One more.").status_code == 404
    assert "Why this one?" in browser("kastus").get(review).text
    for feedback in in_each_language(browser("alina"), f"/projects/{project.id}/feedback"):
        assert "Why this one?" in feedback
    assert told(database, "assignment.end") == {
        cast[user].id for user in ("alina", "maksim", "boris")
    }
    assert len(lines(database, "assignment.end")) == 1


def test_whoever_cannot_help_leaves_with_a_reason_that_only_coordinators_read(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    """M14, by the mentor's own word."""
    project = make.project(State.developing)
    make.point(make.snapshot(project), section="idea", field="title", kind=PointKind.praise,
               text="A clear title.")  # fmt: skip
    boris, address = browser("boris"), f"/projects/{project.id}/mentors/leave"
    assert boris.get(address).status_code == 200
    for typed in ({"end": ""}, {"end": "coordinator"}, {"end": "other", "why": " "}):
        refused = boris.form(address, **typed)
        assert refused.status_code == 422, typed
    assert "Say why, in a few words." in refused.text
    reason = "My shifts have changed."
    assert boris.form(address, end="time", why=reason).headers["location"] == "/mentoring"
    assert boris.get(f"/projects/{project.id}/review").status_code == 404
    assert boris.form(address, end="time").status_code == 404

    assert told(database, "assignment.leave") == {
        cast[user].id for user in ("vera", "pavel", "alina", "maksim")
    }
    assert reason in approval(browser, project)
    for page in ("", "/feedback", "/team"):
        shown = browser("alina").get(f"/projects/{project.id}{page}").text
        assert reason not in shown, page
    assert "A clear title." in browser("alina").get(f"/projects/{project.id}/feedback").text
    with database.reads.alone() as session:
        letters = session.exec(select(Letter).where(Letter.event == "assignment.leave")).all()
        assert not any(reason in letter.body for letter in letters)


def test_whoever_knows_somebody_of_the_team_is_not_proposed_for_it_again(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    project, vera = make.project(State.developing), browser("vera")
    address = f"/projects/{project.id}/mentors"
    assert browser("boris").form(f"{address}/leave", end="conflict").status_code == 303
    assert browser("boris").get(f"/projects/{project.id}").status_code == 404
    (line,) = lines(database, "assignment.leave")
    assert line.fields == ["conflict"]

    shown = approval(browser, project)
    assert "A conflict of interest" in shown
    assert f'value="{cast["boris"].id}"' not in shown
    refused = vera.form(address, mentor=cast["boris"].id)
    assert refused.status_code == 409
    assert "Has declared a conflict of interest with this project." in refused.text
    other = make.project(State.developing, mentor=None)
    assert vera.form(f"/projects/{other.id}/mentors", mentor=cast["boris"].id).status_code == 303


def test_mentors_are_proposed_with_reasons_and_nothing_is_done_by_itself(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    boris, kastus = cast["boris"].id, cast["kastus"].id
    make.project(State.developing)  # Boris helps one
    says(database, boris, most=2, languages=["ru", "be"], words="Online recruitment")
    says(database, kastus, most=1, languages=["en"])
    project = make.project(State.idea_sent, mentor=None)
    shown = approval(browser, project)
    assert shown.index(f'value="{boris}"') < shown.index(f'value="{kastus}"')
    for words in ("Writes Russian with the team.", "Free places: 1 of 2.", "Online recruitment",
                  "Does not offer Russian."):  # fmt: skip
        assert words in shown
    assert " checked>" not in shown.partition('id="mentor"')[2].partition("</fieldset>")[0]
    with database.reads.alone() as session:
        assert not make.reload(session, project.id).assignments


def test_nobody_is_asked_while_away_and_the_pause_ends_by_itself(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    today = now().date()
    says(database, cast["kastus"].id, away_until=today, handover="Read their budget first.")
    project, vera = make.project(State.developing), browser("vera")
    address = f"/projects/{project.id}/mentors"
    refused = vera.form(address, mentor=cast["kastus"].id)
    assert refused.status_code == 409
    assert "Is away until" in refused.text
    with database.writes.alone() as session:
        said = session.exec(select(Capacity)).one()
        said.away_until = today - timedelta(days=1)
        session.add(said)
    assert vera.form(address, mentor=cast["kastus"].id).status_code == 303


def test_the_hand_over_is_read_by_coordinators_and_the_other_mentor_and_not_by_the_team(
    pair: Project, cast: Cast, database: Database, browser: Browse
) -> None:
    until = now().date() + timedelta(days=9)
    says(database, cast["kastus"].id, away_until=until, handover="Read their budget first.")
    note = "Read their budget first."
    assert note in approval(browser, pair)
    assert note in browser("boris").get(f"/projects/{pair.id}/review").text
    for page in ("", "/feedback"):
        shown = browser("alina").get(f"/projects/{pair.id}{page}").text
        assert "away until" in shown, page
        assert note not in shown, page


def test_a_project_that_is_not_hers_is_a_404_and_it_is_written_down(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    """M03."""
    project = make.project(State.developing, mentor="kastus")
    point = make.point(make.snapshot(project), by="kastus", section="idea", field="title",
                       kind=PointKind.question, text="Why?")  # fmt: skip
    boris = browser("boris")
    assert boris.get(f"/projects/{project.id}/review").status_code == 404
    assert boris.form(f"/points/{point.id}/settle", state="settled").status_code == 404
    found = lines(database, "project.refused")
    assert [(line.about_id, line.who_id) for line in found] == [(project.id, cast["boris"].id)] * 2
    assert found[0].chain == str(make.camp.id)
    assert "that is not open to them" in browser("vera").get("/history").text

    boris.get("/projects/00000000-0000-4000-8000-000000000000")  # no project at all
    browser("dan").get(f"/projects/{project.id}")  # nobody's mentor
    browser("alina").get(f"/projects/{project.id}")
    assert len(lines(database, "project.refused")) == 2


def test_what_a_mentor_does_is_a_fact_beside_the_name_and_the_names_stand_in_their_order(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    for days in (1, 3, 11):
        project = make.project(State.developing)
        asked = now() - timedelta(days=days + 1)
        answered: dict[str, Any] = {
            "judged_by_id": cast["boris"].id,
            "judged_at": asked + timedelta(days=days),
        }
        make.snapshot(project, created_at=asked, **answered)
    with database.reads.alone() as session:
        load = assignments.loads(session, make.camp.id)[cast["boris"].id]
    assert (load.now, load.answered, load.days) == (3, 3, 3)
    page = browser("vera").get(f"/camps/{make.camp.id}/people").text
    assert "3 projects now." in page
    assert "Helps more projects" not in page
    browser("boris").form("/mentoring/capacity", most="2")
    page = browser("vera").get(f"/camps/{make.camp.id}/people").text
    assert "3 projects now. Takes 2 at most." in page
    assert "Helps more projects than they take on" in page
    assert "3 answers in 30 days." in page
    assert "Half of them within 3 days." in page
    names = [cast[user].name for user in ("boris", "kastus", "irina")]
    mentors = page.partition('id="mentors-h"')[2]
    assert sorted(names, key=mentors.index) == sorted(names)


def test_two_adults_can_read_every_thread(make: Make, database: Database, cast: Cast) -> None:
    """Whatever a mentor and a team write to each other, every coordinator of the camp reads it:
    in each state of the project, and whether or not the mentor is still one."""
    coordinators = [make.who(user) for user in ("vera", "pavel")]
    for action, rule in POLICY.items():
        if action.startswith(("feedback.re", "point.")) and "mentor" in rule.says:
            assert "coordinator" in rule.says or action == "feedback.request", action
    for state in State:
        for ended in (None, now()):
            project = make.project(state, mentor=None)
            with database.writes.alone() as session:
                session.add(
                    Assignment(
                        project_id=project.id, person_id=cast["boris"].id, ended_at=ended,
                        end=End.other if ended else None,
                    )
                )  # fmt: skip
            point = make.point(make.snapshot(project), section="idea", field="title",
                               kind=PointKind.question, text="Why?")  # fmt: skip
            with database.reads.alone() as session:
                point = session.get_one(Point, point.id)
                assert all(allows(one, "feedback.read", point.project) for one in coordinators)
                assert all(allows(one, "point.answer", point) for one in coordinators)
