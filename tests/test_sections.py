"""Writing a section: nothing that was typed is lost, whoever writes, with or without scripts."""

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select, update

from app.models import Camp, Letter, Project, Revision, State
from app.rules.template import template
from app.rules.template.checks import must_fix
from app.rules.template.shape import Answers
from app.services import sections
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make

ENGLISH = {"Accept-Language": "en"}
BEFORE = "Students accept offers that nobody checked."


def address(project: Project, section: str) -> str:
    return f"/projects/{project.id}/sections/{section}"


def form(base: int, answers: dict[str, Any] | None = None, page: str = "p1") -> dict[str, Any]:
    """As a page sends it: `_end` comes last."""
    return {"base": base, "page": page, **(answers or {}), "_end": "1"}


def saved(make: Make, project: Project, section: str) -> Answers:
    with make.database.reads.alone() as session:
        now = session.get_one(Project, project.id)
        return sections.answers(session, now, sections.template_of(now).sections[section])


def now(make: Make, project: Project) -> Project:
    with make.database.reads.alone() as session:
        return make.reload(session, project.id)


def versions(make: Make, project: Project) -> list[Revision]:
    with make.database.reads.alone() as session:
        ours = select(Revision).where(Revision.project_id == project.id)
        return list(session.exec(ours.order_by(col(Revision.number))))


def value(html: str, name: str) -> str:
    """Of a control on a page."""
    name = re.escape(name)
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    found = found or re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return unescape(found[1])


def sent_back(html: str) -> list[tuple[str, str]]:
    """What a browser without scripts would send of an untouched page."""
    fields: list[tuple[str, str]] = []
    for tag in re.finditer(r"<(input|textarea|select)\b([^>]*)>", html):
        attributes = dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', tag[2]))
        if not attributes.get("form", "").startswith("write-") and "name" not in attributes:
            continue
        name, text = attributes.get("name", ""), attributes.get("value", "")
        if tag[1] == "textarea":
            text = html[tag.end() : html.index("</textarea>", tag.end())].removeprefix("\n")
        if tag[1] == "select":
            options = html[tag.end() : html.index("</select>", tag.end())]
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            text = chosen[1] if chosen else ""
        if attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes:
            continue
        fields.append((unescape(name), unescape(text)))
    return fields


def page(browser: Browser, where: str, **answers: Any) -> dict[str, Any]:
    """The whole form of a page, with something typed into it; two underscores are a dot."""
    typed = _as_form(sent_back(browser.get(where).text))
    end = typed.pop("_end")
    changed = {name.replace("__", "."): value for name, value in answers.items()}
    return {**typed, **changed, "_end": end}


def _as_form(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    end = found.pop("_end")
    return {**found, "_end": end}


# One writer


def test_an_idea_is_filled_by_plain_forms(make: Make, browser: Browse) -> None:
    alina = browser("alina")
    begun = alina.form("/projects/new", language="ru")
    card = alina.get(begun.headers["Location"])
    project = alina.get("/projects").text
    where = re.search(r'href="(/projects/[0-9a-f-]{36})"', project)
    assert where
    idea = f"{where[1]}/sections/idea"
    page = value(card.text, "page")

    first = alina.post(
        idea,
        data=form(0, {"title": "Safe rides", "forms": ["", "labour", "begging"]}, page),
    )
    again = alina.get(first.headers["Location"])

    assert begun.status_code == first.status_code == 303
    assert first.headers["Location"] == f"{idea}?saved=1"
    assert first.headers["X-Seedbed-Version"] == "1"
    assert value(again.text, "title") == "Safe rides"
    assert value(again.text, "base") == "1"
    assert 'value="begging" form="write-idea" checked' in again.text
    assert alina.post(idea, data=form(1, {"forms": ""})).status_code == 303
    assert " checked" not in alina.get(idea).text


def test_every_section_opens_and_an_untouched_page_changes_nothing(
    make: Make, browser: Browse
) -> None:
    """Whatever a page shows, it sends back as it was: dates, codes, line breaks, odd choices."""
    project = make.project(State.developing)
    alina = browser("alina")
    odd: dict[str, str | list[str]] = {
        "what_remains": '\nA line\n\nand "another" <b>',
        "languages": ["be", "klingon"],
    }
    make.write(project, "after", odd)
    make.write(project, "plan", {"start": "soon", "activities.a1.end": "never"})
    for section in sections.template_of(project).sections:
        page = alina.get(address(project, section))
        before = now(make, project).version
        answer = alina.post(address(project, section), data=_as_form(sent_back(page.text)))

        assert page.status_code == 200, section
        assert answer.status_code == 303, (section, answer.text)
        assert now(make, project).version == before, section


def test_autosave_answers_with_the_version_and_only_with_what_changes(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    where = address(project, "budget")
    typed = page(alina, where, budget__b1__quantity="61") | {"budget.new-1.item": "Tea"}
    typed["_end"] = typed.pop("_end")
    answer = alina.post(where, data=typed, headers=HTMX)

    assert answer.status_code == 200
    assert answer.headers["X-Seedbed-Version"] == str(project.version + 1)
    assert "<html" not in answer.text
    assert '<output class="sum" id="sum-budget.b1" data-swap>152.50</output>' in answer.text
    assert 'id="hints-budget.new-1"' in answer.text  # the page goes on under its own names
    assert 'name="budget.b1' not in answer.text


def test_sums_are_the_servers_and_a_comma_is_as_good_as_a_point(
    make: Make, browser: Browse
) -> None:
    """P08: 60 × 2.50 BYN × 1 is a line of 150.00, and the totals and the split into requested and
    other money follow. P09: "2,50" with a comma is taken as 2.50."""
    project = make.project(State.developing)
    alina = browser("alina")
    typed = {
        "budget.new-1.item": "Cards",
        "budget.new-1.quantity": "60",
        "budget.new-1.unit_cost": "2,50",
        "budget.new-1.times": "1",
        "budget.new-1.paid_by": "requested",
    }
    alina.post(address(project, "budget"), data=form(project.version, typed))
    page = alina.get(address(project, "budget"))

    line = saved(make, project, "budget")["budget"][-1]
    assert line["unit_cost"] == "2,50"
    assert f'id="sum-budget.{line["id"]}">150.00</output>' in page.text
    assert re.search(r"Requested from donors</th><td class=\"num\">300.00", page.text)
    assert re.search(r"Altogether</th><td class=\"num\">480.00", page.text)
    assert page.text.count("Sums in BYN") == 1


def test_rows_are_added_moved_and_removed_by_plain_buttons(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    where = address(project, "risks")

    added = alina.post(where, data=page(alina, where, _do="add:risks"))
    new = saved(make, project, "risks")["risks"][-1]["id"]
    moved = alina.post(where, data=page(alina, where, _do="up:risks.k2"))
    gone = page(alina, where, _do=f"remove:risks.{new}", risks__k1__owner="X")
    removed = alina.post(where, data=gone)

    assert added.headers["Location"] == f"{where}?saved={project.version + 1}#risks.{new}"
    assert moved.headers["Location"].endswith("#risks.k2")
    assert removed.headers["Location"].endswith("#risks")
    assert [row["id"] for row in saved(make, project, "risks")["risks"]] == ["k2", "k1"]
    assert saved(make, project, "risks")["risks"][1]["owner"] == "X"


def test_a_button_of_a_table_with_scripts_brings_its_rows(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    where = address(project, "risks")
    answer = alina.post(where, data=page(alina, where, _do="add:risks"), headers=HTMX)

    new = saved(make, project, "risks")["risks"][-1]["id"]
    assert answer.status_code == 200
    assert f'data-place="risks.{new}"' in answer.text
    assert f'name="risks.{new}.what"' in answer.text
    assert 'name="risks.k1.what"' in answer.text


def test_a_lost_answer_and_the_same_form_again_are_one_row(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    typed = form(project.version, {"partners.new-1.name": "A college"}, "page-1")

    first = alina.post(address(project, "partners"), data=typed, headers=HTMX)
    again = alina.post(address(project, "partners"), data=typed, headers=HTMX)

    assert first.headers["X-Seedbed-Version"] == again.headers["X-Seedbed-Version"]
    assert len(saved(make, project, "partners")["partners"]) == 1


def test_what_is_wrong_is_a_hint_and_never_a_refusal(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    where = address(project, "plan")
    typed = page(alina, where, activities__a1__start="2020-01-01")
    answer = alina.post(where, data=typed, headers=HTMX)

    hints = r'id="hints-activities.a1"[^>]*>\s*<p class="must">.*?lies outside the project'
    assert answer.status_code == 200
    assert re.search(hints, answer.text, re.DOTALL)
    assert re.search(hints, alina.get(where).text, re.DOTALL)
    assert saved(make, project, "plan")["activities"][0]["start"] == "2020-01-01"


def test_an_empty_section_does_not_shout_until_it_is_asked(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    alina = browser("alina")

    calm = alina.get(address(project, "idea"))
    asked = alina.get(address(project, "idea") + "?check=1")

    assert '<p class="must">' not in calm.text
    assert '<p class="must">' in asked.text


# Forms that cannot be taken


def test_half_a_form_is_refused_and_nothing_is_written(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    where = address(project, "idea")
    half = {"base": project.version, "page": "p1", "title": "Half"}
    for broken in (half, half | {"_end": ["1", "1"]}, form(project.version + 9, {"title": "x"}),
                   form(0) | {"base": "x"}, form(1, {"title": ["a", "b"]})):  # fmt: skip
        assert alina.post(where, data=broken).status_code == 400

    assert now(make, project).version == project.version


def test_an_answer_that_is_too_long_stays_on_the_page(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    long = "Ж" * 20_001
    typed = form(project.version, {"problem": long, "core_problem": "Kept"}, "p7")
    for headers in ({}, HTMX):
        answer = alina.post(address(project, "problem"), data=typed, headers=headers)
        assert answer.status_code == 422
        assert 'href="#problem"' in answer.text
    page = alina.post(address(project, "problem"), data=typed).text

    assert value(page, "problem") == long
    assert value(page, "core_problem") == "Kept"
    assert (value(page, "page"), value(page, "base")) == ("p7", str(project.version))
    assert now(make, project).version == project.version


def test_two_hundred_rows_are_enough(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    many = {f"partners.new-{n}.name": f"College {n}" for n in range(201)}
    answer = browser("alina").post(address(project, "partners"), data=form(project.version, many))

    assert answer.status_code == 422
    assert value(answer.text, "partners.new-200.name") == "College 200"
    assert now(make, project).version == project.version


# Two writers


def test_two_teammates_write_in_different_places(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    base = project.version
    browser("maksim").post(
        address(project, "problem"), data=form(base, {"core_problem": "Theirs."}, "m")
    )
    answer = browser("alina").post(
        address(project, "problem"),
        data=form(base, {"effects": "Mine.", "core_problem": BEFORE}, "a"),
        headers=HTMX,
    )

    both = saved(make, project, "problem")
    assert answer.status_code == 200
    assert (both["core_problem"], both["effects"]) == ("Theirs.", "Mine.")
    assert "&#34;core_problem&#34;: &#34;Theirs.&#34;" in answer.text or (
        '"core_problem": "Theirs."' in answer.text
    )


def test_the_same_words_changed_by_both_are_kept_twice(make: Make, browser: Browse) -> None:
    """P05: two teammates edit one field; the second to save sees both texts and chooses, it is a
    409, and nothing is lost."""
    project = make.project(State.developing)
    base = project.version
    alina = browser("alina")
    where = address(project, "idea")
    browser("maksim").post(where, data=form(base, {"title": "Theirs, with love"}, "m"))
    mine = form(base, {"title": "Mine, of course", "change_if": "If we try"}, "a")

    fragment = alina.post(where, data=mine, headers=HTMX)
    page = alina.post(where, data=form(base, {"title": "Mine, of course"}, "b"))

    for answer in (fragment, page):
        assert answer.status_code == 409
        assert "X-Seedbed-Version" not in answer.headers
        assert "Mine, of course" in answer.text
        assert "Theirs, with love" in answer.text
        assert "Максим" in answer.text
    assert "<html" not in fragment.text
    assert value(page.text, "title") == "Mine, of course"
    assert value(page.text, "base") == str(now(make, project).version)
    assert saved(make, project, "idea")["title"] == "Theirs, with love"
    assert saved(make, project, "idea")["change_if"] == "If we try"
    aside = [one for one in versions(make, project) if one.aside]
    assert aside[0].answers["title"] == "Mine, of course"


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_saving_the_page_with_both_texts_is_a_decision(
    make: Make, browser: Browse, choice: str, stays: str
) -> None:
    project = make.project(State.developing)
    where = address(project, "idea")
    browser("maksim").post(where, data=form(project.version, {"title": "Theirs"}, "m"))
    alina = browser("alina")
    page = alina.post(where, data=form(project.version, {"title": "Mine"}, "a"))

    chosen = _as_form(sent_back(page.text)) | {"_keep.title": [choice]}
    answer = alina.post(where, data=chosen)

    assert answer.status_code == 303
    assert saved(make, project, "idea")["title"] == stays


def test_a_row_that_was_removed_meanwhile_is_brought_back_or_let_go(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    base = project.version
    alina = browser("alina")
    where = address(project, "risks")
    browser("maksim").post(where, data=form(base, {"_do": "remove:k2"}, "m"))

    page = alina.post(where, data=form(base, {"risks.k2.owner": "Alina"}, "a"))
    assert page.status_code == 409
    assert "this row was removed while you wrote in it" in page.text
    assert value(page.text, "risks.k2.owner") == "Alina"
    assert [row["id"] for row in saved(make, project, "risks")["risks"]] == ["k1"]

    sent = _as_form(sent_back(page.text))
    left = alina.post(where, data=sent | {"_keep.risks.k2": ["theirs"]})
    assert left.status_code == 303
    assert len(saved(make, project, "risks")["risks"]) == 1
    back = alina.post(where, data=sent | {"_keep.risks.k2": ["mine"]})
    assert back.status_code == 303
    row = saved(make, project, "risks")["risks"][-1]
    assert (row["owner"], row["what"]) == ("Alina", "A college cancels an evening")


def test_a_row_in_which_somebody_has_just_written_is_not_removed(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    base = project.version
    where = address(project, "risks")
    browser("maksim").post(where, data=form(base, {"risks.k2.owner": "Maksim"}, "m"))

    page = browser("alina").post(where, data=form(base, {"_do": "remove:k2"}, "a"))

    assert page.status_code == 409
    assert "it was not removed" in page.text
    assert value(page.text, "risks.k2.owner") == "Maksim"
    assert len(saved(make, project, "risks")["risks"]) == 2


# Who may, and when


def test_others_read_and_strangers_learn_nothing(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    where = address(project, "idea")
    typed = form(project.version, {"title": "Not yours"})
    for user in ("boris", "vera"):
        page = browser(user).get(where)
        assert page.status_code == 200
        assert "data-autosave" not in page.text
        assert "Safe rides home" in page.text
        assert browser(user).post(where, data=typed).status_code == 403
    for user in ("mallory", "olga", "dan", "irina"):
        assert browser(user).get(where).status_code == 404
        assert browser(user).post(where, data=typed).status_code == 404
    assert browser("alina").get(address(project, "nosuch")).status_code == 404
    assert now(make, project).version == project.version


def test_a_withdrawn_project_is_read_only(make: Make, browser: Browse) -> None:
    project = make.project(State.withdrawn)
    alina = browser("alina")

    assert "data-autosave" not in alina.get(address(project, "idea")).text
    assert alina.post(address(project, "idea"), data=form(13)).status_code == 403


def test_an_edit_of_the_plan_takes_ready_back_and_tells_both_sides(
    make: Make, browser: Browse
) -> None:
    for state in (State.ready, State.awaiting_approval):
        project = make.project(state)
        browser("alina").post(
            address(project, "risks"), data=form(project.version, {"risks.k1.owner": "Else"})
        )
        assert now(make, project).state == State.developing
        with make.database.reads.alone() as session:
            told = session.exec(select(Letter).where(Letter.event == "project.unready")).all()
        people = {make.cast[user].id for user in ("alina", "maksim", "boris")}
        assert {letter.to_id for letter in told} == people


def test_an_edit_of_the_pitch_keeps_ready_and_an_unchanged_save_keeps_all(
    make: Make, browser: Browse
) -> None:
    ready, waiting = make.project(State.ready), make.project(State.awaiting_approval)
    alina = browser("alina")
    for project in (ready, waiting):
        typed = form(project.version, {"one_line": "Another line"})
        alina.post(address(project, "pitch"), data=typed)
    same = make.project(State.ready)
    alina.post(address(same, "idea"), data=form(same.version, {"title": "Safe rides home"}))

    assert now(make, ready).state == now(make, waiting).state == State.ready
    assert now(make, same).state == State.ready
    assert now(make, same).version == same.version


def test_the_idea_card_saves_each_part_by_itself(make: Make, browser: Browse) -> None:
    project = make.project()
    alina = browser("alina")
    card = alina.get(f"/projects/{project.id}/idea")
    answer = alina.post(
        address(project, "place"),
        data=form(project.version, {"place": "Lida", "_back": "idea"}),
    )

    assert card.text.count("data-autosave") == 5
    assert card.text.count('name="_end"') == 5
    assert answer.headers["Location"] == f"/projects/{project.id}/idea?part=place#part-place"
    assert saved(make, project, "place")["place"] == "Lida"


def test_the_idea_card_opens_one_part_and_says_how_far_each_is(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    card = f"/projects/{project.id}/idea"

    def opened(html: str) -> list[str]:
        return re.findall(r'<details class="stage part" id="part-(\w+)" open>', html)

    assert opened(alina.get(card).text) == ["idea"]
    assert opened(alina.get(f"{card}?part=place").text) == ["place"]
    assert opened(alina.get(f"{card}?part=nothing").text) == ["idea"]
    assert opened(alina.get(f"{card}?check=1").text) == [
        "idea", "problem", "people", "place", "safety"
    ]  # fmt: skip
    typed = form(project.version, {"place": "Lida", "_back": "idea"})
    answer = alina.post(address(project, "place"), data=typed, headers=HTMX)
    assert re.search(r'id="state-place" data-swap>.*Started', answer.text, re.DOTALL)


def test_every_page_gives_the_same_minutes_for_the_idea(
    make: Make, browser: Browse, stranger: Browser
) -> None:
    minutes = template().minutes_of_idea
    alina = browser("alina")

    assert f"About {minutes} minutes" in stranger.get("/", headers=ENGLISH).text
    assert f"about {minutes} minutes" in alina.get("/home", headers=ENGLISH).text
    project = make.project(plan={})
    for page in (f"/projects/{project.id}", f"/projects/{project.id}/idea"):
        assert f"about {minutes} minutes" in alina.get(page, headers=ENGLISH).text


# Words to begin with


def test_first_words_are_put_into_an_empty_field_and_are_no_answer_yet(
    make: Make, browser: Browse
) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    where = address(project, "idea")

    pressed = alina.post(where, data=page(alina, where, title="Safe rides", _do="start:change_if"))
    again = alina.get(pressed.headers["Location"])
    after = saved(make, project, "idea")

    assert pressed.headers["Location"] == f"{where}?saved={project.version + 1}#change_if"
    assert after["title"] == "Safe rides", "the whole form is saved"
    words = template().texts.field("change_if", project.language).starters
    assert after["change_if"] == words[0]
    assert value(again.text, "change_if") == words[0]
    assert "still has our first words" in again.text
    with make.database.reads.alone() as session:
        reloaded = session.get_one(Project, project.id)
        plan, facts = sections.plan(session, reloaded), sections.facts(session, reloaded)
    assert ("change_if", "starter") in {
        (one.field, one.variant) for one in must_fix(template(), plan, facts)
    }


def test_first_words_never_take_the_place_of_what_somebody_wrote(
    make: Make, browser: Browse
) -> None:
    project = make.project(plan={})
    alina, maksim = browser("alina"), browser("maksim")
    where = address(project, "idea")
    hers = page(alina, where, _do="start:change_if:2")
    maksim.post(where, data=page(maksim, where, change_if="If we drive"))

    assert alina.post(where, data=hers).status_code == 303
    assert saved(make, project, "idea")["change_if"] == "If we drive"
    alina.post(where, data=page(alina, where, _do="start:change_then:9"))
    assert not saved(make, project, "idea").get("change_then"), "there is no ninth"


def test_first_words_that_are_asked_for_twice_are_there_once(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    where = address(project, "problem")
    typed = page(alina, where, _do="start:problem")

    alina.post(where, data=typed)
    alina.post(where, data=typed)

    words = template().texts.field("problem", project.language).starters
    assert saved(make, project, "problem")["problem"] == "\n".join(words)
    assert now(make, project).version == project.version + 1


def test_a_button_for_first_words_that_no_page_has_is_refused(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    where = address(project, "problem")
    for odd in ("start:evidence", "start:title", "start:", "start:problem:0"):
        assert alina.post(where, data=page(alina, where, _do=odd)).status_code == 400


# Guidance


def test_one_guide_is_open_and_that_of_a_written_answer_is_folded_away(
    make: Make, browser: Browse
) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    where = address(project, "idea")
    texts = template().texts.field("title", "en")

    empty = alina.get(where, headers=ENGLISH).text
    assert empty.count('<details class="plain guide" name="guide"') == 6
    assert empty.count('name="guide" open>') == 1
    assert f'<p class="help" id="title-help">{texts.help}</p>' in empty
    assert texts.weak_because in unescape(empty)
    alina.post(where, data=page(alina, where, title="Safe rides"))
    written = alina.get(where, headers=ENGLISH).text
    assert 'class="help" id="title-help"' not in written
    assert f'<p id="title-help">{texts.help}</p>' in written, "it is in the folded part now"
    assert written.count('name="guide" open>') == 1
    assert alina.get(f"{where}?check=1").text.count('name="guide" open>') == 0


def test_a_counter_tells_least_and_most(make: Make, browser: Browse) -> None:
    project = make.project(plan={})
    alina = browser("alina")
    where = address(project, "problem")

    def told(text: str, field: str = "problem") -> str:
        alina.post(where, data=page(alina, where, **{field: text}))
        html = alina.get(where, headers=ENGLISH).text
        found = re.search(rf'<output class="left[^>]*id="{field}-left"[^>]*>([^<]*)<', html)
        assert found
        return found[1]

    assert told(" Twelve signs\r\n") == "12 of at least 200 characters"
    assert told("a" * 200) == "Enough: 200 of at most 1,200 characters"
    assert told("a" * 1203) == "3 too many: 1,203 of at most 1,200 characters"
    assert told("One\n \n", "causes") == "1 of at least 2 lines"
    assert told("One\nTwo", "causes") == "Enough: 2 of at most 5 lines"


def test_save_and_go_on_leads_to_the_next_section(make: Make, browser: Browse) -> None:
    project = make.project()
    typed = form(project.version, {"title": "Another title", "_then": "problem"})
    plain = browser("alina").post(address(project, "idea"), data=typed)
    scripted = browser("alina").post(address(project, "idea"), data=typed, headers=HTMX)

    assert plain.headers["Location"] == address(project, "problem")
    assert scripted.headers["HX-Redirect"] == address(project, "problem")
    assert scripted.headers["X-Seedbed-Version"]


def long_ago(make: Make, project: Project) -> None:
    with make.database.writes.alone() as session:
        session.execute(
            update(Revision)
            .where(col(Revision.project_id) == project.id)
            .values(created_at=datetime(2026, 1, 1, tzinfo=UTC))
        )


def test_teammates_see_who_is_writing_where_and_nothing_can_get_stuck(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    long_ago(make, project)
    alina, maksim = browser("alina"), browser("maksim")
    here = f"/projects/{project.id}/presence?section=problem"
    assert "writing" not in maksim.get(here).text

    answer = alina.post(
        address(project, "problem"), data=form(project.version, {"problem": "Changed."})
    )
    assert answer.status_code == 303
    seen = maksim.get(here, headers=HTMX).text
    assert f"{make.cast['alina'].name} is writing here now." in seen
    assert f'data-version="{project.version + 1}"' in seen
    assert f"{make.cast['alina'].name} is writing now: The problem." in (
        maksim.get(address(project, "budget")).text
    )
    assert "writing" not in alina.get(here).text, "one knows that oneself"
    assert browser("boris").get(here).status_code == 403, "only for those who write"

    long_ago(make, project)
    assert "writing" not in maksim.get(here).text, "whoever stopped is gone by themselves"


def test_somebody_who_is_not_shown_by_name_writes_without_a_name(
    make: Make, browser: Browse
) -> None:
    project = make.project(team=("maksim", "nadia"))
    long_ago(make, project)
    nadia = browser("nadia")
    nadia.post(address(project, "problem"), data=form(project.version, {"problem": "Changed."}))
    seen = browser("maksim").get(f"/projects/{project.id}/presence?section=problem").text
    assert "Somebody of the team is writing here now." in seen
    assert make.cast["nadia"].name not in seen


def test_what_comes_late_does_not_undo_what_the_same_page_sent_after_it(
    make: Make, browser: Browse
) -> None:
    """As when a request is overtaken, or a draft on the device is older than the last save."""
    project = make.project()
    alina, base = browser("alina"), project.version

    def send(seq: int, text: str) -> Any:
        answers = {"problem": text, "seq": str(seq)}
        return alina.post(address(project, "problem"), data=form(base, answers), headers=HTMX)

    assert send(1, "One").status_code == 200
    assert send(3, "One two three").status_code == 200
    count = len(versions(make, project))

    late = send(2, "One two")
    assert late.status_code == 200
    assert late.headers["X-Seedbed-Version"] == str(now(make, project).version)
    assert late.headers["X-Seedbed-Late"] == "3", "from here on the page counts"
    assert "One two three" in unescape(late.text), "the page that sent it learns what stands"
    assert send(3, "One two three").status_code == 200, "and sent again it is the same once more"
    assert saved(make, project, "problem")["problem"] == "One two three"
    assert len(versions(make, project)) == count
    assert send(4, "Four").status_code == 200
    assert saved(make, project, "problem")["problem"] == "Four"
    assert alina.post(address(project, "problem"), data=form(base, {"seq": "x"})).status_code == 400


def _chosen(html: str, name: str) -> list[str]:
    return [text for field, text in sent_back(html) if field == name]


def test_a_budget_begins_in_the_currency_of_the_camp_and_keeps_what_the_team_chose(
    make: Make, browser: Browse
) -> None:
    with make.database.writes.alone() as session:
        session.exec(update(Camp).where(col(Camp.id) == make.camp.id).values(currency="EUR"))
    project = make.project(plan={}, mentor=None)
    alina, where = browser("alina"), address(project, "budget")
    assert _chosen(alina.get(where).text, "currency") == ["EUR"]

    alina.form(where, **page(alina, where) | {"budget.new-1.item": "Posters"})
    assert saved(make, project, "budget")["currency"] == "EUR"

    alina.form(where, **page(alina, where, currency="BYN"))
    with make.database.writes.alone() as session:
        session.exec(update(Camp).where(col(Camp.id) == make.camp.id).values(currency="USD"))
    assert _chosen(alina.get(where).text, "currency") == ["BYN"]


def test_a_currency_that_was_only_preselected_does_not_undo_what_a_teammate_chose(
    make: Make, browser: Browse
) -> None:
    project = make.project(plan={}, mentor=None)
    alina, maksim, where = browser("alina"), browser("maksim"), address(project, "budget")
    open_page = page(maksim, where)
    assert open_page["currency"] == ["BYN"]
    assert alina.form(where, **page(alina, where, currency="EUR")).status_code == 303

    answer = maksim.form(where, **open_page | {"budget.new-1.item": "Posters"})

    assert answer.status_code == 303
    found = saved(make, project, "budget")
    assert found["currency"] == "EUR"
    assert found["budget"][0]["item"] == "Posters"


def test_a_section_that_nobody_touched_is_not_begun_by_what_its_camp_suggests(
    make: Make, browser: Browse
) -> None:
    project = make.project(plan={}, mentor=None)
    browser("alina").get(address(project, "budget"))
    assert not versions(make, project)


@pytest.mark.parametrize(
    ("zone", "says"), [("Europe/Minsk", "16:05"), ("UTC", "13:05"), ("Asia/Tbilisi", "17:05")]
)
def test_a_save_says_its_time_by_the_clock_of_the_camp(
    make: Make, browser: Browse, zone: str, says: str
) -> None:
    with make.database.writes.alone() as session:
        session.exec(update(Camp).where(col(Camp.id) == make.camp.id).values(time_zone=zone))
    project = make.project()
    alina, maksim = browser("alina"), browser("maksim")
    base = project.version
    where = address(project, "problem")
    with time_machine.travel(datetime(2026, 11, 24, 13, 5, 40, tzinfo=UTC), tick=False):
        saved = alina.post(where, data=form(base, {"problem": "One."}), headers=HTMX)
        clash = maksim.post(where, data=form(base, {"problem": "Two."}, "p2"), headers=HTMX)
        page = alina.get(where).text
    assert (saved.status_code, saved.headers["X-Seedbed-Time"]) == (200, says)
    assert (clash.status_code, clash.headers["X-Seedbed-Time"]) == (409, says)
    assert f"24 Nov 2026, {says}" in page


def test_no_script_asks_the_clock_of_the_device_what_time_it_was_saved() -> None:
    badge = (Path(__file__).parent.parent / "app/static/js/badge.js").read_text("utf-8")
    assert "DateTimeFormat" not in badge
    assert "toLocale" not in badge


def test_a_part_of_the_idea_card_leads_to_the_next(make: Make, browser: Browse) -> None:
    project = make.project(State.idea, {})
    alina = browser("alina")
    card = f"/projects/{project.id}/idea"
    assert 'name="_then" value="problem"' in alina.get(card).text
    sent = {"_back": "idea", "_then": "problem"} | form(0, {"title": "Check the offer"})
    answer = alina.form(address(project, "idea"), **sent)
    assert answer.headers["Location"] == f"{card}?part=problem#part-problem"
    assert saved(make, project, "idea")["title"] == "Check the offer"
