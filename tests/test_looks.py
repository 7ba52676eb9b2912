"""What changed since somebody last looked, and what each side is told of having been seen."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import select

from app.db import Database
from app.models import Look, Point, PointState, Project, State
from app.models.base import now
from app.services import looks
from bench.opening import filled
from bench.queries import MOST, statements
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

LANGUAGES = {
    "en": ("Nothing has changed since", "Since then: 1 row changed.", "Nothing else has changed"),
    "ru": ("ничего не изменилось", "С тех пор: изменена 1 строка.", "Больше ничего"),
    "be": ("нічога не змянілася", "З таго часу: зменены 1 радок.", "Больш нічога"),
}


def review(browser: Browser, project: Project, query: str = "", **headers: str) -> str:
    page = browser.get(f"/projects/{project.id}/review{query}", headers=headers)
    assert page.status_code == 200
    return str(page.text)


def ask(browser: Browser, project: Project) -> None:
    assert browser.form(f"/projects/{project.id}/feedback", note="").status_code == 303


def look(database: Database) -> Look | None:
    with database.reads.alone() as session:
        return session.exec(select(Look)).one_or_none()


def time_passes(database: Database, **ago: float) -> None:
    """Since everybody's last look."""
    with database.writes.alone() as session:
        for one in session.exec(select(Look)):
            one.at -= timedelta(**ago)


def test_when_the_mentor_comments_on_budget_line_3_she_sees_only_what_changed_after_resubmission(
    make: Make, browser: Browse, database: Database
) -> None:
    """P14: … the author sees it at that line, replies, marks it done."""
    plan = {**COMPLETE, "budget": {**COMPLETE["budget"]}}
    third = {**COMPLETE["budget"]["budget"][0], "id": "b3", "item": "Posters"}
    plan["budget"]["budget"] = [*COMPLETE["budget"]["budget"], third]
    project = make.project(State.developing, plan)
    alina, boris = browser("alina"), browser("boris")
    ask(alina, project)

    first = review(boris, project)
    assert "What changed since you last looked" not in first, "nothing was seen before"
    place = {"section": "budget", "field": "budget", "row": "b3"}
    words = {"snapshot": "1", "kind": "request", "text": "Why sixty?"}
    point = boris.form(f"/projects/{project.id}/points", **place, **words)
    assert "#point-" in point.headers["location"]
    assert "The team has not seen it yet." in review(boris, project)

    line = alina.get(f"/projects/{project.id}/sections/budget").text
    assert "Why sixty?" in line
    with database.reads.alone() as session:
        made = session.exec(select(Point)).one()
    assert made.seen_at is not None
    assert "The team has seen it." in review(boris, project)
    alina.form(f"/points/{made.id}/answers", text="Ten are enough.")
    make.write(project, "budget", {"budget.b3.quantity": "10"})
    alina.form(f"/points/{made.id}/address", state="addressed")
    ask(alina, project)

    page = review(boris, project)
    assert "What changed since you last looked" in page
    assert "Since then: 1 row changed." in page
    assert "1 point has something new from the team." in page
    assert 'id="at-budget-b3"' in page
    assert "Ten are enough." in page
    assert "before 150.00, now 25.00, difference -125.00" in page
    assert re.search(r"<del>.*60.*</del>.*<ins>.*10.*</ins>", page, re.S)
    assert 'id="at-budget-b1"' not in page
    assert "Quiz card sets" not in page
    assert 'id="at-problem"' not in page
    assert "Nothing else has changed since" in page
    assert "show=whole#part-budget" in page


def test_version_against_version_by_field_and_row_with_money_as_numbers(
    make: Make, browser: Browse
) -> None:
    """M06, in three languages; any earlier snapshot may be the one to compare with."""
    project = make.project(State.developing)
    alina, boris = browser("alina"), browser("boris")
    ask(alina, project)
    for number, item in (("45", "Rooms"), ("90", "Halls")):
        make.write(project, "budget", {"budget.b2.unit_cost": number, "budget.b2.item": item})
        ask(alina, project)
    for language, (_nothing, changed, _else) in LANGUAGES.items():
        boris.cookies["language"] = language
        page = review(boris, project, "?since=1")
        assert changed in page
        assert re.search(r"180[.,]00.*540[.,]00.*360[.,]00", page, re.S), "the line"
        assert re.search(r"<del>.*Rooms.*</del>.*<ins>.*Halls.*</ins>", page, re.S)
        assert '<option value="2"' in page
        assert '<option value="3"' not in page
    boris.cookies["language"] = "en"
    old = review(boris, project, "?snapshot=2&since=1")
    assert "This is an earlier snapshot" in old
    assert re.search(r"180\.00.*270\.00.*90\.00", old, re.S)
    address = f"/projects/{project.id}/review"
    for wrong in ("?since=3", "?since=9", "?snapshot=2&since=2", "?snapshot=1&since=2"):
        assert boris.get(address + wrong).status_code == 404, wrong
    assert boris.get(address + "?since=no").status_code == 422
    assert boris.get(address + "?show=some").status_code == 422


def test_nothing_has_changed_but_open_points_stay_within_reach(
    make: Make, browser: Browse, database: Database
) -> None:
    project = make.project(State.developing)
    asked = make.snapshot(project)
    boris = browser("boris")
    review(boris, project)
    place = {"section": "problem", "field": "problem", "kind": "question", "text": "Who asked?"}
    make.point(asked, **place, start=0, end=14)
    make.point(asked, section="people", kind="question", text="And the parents?")
    done = {"section": "risks", "field": "risks", "row": "k1", "kind": "question"}
    make.point(asked, **done, state=PointState.settled, text="Long settled")

    time_passes(database, minutes=31)
    for language, (nothing, _changed, other) in LANGUAGES.items():
        boris.cookies["language"] = language
        page = review(boris, project)
        assert nothing in page
        assert other not in page
        assert "Who asked?" in page
        assert "And the parents?" in page
        assert "Long settled" not in page
        assert "something new" not in page
        assert re.search(r"<mark>In our college</mark><a class=\"pin\" href=\"#point-", page)
        assert f'action="/projects/{project.id}/points"' in page
        assert "show=whole" in page
        whole = review(boris, project, "?show=whole")
        assert "Long settled" in whole
        assert 'href="#part-people"' in whole
        assert re.search(r"<mark>In our college</mark><a class=\"pin\"", whole)


def test_what_is_new_is_new_until_the_next_visit_and_a_page_that_asks_by_itself_is_no_visit(
    make: Make, browser: Browse, database: Database
) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    boris = browser("boris")
    quiet = {"X-Seedbed-Quiet": "1"}
    for headers in (quiet, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, HTMX):
        review(boris, project, **headers)
        assert look(database) is None
    assert "Not read yet." in browser("alina").get(f"/projects/{project.id}/feedback").text

    review(boris, project)
    assert "What changed since you last looked" not in review(boris, project)
    time_passes(database, days=1)
    make.write(project, "place", {"place": "Brest"})
    ask(browser("alina"), project)
    for _again in range(2):
        assert "What changed since you last looked" in review(boris, project)
    time_passes(database, minutes=29)
    assert "Brest" in review(boris, project)
    time_passes(database, minutes=30)
    assert "Nothing has changed since" in review(boris, project)
    seen = look(database)
    assert seen is not None
    assert set(seen.first) == {"1", "2"}


def test_what_the_team_sends_after_an_answer_is_compared_with_what_was_answered(
    make: Make, browser: Browse
) -> None:
    """However fast the team is: the answer has ended the visit."""
    project = make.project(State.developing)
    alina, boris = browser("alina"), browser("boris")
    address = f"/projects/{project.id}/feedback"
    ask(alina, project)
    review(boris, project)
    for number, (place, other) in enumerate((("Brest", "Grodno"), ("Gomel", "Vitebsk")), start=1):
        words = {"snapshot": str(number), "says": f"Where, the {number} time?"}
        assert boris.form(f"{address}/request", **words).status_code == 303
        told = review(boris, project)
        assert "Your answer is with the team" in told
        assert f"You asked for changes to snapshot {number} on" in told
        make.write(project, "place", {"place": place})
        ask(alina, project)
        page = review(boris, project)
        assert "Your answer is with the team" not in page
        assert f"at snapshot {number}." in page
        assert "Since then: 1 answer changed." in page
        make.write(project, "place", {"place": other})
    ask(alina, project)
    page = review(boris, project)
    assert "at snapshot 2." in page, "no answer was given meanwhile: it is the same visit"
    assert "Your answer is with the team" not in review(browser("vera"), project)


def test_the_team_reads_when_the_mentor_first_read_it_and_never_how_long(
    make: Make, browser: Browse, database: Database, monkeypatch: Any
) -> None:
    project = make.project(State.developing)
    make.snapshot(project)
    boris, vera, alina = browser("boris"), browser("vera"), browser("alina")
    review(vera, project)
    address = f"/projects/{project.id}/feedback"
    assert "Not read yet." in alina.get(address).text, "a coordinator is not whom they asked"

    review(boris, project)
    seen = look_of(database, make, "boris")
    once = alina.get(address).text
    time_passes(database, days=2)
    review(boris, project)
    assert look_of(database, make, "boris").first == seen.first
    told = re.search(r"[^>]* read this on [^<]*", alina.get(address).text)
    assert told
    assert told[0] in once

    def broken(*_about: Any, **_more: Any) -> None:
        with database.reads.alone() as session:
            session.add(Look(project_id=project.id, person_id=project.id, snapshot=1))

    monkeypatch.setattr(looks, "write_down", broken)
    time_passes(database, days=3)
    review(boris, project)
    assert look_of(database, make, "boris").at < now() - timedelta(days=2)


def look_of(database: Database, make: Make, user: str) -> Look:
    with database.reads.alone() as session:
        return session.exec(select(Look).where(Look.person_id == make.cast[user].id)).one()


def test_passages_that_overlap_are_marked_and_words_in_them_stay_words(
    make: Make, browser: Browse
) -> None:
    text = "One <b>two</b> three\nfour five six"
    project = make.project(State.developing)
    plan = {**COMPLETE, "problem": {**COMPLETE["problem"], "problem": text}}
    asked = make.snapshot(project, plan)
    about = {"section": "problem", "field": "problem", "kind": "question", "text": "?"}
    for words in ("<b>two</b> three\nfour", "two</b> three", "two"):
        start = text.index(words)
        make.point(asked, **about, start=start, end=start + len(words))

    page = review(browser("boris"), project)

    shown = page[page.index('data-words="problem"') :].partition("</div>")[0]
    assert len(re.findall(r'class="pin"', shown)) == 3
    assert shown.count("<mark>") == shown.count("</mark>")
    assert not re.search(r"<mark>[^/]*<mark>", shown)
    assert "<b>" not in shown
    plain = re.sub(r"<[^>]*>", "", shown.partition(">")[2])
    assert plain == "One &lt;b&gt;two&lt;/b&gt; threefour five six"


def test_the_desk_says_how_much_is_new(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    boris = browser("boris")
    ask(browser("alina"), project)
    assert "since you looked" not in boris.get("/mentoring").text
    review(boris, project)
    assert "since you looked" not in boris.get("/mentoring").text
    make.write(project, "place", {"place": "Brest"})
    make.write(project, "idea", {"title": "Safer rides"})
    ask(browser("alina"), project)

    assert "2 sections have changed since you looked." in boris.get("/mentoring").text


def test_the_review_of_a_full_proposal_with_60_points_needs_few_statements(
    make: Make, browser: Browse, database: Database
) -> None:
    full = filled(COMPLETE)
    project = make.project(State.developing, full)
    rows = [row["id"] for row in full["budget"]["budget"]]
    first = make.snapshot(project, COMPLETE)
    second = make.snapshot(project, full, number=2)
    for number in range(60):
        about = {"section": "budget", "field": "budget", "row": rows[number % len(rows)]}
        asked = first if number % 2 and about["row"] in {"b1", "b2"} else second
        make.point(asked, **about, kind="question", text=f"Why {number}?")
    boris = browser("boris")
    for query in ("", "?show=whole", "?since=1", "?since=1&show=whole"):
        with statements(database) as seen:
            page = review(boris, project, query)
        assert page.count('class="thread"') == 60
        assert len(seen) <= MOST, f"{query}: {len(seen)}"
        assert ("part-place" in page) == ("since" not in query or "whole" in query)
    time_passes(database, hours=1)
    with statements(database) as seen:
        assert "Nothing has changed since" in review(boris, project)
    assert len(seen) <= MOST
