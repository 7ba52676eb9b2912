"""A mentor's desk: who waits, longest first, and nothing for whoever is not vetted today."""

import re
from copy import deepcopy
from datetime import timedelta

from sqlmodel import col, update

from app.db import Database
from app.demo import Cast
from app.i18n import gettext, ngettext
from app.models import (
    Assignment,
    Camp,
    PointKind,
    PointState,
    Project,
    Skip,
    State,
    Verdict,
    Vetting,
)
from app.models.base import now
from app.rules.template.shape import Plan
from app.services import mentoring
from tests.conftest import Browse, Browser, in_each_language
from tests.make import Make
from tests.plans import COMPLETE


def waits(make: Make, title: str, days: int) -> Project:
    project = make.project(State.developing, plan={"idea": {"title": title}})
    asked = now() - timedelta(days=days)
    make.snapshot(project, created_at=asked)
    with make.database.writes.alone() as session:
        mine = update(Assignment).where(col(Assignment.project_id) == project.id)
        session.execute(mine.values(created_at=asked))
    return project


def test_who_waits_longest_stands_first(make: Make, browser: Browse) -> None:
    """M02."""
    waits(make, "Second", days=2)
    waits(make, "First", days=6)
    waits(make, "Third", days=0)
    for page in in_each_language(browser("boris"), "/mentoring"):
        order = [page.index(title) for title in ("First", "Second", "Third")]
        assert order == sorted(order)
        assert gettext("Start with the oldest") in page
        assert gettext("longer than promised") in page
    page = browser("boris").get("/mentoring").text
    assert "3 teams wait for your answer." in page
    assert "6 days" in page


def test_a_new_mentor_is_not_late_for_what_somebody_else_left(make: Make, browser: Browse) -> None:
    project = waits(make, "Left behind", days=6)
    with make.database.writes.alone() as session:
        mine = update(Assignment).where(col(Assignment.project_id) == project.id)
        session.execute(mine.values(created_at=now()))
    page = browser("boris").get("/mentoring").text
    assert "6 days" in page
    assert "longer than promised" not in page


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
    assert "Read and answer" in page


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
    for page in in_each_language(irina, "/mentoring"):
        assert gettext("Your vetting has expired") in page
        assert project.title not in page
        assert project.code not in page
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
    boris, review = browser("boris"), f"/projects/{project.id}/review"
    assert boris.get(review).status_code == 404
    for page in in_each_language(boris, review):
        assert gettext("There is no such page.") in page
    assert project.title not in boris.get("/mentoring").text


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


def test_answers_and_calls_for_help_wait_too_and_since_when_they_came(
    make: Make, database: Database, browser: Browse
) -> None:
    """M02: what for."""
    project = make.project(State.developing, plan={"idea": {"title": "Help"}})
    asked = make.snapshot(project, verdict=Verdict.changes_requested)
    for state, days in (
        (PointState.needs_help, 3), (PointState.answered, 1), (PointState.open, 9),
        (PointState.addressed, 8),
    ):  # fmt: skip
        make.point(asked, section="idea", field="title", kind=PointKind.question, text="Why?",
                   state=state, state_at=now() - timedelta(days=days))  # fmt: skip
    waits(make, "Snapshot", days=2)
    with database.reads.alone() as session:
        first, second = mentoring.desk(session, make.who("boris"))
        counted = session.exec(mentoring.waiting(make.who("boris"))).one()
    assert (first.title, first.waited.days, first.waits) == ("Help", 3, True)
    assert (second.title, counted) == ("Snapshot", 2)
    page = browser("boris").get("/mentoring").text
    assert "Help is needed with 1 point." in page
    assert "1 point answered." in page


def test_next_leads_through_those_who_wait(make: Make, browser: Browse) -> None:
    first, second = waits(make, "First", days=6), waits(make, "Second", days=2)
    boris = browser("boris")
    address = "/mentoring/next"
    assert boris.get(address).headers["location"] == f"/projects/{first.id}/review"
    after = boris.get(f"{address}?after={first.id}")
    assert after.headers["location"] == f"/projects/{second.id}/review"
    assert f"{address}?after={first.id}" in boris.get(f"/projects/{first.id}/review").text
    make.snapshot(second, number=2, verdict=Verdict.ready)
    assert boris.get(f"{address}?after={first.id}").headers["location"] == "/mentoring"
    assert boris.get(f"{address}?after=nobody").status_code == 422


def test_what_was_put_off_comes_back_after_a_day_or_with_a_new_snapshot(
    make: Make, database: Database, browser: Browse
) -> None:
    project, other = waits(make, "First", days=6), waits(make, "Second", days=2)
    boris, address = browser("boris"), f"/projects/{project.id}/skip"
    assert boris.get(address).status_code == 200
    for wrong in (" ", "x" * 501):
        assert boris.form(address, why=wrong).status_code == 422
    answer = boris.form(address, why="I am on a train.")
    assert answer.headers["location"] == f"/mentoring/next?after={project.id}"
    followed = boris.get(answer.headers["location"])
    assert followed.headers["location"] == f"/projects/{other.id}/review"

    def waiting() -> list[str]:
        with database.reads.alone() as session:
            who = make.who("boris")
            found = [one.title for one in mentoring.desk(session, who) if one.waits]
            assert session.exec(mentoring.waiting(who)).one() == len(found)
            return found

    assert waiting() == ["Second"]
    assert "Put off until tomorrow" in boris.get("/mentoring").text
    assert "I am on a train." in browser("vera").get(f"/projects/{project.id}/approval").text
    assert "I am on a train." not in browser("alina").get(f"/projects/{project.id}/feedback").text
    with database.writes.alone() as session:
        session.execute(update(Skip).values(created_at=now() - timedelta(hours=25)))
    assert waiting() == ["First", "Second"]
    with database.writes.alone() as session:
        session.execute(update(Skip).values(created_at=now()))
    make.snapshot(project, number=2)
    assert waiting() == ["Second", "First"]


def test_only_its_mentor_puts_a_project_off(make: Make, browser: Browse) -> None:
    project = waits(make, "First", days=6)
    for user, status in {"alina": 403, "vera": 403, "kastus": 404, "irina": 404}.items():
        assert browser(user).form(f"/projects/{project.id}/skip", why="No.").status_code == status
    nothing = make.project(State.developing)
    assert browser("boris").form(f"/projects/{nothing.id}/skip", why="No.").status_code == 409


def test_ten_days_without_an_answer_are_seen_by_the_coordinator_and_said_to_the_author(
    make: Make, database: Database, browser: Browse
) -> None:
    """M11."""
    late, early = waits(make, "Late one", days=10), waits(make, "Early one", days=4)
    board = browser("vera").get(f"/camps/{make.camp.id}").text
    overdue = board.partition('id="overdue"')[2].partition("</section>")[0]
    assert "Late one" in overdue
    assert "waits 10 days" in overdue
    assert "Early one" not in overdue
    assert "1 team waits longer than promised for its mentor." in board
    assert "no valid vetting" not in board
    told = "Snapshot 1 is with the mentor for 10 days; a coordinator knows."
    phrase = "Snapshot %(n)s is with the mentor for %(days)s day; a coordinator knows."
    for page in ("", "/feedback"):
        for said in in_each_language(browser("alina"), f"/projects/{late.id}{page}"):
            assert ngettext(phrase, told, 10) % {"n": 1, "days": 10} in said
        assert "a coordinator knows" not in browser("alina").get(f"/projects/{early.id}{page}").text

    with database.writes.alone() as session:
        session.execute(update(Vetting).values(expires_on=now().date() - timedelta(days=1)))
    assert "(no valid vetting)" in browser("vera").get(f"/camps/{make.camp.id}").text
    with database.writes.alone() as session:
        session.execute(update(Vetting).values(expires_on=now().date() + timedelta(days=1)))
        camp = session.get_one(Camp, make.camp.id)
        camp.answer_days = 14
        session.add(camp)
    assert 'id="overdue"' not in browser("vera").get(f"/camps/{make.camp.id}").text
    assert told not in browser("alina").get(f"/projects/{late.id}").text
    page = browser("boris").get("/mentoring").text
    assert "We promise teams an answer within 14 days." in page
    assert "longer than promised" not in page


def test_a_camp_says_within_how_many_days_mentors_answer(make: Make, browser: Browse) -> None:
    vera, address = browser("vera"), f"/camps/{make.camp.id}/edit"
    about = {
        "name_en": "Camp", "place_en": "Naroch", "starts_on": "2026-07-01",
        "ends_on": "2026-07-08", "time_zone": "Europe/Minsk", "currency": "BYN",
        "default_language": "ru",
    }  # fmt: skip
    assert 'name="answer_days" type="text" value="5"' in vera.get(address).text
    for wrong in ("0", "61", "soon"):
        answer = vera.form(address, **about, answer_days=wrong)
        assert answer.status_code == 422
        assert 'href="#answer_days"' in answer.text
    assert vera.form(address, **about, answer_days="7").status_code == 303
    assert 'name="answer_days" type="text" value="7"' in vera.get(address).text
