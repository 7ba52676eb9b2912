"""Teams: who may write and who may comment, who leads, who leaves, and who goes on."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select

from app.models import (
    Answer,
    Departure,
    Event,
    Invitation,
    Letter,
    May,
    PointKind,
    Project,
    Revision,
    State,
    Teammate,
    Welcome,
)
from app.models.base import now
from app.rules.teams import leads
from tests.conftest import Browse, Browser
from tests.make import Make

CODE = re.compile(r'class="secret">([A-Z0-9-]+)<')


def team_of(make: Make, project: Project) -> dict[str, tuple[May, bool]]:
    """Who is in it, what they may do, and whether they lead."""
    users = {person.id: user for user, person in make.cast.people.items()}
    with make.database.reads.alone() as session:
        team = make.reload(session, project.id).team
        return {users[one.person_id]: (one.may, one.lead) for one in team}


def letters(make: Make, event: str) -> dict[str, Letter]:
    users = {person.id: user for user, person in make.cast.people.items()}
    with make.database.reads.alone() as session:
        found = session.exec(select(Letter).where(Letter.event == event)).all()
    assert len({one.to_id for one in found}) == len(found), "nobody is told twice"
    return {users[one.to_id]: one for one in found}


def deeds(make: Make, project: Project) -> list[str]:
    with make.database.reads.alone() as session:
        mine = select(Event).where(Event.about_id == project.id).order_by(col(Event.number))
        return [one.action for one in session.exec(mine)]


def comments(make: Make, project: Project, user: str) -> None:
    with make.database.writes.alone() as session:
        row = Teammate(project_id=project.id, person_id=make.cast[user].id, may=May.comment)
        session.add(row)


def at(project: Project, page: str = "") -> str:
    return f"/projects/{project.id}/team{page}"


def about(make: Make, project: Project, user: str, page: str = "") -> str:
    return at(project, f"/{make.cast[user].id}{page}")


def invited(browser: Browser, project: Project, **typed: str) -> str:
    found = CODE.search(browser.form(at(project, "/invitations"), **typed).text)
    assert found
    return found[1]


# Codes that wait


def cancelling(html: str) -> list[str]:
    return re.findall(r'action="([^"]+/cancel)"', html)


def test_alina_sees_which_codes_wait_and_cancels_the_one_that_is_lost(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    alina = browser("alina")
    lost = invited(alina, project, may="comment", note="for Tima")
    kept = invited(alina, project)
    page = alina.get(at(project)).text
    assert lost not in page.upper().replace("-", "")
    assert "for Tima" in page
    assert "valid until" in page
    assert len(cancelling(page)) == 2

    to_lose = cancelling(page)[1]
    for _twice in range(2):
        assert alina.post(to_lose).headers["location"] == at(project)

    assert len(cancelling(alina.get(at(project)).text)) == 1
    assert browser("tima").post(f"/join/{lost}").status_code == 404
    assert browser("lera").post(f"/join/{kept}").status_code == 303
    with make.database.reads.alone() as session:
        told = session.exec(select(Event).where(Event.action == "project.uninvite")).all()
    assert len(told) == 1


def test_a_teammate_cancels_codes_of_the_others_but_does_not_read_their_notes(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    invited(browser("alina"), project, note="for my cousin")
    comments(make, project, "tima")

    page = browser("maksim").get(at(project)).text

    assert "cousin" not in page
    assert make.cast["alina"].name in page[page.index('id="codes"') :]
    assert not cancelling(browser("tima").get(at(project)).text)
    assert not cancelling(browser("boris").get(at(project)).text)
    (where,) = cancelling(page)
    for user in ("tima", "boris"):
        assert browser(user).post(where).status_code == 403, user
    assert browser("vera").post(where).status_code == 303


def test_a_code_with_which_somebody_came_meanwhile_is_not_cancelled(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    alina = browser("alina")
    code = invited(alina, project)
    (where,) = cancelling(alina.get(at(project)).text)
    browser("lera").post(f"/join/{code}")

    answer = alina.post(where)

    assert answer.status_code == 409
    assert "is in the team now" in answer.text
    assert "lera" in team_of(make, project)
    other = make.project(team=("lera",))
    assert browser("lera").post(where.replace(str(project.id), str(other.id))).status_code == 404


# Writing and commenting


def test_tima_comes_to_comment_and_reads_everything_but_changes_nothing(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    point = make.point(make.snapshot(project), section="idea", field="title",
                       kind=PointKind.question, text="Why this name?")  # fmt: skip
    code = invited(browser("alina"), project, may="comment")
    tima = browser("tima")
    assert "answer the mentor" in tima.get(f"/join/{code}").text
    assert tima.post(f"/join/{code}").status_code == 303
    assert team_of(make, project)["tima"] == (May.comment, False)

    here = f"/projects/{project.id}"
    for page in ("", "/idea", "/sections/budget", "/feedback", "/pitch", "/team"):
        assert tima.get(here + page).status_code == 200, page
    assert "You may comment here" in tima.get(here).text
    assert 'name="title"' not in tima.get(f"{here}/sections/idea").text
    written = {"base": str(project.version), "page": "p1", "title": "Mine now", "_end": "1"}
    for page in ("/sections/idea", "/moves/send", "/moves/withdraw", "/moves/submit", "/feedback",
                 "/team/invitations"):  # fmt: skip
        assert tima.form(here + page, **written).status_code == 403, page
    assert tima.form(f"/points/{point.id}/address", state="addressed").status_code == 403

    said = tima.form(f"/points/{point.id}/answers", text="Because it is short.")
    assert said.status_code == 303
    assert tima.form(at(project), role="asks questions").status_code == 303
    with make.database.reads.alone() as session:
        assert session.exec(select(Answer)).one().writer_id == make.cast["tima"].id
        assert make.reload(session, project.id).version == project.version


def test_a_code_lets_somebody_write_unless_it_says_otherwise(make: Make, browser: Browse) -> None:
    project = make.project()
    alina = browser("alina")

    wrong = alina.form(at(project, "/invitations"), may="rule", note="for Lera")
    code = invited(alina, project)

    assert wrong.status_code == 422
    assert "for Lera" in wrong.text
    assert 'href="#may"' in wrong.text
    browser("lera").post(f"/join/{code}")
    assert team_of(make, project)["lera"] == (May.write, False)


def test_whoever_leads_says_who_may_write_and_it_holds_from_the_next_request(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    alina, maksim = browser("alina"), browser("maksim")
    code = invited(maksim, project)
    page = about(make, project, "maksim")
    assert 'data-action="team.change"' in alina.get(page).text

    assert alina.form(f"{page}/may", may="").status_code == 422
    assert alina.form(f"{page}/may", may="comment").status_code == 303

    form = {"base": str(project.version), "page": "p1", "title": "Another", "_end": "1"}
    assert maksim.form(f"/projects/{project.id}/sections/idea", **form).status_code == 403
    assert browser("lera").get(f"/join/{code}").status_code == 404, "a code of his ends with it"
    assert set(letters(make, "team.change")) == {"maksim"}
    assert alina.form(f"{page}/may", may="write").status_code == 303
    assert maksim.form(f"/projects/{project.id}/sections/idea", **form).status_code == 303
    assert deeds(make, project) == ["team.change", "team.change"]


def test_only_whoever_leads_looks_after_the_team(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, team=("alina", "maksim", "lera"))
    for user in ("maksim", "boris", "vera"):
        theirs = browser(user)
        assert theirs.get(about(make, project, "lera")).status_code == 403
        for page in ("/may", "/lead", "/remove"):
            assert theirs.form(about(make, project, "lera", page), may="comment").status_code == 403
    assert browser("tima").form(about(make, project, "lera", "/remove")).status_code == 404
    assert browser("alina").get(about(make, project, "tima")).status_code == 404
    assert browser("alina").form(about(make, project, "alina", "/remove")).status_code == 409
    assert set(team_of(make, project)) == {"alina", "maksim", "lera"}


# Leading


def test_the_lead_is_handed_over_to_somebody_who_may_write(make: Make, browser: Browse) -> None:
    project = make.project(team=("alina", "maksim", "lera"))
    comments(make, project, "tima")
    alina = browser("alina")

    refused = alina.post(about(make, project, "tima", "/lead"))
    done = alina.post(about(make, project, "lera", "/lead"))

    assert refused.status_code == 409
    assert "Only somebody who may write can lead." in refused.text
    assert done.status_code == 303
    assert [user for user, (_may, led) in team_of(make, project).items() if led] == ["lera"]
    told = letters(make, "team.lead")
    assert set(told) == {"lera", "maksim", "tima"}
    assert project.code in told["lera"].subject
    assert told["lera"].subject != told["maksim"].subject
    assert alina.get(about(make, project, "maksim")).status_code == 403
    assert browser("lera").get(about(make, project, "maksim")).status_code == 200


def test_when_the_lead_leaves_whoever_is_there_longest_and_may_write_leads(
    make: Make, browser: Browse
) -> None:
    project = make.project(team=("alina", "maksim", "lera"))
    with make.database.writes.alone() as session:
        first = session.get_one(Teammate, (project.id, make.cast["maksim"].id))
        first.may = May.comment
    alina = browser("alina")
    assert "Лера leads the team then." in alina.get(at(project)).text

    gone = alina.post(at(project, "/leave"))

    assert gone.headers["Location"] == "/projects"
    assert team_of(make, project) == {
        "maksim": (May.comment, False),
        "lera": (May.write, True),
    }
    assert set(letters(make, "team.leave")) == {"maksim", "lera"}
    assert set(letters(make, "team.lead")) == {"maksim", "lera"}
    assert deeds(make, project) == ["team.leave", "team.lead"]


def test_who_leads() -> None:
    def one(days: int, may: May = May.write, lead: bool = False) -> Teammate:
        joined = now() - timedelta(days=days)
        return Teammate(project_id=uuid4(), person_id=uuid4(), may=may, lead=lead, joined_at=joined)

    new, old, oldest = one(1), one(5), one(9, May.comment)

    assert leads([new, oldest, old]) is old
    assert leads([one(5), first := one(1, lead=True)]) is first
    assert leads([one(9, May.comment, lead=True), new]) is new
    assert leads([oldest]) is leads([]) is None


# Leaving


def test_what_a_removed_teammate_wrote_stays_and_their_access_ends(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing, team=("alina", "maksim", "lera"))
    make.write(project, "idea", {"title": "A better name"}, by="maksim")
    point = make.point(make.snapshot(project), section="idea", field="title",
                       kind=PointKind.question, text="Why?")  # fmt: skip
    maksim, alina = browser("maksim"), browser("alina")
    maksim.form(f"/points/{point.id}/answers", text="It rhymes.")
    old = invited(maksim, project)
    form = alina.get(about(make, project, "maksim")).text
    assert "Talk to them first" in form
    assert "data-confirm" in form[form.index('id="remove"') :]

    assert alina.post(about(make, project, "maksim", "/remove")).status_code == 303

    for page in ("", "/team", "/sections/idea", "/feedback"):
        assert maksim.get(f"/projects/{project.id}{page}").status_code == 404
    assert maksim.form(f"/points/{point.id}/answers", text="One more.").status_code == 404
    assert maksim.get(f"/join/{old}").status_code == 404, "no code of his own leads back"
    page = alina.get(at(project)).text
    assert "No longer in the team" in page
    assert "Максим" in page[page.index('id="former-h"') :]
    said = browser("boris").get(f"/projects/{project.id}/feedback").text
    said = said[: said.index("It rhymes.")]
    assert '<span class="role">Team</span>' in said[said.index("Why?") :]
    told = letters(make, "team.remove")
    assert set(told) == {"maksim", "lera"}
    assert told["maksim"].path == "/projects"
    assert all(letter.language == "ru" for letter in told.values())
    assert not any("better name" in letter.body + letter.subject for letter in told.values())
    with make.database.reads.alone() as session:
        versions = select(Revision).where(Revision.writer_id == make.cast["maksim"].id)
        assert session.exec(versions).one().answers["title"] == "A better name"
        departure = session.exec(select(Departure)).one()
        assert (departure.person_id, departure.by_id) == (
            make.cast["maksim"].id,
            make.cast["alina"].id,
        )
    maksim.post(f"/join/{invited(alina, project)}")
    assert maksim.get(f"/projects/{project.id}").status_code == 200
    assert "No longer in the team" not in alina.get(at(project)).text


def test_when_the_last_who_writes_has_left_a_coordinator_finds_somebody_who_goes_on(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing, team=("alina",))
    comments(make, project, "tima")
    alina, vera, tima = browser("alina"), browser("vera"), browser("tima")
    assert "You are the last who may write here." in alina.get(at(project)).text
    assert vera.post(at(project, "/writer")).status_code == 403
    assert "Nobody writes here" not in vera.get(f"/camps/{project.camp_id}").text

    assert alina.post(at(project, "/leave")).status_code == 303

    told = letters(make, "team.unwritten")
    assert set(told) == {"vera", "pavel", "tima"}
    assert told["vera"].path == at(project)
    board = vera.get(f"/camps/{project.camp_id}").text
    assert "1 project has nobody who writes it." in board
    tile = board[board.index(f'href="/projects/{project.id}"') :]
    assert "Nobody writes here" in tile[: tile.index("</li>")]
    assert "look for somebody who goes on" in tima.get(at(project)).text
    assert tima.post(at(project, "/writer")).status_code == 403

    made = vera.post(at(project, "/writer"))
    code = CODE.search(made.text)
    assert made.status_code == 201
    assert code
    assert tima.post(f"/join/{code[1]}").status_code == 303
    assert team_of(make, project) == {"tima": (May.write, True)}
    assert "Nobody writes here" not in vera.get(f"/camps/{project.camp_id}").text
    assert vera.post(at(project, "/writer")).status_code == 403


def test_somebody_new_goes_on_with_a_project_that_everybody_left(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing, team=("alina",))
    browser("alina").post(at(project, "/leave"))
    code = CODE.search(browser("vera").post(at(project, "/writer")).text)
    assert code
    lera = browser("lera")

    assert lera.post(f"/join/{code[1]}").status_code == 303

    assert team_of(make, project) == {"lera": (May.write, True)}
    assert "Safe rides home" in lera.get(f"/projects/{project.id}/sections/idea").text


def test_a_withdrawn_project_that_nobody_writes_is_nobodys_concern(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.withdrawn, team=("alina",))

    assert browser("alina").post(at(project, "/leave")).status_code == 303

    assert letters(make, "team.unwritten") == {}
    assert browser("vera").post(at(project, "/writer")).status_code == 409


def test_a_withdrawn_project_that_everybody_left_is_read_and_says_what_can_be_done(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.published, team=("alina",))
    make.snapshot(project)
    make.pitch(project)
    alina, vera, boris = browser("alina"), browser("vera"), browser("boris")
    here = f"/projects/{project.id}"
    assert alina.post(f"{here}/moves/withdraw").status_code == 303
    assert "Nobody is left here" not in vera.get(here).text
    assert alina.post(at(project, "/leave")).status_code == 303

    for page in ("", "/team", "/idea", "/sections/budget", "/feedback", "/plan", "/versions",
                 "/pitch", "/approval", "/proposal", "/review"):  # fmt: skip
        assert vera.get(here + page).status_code in (200, 303), page
        assert boris.get(here + page).status_code in (200, 303, 403), page
        assert alina.get(here + page).status_code == 404, page
    for page in ("", "/team"):
        assert (
            "whoever wants to go on with the idea begins a new project"
            in vera.get(here + page).text
        )
    assert 'data-action="team.renew"' not in vera.get(at(project)).text
    board = f"/camps/{project.camp_id}"
    assert vera.get(board).status_code == 200
    assert here in vera.get(f"{board}?stage=past").text

    refused = vera.post(at(project, "/writer"))
    assert refused.status_code == 409
    assert "nobody is left who could take it up again" in refused.text
    assert vera.post(f"{here}/moves/reopen").status_code == 403
    done = vera.form(f"{here}/moves/archive", note="Nobody goes on with it.")
    assert done.status_code == 303
    assert "Nobody is left here" not in vera.get(here).text
    assert vera.post(at(project, "/writer")).status_code == 409
    assert "nobody who writes" not in browser("vera").get(f"/camps/{project.camp_id}").text


def test_two_who_leave_at_once_leave_no_team_without_a_word(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    both = browser("alina"), browser("maksim")

    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(lambda one: one.post(at(project, "/leave")).status_code, both))

    assert answers == [303, 303]
    assert team_of(make, project) == {}
    assert set(letters(make, "team.unwritten")) == {"vera", "pavel"}


def test_a_team_keeps_a_lead_when_the_one_chosen_leaves_in_the_same_moment(
    make: Make, browser: Browse
) -> None:
    alina, maksim = browser("alina"), browser("maksim")
    for _time in range(4):
        project = make.project(State.developing, team=("alina", "maksim"))
        hands_over = (alina, about(make, project, "maksim", "/lead"))
        leaves = (maksim, at(project, "/leave"))
        with ThreadPoolExecutor(2) as crowd:
            answers = crowd.map(lambda one: one[0].post(one[1]).status_code, (hands_over, leaves))

        assert list(answers) in ([303, 303], [409, 303])
        assert team_of(make, project) == {"alina": (May.write, True)}


def test_pressing_leave_twice_is_leaving_once(make: Make, browser: Browse) -> None:
    project = make.project()
    maksim = browser("maksim")

    assert [maksim.post(at(project, "/leave")).status_code for _time in range(2)] == [303, 404]
    with make.database.reads.alone() as session:
        assert len(session.exec(select(Departure)).all()) == 1


def test_who_left_meanwhile_can_be_neither_changed_nor_removed(make: Make, browser: Browse) -> None:
    project = make.project()
    browser("maksim").post(at(project, "/leave"))
    for page in ("/may", "/lead", "/remove"):
        answer = browser("alina").form(about(make, project, "maksim", page), may="comment")
        assert answer.status_code == 409
        assert "has left the team meanwhile" in answer.text


# Names


def test_whoever_waits_for_a_tick_or_a_consent_is_never_named_to_the_others(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing, team=("alina", "nadia", "maksim"))
    alina, nadia = browser("alina"), make.cast["nadia"].name
    code = invited(alina, project)

    team, member = alina.get(at(project)).text, alina.get(about(make, project, "nadia")).text
    card = browser("lera").get(f"/join/{code}").text

    assert about(make, project, "nadia") in team
    assert "A teammate" in member
    assert nadia not in team + member + card
    assert "Another teammate leads the team then." in team
    assert make.cast["maksim"].name in card
    assert alina.post(about(make, project, "nadia", "/remove")).status_code == 303
    for user in ("alina", "maksim", "boris"):
        page = browser(user).get(at(project)).text
        assert "No longer in the team" in page
        assert nadia not in page
    assert nadia in browser("vera").get(at(project)).text


# "No, thank you"


def test_an_invitation_is_declined_with_one_button_and_the_inviter_is_told(
    make: Make, browser: Browse
) -> None:
    project = make.project(team=("alina", "maksim"))
    code = invited(browser("maksim"), project)
    lera = browser("lera")
    page = lera.get(f"/join/{code}").text
    assert "Safe rides home" in page
    assert "In the team: Алина, Максим" in page

    answer = lera.post(f"/join/{code}/decline")

    assert answer.status_code == 200
    assert "You have declined" in answer.text
    assert set(letters(make, "project.declined")) == {"maksim"}
    assert lera.get(f"/join/{code}").status_code == 404
    assert lera.post(f"/join/{code}/decline").status_code == 404
    assert set(team_of(make, project)) == {"alina", "maksim"}
    with make.database.reads.alone() as session:
        kept = session.exec(select(Invitation)).one()
        line = select(Event).where(Event.about_id == kept.id, Event.action == "invitation.decline")
        assert (kept.used, kept.ended_at is None) == (0, False)
        assert session.exec(line).one().who_id == make.cast["lera"].id


def test_only_who_could_join_can_decline(make: Make, browser: Browse, stranger: Browser) -> None:
    project = make.project()
    code = invited(browser("alina"), project)
    camp = make.invitation(Welcome.participant)

    assert stranger.post(f"/join/{code}/decline").headers["Location"].startswith("/sign-in")
    for user in ("mallory", "boris", "maksim"):
        answer = browser(user).post(f"/join/{code}/decline")
        assert answer.status_code == 403
        assert user == "maksim" or "Safe rides home" not in answer.text
    assert browser("mallory").post(f"/join/{camp}/decline").status_code == 403
    assert browser("lera").get(f"/join/{code}").status_code == 200


def test_who_declines_and_who_joins_with_one_code_are_not_both_heard(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    code = invited(browser("alina"), project)
    calls = ((browser("lera"), f"/join/{code}"), (browser("tima"), f"/join/{code}/decline"))

    with ThreadPoolExecutor(2) as crowd:
        answers = list(crowd.map(lambda one: one[0].post(one[1]).status_code, calls))

    came, told = "lera" in team_of(make, project), bool(letters(make, "project.declined"))
    assert came != told
    assert sum(status in (200, 303) for status in answers) == 1


def test_a_project_that_was_withdrawn_meanwhile_lets_nobody_in(make: Make, browser: Browse) -> None:
    """What the page has looked at is looked at again under the lock."""
    project = make.project()
    code = invited(browser("alina"), project)
    browser("alina").post(f"/projects/{project.id}/moves/withdraw")

    assert browser("lera").post(f"/join/{code}").status_code == 403
    with make.database.reads.alone() as session:
        assert session.exec(select(Invitation)).one().used == 0


# Where it is shown


@pytest.mark.parametrize("may", list(May))
def test_the_first_page_says_what_can_be_done(make: Make, browser: Browse, may: May) -> None:
    project = make.project()
    with make.database.writes.alone() as session:
        tima = make.cast["tima"].id
        session.add(Teammate(project_id=project.id, person_id=tima, may=may))

    page = browser("tima").get("/home").text

    assert ("You may comment there" in page) == (may == May.comment)
