"""What coordinators decide: ideas, pitches, mentors, and the safety answers."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from app.db import Database
from app.demo import Cast
from app.models import (
    Approval,
    Assignment,
    Consent,
    Membership,
    Pitch,
    Project,
    Purpose,
    State,
    Verdict,
)
from app.models.base import now
from app.services import moves
from tests.conftest import Browse, Browser
from tests.make import Make

PUBLISH = {"visibility": "vetted_donors", "dignity": "yes"}


@pytest.fixture
def waiting(make: Make) -> Project:
    """Ready, and its team asks to publish."""
    project = make.project(State.awaiting_approval)
    boris = make.cast["boris"].id
    make.snapshot(project, verdict=Verdict.ready, judged_at=now(), judged_by_id=boris)
    with make.database.writes.alone() as session:
        session.add(Approval(project_id=project.id, what="ready", by_id=boris, version=13))
    return project


def move(browser: Browser, project: Project, name: str, **form: Any) -> Any:
    return browser.form(f"/projects/{project.id}/moves/{name}", **form)


def page(browser: Browser, project: Project) -> str:
    answer = browser.get(f"/projects/{project.id}/approval")
    assert answer.status_code == 200
    return str(answer.text)


def state_of(database: Database, project: Project) -> State:
    with database.reads.alone() as session:
        return session.get_one(Project, project.id).state


def mentors(database: Database, project: Project) -> list[tuple[str, bool]]:
    with database.reads.alone() as session:
        ones = select(Assignment).where(Assignment.project_id == project.id)
        found = session.exec(ones.order_by(col(Assignment.created_at)))
        return [(one.person.user, one.ended_at is None) for one in found]


def test_what_waits_is_listed_the_oldest_first_and_nothing_else(
    make: Make, browser: Browse
) -> None:
    for title, state, days in (
        ("Young idea", State.idea_sent, 1),
        ("Old idea", State.idea_sent, 9),
        ("A pitch", State.awaiting_approval, 4),
        ("A draft", State.developing, 20),
    ):
        since = now() - timedelta(days=days)
        make.project(state, plan={"idea": {"title": title}}, state_since=since)
    shown = browser("vera").get(f"/camps/{make.camp.id}/approvals").text
    assert shown.index("Old idea") < shown.index("Young idea") < shown.index("A pitch")
    assert "A draft" not in shown


def test_the_approvals_are_for_the_coordinators_of_the_camp(
    make: Make, waiting: Project, browser: Browse, stranger: Browser
) -> None:
    pages = f"/camps/{make.camp.id}/approvals", f"/projects/{waiting.id}/approval"
    expected = {"vera": (200, 200), "pavel": (200, 200), "olga": (404, 404), "alina": (404, 403)}
    for user, statuses in (expected | {"boris": (404, 403), "dan": (404, 404)}).items():
        for address, status in zip(pages, statuses, strict=True):
            assert browser(user).get(address).status_code == status, (user, address)
    for address in pages:
        assert stranger.get(address).headers["location"].startswith("/sign-in")


def test_an_idea_is_read_on_its_page_and_only_vetted_mentors_can_be_chosen(
    make: Make, cast: Cast, browser: Browse
) -> None:
    make.project(State.developing)  # so that Boris mentors one project already
    project = make.project(State.idea_sent, mentor=None)
    shown = page(browser("vera"), project)
    assert "Students accept offers that nobody checked." in shown
    assert f'value="{cast["boris"].id}"' in shown
    assert "Helps 1 now; has not said how many at most." in shown
    assert str(cast["irina"].id) not in shown
    assert f"{cast['irina'].name}: The vetting is not valid." in shown
    assert "make_point" not in shown
    assert 'data-action="point.make"' not in shown  # there is no snapshot to point at


def test_a_mentor_without_a_valid_vetting_is_refused(
    make: Make, cast: Cast, database: Database, browser: Browse
) -> None:
    """C04."""
    vera, project = browser("vera"), make.project(State.idea_sent, mentor=None)
    refused = move(vera, project, "welcome", mentor=cast["irina"].id, note="Good luck!")
    assert refused.status_code == 409
    assert "The vetting is not valid." in refused.text
    assert "Good luck!" in refused.text
    for nobody in ("", "boris", cast["alina"].id, cast["nina"].id):  # Nina mentors elsewhere
        again = move(vera, project, "welcome", mentor=nobody, note="Good luck!")
        assert again.status_code == 422, nobody
        assert 'href="#mentor"' in again.text
        assert "Good luck!" in again.text
    assert state_of(database, project) == State.idea_sent
    assert mentors(database, project) == []

    assert move(vera, project, "welcome", mentor=cast["boris"].id).status_code == 303
    assert mentors(database, project) == [("boris", True)]
    assert browser("boris").get(f"/projects/{project.id}/review").status_code == 200


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("return", State.idea_sent, State.idea),
        ("send_back", State.awaiting_approval, State.ready),
    ],
)
def test_what_goes_back_to_a_team_goes_back_with_words(
    make: Make, database: Database, browser: Browse, name: str, before: State, after: State
) -> None:
    vera, project = browser("vera"), make.project(before)
    missing = move(vera, project, name, note="  ")
    assert missing.status_code == 422
    assert f'href="#note-{name}"' in missing.text
    assert state_of(database, project) == before
    assert move(vera, project, name, note="w" * 2001).status_code == 422

    assert move(vera, project, name, note="Please say who it is for.").status_code == 303
    assert state_of(database, project) == after
    late = move(vera, project, name, note="Please say who it is for.")
    assert late.status_code == 409
    assert "Please say who it is for." in browser("alina").get(f"/projects/{project.id}").text


def test_the_page_of_a_pitch_shows_all_that_must_hold(
    waiting: Project, database: Database, cast: Cast, browser: Browse
) -> None:
    """C05."""
    shown = page(browser("vera"), waiting)
    assert "Marked as ready by Борис" in shown
    for holds in ("Think", "Act", "Share"):
        assert f"Every check of {holds} holds" in shown
    assert "Every consent that is needed to publish is there" in shown
    assert "Offers of work come through chats" in shown  # the pitch as donors would read it
    assert 'name="dignity" value="yes" checked' not in shown

    with database.writes.alone() as session:
        gone = update(Consent).where(col(Consent.purpose) == Purpose.publish)
        session.execute(gone.values(withdrawn_at=now()))
        theirs = col(Membership.person_id) == cast["maksim"].id
        session.execute(update(Membership).where(theirs).values(confirmed_at=None))
    shown = page(browser("vera"), waiting)
    assert "A guardian's consent to publish is missing" in shown
    assert "Somebody in the team is not ticked off yet" in shown


def test_publishing_needs_the_tick_and_every_consent(
    waiting: Project, database: Database, browser: Browse
) -> None:
    vera = browser("vera")
    unread = move(vera, waiting, "publish", visibility="public_without_budget", note="Lovely.")
    assert unread.status_code == 409
    assert "Read the pitch for dignity" in unread.text
    assert "Lovely." in unread.text
    assert '<option value="public_without_budget" selected>' in unread.text

    with database.writes.alone() as session:
        gone = update(Consent).where(col(Consent.purpose) == Purpose.publish)
        session.execute(gone.values(withdrawn_at=now()))
    refused = move(vera, waiting, "publish", **PUBLISH)
    assert refused.status_code == 409
    assert "consent to publish is missing" in refused.text
    assert move(vera, waiting, "publish", dignity="yes").status_code == 422
    assert move(vera, waiting, "publish", dignity="yes", visibility="all").status_code == 422
    assert state_of(database, waiting) == State.awaiting_approval
    with database.reads.alone() as session:
        assert session.exec(select(Pitch)).all() == []


def test_after_publishing_the_page_says_so_and_leads_to_the_pitch(
    waiting: Project, database: Database, browser: Browse
) -> None:
    vera, here = browser("vera"), f"/projects/{waiting.id}/approval"
    assert "The pitch is published" not in vera.get(f"{here}?published=1").text, "it is not"

    where = move(vera, waiting, "publish", **PUBLISH).headers["Location"]

    assert where == f"{here}?published=1#published"
    page = vera.get(where).text
    assert "The pitch is published" in page
    with database.reads.alone() as session:
        pitch = session.exec(select(Pitch)).one()
    address = f"/pitches/{pitch.code}-{pitch.slug}"
    assert f'href="{address}"' in page[page.index('id="published"') :]
    assert vera.get(address).status_code == 200
    assert "The pitch is published" not in vera.get(here).text


def test_publishing_is_refused_with_every_check_that_fails(
    make: Make, waiting: Project, browser: Browse
) -> None:
    """Written past the services: an edit would have taken the approval back."""
    make.write(waiting, "pitch", {"one_line": "Short."})
    with make.database.writes.alone() as session:
        make.reload(session, waiting.id).state = State.awaiting_approval
    refused = move(browser("vera"), waiting, "publish", **PUBLISH)
    assert refused.status_code == 409
    assert f'href="/projects/{waiting.id}/review#at-one_line"' in refused.text


def test_an_idea_is_not_published_whatever_is_ticked(make: Make, browser: Browse) -> None:
    assert move(browser("vera"), make.project(State.ready), "publish", **PUBLISH).status_code == 409


def test_nobody_is_given_a_project_that_is_no_longer_worked_on(
    make: Make, cast: Cast, browser: Browse
) -> None:
    project = make.project(State.archived)
    answer = browser("vera").form(f"/projects/{project.id}/mentors", mentor=cast["kastus"].id)
    assert answer.status_code == 409


def test_a_safety_answer_that_became_yes_later_is_read_by_a_coordinator(
    make: Make, database: Database, browser: Browse
) -> None:
    """V19, after the welcome: without this the project could never be ready."""
    vera, project = browser("vera"), make.project(State.developing)
    make.write(project, "safety", {"safety_4": "yes"})
    browser("alina").form(f"/projects/{project.id}/feedback", note="")
    refused = move(browser("boris"), project, "ready")
    assert refused.status_code == 409
    assert 'href="#at-safety_4"' in refused.text

    assert 'data-action="safety.review"' in page(vera, project)
    address = f"/projects/{project.id}/safety"
    assert vera.form(address, note="").status_code == 422
    assert browser("boris").form(address, note="Fine.").status_code == 403
    assert vera.form(address, note="Two adults travel with them.").status_code == 303
    assert 'data-action="safety.review"' not in page(vera, project)
    assert "Two adults travel with them." in page(vera, project)
    assert move(browser("boris"), project, "ready").status_code == 303


def test_every_decision_says_who_what_when_and_why(
    make: Make, database: Database, cast: Cast, browser: Browse
) -> None:
    vera, project = browser("vera"), make.project(State.idea_sent, mentor=None)
    move(vera, project, "welcome", mentor=cast["boris"].id, note="A strong beginning.")
    with database.reads.alone() as session:
        (one,) = moves.decisions(session, project)
    assert (one.what, one.by, one.why) == ("welcome", "Вера", "A strong beginning.")
    shown = page(browser("pavel"), project)
    assert "Welcomed into development" in shown
    assert "A strong beginning." in shown


def test_the_page_is_there_in_every_state(make: Make, browser: Browse) -> None:
    for state in State:
        page(browser("vera"), make.project(state))
