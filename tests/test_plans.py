"""The plan on one page: the whole of it in sight, gaps in words and with a way to mend them."""

import re
from copy import deepcopy

import pytest

from app.i18n import gettext
from app.models import Project, State
from tests.conftest import Browse, in_each_language
from tests.make import Make
from tests.plans import COMPLETE


def address(project: Project) -> str:
    return f"/projects/{project.id}/plan"


def test_the_tree_shows_the_whole_plan_with_its_sums(make: Make, browser: Browse) -> None:
    """M17: objective, outcomes, outputs, steps and money as a tree on one page."""
    plan = deepcopy(COMPLETE)
    plan["budget"]["budget"][1]["activity"] = "whole_project"
    page = browser("boris").get(address(make.project(State.developing, plan))).text

    for words in ("Fewer students in Hrodna accept", "Students check an offer", "Six quiz evenings",
                  "Hold six quiz evenings", "Quiz card sets", "For the whole project",
                  "Share of students who can name three checks"):  # fmt: skip
        assert words in page
    tree = page[page.index('class="tree"') : page.index('id="timeline-h"')]
    assert tree.count("150\u00a0BYN") == 4  # line, step, product and change
    assert '<p class="gap">' not in page


def test_gaps_are_words_and_icon_and_lead_the_team_to_their_place(
    make: Make, browser: Browse
) -> None:
    """M17: the results on one page, with gaps in words and icon, not by colour alone. Whoever may
    not edit is not sent to the editor."""
    plan = deepcopy(COMPLETE)
    plan["plan"]["activities"] = []
    plan["results"]["indicators"] = []
    project = make.project(State.developing, plan)
    where = f"/projects/{project.id}/sections"
    gaps = {
        "This product has no step yet.": "plan#activities",
        "This change has no indicator.": "results#indicators",
    }
    for user in ("alina", "boris"):
        for page in in_each_language(browser(user), address(project)):
            for words, place in gaps.items():
                said = rf'<svg class="i"[^>]*>.*?</svg><span>{gettext(words)}</span>'
                assert re.search(said, page, re.DOTALL), words
                link = rf'<a href="{where}/{place}">{said}</a>'
                assert bool(re.search(link, page, re.DOTALL)) == (user == "alina"), words
            assert user == "alina" or f'{where}/plan#activities"' not in page
    editor = browser("alina").get(f"{where}/plan").text
    assert 'id="activities"' in editor


def test_the_timeline_is_a_drawing_with_a_table_that_says_the_same(
    make: Make, browser: Browse
) -> None:
    page = browser("alina").get(address(make.project(State.developing))).text

    drawing = re.search(r'<svg class="timeline".*?</svg>', page, re.DOTALL)
    assert drawing
    assert drawing[0].count("<rect ") == 2
    assert '<title id="steps-title">Timeline</title>' in drawing[0]
    assert re.search(r'<desc id="steps-words">[^<]+</desc>', drawing[0])
    table = r"<details.*?1\.1\.2 <span[^>]*>Ask the students.*?</details>"
    assert re.search(table, page, re.DOTALL)


def test_money_has_shares_and_risks_a_grid_beside_their_words(make: Make, browser: Browse) -> None:
    page = browser("alina").get(address(make.project(State.developing))).text

    cell = '</th><td class="num">'
    assert f'Requested from donors{cell}150\u00a0BYN</td><td class="num">45.5&nbsp;%' in page
    assert "330\u00a0BYN" in page
    assert "How likely and how serious: 2 × 5 = 10 of 25." in page
    grid = page[page.index('class="heat"') : page.index("</table>", page.index('class="heat"'))]
    assert re.findall(r'<td class="(\w+)"><b>([\d, ]+)</b>', grid) == [("low", "2"), ("mid", "1")]
    assert grid.count('<td class="high">') == 6


@pytest.mark.parametrize("user", ["alina", "boris"])
def test_a_plan_that_is_not_begun_says_how_it_begins(
    make: Make, browser: Browse, user: str
) -> None:
    project = make.project(State.idea, {"idea": COMPLETE["idea"]})
    page = browser(user).get(address(project)).text

    assert "There is no plan yet" in page
    assert (f"/projects/{project.id}/sections/results" in page) == (user == "alina")


def test_a_plan_with_one_thing_in_it_has_room_for_the_rest(make: Make, browser: Browse) -> None:
    for section in ("results", "plan", "budget", "risks"):
        project = make.project(State.developing, {section: deepcopy(COMPLETE[section])})
        page = browser("alina").get(address(project))
        assert page.status_code == 200, section
        assert ("The objective is not written yet." in page.text) == (section != "results")
        assert ("No line of the budget has a sum yet." in page.text) == (section != "budget")
        assert ("No risks have been written yet." in page.text) == (section != "risks")
        assert ("A step appears here as soon as" in page.text) == (section != "plan")


def test_odd_answers_break_nothing(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    make.write(project, "plan", {"activities.a1.start": "9999-12-31", "activities.a2.end": "soon"})
    make.write(project, "budget", {"currency": "zł", "budget.b1.quantity": "many"})
    make.write(project, "risks", {"risks.k1.likelihood": "7", "risks.k2.impact": ""})
    page = browser("alina").get(address(project))

    assert page.status_code == 200
    assert "It is not said yet how likely or how serious this is." in page.text
    assert "1 row is in no sum yet" in page.text


def test_the_page_is_found_from_the_project_and_from_its_tables(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    alina = browser("alina")
    for where in ("", "/sections/results", "/sections/plan", "/sections/budget", "/sections/risks"):
        assert f'href="{address(project)}"' in alina.get(f"/projects/{project.id}{where}").text
    assert (
        f'href="{address(project)}"' not in alina.get(f"/projects/{project.id}/sections/care").text
    )


def test_only_those_who_may_read_the_project_see_its_plan(make: Make, browser: Browse) -> None:
    where = address(make.project(State.developing))

    for user in ("maksim", "boris", "vera"):
        assert browser(user).get(where).status_code == 200
    for user in ("mallory", "dan", "irina"):
        assert browser(user).get(where).status_code == 404
