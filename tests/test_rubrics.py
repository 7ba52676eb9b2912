"""The rubric of the final selection: for the team and the adults beside it, and for nobody else."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from app.db import Database
from app.demo import Cast
from app.models import Assignment, Event, FeedbackDraft, Project, Rubric, State
from app.models.base import now
from app.rules.rubric import CRITERIA
from app.web.allowed import table
from bench.queries import ENDLESS
from tests.conftest import Browse, Browser
from tests.make import Make

SECRET = "Zorkovskite evidence"  # stands nowhere else


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.ready)
    make.snapshot(project, verdict="ready")
    return project


def fill(browser: Browser, project: Project, mark: int = 3, **fields: Any) -> Any:
    """The same mark for all, unless one is given: ``need=0``; ``words_need="…"``."""
    form: dict[str, Any] = {}
    for one in CRITERIA:
        form[one.mark] = fields.get(one.key, mark)
        form[one.words] = fields.get(f"words_{one.key}", "")
    return browser.form(f"/projects/{project.id}/rubric", **form)


def rows(database: Database) -> list[Rubric]:
    with database.reads.alone() as session:
        return list(session.exec(select(Rubric).order_by(col(Rubric.created_at))))


def content(answer: Any) -> bytes:
    """What an answer holds; of a workbook or a document, all its parts."""
    if not answer.content.startswith(b"PK"):
        return bytes(answer.content)
    with ZipFile(BytesIO(answer.content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def test_m07_a_mark_of_0_or_1_without_words_is_refused(
    project: Project, database: Database, browser: Browse
) -> None:
    boris, here = browser("boris"), f"/projects/{project.id}/rubric"
    for language, says, criterion in (
        ("en", "the team must learn why", "Safety and dignity"),
        ("ru", "команда должна узнать почему", "Безопасность и достоинство"),
        ("be", "каманда павінна даведацца чаму", "Бяспека і годнасць"),
    ):
        boris.get("/language", params={"to": language, "next": "/home"})
        assert criterion in boris.get(here).text
        for mark in (0, 1):
            refused = fill(boris, project, safety=mark, words_need="Well shown.")
            assert refused.status_code == 422
            assert says in refused.text
            assert 'href="#rubric.safety"' in refused.text
            assert "\nWell shown.</textarea>" in refused.text, "what was typed is kept"
            assert (
                f'id="mark.safety-{mark}" name="mark.safety" value="{mark}" checked' in refused.text
            )
    for wrong in ("", "5", "-1", "two"):
        assert fill(boris, project, plan=wrong).status_code == 422
    assert rows(database) == []

    assert fill(boris, project, safety=1, words_safety="Who helps at night?").status_code == 303
    assert fill(boris, project, safety=1, words_safety="Who helps at night?").status_code == 303
    (sheet,) = rows(database)
    assert sheet.marks == {"need": 3, "logic": 3, "plan": 3, "safety": 1}
    assert sheet.version == project.version
    read = browser("alina").get(here).text
    assert "Who helps at night?" in read
    assert "1 of 4" in read


def test_each_mentor_and_coordinator_has_a_sheet_of_their_own_and_what_it_said_before_stays(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    with database.writes.alone() as session:
        session.add(Assignment(project_id=project.id, person_id=cast["kastus"].id))
    here = f"/projects/{project.id}/rubric"
    for user in ("boris", "kastus", "vera"):
        assert fill(browser(user), project, words_need=f"By {user}").status_code == 303
    assert fill(browser("boris"), project, mark=4, words_need="Better now").status_code == 303
    team, vera = browser("alina").get(here).text, browser("vera").get(here).text
    for words in ("By kastus", "By vera", "Better now"):
        assert words in team
        assert words in vera
    assert "By boris" not in team
    assert "By boris" in vera, "what a sheet said before is for coordinators"
    with database.reads.alone() as session:
        assert len(session.exec(select(Event).where(Event.action == "rubric.fill")).all()) == 4


def test_the_rubric_is_filled_for_the_final_selection_only(
    make: Make, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    for state in State:
        project = make.project(state)
        make.snapshot(project)
        is_open = state in {State.ready, State.awaiting_approval}
        page = boris.get(f"/projects/{project.id}/rubric")
        assert page.status_code == 200
        assert ('name="mark.need"' in page.text) == is_open, state
        answer = fill(boris, project, words_need="Kept")
        assert answer.status_code == (303 if is_open else 409), state
        assert is_open or "\nKept</textarea>" in answer.text, "what was typed is not lost"
    assert len(rows(database)) == 2


def test_words_of_the_rubric_that_lead_outside_come_back(
    project: Project, database: Database, browser: Browse
) -> None:
    boris, words = browser("boris"), "Write to me: boris.k@example.org"
    caught = fill(boris, project, words_plan=words)
    assert caught.status_code == 409
    assert "<mark>boris.k@example.org</mark>" in caught.text
    assert 'href="#rubric.plan"' in caught.text
    assert f"\n{words}</textarea>" in caught.text
    assert rows(database) == []


def test_words_of_a_mentor_whose_assignment_has_ended_are_kept_for_them(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    boris = browser("boris")
    draft = {"project": project.id, "place": "rubric.need", "text": "Almost"}
    assert boris.form("/me/drafts", **draft).status_code == 204
    assert "\nAlmost</textarea>" in boris.get(f"/projects/{project.id}/rubric").text
    with database.writes.alone() as session:
        session.exec(select(Assignment)).one().ended_at = now()
    assert fill(boris, project, words_need="One", words_logic="Two").status_code == 404
    assert rows(database) == []
    with database.reads.alone() as session:
        kept = {one.place: one.text for one in session.exec(select(FeedbackDraft))}
    assert kept == {"rubric.need": "One", "rubric.logic": "Two"}


def test_donors_and_other_teams_never_read_it_on_any_page_or_in_any_file(
    make: Make, app: FastAPI, database: Database, browser: Browse, stranger: Browser
) -> None:
    """Every address there is, about this project and its published pitch; and the lists. Whoever
    may read it reads it at its own address only."""
    project = make.project(State.awaiting_approval)
    make.snapshot(project, verdict="ready")
    assert fill(browser("boris"), project, words_need=SECRET).status_code == 303
    with database.writes.alone() as session:
        found = make.reload(session, project.id)
        found.state = State.published
    pitch = make.pitch(project)
    there = {
        "project_id": project.id, "camp_id": project.camp_id, "code": pitch.code,
        "person_id": make.cast["alina"].id, "member_id": make.cast["maksim"].id, "number": 1,
        "organisation_id": make.cast.organisations["linden"].id,
    }  # fmt: skip
    addresses = []
    for line in table(app):
        path = line["path"]
        if line["method"] != "GET" or path == ENDLESS:
            continue
        for section in ("problem", "pitch") if "{section}" in path else ("",):
            try:
                addresses.append(path.format(**there, section=section))
            except KeyError:
                continue  # about a point, an interest, a code: none was made
    addresses += [f"/pitches?q={SECRET.split()[0]}", "/pitches?sort=amount"]
    assert len(addresses) > 60
    rubric = f"/projects/{project.id}/rubric"
    assert rubric in addresses
    outside = {user: browser(user) for user in ("dan", "emma", "lera", "mallory")}
    for user, theirs in {**outside, "nobody": stranger}.items():
        for address in addresses:
            assert SECRET.encode() not in content(theirs.get(address)), (user, address)
        assert theirs.get(rubric).status_code in {303, 404}, user
        assert fill(theirs, project).status_code in {303, 404}, user
    for user in ("alina", "boris", "vera"):
        theirs = browser(user)
        reads = {
            address for address in addresses if SECRET.encode() in content(theirs.get(address))
        }
        assert reads == {rubric}, user
