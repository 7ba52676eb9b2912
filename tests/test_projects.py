"""A team's projects: begun, sent, asked about, withdrawn; and what each step says when it cannot be
made yet."""

import re
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from app.models import (
    Camp,
    Invitation,
    Letter,
    Membership,
    PointKind,
    PointState,
    Project,
    Role,
    Snapshot,
    State,
    Verdict,
)
from app.rules import next_step
from app.rules.next_step import Situation
from app.rules.template import template
from app.rules.template.completeness import Progress
from tests.conftest import Browse
from tests.make import Make
from tests.plans import COMPLETE


def state(make: Make, project: Project) -> State:
    with make.database.reads.alone() as session:
        return session.get_one(Project, project.id).state


def link(html: str, words: str) -> str:
    found = re.search(rf'<a[^>]* href="([^"]*)"[^>]*>\s*{words}', html)
    assert found, words
    return found[1]


def unconfirm(make: Make, user: str) -> None:
    with make.database.writes.alone() as session:
        ours = select(Membership).where(Membership.person_id == make.cast[user].id)
        for one in session.exec(ours):
            one.confirmed_at = None
            session.add(one)


# The list, and a new project


def test_somebody_without_a_project_is_shown_the_way(make: Make, browser: Browse) -> None:
    page = browser("alina").get("/projects")

    assert page.status_code == 200
    assert "One sentence is enough to start." in page.text
    assert "/projects/new" in page.text


def test_the_list_has_ones_own_projects_and_nobody_elses(make: Make, browser: Browse) -> None:
    ours, theirs = make.project(), make.project(team=("lera",))
    page = browser("alina").get("/projects").text

    assert str(ours.id) in page
    assert str(theirs.id) not in page


def test_a_project_begins_with_its_language_and_leads_at_once_to_the_idea(
    make: Make, browser: Browse
) -> None:
    alina = browser("alina")
    assert 'data-action="project.start"' in alina.get("/projects/new").text

    begun = alina.form("/projects/new", language="be")

    assert begun.status_code == 303
    assert begun.headers["Location"].endswith("/idea")
    with make.database.reads.alone() as session:
        project = session.exec(select(Project)).one()
        assert (project.language, project.state, project.camp_id) == (
            "be",
            State.idea,
            make.camp.id,
        )
        assert [(one.person_id, one.lead) for one in project.team] == [
            (make.cast["alina"].id, True)
        ]


@pytest.mark.parametrize("typed", [{}, {"language": "fr"}, {"language": ""}])
def test_a_language_is_chosen_from_three(
    make: Make, browser: Browse, typed: dict[str, str]
) -> None:
    answer = browser("alina").post("/projects/new", data=typed)

    assert answer.status_code == 422
    assert 'href="#language"' in answer.text


def test_whoever_came_to_two_camps_says_in_which_it_began(make: Make, browser: Browse) -> None:
    other = make.cast.camps["brest-2026"]
    with make.database.writes.alone() as session:
        session.add(
            Membership(camp_id=other.id, person_id=make.cast["alina"].id, role=Role.participant)
        )
    alina = browser("alina")

    unsaid = alina.form("/projects/new", language="ru")
    foreign = alina.form("/projects/new", language="ru", camp=str(make.cast["alina"].id))
    said = alina.form("/projects/new", language="ru", camp=str(other.id))

    assert unsaid.status_code == foreign.status_code == 422
    assert 'href="#camp"' in unsaid.text
    assert said.status_code == 303


def test_only_participants_begin_projects(browser: Browse) -> None:
    for user in ("boris", "vera", "dan"):
        assert browser(user).get("/projects/new").status_code == 403
        assert browser(user).form("/projects/new", language="ru").status_code == 403


# The workspace


def test_the_workspace_is_for_its_people_only(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    for user in ("alina", "maksim", "boris", "vera"):
        page = browser(user).get(f"/projects/{project.id}")
        assert page.status_code == 200
        assert "Safe rides home" in page.text
    for user in ("mallory", "lera", "olga", "dan", "irina"):
        assert browser(user).get(f"/projects/{project.id}").status_code == 404


def test_every_state_has_a_page_with_the_steps_that_are_open(make: Make, browser: Browse) -> None:
    expected = {
        State.idea: {"project.send", "project.withdraw"},
        State.idea_sent: {"project.withdraw"},
        State.developing: {"project.withdraw"},
        State.ready: {"project.submit", "project.withdraw"},
        State.awaiting_approval: {"project.withdraw"},
        State.published: {"project.pause", "project.withdraw"},
        State.paused: {"project.resume", "project.withdraw"},
        State.matched: {"project.withdraw"},
        State.withdrawn: {"project.reopen"},
        State.archived: set(),
    }
    for at, actions in expected.items():
        page = browser("alina").get(f"/projects/{make.project(at).id}")
        assert page.status_code == 200
        assert set(re.findall(r'data-action="([\w.]+)"', page.text)) == actions, at
    read = browser("boris").get(f"/projects/{make.project(State.developing).id}")
    assert "data-action" not in read.text


@pytest.mark.parametrize("plan", [{}, {"place": {"place": "Hrodna"}}])
def test_a_project_that_says_no_region_yet_has_a_workspace(
    make: Make, browser: Browse, plan: dict[str, Any]
) -> None:
    page = browser("alina").get(f"/projects/{make.project(plan=plan).id}")

    assert page.status_code == 200
    assert 'data-action="project.withdraw"' in page.text


def test_the_note_of_a_coordinator_stands_there(make: Make, browser: Browse) -> None:
    project = make.project(State.idea_sent)
    returned = browser("vera").form(
        f"/projects/{project.id}/moves/return", note="Who is it for?\n\nPlease say."
    )
    page = browser("alina").get(f"/projects/{project.id}").text

    assert returned.status_code == 303
    assert "<p>Who is it for?</p><p>Please say.</p>" in page
    assert "Вера" in page or make.cast["vera"].name in page
    assert "Read the coordinator&#39;s note" in page


def checks(html: str) -> str:
    """The line that says how far the plan is, and the percent that its bar shows."""
    found = re.search(r'id="checks-words">(.*?)</p>.*?<progress value="(\d+)"', html, re.DOTALL)
    return f"{' '.join(found[1].split())}, {found[2]} %" if found else ""


def test_how_far_the_plan_is_stands_below_the_next_step(make: Make, browser: Browse) -> None:
    """P12: the same count and the same percent wherever they are said; on paper and in files in
    tests/test_proposals.py."""
    project = make.project(State.developing)
    make.write(project, "idea", {"title": "", "change_if": "b" * 201})
    page = browser("alina").get(f"/projects/{project.id}").text
    assert checks(page) == "59 of 61 checks of the whole plan pass · 1 to mend, 96 %"
    assert page.index('id="next-h"') < page.index('id="checks-words"')
    assert "4 of 6 checks" in page  # of the idea, in the list of sections
    empty = make.project(plan={})
    assert checks(browser("alina").get(f"/projects/{empty.id}").text) == ""


@pytest.mark.parametrize(
    ("state", "percent"),
    [(State.ready, 99), (State.awaiting_approval, 99), (State.published, 100), (State.paused, 100)],
)
def test_a_hundred_percent_needs_a_coordinator(
    make: Make, browser: Browse, state: State, percent: int
) -> None:
    project = make.project(state)
    page = browser("alina").get(f"/projects/{project.id}").text
    assert checks(page) == f"61 of 61 checks of the whole plan pass, {percent} %"


def test_a_change_without_indicator_is_to_be_mended(make: Make, browser: Browse) -> None:
    """P11: an outcome without indicator: the section shows that it needs fixing, and the percent
    is not complete."""
    plan = deepcopy(COMPLETE)
    results = plan["results"]
    results["indicators"] = [one for one in results["indicators"] if one["result"] != "r1"]
    page = browser("alina").get(f"/projects/{make.project(State.developing, plan).id}").text
    row = page[page.index("/sections/results", page.index('id="sections-h"')) :]
    assert "To be mended" in row[: row.index("</li>")]
    # The table has one row less than it needs, too, and that is only not written yet.
    assert checks(page) == "59 of 61 checks of the whole plan pass · 1 to mend, 96 %"


@pytest.mark.parametrize(
    ("reader", "says"),
    [("en", "this is our example"), ("ru", "это наш пример"), ("be", "гэта наш прыклад")],
)
def test_our_example_is_no_answer_of_theirs(
    make: Make, browser: Browse, reader: str, says: str
) -> None:
    """P13: the example text pasted as an answer: the hint says "this is our example", and the
    section does not count as complete."""
    project = make.project(State.developing)
    alina = browser("alina")
    alina.cookies["language"] = reader
    make.write(project, "idea", {"change_if": template().texts.field("change_if", reader).good})
    assert says in alina.get(f"/projects/{project.id}/sections/idea").text
    alina.cookies["language"] = "en"
    page = alina.get(f"/projects/{project.id}").text
    assert "Mend what does not fit in “Your idea”" in page
    assert checks(page) == "61 of 61 checks of the whole plan pass · 1 to mend, 99 %"


# Sending the idea


def test_an_idea_that_lacks_something_is_not_sent_and_each_reason_leads_to_its_field(
    make: Make, browser: Browse
) -> None:
    """P06: where Think lacks something, sending the idea lists exactly the missing checks, each a
    link to its field."""
    project = make.project()
    make.write(project, "idea", {"title": "", "change_if": ""})
    make.write(project, "problem", {"core_problem": ""})
    alina = browser("alina")
    before = alina.get(f"/projects/{project.id}").text

    answer = alina.post(f"/projects/{project.id}/moves/send")

    where = f"/projects/{project.id}/sections"
    expected = [f"{where}/idea?check=1#title", f"{where}/idea?check=1#change_if",
                f"{where}/problem?check=1#core_problem"]  # fmt: skip
    summary = answer.text[answer.text.index('role="alert"') :]
    assert answer.status_code == 409
    assert re.findall(r'href="([^"]*check=1[^"]*)"', summary)[:3] == expected
    assert "3 things are missing" in before
    assert state(make, project) == State.idea
    page = alina.get(expected[0].partition("#")[0]).text
    assert 'id="title"' in page
    assert '<p class="must">' in page


def test_a_complete_idea_is_sent_and_the_coordinators_are_told(make: Make, browser: Browse) -> None:
    project = make.project(mentor=None)
    page = browser("alina").get(f"/projects/{project.id}").text

    answer = browser("maksim").post(f"/projects/{project.id}/moves/send")

    assert 'class="next"' in page
    assert page.count('data-action="project.send"') == 1
    assert answer.status_code == 303
    assert state(make, project) == State.idea_sent
    with make.database.reads.alone() as session:
        told = session.exec(select(Letter.to_id).where(Letter.event == "project.send")).all()
    assert {make.cast[user].id for user in ("vera", "pavel")} == set(told)


def test_under_16_without_a_guardians_consent_one_writes_but_sends_nothing(
    make: Make, browser: Browse
) -> None:
    """P02: at 15 she may draft, and nothing is sent until a guardian consents."""
    project = make.project(team=("nadia",), mentor=None)
    nadia = browser("nadia")

    page = nadia.get(f"/projects/{project.id}")
    answer = nadia.post(f"/projects/{project.id}/moves/send")

    assert "You may write; nothing is sent yet" in page.text
    assert answer.status_code == 409
    assert "has not consented yet" in answer.text
    assert state(make, project) == State.idea


def test_a_team_that_is_not_ticked_off_sends_nothing(make: Make, browser: Browse) -> None:
    project = make.project(mentor=None)
    unconfirm(make, "maksim")

    answer = browser("alina").post(f"/projects/{project.id}/moves/send")

    assert answer.status_code == 409
    assert "has not ticked off everybody" in answer.text
    assert state(make, project) == State.idea


# Other steps


def test_withdrawing_and_taking_up_again(make: Make, browser: Browse) -> None:
    never, once = make.project(), make.project(State.developing)
    alina = browser("alina")
    for project, again in ((never, State.idea), (once, State.developing)):
        assert alina.post(f"/projects/{project.id}/moves/withdraw").status_code == 303
        assert state(make, project) == State.withdrawn
        assert alina.post(f"/projects/{project.id}/moves/withdraw").status_code == 409
        assert alina.post(f"/projects/{project.id}/moves/reopen").status_code == 303
        assert state(make, project) == again


def test_archiving_needs_a_note_and_keeps_what_was_typed(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    vera = browser("vera")

    empty = vera.post(f"/projects/{project.id}/moves/archive", data={"note": " "})
    long = vera.post(f"/projects/{project.id}/moves/archive", data={"note": "x" * 2001})

    assert empty.status_code == 409
    assert 'href="#note-archive"' in empty.text
    assert long.status_code == 422
    assert "x" * 2001 in long.text
    assert state(make, project) == State.developing


def test_a_step_that_is_not_open_shows_the_project_and_says_so(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)

    answer = browser("alina").post(f"/projects/{project.id}/moves/submit")

    assert answer.status_code == 409
    assert "This step is not open now." in answer.text
    assert "Safe rides home" in answer.text
    assert browser("boris").post(f"/projects/{project.id}/moves/withdraw").status_code == 403
    assert browser("mallory").post(f"/projects/{project.id}/moves/withdraw").status_code == 404


# The team


def test_a_teammate_is_invited_by_a_code_that_is_shown_once(make: Make, browser: Browse) -> None:
    project = make.project()
    alina = browser("alina")

    made = alina.form(f"/projects/{project.id}/team/invitations", note="Lera")
    again = alina.get(f"/projects/{project.id}/team")

    code = re.search(r'class="secret">([A-Z0-9-]+)<', made.text)
    assert made.status_code == 201
    assert code
    assert code[1] not in again.text
    came = browser("lera").form(f"/join/{code[1]}")
    assert came.status_code == 303
    assert browser("lera").get(f"/projects/{project.id}").status_code == 200
    with make.database.reads.alone() as session:
        assert session.exec(select(Invitation)).one().code is None
    assert browser("boris").form(f"/projects/{project.id}/team/invitations").status_code == 403
    assert browser("mallory").form(f"/projects/{project.id}/team/invitations").status_code == 404


def test_teammates_who_are_not_ticked_off_are_counted_but_not_named(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing, team=("alina", "maksim", "nadia"))
    unconfirm(make, "maksim")
    hidden = [make.cast[user].name for user in ("maksim", "nadia")]
    for path in (f"/projects/{project.id}", f"/projects/{project.id}/team"):
        for user in ("alina", "boris"):
            page = browser(user).get(path).text
            assert not any(name in page for name in hidden), (user, path)
            assert "2 more teammates" in page
        seen = browser("vera").get(path).text
        assert all(name in seen for name in hidden)
        assert make.cast["maksim"].name in browser("maksim").get(path).text


def test_people_say_themselves_what_they_do(make: Make, browser: Browse) -> None:
    project = make.project()
    alina = browser("alina")

    said = alina.form(f"/projects/{project.id}/team", role="draws the posters")
    long = alina.form(f"/projects/{project.id}/team", role="x" * 81)

    assert said.status_code == 303
    assert "draws the posters" in browser("maksim").get(f"/projects/{project.id}/team").text
    assert long.status_code == 422
    assert browser("vera").form(f"/projects/{project.id}/team", role="no").status_code == 403


# Asking for feedback


def test_feedback_is_asked_for_at_any_time_and_twice_is_once(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, plan={"idea": {"title": "Half a plan"}})
    alina = browser("alina")
    where = f"/projects/{project.id}/feedback"

    assert 'data-action="feedback.ask"' in alina.get(where).text
    for note in ("Is the problem clear?", "again"):
        assert alina.form(where, note=note).status_code == 303
    page = alina.get(where).text
    with make.database.reads.alone() as session:
        asked = session.exec(select(Snapshot)).one()
        told = session.exec(select(Letter.to_id).where(Letter.event == "feedback.ask")).all()

    assert (asked.number, asked.note) == (1, "Is the problem clear?")
    assert asked.plan["idea"] == {"title": "Half a plan"}
    assert told == [make.cast["boris"].id]
    assert "Your mentor has it" in page
    assert 'data-action="feedback.ask"' not in page
    make.write(project, "idea", {"title": "More of it"})
    assert alina.form(where).status_code == 303
    with make.database.reads.alone() as session:
        assert sorted(one.number for one in session.exec(select(Snapshot))) == [1, 2]


def test_before_the_welcome_there_is_no_mentor_to_ask(make: Make, browser: Browse) -> None:
    project = make.project()
    where = f"/projects/{project.id}/feedback"

    page = browser("alina").get(where)
    answer = browser("alina").form(where)

    assert "A mentor comes with the welcome" in page.text
    assert answer.status_code == 409
    assert "Feedback begins when a coordinator has welcomed the idea." in answer.text


def test_a_team_that_may_not_be_shown_cannot_ask(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, team=("alina", "nadia"))
    where = f"/projects/{project.id}/feedback"

    page = browser("alina").get(where)
    answer = browser("alina").form(where, note="Kept on the page")

    assert "You can write, but not ask yet" in page.text
    assert answer.status_code == 409
    assert "has not consented yet" in answer.text
    with make.database.reads.alone() as session:
        assert not session.exec(select(Snapshot)).all()
    assert browser("boris").form(where).status_code == 403
    assert browser("lera").form(where).status_code == 404


def test_points_stand_beside_their_fields_and_on_the_feedback_page(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    shot = make.snapshot(project, verdict=Verdict.changes_requested, says="Look at the budget.")
    make.point(shot, section="budget", field="budget", row="b1", column="unit_cost",
               kind=PointKind.request, text="Where is this price from?")  # fmt: skip
    make.point(shot, section="problem", field="problem", kind=PointKind.praise,
               state=PointState.settled, text="This is clear.")  # fmt: skip
    alina = browser("alina")

    budget = alina.get(f"/projects/{project.id}/sections/budget").text
    problem = alina.get(f"/projects/{project.id}/sections/problem").text
    feedback = alina.get(f"/projects/{project.id}/feedback").text
    workspace = alina.get(f"/projects/{project.id}").text

    row = budget[budget.index('id="budget.b1"') : budget.index('id="budget.b2"')]
    assert "Where is this price from?" in row
    assert 'data-action="point.answer"' in row
    assert "This is clear." in problem
    assert "Look at the budget." in feedback
    assert f"/projects/{project.id}/sections/budget#budget.b1.unit_cost" in feedback
    assert "1 point waits for an answer" in workspace
    assert "Answer your mentor on “Budget”" in workspace
    assert link(workspace, "Open the section").endswith("/sections/budget#budget.b1.unit_cost")


# The next step, as a rule


def situation(at: State, undone: dict[str, str] | None = None, **about: Any) -> Situation:
    """Every section is complete, but for these."""
    progress = {
        key: Progress((undone or {}).get(key, "complete"), 1, 2)  # type: ignore[arg-type]
        for key in template().sections
    }
    return Situation(at, progress, **about)


EMPTY = dict.fromkeys(("idea", "problem", "people", "place", "safety"), "empty")


@pytest.mark.parametrize(
    ("now", "leads"),
    [
        (situation(State.idea, EMPTY), "idea"),
        (situation(State.idea, EMPTY, note=True), "idea"),
        (situation(State.idea, {"people": "empty", "problem": "started"}), "section problem"),
        (situation(State.idea, {"people": "fix", "problem": "started"}), "section people"),
        (situation(State.idea, may_send=False), ""),
        (situation(State.idea), "move send"),
        (situation(State.idea_sent, {"results": "empty"}), "section results"),
        (situation(State.developing, {"risks": "empty"}, open_point=("plan", "start")),
         "section plan"),
        (situation(State.developing, {"risks": "empty", "plan": "empty"}), "section plan"),
        (situation(State.developing), "feedback"),
        (situation(State.developing, verdict=Verdict.waiting, unchanged=True), "feedback"),
        (situation(State.ready, {"pitch": "empty"}), "section pitch"),
        (situation(State.ready), "move submit"),
        (situation(State.paused), "move resume"),
        (situation(State.withdrawn), "move reopen"),
    ],
)  # fmt: skip
def test_one_thing_is_best_to_do_now(now: Situation, leads: str) -> None:
    step = next_step.for_team(template(), now)

    assert step is not None
    found = f"move {step.move}" if step.move else f"{step.leads} {step.section}".strip()
    assert found == leads


def test_every_state_says_something_to_the_team_but_the_archived() -> None:
    for at in State:
        assert bool(next_step.for_team(template(), situation(at))) == (at != State.archived)


def test_changing_the_language_leads_back_to_the_same_page(make: Make, browser: Browse) -> None:
    where = f"/projects/{make.project().id}"

    page = browser("alina").get(where).text

    assert f'/language?to=be&amp;next={where}"' in page


def test_hours_are_those_of_the_camp(make: Make, browser: Browse) -> None:
    elsewhere = make.project(edited_at=datetime(2026, 5, 3, 20, 0, tzinfo=UTC))
    with make.database.writes.alone() as session:
        session.get_one(Camp, elsewhere.camp_id).time_zone = "Pacific/Kiritimati"
    page = browser("alina").get(f"/projects/{elsewhere.id}/sections/problem").text
    assert "Saved 4 May 2026, 10:00" in page


@pytest.mark.parametrize("host", ["http://127.0.0.1:8000", "http://elsewhere.example", "http://["])
def test_after_a_form_came_back_the_language_leads_to_the_page_that_sent_it(
    make: Make, browser: Browse, host: str
) -> None:
    project = make.project(State.developing)
    workspace = f"/projects/{project.id}"
    came_from = {"Referer": f"{host}{workspace}"}
    page = browser("vera").post(f"{workspace}/moves/archive", data={"note": " "}, headers=came_from)
    assert page.status_code == 409
    leads = workspace if host == "http://127.0.0.1:8000" else "/home"
    assert f'/language?to=be&amp;next={leads}"' in page.text


def test_the_words_of_welcome_stand_there_until_feedback_is_asked_for(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.idea_sent, mentor=None)
    boris = str(make.cast["boris"].id)
    browser("vera").form(
        f"/projects/{project.id}/moves/welcome", mentor=boris, note="A fine <idea>."
    )
    workspace = f"/projects/{project.id}"
    assert "A fine &lt;idea&gt;." in browser("alina").get(workspace).text
    make.snapshot(project)
    assert "A fine" not in browser("alina").get(workspace).text
