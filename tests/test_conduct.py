"""M15. The code of conduct for mentors: accepted, with version and time, or nothing is written."""

from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from sqlmodel import col, delete, select

from app.db import Database
from app.demo import Cast
from app.models import Acceptance, Event, Point, PointState, Project, State
from app.rules import conduct
from tests.conftest import Browse
from tests.make import Make

# The words are part of the version: whoever changes them writes a new version, and its sum here.
SUMS = {"2026-11": "c0c723204018b7c3"}
PLACE = {"snapshot": 1, "section": "idea", "field": "title", "kind": "question", "text": "Why?"}


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


@pytest.fixture
def forgotten(database: Database, cast: Cast) -> None:
    """Boris has accepted nothing."""
    with database.writes.alone() as session:
        session.execute(delete(Acceptance).where(col(Acceptance.person_id) == cast["boris"].id))


def sum_of() -> str:
    return sha256(repr(sorted(conduct.TEXT.items())).encode()).hexdigest()[:16]


def test_a_change_of_the_words_is_a_new_version() -> None:
    assert SUMS[conduct.VERSION] == sum_of()
    assert {len(sentences) for sentences in conduct.TEXT.values()} == {10}
    assert conduct.TEXT.keys() == conduct.TITLE.keys() == {"en", "ru", "be"}


def test_m15_who_has_not_accepted_it_reads_and_writes_nothing(
    make: Make, project: Project, database: Database, browser: Browse, forgotten: None
) -> None:
    point = make.point(
        make.snapshot(project, number=2), section="idea", field="title", kind="question", text="So?"
    )
    boris = browser("boris")
    for page in (f"/projects/{project.id}/review", "/mentoring"):
        shown = boris.get(page)
        assert shown.status_code == 200
        assert "Read the code of conduct first" in shown.text
        assert 'href="/mentoring/conduct"' in shown.text
    read = boris.get(f"/projects/{project.id}/review").text
    assert project.title in read
    assert "Make a point" not in read
    assert "Ask for changes" not in read
    posts: dict[str, dict[str, Any]] = {
        f"/projects/{project.id}/points": PLACE,
        f"/points/{point.id}/answers": {"text": "Yes."},
        f"/points/{point.id}/settle": {"state": "settled"},
        f"/projects/{project.id}/feedback/request": {"says": "Please.", "snapshot": 2},
        f"/projects/{project.id}/moves/ready": {"snapshot": 2},
    }
    for address, fields in posts.items():
        assert boris.form(address, **fields).status_code == 403, address
    with database.reads.alone() as session:
        (found,) = session.exec(select(Point)).all()
        assert found.state == PointState.open


def test_m15_accepting_is_recorded_with_version_and_time(
    project: Project, database: Database, browser: Browse, cast: Cast, forgotten: None
) -> None:
    boris = browser("boris")
    for _twice in range(2):
        done = boris.form("/mentoring/conduct", version=conduct.VERSION)
        assert done.headers["location"] == "/mentoring"
    with database.reads.alone() as session:
        mine = select(Acceptance).where(Acceptance.person_id == cast["boris"].id)
        (one,) = session.exec(mine).all()
        lines = session.exec(select(Event).where(Event.action == "conduct.accept")).all()
    assert one.version == conduct.VERSION
    assert one.created_at
    assert [line.fields for line in lines] == [[conduct.VERSION]]
    assert "You accepted this version on" in boris.get("/mentoring/conduct").text
    assert boris.form(f"/projects/{project.id}/points", **PLACE).status_code == 303


def test_m15_a_newer_version_makes_everybody_read_again(
    project: Project, database: Database, browser: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    boris = browser("boris")
    assert boris.form(f"/projects/{project.id}/points", **PLACE).status_code == 303
    old = conduct.VERSION
    monkeypatch.setattr(conduct, "VERSION", "2027-01")
    assert boris.get(f"/projects/{project.id}/review").status_code == 200
    assert boris.form(f"/projects/{project.id}/points", **PLACE).status_code == 403
    page = boris.get("/mentoring/conduct").text
    assert "You accepted an earlier version" in page
    late = boris.form("/mentoring/conduct", version=old)  # a page from before
    assert late.status_code == 409
    assert "There is a newer version" in late.text
    assert boris.form("/mentoring/conduct", version="2027-01").status_code == 303
    assert boris.form(f"/projects/{project.id}/points", **PLACE).status_code == 303


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [
        ("en", "Code of conduct for mentors", "I have read it and will keep to it"),
        ("ru", "Правила поведения менторов", "Прочитано, обязуюсь соблюдать"),
        ("be", "Правілы паводзін ментараў", "Прачытана, абавязваюся выконваць"),
    ],
)
def test_m15_it_is_read_in_three_languages(
    browser: Browse, forgotten: None, language: str, title: str, button: str
) -> None:
    boris = browser("boris")
    boris.cookies["language"] = language
    page = unescape(boris.get("/mentoring/conduct").text)
    assert title in page
    assert button in page
    assert all(sentence in page for sentence in conduct.TEXT[language])


def test_m15_a_coordinator_and_a_team_are_not_asked(project: Project, browser: Browse) -> None:
    assert browser("vera").form(f"/projects/{project.id}/points", **PLACE).status_code == 303
    assert browser("vera").get("/mentoring/conduct").status_code == 403
    assert browser("alina").get("/mentoring/conduct").status_code == 403
