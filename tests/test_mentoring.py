"""A mentor's desk: who waits, longest first, and nothing for whoever is not vetted today."""

import re
from copy import deepcopy
from datetime import timedelta

from sqlmodel import update

from app.db import Database
from app.demo import Cast
from app.models import PointState, Project, State, Verdict, Vetting
from app.models.base import now
from app.rules.template.shape import Plan
from app.services import mentoring
from tests.conftest import Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE


def waits(make: Make, title: str, days: int) -> Project:
    project = make.project(State.developing, plan={"idea": {"title": title}})
    make.snapshot(project, created_at=now() - timedelta(days=days))
    return project


def test_who_waits_longest_stands_first(make: Make, browser: Browse) -> None:
    """M02."""
    waits(make, "Second", days=2)
    waits(make, "First", days=6)
    waits(make, "Third", days=0)
    page = browser("boris").get("/mentoring").text
    order = [page.index(title) for title in ("First", "Second", "Third")]
    assert order == sorted(order)
    assert "3 teams wait for your answer." in page
    assert "6 days" in page
    assert "longer than promised" in page
    assert "Start with the oldest" in page


def test_a_row_says_what_waits(make: Make, database: Database, browser: Browse) -> None:
    project = make.project(State.developing)
    make.snapshot(project, note="Is the budget clear?")
    boris = browser("boris")
    place = {"section": "idea", "field": "title", "kind": "question", "text": "Why this?"}
    boris.form(f"/projects/{project.id}/points", snapshot=1, **place)
    with database.reads.alone() as session:
        (one,) = mentoring.desk(session, make.who("boris"))
    assert (one.number, one.has_note, one.points) == (1, True, {PointState.open: 1})
    assert one.minutes == 3
    page = boris.get("/mentoring").text
    assert "The team says what it would like to know." in page
    assert "Is the budget clear?" not in page  # the text itself stands where it is written down
    assert "1 point still open." in page
    assert "3 min to read" in page


def test_what_has_its_answer_and_what_is_over_does_not_wait(make: Make, browser: Browse) -> None:
    answered = make.project(State.developing)
    make.snapshot(answered, verdict=Verdict.changes_requested)
    make.snapshot(make.project(State.withdrawn))
    make.project(State.developing)  # has not asked yet
    page = browser("boris").get("/mentoring").text
    assert "Nothing is waiting" in page


def test_a_mentor_without_a_valid_vetting_sees_no_project_and_what_is_missing(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    """M01."""
    project = make.project(State.developing, mentor="irina")
    make.snapshot(project)
    irina = browser("irina")
    page = irina.get("/mentoring")
    assert page.status_code == 200
    assert "Your vetting has expired" in page.text
    assert project.title not in page.text
    assert project.code not in page.text
    assert irina.get(f"/projects/{project.id}/review").status_code == 404

    with database.writes.alone() as session:
        session.execute(
            update(Vetting)
            .where(Vetting.person_id == cast["irina"].id)  # type: ignore[arg-type]
            .values(kind="other")
        )
    assert "No vetting is recorded for you yet" in irina.get("/mentoring").text


def test_a_project_that_somebody_else_mentors_is_a_404(make: Make, browser: Browse) -> None:
    """M03."""
    project = make.project(State.developing, mentor="kastus")
    make.snapshot(project)
    assert browser("boris").get(f"/projects/{project.id}/review").status_code == 404
    assert project.title not in browser("boris").get("/mentoring").text


def test_the_desk_is_for_mentors(browser: Browse, stranger: Browser) -> None:
    for user, status in {"alina": 403, "vera": 403, "dan": 403, "nina": 200}.items():
        assert browser(user).get("/mentoring").status_code == status, user
    assert stranger.get("/mentoring").headers["location"] == "/sign-in?next=/mentoring"


def test_without_a_snapshot_the_review_says_that_nobody_has_asked(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    page = browser("boris").get(f"/projects/{project.id}/review")
    assert page.status_code == 200
    assert "The team has not asked for feedback yet" in page.text
    assert f'href="/projects/{project.id}"' in page.text


def test_whatever_a_draft_holds_it_can_be_read(make: Make, browser: Browse) -> None:
    """Half a plan, odd answers, and rows that name rows that are not there."""
    project = make.project(State.developing)
    odd: Plan = {
        "idea": {"title": "<script>alert(1)</script>", "forms": ["of_our_own"]},
        "problem": {"causes": "one\n\ntwo", "evidence": [{"id": "e1", "url": "javascript:1"}]},
        "safety": {"safety_1": "yes"},
        "results": {"results": [{"id": "r1", "level": "output", "parent": "r9"}]},
        "plan": {"start": "soon", "activities": [{"id": "a1", "output": "r9", "people": "many"}]},
        "budget": {"budget": [{"id": "b1", "item": "Pens", "quantity": "1e9", "unit_cost": "x"}]},
        "after": {"cost_after": "-5"},
    }
    make.snapshot(project, plan=odd)
    page = browser("boris").get(f"/projects/{project.id}/review")
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text
    assert 'href="javascript' not in page.text
    assert "1 line cannot be counted yet." in page.text


def test_the_newest_snapshot_is_the_one_that_waits(make: Make, database: Database) -> None:
    project = make.project(State.developing)
    make.snapshot(project, number=1, verdict=Verdict.changes_requested)
    make.snapshot(project, number=2)
    with database.reads.alone() as session:
        (one,) = mentoring.desk(session, make.who("boris"))
    assert (one.number, one.waits) == (2, True)


def test_warnings_stand_folded_beside_what_must_be_mended_and_lead_to_their_place(
    make: Make, browser: Browse
) -> None:
    plan = deepcopy(COMPLETE)
    plan["results"]["indicators"][0]["title"] = "Increase of checks"
    plan["results"]["indicators"][1]["unit"] = ""
    project = make.project(State.developing, plan=plan)
    make.snapshot(project, plan=plan)
    page = browser("boris").get(f"/projects/{project.id}/review").text
    must, folded = (part.partition("</details>")[0] for part in page.split("<details")[1:3])
    assert "has no unit" in must
    assert "contains “Increase”" in folded
    assert 'class="plain" id="warnings"' in folded
    assert " open" not in folded.partition(">")[0]
    (place,) = re.findall(r'href="#(at-indicators-i1)"', folded)
    assert f'id="{place}"' in page
