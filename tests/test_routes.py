"""Every route names an action, and every answer is the promised one."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from app.cli import cli
from app.docs import PAGES
from app.models import State, Visibility
from app.rules.policy import POLICY
from app.rules.template import template
from app.web.allowed import table
from bench.queries import ENDLESS
from tests.conftest import HTMX, JSON, Browse, Browser
from tests.make import Make

# What anybody may ask for, signed in or not.
OPEN = {
    "landing", "learn", "help_lines", "set_language", "set_theme", "sign_in", "open_session",
    "sign_in_link", "use_link", "join", "find_invitation", "join_with", "accept", "decline",
    "cover", "stop_letters", "stop_letters_now",
    "healthz", "readyz",
}  # fmt: skip


def test_every_route_names_an_action_or_is_open_to_all(app: FastAPI) -> None:
    lines = table(app)

    assert [line for line in lines if (line["action"] is None) != line["open"]] == []
    assert {line["name"] for line in lines if line["open"]} == OPEN
    assert {line["action"] for line in lines if line["action"]} | UNROUTED == set(POLICY)


UNROUTED = {
    "pitch.read_budget",
    "pitch.read_paused",
    "point.read_first",
    "rubric.read_first",
}  # within a page; fmt: skip


def test_the_commands_print_the_tables(app: FastAPI, monkeypatch: pytest.MonkeyPatch,
                                       tmp_path: Path) -> None:  # fmt: skip
    monkeypatch.setenv("SEEDBED_MODE", "test")
    monkeypatch.setenv("SEEDBED_DATA_DIR", str(tmp_path))
    routes = json.loads(CliRunner().invoke(cli, ["routes", "--json"]).output)
    policy = json.loads(CliRunner().invoke(cli, ["policy", "--json"]).output)

    assert routes == table(app)
    says = "a member of the team who may write unless it is withdrawn or archived"
    assert policy["project.edit"] == says


def test_generated_documentation_is_up_to_date() -> None:
    docs = Path(__file__).parent.parent / "docs"
    for name, text in PAGES.items():
        assert (docs / name).read_text(encoding="utf-8") == text(), "seedbed docs"


def _filled(path: str, **real: Any) -> str:
    ids = dict.fromkeys(
        ("project_id", "camp_id", "person_id", "point_id", "interest_id", "organisation_id",
         "invitation_id", "consent_id", "member_id", "answer_id", "dismissal_id", "call_id",
         "held_id", "draft_id", "mentor_id", "phrase_id", "concern_id"),
        uuid4(),
    )  # fmt: skip
    others = {"section": "idea", "code": "abcdef", "number": 1, "move": "send"}
    return path.format(**(ids | others | real))


def test_a_stranger_is_asked_to_sign_in_whether_or_not_the_thing_exists(
    make: Make, app: FastAPI, stranger: Browser
) -> None:
    real = make.project(State.published)
    pitch = make.pitch(real)
    there = {"project_id": real.id, "camp_id": real.camp_id, "code": pitch.code}
    for line in table(app):
        if line["open"] or POLICY[line["action"]].says == "anyone":
            continue
        for path in (_filled(line["path"], **there), _filled(line["path"])):
            answer = stranger.request(line["method"], path)
            assert answer.status_code == 303, (line, path)
            assert answer.headers["Location"].startswith("/sign-in?next=/")
            assert stranger.request(line["method"], path, headers=HTMX).status_code == 401
            assert stranger.request(line["method"], path, headers=JSON).status_code == 401


def test_nothing_of_another_camp_is_known_to_its_coordinator_or_participant(
    make: Make, app: FastAPI, browser: Browse
) -> None:
    """Every address about a thing of this camp is 404 for people of the other camp."""
    real = make.project(State.published)
    pitch = make.pitch(real)
    person = make.cast["alina"]
    there = {
        "project_id": real.id, "camp_id": real.camp_id, "code": pitch.code, "person_id": person.id,
    }  # fmt: skip
    for user in ("olga", "mallory"):
        theirs = browser(user)
        for line in table(app):
            about = [name for name in there if f"{{{name}}}" in line["path"]]
            if line["open"] or not about or "/covers/" in line["path"]:
                continue
            answer = theirs.request(line["method"], _filled(line["path"], **there))
            assert answer.status_code == 404, (user, line)


def test_every_address_of_a_project_answers_its_team_without_an_error(
    make: Make, app: FastAPI, browser: Browse
) -> None:
    real = make.project(State.developing)
    make.snapshot(real)
    for user in ("alina", "boris", "vera"):
        theirs = browser(user)
        for line in table(app):
            if line["method"] != "GET" or "{project_id}" not in line["path"]:
                continue
            if line["path"] == ENDLESS:
                continue
            for section in template().sections if "{section}" in line["path"] else ["idea"]:
                about = {"project_id": real.id, "member_id": make.cast["maksim"].id}
                path = _filled(line["path"], section=section, **about)
                assert theirs.get(path).status_code in {200, 403}, (user, path)


def test_a_problem_is_a_fragment_for_htmx(make: Make, browser: Browse) -> None:
    answer = browser("dan").get(f"/projects/{make.project().id}", headers=HTMX)

    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#notices"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}, {"Sec-Fetch-Site": ""}],
)  # fmt: skip
def test_another_site_cannot_post_for_the_reader(browser: Browse, headers: dict[str, str]) -> None:
    assert browser("alina").post("/projects/new", headers=headers).status_code == 403


def test_only_our_own_names_are_answered(stranger: Browser) -> None:
    answer = stranger.get("/healthz", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_pages_are_strict_and_speak_the_readers_language(stranger: Browser) -> None:
    asked = {"Accept-Language": "be-BY,ru;q=0.8"}
    page = stranger.get("/nowhere", headers=asked)
    chosen = stranger.get("/nowhere", headers=asked | {"Cookie": "language=ru"})

    assert page.status_code == chosen.status_code == 404
    assert '<html lang="be"' in page.text
    assert '<html lang="ru"' in chosen.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_public_pitch_is_open_to_strangers_and_a_private_one_asks_them_in(
    make: Make, stranger: Browser
) -> None:
    public = make.pitch(make.project(State.published), Visibility.public_without_budget)
    private = make.pitch(make.project(State.published))

    assert stranger.get(f"/pitches/{public.code}-{public.slug}").status_code == 200
    assert stranger.get(f"/pitches/{private.code}").status_code == 303
    assert stranger.get("/pitches/nosuch").status_code == 303
