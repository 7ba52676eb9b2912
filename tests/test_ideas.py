"""Idea cards on paper: printed for the camp, and typed in for whoever wrote them."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from app.models import Event, Letter, Project, Revision, State
from app.rules.idea_card import COLUMNS, ROOM
from app.rules.template import template
from app.services import sections
from tests.conftest import Browse
from tests.make import Make

CARD = {
    "language": "be",
    "title": "Праверце прапанову",
    "problem": "У нашым каледжы трое з пяці атрымалі прапанову працы ў чаце.",
    "group": "college_students",
    "age_min": "15",
    "age_max": "18",
    "direct": "каля 60",
    "change_if": "Калі мы правядзём шэсць квізаў,",
    "change_then": "навучэнцы будуць правяраць прапановы,",
    "change_because": "бо патрэніруюцца.",
    "region": "BY-HR",
    "place": "Гродна",
}


def card(make: Make, **but: str) -> dict[str, str]:
    return CARD | {"person": str(make.cast["yanka"].id)} | but


def at(make: Make) -> str:
    return f"/camps/{make.camp.id}/ideas/new"


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_a_blank_card_is_printed_in_the_language_of_whoever_writes_on_it(
    make: Make, browser: Browse, language: str
) -> None:
    where = f"/camps/{make.camp.id}/idea-card"
    page = browser("vera").get(f"{where}?language={language}").text
    paper = page[page.index("<article") : page.index("</article>")]
    texts = template().texts

    assert f'lang="{language}"' in paper[:60]
    keys = [*ROOM, *(f"{table}.{column}" for table, found in COLUMNS.items() for column in found)]
    for key in keys:
        assert texts.field(key, language).label in paper, key
    for option, label in texts.options("region", language):
        assert label in paper, option
    assert paper.count('class="rule"') == sum(
        room for key, room in ROOM.items() if key not in COLUMNS
    )
    assert "style=" not in page


def test_every_question_on_the_card_is_one_of_think(make: Make) -> None:
    asked = {question.key for part in template().of("think") for question in part.questions}
    tables = {table.key: table for part in template().of("think") for table in part.tables}

    assert ROOM.keys() <= asked
    for key, columns in COLUMNS.items():
        assert all(tables[key].column(column) for column in columns)


def test_a_card_becomes_the_project_of_whoever_wrote_it(make: Make, browser: Browse) -> None:
    vera, yanka = browser("vera"), make.cast["yanka"]
    assert "Янка (yanka)" in vera.get(at(make)).text

    done = vera.form(at(make), **card(make))

    assert done.status_code == 303
    assert "Праверце прапанову" in vera.get(done.headers["Location"]).text
    with make.database.reads.alone() as session:
        project = session.exec(select(Project)).one()
        plan = sections.plan(session, project)
        versions = session.exec(select(Revision).order_by(col(Revision.number))).all()
        letter = session.exec(select(Letter)).one()
        line = session.exec(select(Event).where(Event.about_id == project.id)).one()
        assert [(one.person_id, one.lead) for one in project.team] == [(yanka.id, True)]
    assert (project.state, project.language, project.title) == (State.idea, "be", CARD["title"])
    assert [one.number for one in versions] == [1, 2, 3, 4]
    assert project.version == 4
    assert {one.writer_id for one in versions} == {make.cast["vera"].id}
    assert plan["problem"] == {"problem": CARD["problem"]}
    assert plan["place"] == {"region": "BY-HR", "place": "Гродна"}
    assert plan["idea"]["change_because"] == CARD["change_because"]
    (group,) = plan["people"]["groups"]
    assert (group["group"], group["age_min"], group["direct"]) == (
        "college_students", "15", "каля 60",
    )  # fmt: skip
    assert (letter.to_id, letter.language, letter.path) == (
        yanka.id, "be", f"/projects/{project.id}",
    )  # fmt: skip
    assert project.code in letter.subject
    assert CARD["title"] not in letter.subject + letter.body
    assert (line.action, line.who_id) == ("idea.enter", make.cast["vera"].id)
    theirs = browser("yanka")
    assert str(project.id) in theirs.get("/projects").text
    idea = theirs.get(f"/projects/{project.id}/idea").text
    assert CARD["change_if"] in idea
    form = {"base": "4", "page": "p1", "title": "Мая назва", "_end": "1"}
    assert theirs.form(f"/projects/{project.id}/sections/idea", **form).status_code == 303


def typed_page(html: str) -> str:
    found = re.search(r'name="page" value="([^"]+)"', html)
    assert found
    return found[1]


def test_the_button_pressed_twice_makes_one_project_and_both_presses_lead_to_it(
    make: Make, browser: Browse
) -> None:
    vera = browser("vera")
    sent = card(make, page=typed_page(vera.get(at(make)).text))
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _press: vera.form(at(make), **sent), range(2)))

    assert {one.status_code for one in answers} == {303}
    (where,) = {one.headers["Location"] for one in answers}
    assert CARD["title"] in vera.get(where).text
    with make.database.reads.alone() as session:
        project = session.exec(select(Project)).one()
        assert len(session.exec(select(Letter)).all()) == 1
    assert project.version == 4


def test_whoever_goes_back_and_types_the_next_card_on_the_same_page_loses_neither(
    make: Make, browser: Browse
) -> None:
    vera = browser("vera")
    page = typed_page(vera.get(at(make)).text)
    assert page != typed_page(vera.get(at(make)).text)
    lera = str(make.cast["lera"].id)
    for sent in (card(make, page=page), card(make, page=page, person=lera),
                 card(make, page=page, title="Another card")):  # fmt: skip
        assert vera.form(at(make), **sent).status_code == 303
    with make.database.reads.alone() as session:
        assert len(session.exec(select(Project)).all()) == 3


def test_what_was_wrong_and_sent_again_keeps_its_page(make: Make, browser: Browse) -> None:
    vera = browser("vera")
    page = typed_page(vera.get(at(make)).text)
    assert typed_page(vera.form(at(make), **card(make, page=page, title="")).text) == page


def test_a_name_alone_is_enough(make: Make, browser: Browse) -> None:
    blank = card(make, **dict.fromkeys(CARD.keys() - {"title", "language"}, ""))

    assert browser("vera").form(at(make), **blank).status_code == 303
    with make.database.reads.alone() as session:
        project = session.exec(select(Project)).one()
        assert sections.plan(session, project) == {"idea": {"title": CARD["title"]}}
    assert browser("yanka").get(f"/projects/{project.id}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"person": ""}, "person"),
        ({"person": "mallory"}, "person"),
        ({"person": "boris"}, "person"),
        ({"person": "x"}, "person"),
        ({"language": "fr"}, "language"),
        ({"group": "everybody"}, "group"),
        ({"region": "BY-XX"}, "region"),
        ({"problem": "x" * 20_001}, "problem"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_typed_is_lost(
    make: Make, browser: Browse, wrong: dict[str, str], field: str
) -> None:
    if wrong.get("person") in make.cast.people:
        wrong = {"person": str(make.cast[wrong["person"]].id)}

    answer = browser("vera").form(at(make), **card(make, **wrong))

    assert answer.status_code == 422
    assert re.search(rf'<a href="#{field}">', answer.text)
    assert CARD["change_because"] in answer.text
    with make.database.reads.alone() as session:
        assert session.exec(select(Project)).all() == []
        assert session.exec(select(Letter)).all() == []


def test_cards_are_for_the_coordinators_of_the_camp(make: Make, browser: Browse) -> None:
    for page in ("idea-card", "ideas/new"):
        where = f"/camps/{make.camp.id}/{page}"
        assert browser("alina").get(where).status_code == 404
        assert browser("olga").get(where).status_code == 404
        for links in (f"/camps/{make.camp.id}", f"/camps/{make.camp.id}/people"):
            assert f'href="{where}"' in browser("pavel").get(links).text
    assert browser("olga").form(at(make), **card(make)).status_code == 404


def test_where_nobody_has_joined_there_is_nobody_to_type_for(make: Make, browser: Browse) -> None:
    vera = browser("vera")
    about = {
        "name_en": "Winter camp", "place_en": "Naroch", "starts_on": "2027-01-11",
        "ends_on": "2027-01-14", "time_zone": "Europe/Minsk", "currency": "BYN",
        "default_language": "be",
    }  # fmt: skip
    camp = vera.form("/camps/new", **about).headers["Location"]

    assert "Nobody has joined yet" in vera.get(f"{camp}/ideas/new").text
    assert vera.form(f"{camp}/ideas/new", **card(make)).status_code == 422
