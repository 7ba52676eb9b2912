"""What worries people: who reads it, who never learns of it, and what follows at once."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select

from app.db import Database
from app.demo import Cast
from app.models import (
    INSTANCE,
    About,
    Concern,
    Danger,
    Event,
    Letter,
    Person,
    Readers,
    Severity,
    State,
)
from app.rules.concerns import SEVERITIES, Said, weigh
from app.rules.policy import allows
from app.services import concerns, history, people, presence
from bench.crowd import Crowd
from bench.queries import pages
from tests.conftest import Browse, Browser
from tests.make import Make

WORDS = "He wrote: do not tell anybody. Quarvelo."  # found anywhere else, it is a leak
LANGUAGES = {
    "en": ("Report a concern", "Received", "Read by a safeguarding lead", "is resting for now"),
    "ru": ("Рассказать, что тревожит", "Получено", "Прочитано тем, кто отвечает", "перерыв"),
    "be": ("Расказаць, што трывожыць", "Атрымана", "Прачытана тым, хто адказвае", "перапынак"),
}  # fmt: skip


def report(browser: Browser, about: str = "", danger: str = "", **more: str) -> str:
    """Send the form as a browser without scripts does; the address of what became of it."""
    page = browser.get("/concern", params={"project": more.get("project", "")}).text
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    said = {"text": WORDS, "about": about, "danger": danger, "key": key[1]} | more
    answer = browser.form("/concern", **said)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def mentor(cast: Cast, user: str = "boris") -> str:
    return f"mentor-{cast[user].id}"


def the_concern(database: Database) -> Concern:
    with database.reads.alone() as session:
        found = session.exec(select(Concern).order_by(col(Concern.created_at).desc())).first()
        assert found is not None
        assert found.people is not None
        return found


def speaks(browser: Browser, language: str) -> None:
    browser.cookies["language"] = language


def test_p19_when_she_reports_a_concern_about_her_mentor_he_sees_nothing_and_contact_rests(
    make: Make, database: Database, browser: Browse, cast: Cast
) -> None:
    """The mentor sees nothing, her view shows "received, read by <role>", contact is suspended."""
    project = make.project(State.developing)
    make.snapshot(project)
    alina, boris, sofia = browser("alina"), browser("boris"), browser("sofia")
    review = f"/projects/{project.id}/review"
    assert boris.get(review).status_code == 200
    for language, words in LANGUAGES.items():
        speaks(alina, language)
        assert words[0] in alina.get("/projects").text, "a tap away from every page"
        assert cast["boris"].name in alina.get(f"/concern?project={project.id}").text
    own = report(alina, mentor(cast), answer="yes")

    # Contact rests from his next request on; he reads a sentence that says nothing of why.
    for language, words in LANGUAGES.items():
        speaks(boris, language)
        refused = boris.get(review)
        assert refused.status_code == 404
        assert words[3] in refused.text
        assert words[3] in boris.get("/mentoring").text
    point = {"section": "idea", "field": "title", "kind": "question", "text": "Call me"}
    assert boris.form(f"/projects/{project.id}/points", **point).status_code == 404
    assert letters(database, cast, "boris") == []
    with database.reads.alone() as session:
        acts = session.exec(select(Event.action).where(Event.chain == str(make.camp.id))).all()
    assert not {act for act in acts if act.startswith(("concern", "project.refused"))}

    # She follows it; nothing that she wrote is on her page or in a letter.
    speaks(sofia, "en")
    [letter] = letters(database, cast, "sofia")
    assert WORDS not in letter.subject + letter.body
    assert sofia.get("/concerns").text.count("S1") == 1
    assert "1 concern has not been read" in sofia.get("/home").text
    assert WORDS in sofia.get(letter.path).text
    for language, words in LANGUAGES.items():
        speaks(alina, language)
        page = alina.get(own).text
        assert words[1] in page
        assert words[2] not in page
        assert "Quarvelo" not in page
    assert sofia.form(letter.path, decision="mark").status_code == 303
    for language, words in LANGUAGES.items():
        speaks(alina, language)
        assert words[2] in alina.get(own).text
        assert cast["sofia"].name not in alina.get(own).text, "a role, no name"

    # More words wait to be read again; a reader lifts the pause with words, and answers.
    assert alina.form(own, text="There is more.").status_code == 303
    assert letters(database, cast, "tamara")[-1].event == "concern.add"
    assert sofia.form(letter.path, decision="lift").status_code == 422
    assert boris.get(review).status_code == 404
    early = {"decision": "close", "closed": "Too early"}
    assert sofia.form(letter.path, **early).status_code == 422, "what becomes of the mentor?"
    assert sofia.form(letter.path, **early, then="rest").status_code == 409
    for decided in (
        {"decision": "mark"},
        {
            "decision": "close",
            "closed": "Talked with both.",
            "answer": "You did well.",
            "then": "lift",
        },
    ):
        assert sofia.form(letter.path, **decided).status_code == 303
    assert boris.get(review).status_code == 200
    assert "You did well." in alina.get(own).text
    assert "Talked with both." not in alina.get(own).text
    assert "The mentor cannot write to you here" not in alina.get(own).text
    assert [one.event for one in letters(database, cast, "alina")] == ["concern.answer"]


def letters(database: Database, cast: Cast, user: str) -> list[Letter]:
    with database.reads.alone() as session:
        theirs = select(Letter).where(Letter.to_id == cast[user].id)
        return list(session.exec(theirs.order_by(col(Letter.created_at))))


def everything(app: FastAPI, browser: Browser, crowd: Crowd) -> dict[str, str]:
    """Every page that somebody gets, but for what the clock and chance say. Files are left out:
    they are made of the plan alone."""
    found = {}
    for path in pages(app, crowd):
        address = path.format(**crowd.names)
        if "." in address.rpartition("/")[2] or path in BY_WALKING:
            continue
        answer = browser.get(address)
        text = re.sub(r'name="(?:key|page)" value="[^"]+"|\d\d:\d\d', "", answer.text)
        found[address] = f"{answer.status_code} {text}"
    return found


# These say who has opened what: the walk itself adds to them.
BY_WALKING = {"/history", "/concerns/{concern_id}"}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {address for address, text in before.items() if after[address] != text}


def test_m19_p19_whoever_it_is_about_finds_every_page_as_it_was(
    app: FastAPI, make: Make, database: Database, browser: Browse, cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """M19: a mentor is worried about a young person; the team sees it nowhere. P19: she reports a
    concern about her mentor, and one about a coordinator: his pages differ where the project rests,
    the coordinator's and her teammate's not at all."""
    crowd = Crowd(make)
    crowd.grow(1)
    alina, boris, maksim, vera = (browser(user) for user in ("alina", "boris", "maksim", "vera"))
    watched = {"maksim": maksim, "boris": boris, "vera": vera}
    # Pages say who saved something within the last minute; here nobody has.
    monkeypatch.setattr(presence, "LATELY", timedelta(0))
    for one in (alina, *watched.values()):  # what is seen for the first time is told to others
        everything(app, one, crowd)
    hers = everything(app, alina, crowd)
    before = {user: everything(app, one, crowd) for user, one in watched.items()}

    # M19: one click from the review page, prefilled.
    review = f"/projects/{crowd.project.id}/review"
    for language, words in WORRIED.items():
        speaks(boris, language)
        link = f'href="/concern?project={crowd.project.id}&amp;about=young">{words}</a>'
        assert link in boris.get(review).text
    prefilled = f"/concern?project={crowd.project.id}&about=young"
    form = boris.get(prefilled).text
    assert f'name="project" value="{crowd.project.id}"' in form
    assert 'id="about-young" name="about" value="young" checked' in form
    del boris.cookies["language"]
    report(boris, "young", project=str(crowd.project.id))
    m19 = the_concern(database)
    assert (m19.about, m19.severity, m19.readers) == (About.young, Severity.s2, Readers.leads)
    assert m19.about_ids >= {cast["alina"].id, cast["maksim"].id}
    assert changed(hers, everything(app, alina, crowd)) == set()
    assert letters(database, cast, "sofia")[-1].event == "concern.make"

    # P19, and one about a coordinator.
    report(alina, mentor(cast), "yes", project=str(crowd.project.id))
    p19 = the_concern(database)
    report(alina, f"coordinator-{cast['vera'].id}", "yes")
    after = {user: everything(app, one, crowd) for user, one in watched.items()}
    assert changed(before["maksim"], after["maksim"]) == set()
    assert changed(before["vera"], after["vera"]) == set()
    for chain in (str(make.camp.id), INSTANCE):
        assert not [act for act in lines(database, chain) if act.startswith("concern.")]
    his = changed(before["boris"], after["boris"])
    assert f"/projects/{crowd.project.id}" in his
    # His own concern stands on his form; the project is gone from his desk, and hides its title.
    beside = {"/concern", "/home", "/mentoring", "/mentoring/next", "/me/drafts"}
    assert {path for path in his if str(crowd.project.id) not in path} <= beside
    for one in watched.values():
        for place in ("/concern/", "/concerns/"):
            there, absent = one.get(place + str(p19.id)), one.get(place + str(uuid4()))
            assert there.status_code == absent.status_code == 404
            assert strip(there.text, p19.id) == strip(absent.text)


WORRIED = {
    "en": "I am worried about this young person",
    "be": "Я непакоюся за гэтага падлетка",
    "ru": "Я беспокоюсь за этого подростка",
}


def strip(page: str, *ids: object) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page)


def test_a_concern_is_read_by_others_than_whom_it_is_about(
    make: Make, database: Database, browser: Browse, cast: Cast
) -> None:
    """Leads; without them the camp's coordinators but the one it is about; then those of other
    camps. Lists and pages agree, for everybody."""
    alina, vera, pavel = cast["alina"], cast["vera"], cast["pavel"]
    make.project(State.developing)
    leads = {cast["sofia"].id, cast["tamara"].id}
    about_vera = f"coordinator-{vera.id}"
    report(browser("alina"), about_vera)
    assert readers(database) == leads
    report(browser("alina"), "lead")
    assert readers(database) == {vera.id, pavel.id}, "no lead reads what may be about them"
    without(database, cast, "sofia", "tamara")
    report(browser("alina"), about_vera)
    assert readers(database) == {pavel.id}
    report(browser("vera"), f"coordinator-{pavel.id}")
    others = readers(database)
    assert cast["olga"].id in others
    assert not others & {vera.id, pavel.id, alina.id}
    assert {one.to_id for one in told(database)} == others
    concern = the_concern(database)
    assert browser("vera").get(f"/concern/{concern.id}").status_code == 200
    assert browser("vera").get(f"/concerns/{concern.id}").status_code == 403
    assert browser("pavel").get(f"/concerns/{concern.id}").status_code == 404


def without(database: Database, cast: Cast, *users: str) -> None:
    """They are safeguarding leads no longer."""
    with database.writes.alone() as session:
        for user in users:
            person = session.get_one(Person, cast[user].id)
            person.safeguarding = False
            session.add(person)


def readers(database: Database) -> set[Any]:
    """Of the newest concern; by the policy, and by the query of the list."""
    newest = the_concern(database)
    found = set()
    with database.reads.alone() as session:
        for person in session.exec(select(Person)):
            who, _unread = people.who(session, person)
            for concern in session.exec(select(Concern)):
                may = allows(who, "concern.read", concern)
                listed = concern.id in {one.id for one in session.exec(concerns.readable_by(who))}
                assert may == listed, (who.user, concern.about)
                if may and concern.id == newest.id:
                    found.add(person.id)
    return found


def told(database: Database) -> list[Letter]:
    """The letters about the newest concern."""
    newest = the_concern(database)
    with database.reads.alone() as session:
        return list(session.exec(select(Letter).where(Letter.path == f"/concerns/{newest.id}")))


def test_what_is_done_with_a_concern_stands_in_a_chain_of_its_own(
    make: Make, database: Database, browser: Browse, cast: Cast
) -> None:
    """Nothing of it in the history of the camp or of the instance; who opened it is written down
    before it is shown, and its words are sealed in the database."""
    make.project(State.developing)
    before = lines(database, str(make.camp.id)), lines(database, INSTANCE)
    own = report(browser("alina"), mentor(cast))
    concern, sofia = the_concern(database), browser("sofia")
    page = f"/concerns/{concern.id}"
    sofia.get(page)
    raised = {"decision": "weigh", "severity": "S2", "weighed": "We know him: Quarvelo."}
    assert sofia.form(page, **raised).status_code == 303
    browser("alina").form(own, text="Quarvelo again")

    assert (lines(database, str(make.camp.id)), lines(database, INSTANCE)) == before
    acts = ["concern.make", "concern.read", "concern.weigh", "concern.add"]
    assert lines(database, str(concern.id)) == acts
    with database.reads.alone() as session:
        assert history.broken_at(session, str(concern.id)) is None
        kept = str([row for table in ("concern", "concern_step") for row in rows(session, table)])
    assert "Quarvelo" not in kept
    assert browser("vera").get(f"/history?camp={concern.id}").status_code == 404
    again = sofia.get(page).text
    assert again.count("Quarvelo") == 3
    assert cast["sofia"].name in again


def rows(session: Session, table: str) -> list[Any]:
    return list(session.connection().exec_driver_sql(f"SELECT * FROM {table}"))


def lines(database: Database, chain: str) -> list[str]:
    with database.reads.alone() as session:
        of = select(Event.action).where(Event.chain == chain).order_by(col(Event.number))
        return list(session.exec(of))


def test_contact_rests_however_the_assignment_is_made_anew_and_until_the_last_concern_lets_it(
    make: Make, database: Database, browser: Browse, cast: Cast
) -> None:
    project = make.project(State.developing)
    boris, vera, sofia = browser("boris"), browser("vera"), browser("sofia")
    at, team = f"/projects/{project.id}", f"/projects/{project.id}/team"
    report(browser("alina"), mentor(cast))
    first = the_concern(database)
    report(browser("maksim"), mentor(cast), "yes", project=str(project.id))
    second = the_concern(database)
    assert cast["boris"].name in browser("maksim").get(team).text, "to the team nothing changed"
    assert vera.form(f"{at}/mentors/{cast['boris'].id}/end").status_code in {303, 404}
    vera.form(f"{at}/mentors", mentor=str(cast["boris"].id))
    assert boris.get(at).status_code == 404
    for concern, then in ((first, 404), (second, 200)):
        words = {"decision": "lift", "lifted": "Talked."}
        assert sofia.form(f"/concerns/{concern.id}", **words).status_code == 303
        assert boris.get(at).status_code == then


def test_wrong_forms_come_back_with_what_was_typed_and_twice_is_once(
    database: Database, browser: Browse, cast: Cast, stranger: Browser
) -> None:
    alina = browser("alina")
    for wrong in (
        {"text": "  "},
        {"text": WORDS, "about": f"mentor-{uuid4()}"},
        {"text": WORDS, "danger": "maybe"},
        {"text": WORDS + "x" * 4000},
    ):
        answer = alina.form("/concern", **wrong)
        assert answer.status_code == 422
        assert wrong["text"].strip() in answer.text
        assert "data-words" not in answer.text, "nothing is kept on the device"
        assert "data-autosave" not in answer.text
    for bad in ("project=x", "project=%27&about=%22", f"project={uuid4()}&about=young"):
        assert alina.get(f"/concern?{bad}").status_code == 200
    same = {"text": WORDS, "key": "pressed-twice"}
    first, second = (alina.form("/concern", **same).headers["Location"] for _press in range(2))
    assert first == second
    assert browser("maksim").form("/concern", **same).headers["Location"] != first
    assert alina.form(first, text="").status_code == 422
    assert stranger.get("/concern").status_code == 303


def test_the_rules_lean_to_the_higher_severity() -> None:
    """S1 wherever somebody is in danger, and wherever an adult here and a minor are concerned;
    each line of the table decides something, and says where it comes from."""
    for about in About:
        for danger in Danger:
            for minor in (True, False):
                found = weigh(Said(about, danger, minor))
                adult = about in {About.mentor, About.coordinator, About.lead}
                if danger == Danger.yes or (adult and minor):
                    assert found == Severity.s1
                if about in {About.unsaid, About.young} or danger == Danger.unsure:
                    assert found != Severity.s3
    assert weigh(Said(About.other, Danger.no, minor=True)) == Severity.s3
    assert all(line.source.startswith("2.5") for line in SEVERITIES)


def without_clock(page: str) -> str:
    """Without the keys of forms and what was pressed when."""
    return re.sub(r"<[^>]*>|\s+", " ", page)


def test_p19_nothing_that_he_said_waits_for_her_answer_meanwhile(
    make: Make, browser: Browse, cast: Cast
) -> None:
    project = make.project(State.developing)
    asked = make.snapshot(project)
    make.point(asked, section="problem", field="problem", kind="question", text="Who asked?")
    pages = ("/home", f"/projects/{project.id}", f"/projects/{project.id}/feedback")
    waits = ("1 point waits", "Answer your mentor on", "1 point waits for your answer")
    english = {"Accept-Language": "en"}
    alina, maksim = browser("alina"), browser("maksim")
    for page, says in zip(pages, waits, strict=True):
        assert says in alina.get(page, headers=english).text
    before = [without_clock(maksim.get(page).text) for page in pages]

    report(alina, mentor(cast), "yes", project=str(project.id))

    for page, says in zip(pages, waits, strict=True):
        assert says not in alina.get(page, headers=english).text
    for page in (pages[0], pages[2]):
        said = alina.get(page, headers=english).text
        assert "Your mentor" not in said, "nobody is reading"
        assert "With the mentor" not in said.partition('id="points-h"')[0]
    assert [without_clock(maksim.get(page).text) for page in pages] == before
    assert "Who asked?" in alina.get(pages[2]).text, "it can still be read"
