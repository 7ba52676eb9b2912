"""A coordinator opens a camp and looks after it from the board."""

import re

from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import Camp, Event, Letter, Membership, Project, Role, State, Teammate
from app.models.base import now
from app.services import boards, projects
from bench.queries import statements
from tests.conftest import Browse
from tests.make import Make

ABOUT = {
    "name_en": "Winter camp",
    "name_be": "Зімовы лагер",
    "place_en": "Naroch",
    "text_en": "Four days by the lake.",
    "starts_on": "2027-01-11",
    "ends_on": "2027-01-14",
    "time_zone": "Europe/Minsk",
    "currency": "BYN",
    "default_language": "be",
    "region": "BY-MI",
    "organisers_en": "Camp team\nA ministry partner",
    "organisers_be": "Каманда лагера\nПартнёр з міністэрства",
}


def test_a_coordinator_opens_a_camp_makes_a_join_code_and_prints_the_sheet(
    browser: Browse, database: Database, cast: Cast
) -> None:
    vera = browser("vera")
    opened = vera.form("/camps/new", **ABOUT)
    assert opened.status_code == 303
    board = vera.get(opened.headers["location"])
    assert "Winter camp" in board.text
    assert "Nobody has joined yet" in board.text

    with database.reads.alone() as session:
        camp = next(one for one in session.exec(select(Camp)) if "Winter camp" in one.name.values())
        assert camp.name == {"en": "Winter camp", "be": "Зімовы лагер"}
        assert camp.organisers[1] == {"en": "A ministry partner", "be": "Партнёр з міністэрства"}
        mine = session.exec(select(Membership).where(Membership.camp_id == camp.id)).one()
        assert (mine.person_id, mine.role) == (cast["vera"].id, Role.coordinator)
        assert session.exec(select(Event).where(Event.chain == str(camp.id))).one().number == 1

    made = vera.form(f"/camps/{camp.id}/invitations", welcomes="participant", uses="30", days="7")
    assert made.status_code == 303
    listed = vera.get(f"/camps/{camp.id}/invitations").text
    sheet = re.search(rf"/camps/{camp.id}/invitations/[0-9a-f-]+/sheet", listed)
    assert sheet
    printed = vera.get(sheet[0]).text
    code = re.search(r"/join/([a-z0-9]{8})", printed)
    assert code
    assert f"{code[1][:4]}-{code[1][4:]}".upper() in printed
    assert "<svg" in printed
    assert "style=" not in printed
    assert "Зімовы лагер" in printed
    assert vera.get(f"/join/{code[1]}").status_code == 200


def test_wrong_answers_come_back_with_what_was_typed(browser: Browse, database: Database) -> None:
    vera = browser("vera")
    wrong = ABOUT | {
        "name_en": "",
        "name_be": "",
        "place_en": "Over the hills",
        "ends_on": "2027-01-01",
        "time_zone": "Europe/Nowhere",
        "currency": "GBP",
        "organisers_be": "Толькі адзін",
    }
    answer = vera.form("/camps/new", **wrong)
    assert answer.status_code == 422
    assert "Over the hills" in answer.text
    assert 'href="#currency"' in answer.text

    answer = vera.form("/camps/new", **wrong | {"currency": "EUR"})
    assert answer.status_code == 422
    for field in ("name_en", "ends_on", "time_zone", "organisers_be"):
        assert f'href="#{field}"' in answer.text
    assert "Толькі адзін" in answer.text
    with database.reads.alone() as session:
        assert len(session.exec(select(Camp)).all()) == 2


def test_what_is_said_of_a_camp_can_be_changed_by_its_coordinators_only(
    browser: Browse, database: Database, make: Make
) -> None:
    address = f"/camps/{make.camp.id}/edit"
    vera = browser("vera")
    form = vera.get(address).text
    assert "Команда лагеря" in form
    assert vera.form(address, **ABOUT).status_code == 303
    with database.reads.alone() as session:
        camp = session.get_one(Camp, make.camp.id)
        assert camp.place == {"en": "Naroch"}
        line = session.exec(select(Event).where(Event.action == "camp.edit")).one()
        assert "place" in line.fields
        assert "Naroch" not in str(line.fields)
    assert vera.form(address, **ABOUT).status_code == 303  # nothing changed: no second line
    with database.reads.alone() as session:
        assert session.exec(select(Event).where(Event.action == "camp.edit")).one()

    for user, status in (("olga", 404), ("alina", 404), ("boris", 404), ("dan", 404)):
        assert browser(user).get(address).status_code == status
        assert browser(user).form(address, **ABOUT).status_code == status
    assert browser("alina").get("/camps").status_code == 403
    assert browser("alina").form("/camps/new", **ABOUT).status_code == 403


def test_the_board_shows_projects_by_stage_and_what_waits(
    browser: Browse, make: Make, database: Database
) -> None:
    make.project(State.idea, {"idea": {"title": "Letters home"}})
    make.project(State.idea_sent, {"idea": {"title": "Dorm door"}})
    make.project(State.awaiting_approval, {"idea": {"title": "Night train"}})
    make.project(State.published, {"idea": {"title": "Return ticket"}})
    make.project(State.archived, {"idea": {"title": "Old one"}})
    with database.writes.alone() as session:
        session.add(
            Membership(camp_id=make.camp.id, person_id=make.cast["emma"].id, role=Role.participant)
        )
    board = browser("vera").get(f"/camps/{make.camp.id}").text
    places = [board.index(title) for title in ("Letters home", "Night train", "Return ticket")]
    assert places == sorted(places)
    assert board.index("Dorm door") < board.index("Letters home"), "what waits comes first"
    assert "Old one" not in board
    assert "1 person waits to be ticked off." in board
    assert "1 idea waits to be read." in board
    assert "1 pitch waits for approval." in board
    past = browser("vera").get(f"/camps/{make.camp.id}?stage=past")
    assert "Old one" in past.text
    assert browser("vera").get(f"/camps/{make.camp.id}?stage=sideways").status_code == 422
    assert browser("olga").get(f"/camps/{make.camp.id}").status_code == 404


def test_the_board_asks_no_more_for_many_projects_and_stays_short(
    browser: Browse, make: Make, database: Database
) -> None:
    vera = browser("vera")
    address = f"/camps/{make.camp.id}"
    make.project(State.developing)
    with statements(database) as few:
        vera.get(address)
    with database.writes.alone() as session:
        for n in range(boards.PAGE + 10):
            project = Project(
                code=projects.new_code(), camp_id=make.camp.id, language="en",
                title=f"Idea {n}", state=State.developing,
            )  # fmt: skip
            session.add(project)
            session.flush()
            session.add(Teammate(project_id=project.id, person_id=make.cast["alina"].id))
    with statements(database) as many:
        page = vera.get(address).text
    assert len(few) == len(many) <= 12
    assert page.count('class="tile"') == boards.PAGE
    assert "11 more" in page
    assert 'class="tile"' not in vera.get(f"{address}?stage=act&page=2").text
    assert vera.get(f"{address}?stage=act&page=2").text.count("row-link") == 11


def test_joiners_are_ticked_off_one_by_one_or_together(
    browser: Browse, make: Make, database: Database, cast: Cast
) -> None:
    with database.writes.alone() as session:
        for user in ("mallory", "emma", "dan"):
            session.add(
                Membership(camp_id=make.camp.id, person_id=cast[user].id, role=Role.participant)
            )
    vera, people = browser("vera"), f"/camps/{make.camp.id}/people"
    page = vera.get(people).text
    assert page.count('name="person"') == 3

    nobody = vera.form(f"{people}/confirm")
    assert nobody.status_code == 422
    assert "Choose whom you know" in nobody.text

    # Olga coordinates a camp of Mallory's, but not this one.
    refused = browser("olga").form(f"{people}/{cast['mallory'].id}/confirm")
    assert refused.status_code == 404
    assert browser("olga").form(f"{people}/confirm", person=str(cast["emma"].id)).status_code == 404
    # Boris is of this camp, but takes no part in it.
    assert vera.form(f"{people}/{cast['boris'].id}/confirm").status_code == 404
    assert vera.form(f"{people}/confirm", person=str(cast["nina"].id)).status_code == 404

    one = vera.form(f"{people}/{cast['mallory'].id}/confirm").headers["Location"]
    assert one.endswith("#ticked")
    assert f"Ticked off: {cast['mallory'].name}<" in vera.get(one).text
    assert "Ticked off: " not in vera.get(f"{people}?ticked={cast['emma'].id}").text, "not yet"
    both = [str(cast["emma"].id), str(cast["dan"].id)]
    told = vera.get(vera.form(f"{people}/confirm", person=both).headers["Location"]).text
    assert f"Ticked off: {cast['dan'].name}, {cast['emma'].name}<" in told
    assert vera.form(f"{people}/confirm", person=both).status_code == 303  # twice is once
    nina = vera.get(f"{people}?ticked={cast['nina'].id}").text
    assert cast["nina"].name not in nina, "nobody of another camp is named"

    with database.reads.alone() as session:
        ticked = select(Membership).where(Membership.confirmed_by_id == cast["vera"].id)
        new = [one for one in session.exec(ticked) if one.confirmed_at > cast.at(-1)]  # type: ignore[operator]
        assert {one.person_id for one in new} == {cast[u].id for u in ("mallory", "emma", "dan")}
        letters = session.exec(select(Letter).where(Letter.event == "person.confirm")).all()
        assert len(letters) == 3
        lines = session.exec(select(Event).where(Event.action == "person.confirm")).all()
        assert {line.chain for line in lines} == {str(make.camp.id)}
        assert len(lines) == 3


def test_people_are_for_the_coordinators_of_their_camp(
    browser: Browse, make: Make, cast: Cast, database: Database
) -> None:
    people, alina = f"/camps/{make.camp.id}/people", f"/people/{cast['alina'].id}"
    for user in ("olga", "mallory", "boris", "alina", "dan"):
        assert browser(user).get(people).status_code == 404
        assert browser(user).get(alina).status_code == 404
    vera = browser("vera")
    with statements(database) as asked:
        page = vera.get(people).text
    assert len(asked) <= 12
    assert "Missing: account, mentoring, publishing" in page  # Nadia's guardian
    assert "Vetting ended" in page  # Irina's
    with statements(database) as asked:
        assert vera.get(alina).status_code == 200
    assert len(asked) <= 12
    assert vera.get(f"/people/{cast['mallory'].id}").status_code == 404


def test_a_one_time_link_signs_in_once_and_is_shown_once(
    browser: Browse, make: Make, cast: Cast, database: Database
) -> None:
    vera, address = browser("vera"), f"/people/{cast['alina'].id}/links"
    answer = vera.form(address)
    assert answer.status_code == 200
    link = re.search(r"http://127.0.0.1:8000(/sign-in/link/[^\s<\"]+)", answer.text)
    assert link
    assert "<svg" in answer.text
    assert "style=" not in answer.text
    assert link[1] not in vera.get(f"/people/{cast['alina'].id}").text
    with database.reads.alone() as session:
        line = session.exec(select(Event).where(Event.action == "link.make")).one()
        assert (line.who_id, line.about_id) == (cast["vera"].id, cast["alina"].id)
    assert browser("olga").form(address).status_code == 404


def test_nobody_makes_a_way_in_for_somebody_who_may_do_more(
    browser: Browse, make: Make, cast: Cast, database: Database
) -> None:
    other = cast.camps["brest-2026"]
    with database.writes.alone() as session:
        for user, role in (("olga", Role.participant), ("sofia", Role.mentor)):
            session.add(
                Membership(
                    camp_id=make.camp.id, person_id=cast[user].id, role=role, confirmed_at=now()
                )
            )
    vera = browser("vera")
    for user in ("olga", "sofia"):
        assert vera.form(f"/people/{cast[user].id}/links").status_code == 403
        assert 'data-action="link.make"' not in vera.get(f"/people/{cast[user].id}").text
    assert other.id != make.camp.id
    assert vera.form(f"/people/{cast['pavel'].id}/links").status_code == 200
