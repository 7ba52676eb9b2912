"""Versions that people can read: who wrote what when, what differs between two, and back again."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, select

from app.models import Letter, Project, Revision, State
from app.rules import saving
from app.rules.buttons import Do, Verb
from app.rules.comparing import compare
from app.rules.saving import Posted
from app.rules.template import template
from app.services import sections, versions
from app.services.versions import Milestone, Sitting
from tests.conftest import HTMX, Browse
from tests.make import Make
from tests.test_sections import address, form, now, saved
from tests.test_sections import versions as kept

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BAD = '<script>alert("x")</script>'


def at(project: Project, path: str = "") -> str:
    return f"/projects/{project.id}/versions{path}"


def words(html: str) -> str:
    """What a page says, without its tags."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def write_at(make: Make, project: Project, minutes: float, section: str, by: str = "alina") -> None:
    """Something new in a section, so many minutes after noon."""
    before = now(make, project).version
    name = {"problem": "core_problem", "idea": "title", "place": "place"}[section]
    make.write(now(make, project), section, {name: f"Words of minute {minutes}"}, by)
    with make.database.writes.alone() as session:
        session.execute(
            update(Revision)
            .where(col(Revision.project_id) == project.id, col(Revision.number) > before)
            .values(created_at=NOON + timedelta(minutes=minutes))
        )


def listed(make: Make, project: Project, *about: Any) -> versions.Versions:
    with make.database.reads.alone() as session:
        return versions.listed(session, make.reload(session, project.id), *about)


def sittings(make: Make, project: Project) -> list[tuple[str, int, int]]:
    """Section, first and last version of each, newest first."""
    found = listed(make, project).lines
    return [(one.section, one.first, one.last) for one in found if isinstance(one, Sitting)]


def clash(make: Make, project: Project) -> None:
    """Maksim and Alina write the same title; Alina's is kept aside."""
    base = now(make, project).version
    make.write(now(make, project), "idea", {"title": "Theirs, with love"}, "maksim")
    with make.database.writes.alone() as session:
        there = make.reload(session, project.id)
        posted = Posted(base, "a", {"title": "Mine, of course"}, None)
        idea = sections.template_of(there).sections["idea"]
        assert sections.save(session, there, idea, posted, by=make.who("alina")).merged.clashes


# The list


def test_what_was_saved_before_the_tab_was_closed_is_in_the_list(
    make: Make, browser: Browse
) -> None:
    """P04: she fills Think, the page saves itself in the middle of a word, and the tab is closed:
    on return the text is there, and the list of versions shows it."""
    project = make.project(plan={})
    typed = form(0, {"title": "Safe rid"}, "closed")
    browser("alina").post(address(project, "idea"), data=typed, headers=HTMX)

    page = browser("alina").get(at(project))

    assert page.status_code == 200
    assert "Your idea" in words(page.text)
    assert "1 answer changed Version 1" in words(page.text)
    assert "Safe rid" in words(browser("alina").get(at(project, "/compare")).text)


def test_saves_without_a_long_break_are_one_sitting(make: Make) -> None:
    project = make.project(State.developing, plan={})
    for minutes in (0, 9, 18, 29, 30):
        write_at(make, project, minutes, "problem")

    assert sittings(make, project) == [("problem", 4, 5), ("problem", 1, 3)]


def test_a_sitting_never_reaches_across_another_writer_of_its_section(make: Make) -> None:
    project = make.project(State.developing, plan={})
    write_at(make, project, 0, "problem")
    write_at(make, project, 1, "idea", "maksim")
    write_at(make, project, 2, "problem")
    write_at(make, project, 3, "problem", "maksim")
    write_at(make, project, 4, "problem")

    assert sittings(make, project) == [
        ("problem", 5, 5), ("problem", 4, 4), ("problem", 1, 3), ("idea", 2, 2),
    ]  # fmt: skip


def test_a_line_says_who_when_where_and_how_much(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, plan={})
    for minutes in (0, 5):
        write_at(make, project, minutes, "problem", "maksim")
    make.write(now(make, project), "problem", {"evidence.new-1.claim": "Four of five"})

    said = words(browser("boris").get(at(project)).text)

    name = make.cast["maksim"].name
    assert f"The problem {name}, 20 Nov 2026, 15:05 , 2 saves 1 answer changed Versions 1–2" in said
    assert "1 row added Version 3" in said


def test_a_text_that_was_kept_aside_is_in_the_list_and_says_so(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    clash(make, project)
    aside = next(one for one in kept(make, project) if one.aside)

    page = browser("maksim").get(at(project)).text

    assert "Your idea Kept aside" in words(page)
    line = page[page.index(f'id="v{aside.number}"') :]
    assert "#i-git-compare-arrows" in line[: line.index("</li>")]


def test_what_was_kept_aside_is_compared_with_what_stands(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    clash(make, project)
    make.write(now(make, project), "idea", {"title": "Ours"}, "maksim")
    aside = next(one for one in kept(make, project) if one.aside)
    newest = now(make, project).version

    page = browser("alina").get(at(project)).text
    link = at(project, f"/compare?from={newest}&to={aside.number}&section=idea")
    assert link in unescape(page)
    said = words(browser("alina").get(link).text)

    assert "taken out: Ours (end)" in said
    assert "put in: Mine, of course (end)" in said
    assert "Kept aside" in said


def test_snapshots_are_milestones_where_they_were_sent(make: Make, browser: Browse) -> None:
    project = make.project(State.developing, plan={})
    write_at(make, project, 0, "problem")
    make.snapshot(now(make, project), plan={}, number=1)
    write_at(make, project, 30, "problem")
    make.snapshot(now(make, project), plan={}, number=2)

    lines = listed(make, project).lines

    assert [(type(one).__name__, getattr(one, "last", None)) for one in lines] == [
        ("Milestone", None), ("Sitting", 2), ("Milestone", None), ("Sitting", 1),
    ]  # fmt: skip
    said = words(browser("boris").get(at(project)).text)
    assert said.index("Snapshot 2 sent") < said.index("Snapshot 1 sent")


def test_older_versions_are_a_page_away_and_every_line_is_on_one_page(
    make: Make, browser: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "PAGE", 3)
    project = make.project(State.developing, plan={})
    for n in range(8):
        write_at(make, project, n * 11 + n % 2, ("problem", "idea")[n % 3 == 0])
        write_at(make, project, n * 11 + n % 2 + 1, "place", ("alina", "maksim")[n // 3 % 2])
        make.snapshot(now(make, project), plan={}, number=n + 1)

    pages, below = [], None
    while True:
        found = listed(make, project, "", below)
        pages.append(found.lines)
        if (below := found.older) is None:
            break
    monkeypatch.setattr(versions, "PAGE", 100)
    whole = listed(make, project).lines

    assert len(pages) > 3
    assert [line for page in pages for line in page] == whole
    assert sum(isinstance(line, Milestone) for line in whole) == 8
    monkeypatch.setattr(versions, "PAGE", 3)
    first = browser("alina").get(at(project)).text
    older = re.search(r'href="([^"]*below=[^"]*)"[^>]*>.*?Older', first)
    assert older
    assert "Newest" in browser("alina").get(unescape(older[1])).text


def test_one_section_can_be_looked_at_alone(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    page = browser("alina").get(at(project, "?section=budget")).text

    assert words(page).count("Version ") == 1
    assert browser("alina").get(at(project, "?section=nothing")).status_code == 404
    assert at(project) in browser("alina").get(f"/projects/{project.id}").text
    assert at(project, "?section=risks") in browser("boris").get(address(project, "risks")).text


def test_an_empty_list_leads_to_the_first_words(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    page = browser("alina").get(at(project)).text

    assert "Nothing has been saved yet" in page
    assert address(project, "idea") in page


# Two of them


def test_words_rows_choices_and_money_are_told(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    first = project.version
    make.write(project, "problem", {"core_problem": "Students accept offers that firms checked."})
    make.write(now(make, project), "idea", {"forms": ["begging"]})
    make.write(now(make, project), "budget", {"budget.b1.quantity": "77"})
    last = now(make, project).version

    page = browser("boris").get(at(project, f"/compare?from={first}&to={last}")).text
    said = words(page)

    assert "Students accept offers that taken out: nobody (end) put in: firms (end) checked" in said
    assert "<del>" in page
    assert "<ins>" in page
    assert "Added: Forced begging Removed: Labour exploitation" in said
    assert "before: 60 now: 77" in said
    assert "Sum of the line: before 150.00, now 192.50, difference +42.50." in said
    assert re.search(r"Altogether [\d,.]+ [\d,.]+ \+42\.50", said)
    assert "What could go wrong" not in said, "only what changed"


def test_a_row_that_moved_is_not_deleted_and_added(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    with make.database.writes.alone() as session:
        there = make.reload(session, project.id)
        posted = Posted(there.version, "", {}, Do("up", "risks", "k2"))
        risks = sections.template_of(there).sections["risks"]
        sections.save(session, there, risks, posted, by=make.who("alina"))

    said = words(browser("alina").get(at(project, "/compare")).text)

    assert "Moved" in said
    assert re.search(r"It was row [12] and is row [12]\.", said)
    assert "Removed" not in said
    assert "New" not in said


def test_without_numbers_the_last_save_is_shown_and_the_same_twice_is_nothing(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    make.write(project, "place", {"place": "Lida"})
    alina = browser("alina")

    assert "before: Hrodna" not in words(alina.get(at(project, "/compare?from=1&to=1")).text)
    assert "Nothing changed" in words(alina.get(at(project, "/compare?from=3&to=3")).text)
    said = words(alina.get(at(project, "/compare")).text)
    assert "taken out: Hrodna (end) put in: Lida (end)" in said
    backwards = words(alina.get(at(project, f"/compare?from={project.version + 1}&to=13")).text)
    assert "taken out: Lida (end) put in: Hrodna (end)" in backwards


@pytest.mark.parametrize("wrong", ["99", "-1", "x", "1.5", "9" * 5_000, "٣", "1 2"])
def test_wrong_numbers_are_answered_kindly(make: Make, browser: Browse, wrong: str) -> None:
    project = make.project(State.developing)
    for asked in ({"from": wrong}, {"to": wrong}, {"from": wrong, "to": wrong, "section": "idea"}):
        page = browser("alina").get(at(project, "/compare"), params=asked)
        assert page.status_code == 422
        assert "There is no such version." in page.text
        assert f'value="{wrong}"' in page.text, "what was typed is kept"
    assert browser("alina").get(at(project, "/compare?section=nothing")).status_code == 404


def test_the_whole_of_a_new_section_can_be_read(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    said = words(browser("alina").get(at(project, f"/compare?from=0&to={project.version}")).text)

    assert "Before anybody wrote" in said
    assert "put in: Safe rides home (end)" in said


# Back again


def seen(make: Make, project: Project) -> dict[str, Any]:
    return {"base": now(make, project).version}


def test_an_earlier_version_comes_back_as_a_new_one(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    was = saved(make, project, "risks")
    number = next(one.number for one in kept(make, project) if one.section == "risks")
    make.write(project, "risks", {"risks.k1.what": "Something else", "risks.new-1.what": "More"})
    before = [one.model_dump() for one in kept(make, project)]
    alina = browser("alina")

    asked = alina.get(at(project, f"/{number}/restore"))
    answer = alina.form(at(project, f"/{number}/restore"), **seen(make, project))

    assert "taken out: Something else (end)" in words(asked.text)
    assert "Bring this back" in asked.text
    assert saved(make, project, "risks") == was
    assert now(make, project).version == project.version + 2
    assert [one.model_dump() for one in kept(make, project)[:-1]] == before
    assert answer.status_code == 303
    there = alina.get(answer.headers["Location"]).text
    assert f"This is version {project.version + 2} now" in there
    assert f"Brought back from version {number}" in words(there)


def test_pressed_twice_it_is_brought_back_once(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "place")
    make.write(project, "place", {"place": "Lida"})
    alina, typed = browser("alina"), seen(make, project)

    alina.form(at(project, f"/{number}/restore"), **typed)
    again = alina.form(at(project, f"/{number}/restore"), **typed)

    assert now(make, project).version == project.version + 2
    assert again.headers["Location"] == at(project, f"/{number}/restore")
    said = alina.get(again.headers["Location"]).text
    assert "There is nothing to bring back." in said
    assert "Bring this back" not in said


def test_nobodys_newer_words_are_replaced_unseen(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "place")
    make.write(project, "place", {"place": "Lida"})
    typed = seen(make, project)
    make.write(now(make, project), "place", {"place": "Brest"}, "maksim")

    answer = browser("alina").form(at(project, f"/{number}/restore"), **typed)

    assert answer.status_code == 409
    assert "Somebody has written in this section meanwhile." in answer.text
    assert "taken out: Brest (end) put in: Hrodna (end)" in words(answer.text)
    assert saved(make, project, "place")["place"] == "Brest"
    again = re.search(r'name="base" value="(\d+)"', answer.text)
    assert again
    browser("alina").form(at(project, f"/{number}/restore"), base=again[1])
    assert saved(make, project, "place")["place"] == "Hrodna"


def test_what_others_write_elsewhere_does_not_stand_in_the_way(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "place")
    make.write(project, "place", {"place": "Lida"})
    typed = seen(make, project)
    make.write(now(make, project), "idea", {"title": "Safer rides home"}, "maksim")

    browser("alina").form(at(project, f"/{number}/restore"), **typed)

    assert saved(make, project, "place")["place"] == "Hrodna"
    assert saved(make, project, "idea")["title"] == "Safer rides home"


def test_a_text_that_was_kept_aside_can_be_made_to_stand(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    clash(make, project)
    aside = next(one for one in kept(make, project) if one.aside)

    browser("alina").form(at(project, f"/{aside.number}/restore"), **seen(make, project))

    assert saved(make, project, "idea")["title"] == "Mine, of course"
    assert now(make, project).title == "Mine, of course"


def test_bringing_back_takes_readiness_back_like_any_save(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "place")
    make.write(project, "place", {"place": "Lida"})
    with make.database.writes.alone() as session:
        make.reload(session, project.id).state = State.ready
    alina = browser("alina")
    asked = alina.get(at(project, f"/{number}/restore")).text

    alina.form(at(project, f"/{number}/restore"), **seen(make, project))

    assert "The plan was judged as it stands now." in asked
    assert now(make, project).state == State.developing
    with make.database.reads.alone() as session:
        events = session.exec(select(Letter.event)).all()
    assert set(events) == {"project.unready"}


def test_who_writes_goes_on_after_somebody_brought_a_version_back(
    make: Make, browser: Browse
) -> None:
    """Maksim's page is open; what he typed elsewhere in the section is merged as ever."""
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "problem")
    make.write(project, "problem", {"core_problem": "Another one."})
    base = now(make, project).version
    browser("alina").form(at(project, f"/{number}/restore"), base=base)

    typed = form(base, {"core_problem": "Another one.", "effects": "Mine."}, "open")
    answer = browser("maksim").post(address(project, "problem"), data=typed, headers=HTMX)

    stands = saved(make, project, "problem")
    assert answer.status_code == 200
    assert stands["core_problem"] == "Students accept offers that nobody checked."
    assert stands["effects"] == "Mine."


@pytest.mark.parametrize("wrong", [{}, {"base": "x"}, {"base": "-1"}, {"base": "9" * 40}])
def test_a_form_without_what_was_seen_changes_nothing(
    make: Make, browser: Browse, wrong: dict[str, str]
) -> None:
    project = make.project(State.developing)
    number = next(one.number for one in kept(make, project) if one.section == "place")
    make.write(project, "place", {"place": "Lida"})

    answer = browser("alina").form(at(project, f"/{number}/restore"), **wrong)

    assert answer.status_code == 422
    assert "Bring this back" in answer.text
    assert saved(make, project, "place")["place"] == "Lida"


def test_a_version_that_never_was_cannot_be_brought_back(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    for number, status in (("99", 404), ("0", 422), ("x", 422), ("9" * 30, 422)):
        answer = browser("alina").form(at(project, f"/{number}/restore"), base=1)
        assert answer.status_code == status


WRITTEN = st.lists(
    st.tuples(
        st.sampled_from(["idea", "risks", "budget"]),
        st.sampled_from(["alina", "maksim"]),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=6,
)


def typed(section: str, n: int, rows: list[str]) -> tuple[dict[str, Any], Do | None]:
    """One of ten ways to write in a section; with a button, some of them."""
    if section == "idea":
        choices: dict[str, Any] = {"forms": ["labour", "begging"][n % 3 :]} if n % 2 else {}
        return choices | {"title": f"Title {n}"}, None
    words = {"risks": "what", "budget": "item"}[section]
    if rows and n > 5:
        verbs: tuple[Verb, ...] = ("remove", "up", "down", "down")
        return {}, Do(verbs[n - 6], section, rows[n % len(rows)])
    row = rows[n % len(rows)] if rows and n % 2 else "new-1"
    return {f"{section}.{row}.{words}": f"Line {n}"}, None


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=WRITTEN)
def test_every_version_of_a_history_can_be_brought_back(
    make: Make, history: list[tuple[str, str, int]]
) -> None:
    """Each comes back exactly; what was before stays as it was."""
    project = make.project(State.developing, plan={})
    for turn, (key, user, n) in enumerate(history):
        with make.database.writes.alone() as session:
            there = make.reload(session, project.id)
            section = template().sections[key]
            rows = [row["id"] for row in sections.answers(session, there, section).get(key, [])]
            written, do = typed(key, n, rows)
            stale = there.version - turn % 2 if there.version else 0
            posted = Posted(stale, f"p{turn}", written, do)
            sections.save(session, there, section, posted, by=make.who(user))
    past = [one.model_dump() for one in kept(make, project)]
    for old in kept(make, project):
        section = template().sections[old.section]
        with make.database.writes.alone() as session:
            there = make.reload(session, project.id)
            stood = sections.answers(session, there, section)
            differs = compare(section, stood, old.answers)
            made = versions.restore(
                session, there, section, old, there.version, by=make.who("alina")
            )
            assert (made is not None) == bool(differs)
            assert versions.restore(session, there, section, old, 0, by=make.who("alina")) is None
        stands = saved(make, project, old.section)
        assert not compare(section, old.answers, stands)
        assert not compare(section, stands, old.answers)
    after = [one.model_dump() for one in kept(make, project)]
    assert after[: len(past)] == past
    assert [one["number"] for one in after] == list(range(1, now(make, project).version + 1))


# Who may, and what is shown


def test_versions_are_for_those_who_read_the_project(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    for user in ("alina", "boris", "vera"):
        assert browser(user).get(at(project)).status_code == 200
        assert browser(user).get(at(project, "/compare")).status_code == 200
    for user in ("lera", "mallory", "olga", "dan"):
        for path in ("", "/compare", "/1/restore"):
            assert browser(user).get(at(project, path)).status_code == 404
        assert browser(user).form(at(project, "/1/restore"), base=1).status_code == 404
    for user in ("boris", "vera"):
        assert browser(user).get(at(project, "/1/restore")).status_code == 403
        assert browser(user).form(at(project, "/1/restore"), base=1).status_code == 403
        assert "/restore" not in browser(user).get(at(project, "/compare?from=1&to=2")).text


def test_a_project_that_rests_is_read_and_not_changed(make: Make, browser: Browse) -> None:
    project = make.project(State.withdrawn)

    assert browser("alina").get(at(project, "/compare?from=1&to=2")).status_code == 200
    assert browser("alina").form(at(project, "/1/restore"), base=1).status_code == 403


def test_the_name_of_somebody_who_may_not_be_shown_is_left_out(make: Make, browser: Browse) -> None:
    """Nadia is under 16 and nobody has consented yet: her mentor does not learn her name here."""
    project = make.project(State.developing, team=("alina", "nadia"))
    make.write(project, "place", {"place": "Lida"}, "nadia")
    name = make.cast["nadia"].name

    for path in ("", "/compare"):
        for_mentor = browser("boris").get(at(project, path)).text
        assert name not in for_mentor
        assert "Somebody of the team" in for_mentor
        assert name in browser("vera").get(at(project, path)).text


def test_what_somebody_wrote_is_never_markup(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    number = now(make, project).version
    for section, name in (
        ("idea", "title"), ("idea", "strand"), ("problem", "problem"), ("risks", "risks.k1.what"),
        ("budget", "budget.new-1.item"), ("budget", "currency"), ("place", "region"),
        ("plan", "start"), ("problem", "evidence.e1.url"),
    ):  # fmt: skip
        make.write(now(make, project), section, {name: BAD})
    make.write(now(make, project), "idea", {"forms": [BAD]})
    last = now(make, project).version

    alina = browser("alina")
    pages = [alina.get(at(project)), alina.get(at(project, f"/compare?from={BAD}&to=1"))]
    pages += [alina.get(at(project, f"/compare?from={a}&to={b}")) for a, b in
              ((number, last), (last, number), (0, last), (last, 0))]  # fmt: skip
    pages += [alina.get(at(project, f"/{n}/restore")) for n in range(1, last + 1)]

    for page in pages:
        assert page.status_code in {200, 422}
        assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in pages[2].text


def test_no_page_can_be_called_like_a_version_that_was_brought_back() -> None:
    """Else its saves would be taken for this page's own."""
    assert not saving.PAGE.fullmatch(f"{versions.RESTORED}12")
