"""What donors read: frozen, without persons, and gone in the moment it is withdrawn."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.db import Database
from app.demo import Cast
from app.models import (
    May,
    Pitch,
    PitchTag,
    PitchText,
    Project,
    Revision,
    State,
    Teammate,
    Verdict,
    Visibility,
)
from app.models.base import now
from app.rules import pitching
from app.rules.template import template
from app.rules.template.shape import Plan, Table
from app.services import catalogue, moves, pitches, projects, sections
from bench.queries import statements
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

PUBLIC = Visibility.public_without_budget
FREE = {"line", "prose", "lines", "link"}


def marked(plan: Plan) -> tuple[Plan, list[str]]:
    """The plan with an invented word in each free text that no pitch may show."""
    found = deepcopy(plan)
    words: list[str] = []

    def word() -> str:
        words.append(f"zq{len(words)}xv")
        return words[-1]

    for section in template().sections.values():
        for question in section.questions:
            if not isinstance(question, Table):
                if question.kind in FREE and not template().shows(question.key):
                    found[section.key][question.key] = word()
                continue
            rows = found[section.key][question.key] or [{"id": f"m-{question.key}"}]
            found[section.key][question.key] = rows
            for row in rows:
                for column in question.columns:
                    if column.kind in FREE and not template().shows(question.key, column.key):
                        row[column.key] = word()
    return found, words


def published(make: Make, visibility: Visibility = PUBLIC, **about: Any) -> tuple[Project, Pitch]:
    project = make.project(State.published, **about)
    return project, make.pitch(project, visibility)


def edit(make: Make, project: Project, section: str, **answers: Any) -> None:
    with make.database.writes.alone() as session:
        project = make.reload(session, project.id)
        before = sections.answers(session, project, template().sections[section])
        project.version += 1
        session.add(
            Revision(
                project_id=project.id,
                section=section,
                number=project.version,
                base=project.version - 1,
                language=project.language,
                written=answers,
                answers=before | answers,
                writer_id=make.cast["alina"].id,
            )
        )


def move(make: Make, project: Project, name: str, user: str = "alina") -> None:
    with make.database.writes.alone() as session:
        moves.move(session, make.reload(session, project.id), name, by=make.who(user))


def republish(make: Make, project: Project) -> Pitch:
    with make.database.writes.alone() as session:
        project = make.reload(session, project.id)
        plan = sections.plan(session, project)
        return pitches.publish(session, project, plan, PUBLIC, by=make.who("vera"))


def address(pitch: Pitch) -> str:
    return f"/pitches/{pitch.code}-{pitch.slug}"


# ---- What is frozen ----


def test_a_pitch_holds_what_the_template_puts_on_pitches_and_counts_the_rest() -> None:
    plan, words = marked(COMPLETE)
    content = pitching.freeze(template(), plan)
    found = pitching.facts(template(), content)

    assert len(words) > 15
    assert not [word for word in words if word in str(content)]
    assert "safety" not in content["plan"] or content["plan"]["safety"] == {}
    assert content["sums"]["requested"] == "150.00"
    assert content["sums"]["others"] == "180.00"
    assert content["sums"]["by_payer"] == {"requested": "150.00", "partner_in_kind": "180.00"}
    assert (content["direct"], content["indirect"], content["days"]) == (60, 300, 91)
    assert content["codes"]["a1"] == "1.1.1"
    assert (found.requested, found.currency) == (Decimal(150), "BYN")
    assert (found.forms, found.ask_kinds) == (["labour"], ["expertise", "money"])


def test_any_draft_can_be_frozen_and_shown(make: Make, browser: Browse) -> None:
    """A preview must never fail, whatever stands in the plan."""
    odd: Plan = {
        "idea": {"title": 7, "forms": "labour", "strand": ["x"]},
        "people": {"groups": ["x", {"id": "g", "direct": "many", "group": "who"}]},
        "plan": {
            "start": "0001-01-01",
            "end": "9999-12-31",
            "activities": [{"id": "a", "start": "?"}],
        },
        "budget": {
            "budget": [{"id": "b", "quantity": "9999", "unit_cost": "x"}],
            "currency": "XXX",
        },
        "pitch": {"asks": [{"id": "q", "kind": "magic"}], "story": None},
    }
    for plan in (odd, {}):
        project = make.project(State.developing, plan=plan)
        answer = browser("alina").get(f"/projects/{project.id}/pitch")
        assert answer.status_code == 200
        assert "Not published yet" in answer.text


def test_no_person_and_nothing_private_is_in_anything_that_donors_get(
    make: Make, browser: Browse, stranger: Browser, cast: Cast, database: Database
) -> None:
    plan, words = marked(COMPLETE)
    with database.writes.alone() as session:
        for user in ("alina", "maksim", "boris", "vera"):
            person = session.merge(cast[user])
            person.name = f"Zq{user}"
            person.email = f"{user}@private.example"
    _project, pitch = published(make, plan=plan)
    people = [f"Zq{user}" for user in ("alina", "maksim", "boris", "vera")]
    private = [*words, *people, "private.example", str(cast["alina"].id), str(_project.id)]

    for reader in (browser("dan"), browser("emma"), stranger):
        for path in ("/pitches", address(pitch), f"/pitches/{pitch.code}", "/"):
            for headers in ({}, HTMX):
                page = reader.get(path, headers=headers).text
                assert not [word for word in private if word in page], path
    for user in ("alina", "maksim", "boris", "vera"):
        assert not re.search(rf"\b{user}\b", browser("dan").get(address(pitch)).text)


def test_an_edit_reaches_nobody_before_a_new_approval(make: Make, browser: Browse) -> None:
    project, pitch = published(make)
    edit(make, project, "idea", title="Совсем другое название")
    edit(make, project, "pitch", one_line="Leaky line")
    dan, alina = browser("dan"), browser("alina")

    assert "Leaky" not in dan.get(address(pitch)).text
    assert "другое" not in dan.get("/pitches").text
    assert "No pitch" not in dan.get("/pitches?q=safe+rides").text
    before = alina.get(f"/projects/{project.id}/pitch").text
    assert "Changed since it was published" in before
    assert "Leaky" in before

    again = republish(make, project)
    assert (again.code, again.number) == (pitch.code, 2)
    assert again.slug == "sovsem-drugoe-nazvanie"
    assert "Leaky" in dan.get(f"/pitches/{pitch.code}").text
    moved = dan.get(address(pitch))
    assert (moved.status_code, moved.headers["location"]) == (301, address(again))
    assert "Donors read exactly this" in alina.get(f"/projects/{project.id}/pitch").text
    assert browser("mallory").get(f"/projects/{project.id}/pitch").status_code == 404
    assert dan.get(f"/projects/{project.id}/pitch").status_code == 404


def test_a_translation_is_read_in_its_language_and_goes_when_the_words_change(
    make: Make, browser: Browse, database: Database
) -> None:
    project, pitch = published(make)
    with database.writes.alone() as session:
        words = {"title": "Бяспечная дарога", "one_line": "Шэсць вечароў", "story": "Гісторыя"}
        asks = [{"kind": "money", "detail": "Друк", "row": "q1"}]
        pitches.translate(session, session.get_one(Pitch, pitch.id), "be", **words, asks=asks)
    dan = browser("dan")
    dan.cookies["language"] = "be"

    page = dan.get(address(pitch)).text
    assert '<h1 class="t5" lang="be">Бяспечная дарога' in page
    assert 'lang="ru">In our college' in page.replace(
        '<div class="prose" lang="ru"><p>', 'lang="ru">'
    )
    assert "Бяспечная дарога" in dan.get("/pitches?q=бяспечн&language=be").text
    assert "Safe rides" in browser("dan").get("/pitches").text

    republish(make, project)
    assert "Бяспечная дарога" in dan.get(address(pitch)).text
    edit(make, project, "pitch", one_line="Other words")
    republish(make, project)
    assert "Бяспечная дарога" not in dan.get(f"/pitches/{pitch.code}").text
    assert "Бяспечная дарога" not in dan.get("/pitches?language=be").text


# ---- Who reads it, and until when ----


def test_only_those_who_may_read_the_budget_see_any_sum(
    make: Make, browser: Browse, stranger: Browser
) -> None:
    _project, pitch = published(make)
    for user in ("dan", "alina", "vera"):
        page = browser(user).get(address(pitch)).text
        assert "150 BYN" in page.replace("\xa0", " "), user
        assert "Quiz card sets" in page
    for reader in (stranger, browser("emma"), browser("mallory"), browser("boris")):
        page = reader.get(address(pitch)).text.replace("\xa0", " ")
        assert "Printing of the card sets" in page
        assert not re.search(r"\d BYN|Quiz card sets|180", page)
        listed = reader.get("/pitches?min=100&max=200&sort=amount").text.replace("\xa0", " ")
        assert not re.search(r"\d BYN|compared", listed)
        assert "Safe rides home" in listed
        assert "Safe rides home" in reader.get("/pitches?min=100000").text, "sums tell nothing"


def test_unverified_emma_reads_what_is_public_and_learns_why(make: Make, browser: Browse) -> None:
    _private, hidden = published(make, Visibility.vetted_donors, plan=titled("Hidden one"))
    _public, shown = published(make)
    emma, dan = browser("emma"), browser("dan")
    listed = emma.get("/pitches").text

    assert "Safe rides home" in listed
    assert "Hidden one" not in listed
    assert "not verified yet" in listed
    assert emma.get(address(hidden)).status_code == 404
    page = emma.get(address(shown)).text
    assert "not verified yet" in page
    assert 'data-action="interest.mark"' not in page
    assert "Hidden one" in dan.get("/pitches").text
    assert "Hidden one" not in browser("olga").get("/pitches").text
    assert "Hidden one" in browser("vera").get("/pitches").text
    assert "Hidden one" in browser("maksim").get("/pitches").text


def test_the_team_reads_its_own_pitch_and_that_nobody_can_write_to_it(
    make: Make, browser: Browse
) -> None:
    _project, pitch = published(make, Visibility.vetted_donors)
    page = browser("alina").get(address(pitch)).text

    assert "This is your pitch" in page
    assert "interest.mark" not in page
    assert browser("lera").get(address(pitch)).status_code == 404
    dans = browser("dan").get(address(pitch)).text
    assert "There is no way to write to the team" in dans
    assert "mailto:" not in dans


def test_a_withdrawn_pitch_is_gone_in_the_same_moment(
    make: Make, browser: Browse, stranger: Browser
) -> None:
    project, pitch = published(make)
    private, hidden = published(make, Visibility.vetted_donors)
    readers = [browser("dan"), browser("vera"), browser("alina"), stranger]
    move(make, project, "withdraw")
    move(make, private, "withdraw")

    for reader in readers:
        for path in (address(pitch), f"/pitches/{pitch.code}", f"/pitches/{pitch.code}-wrong"):
            answer = reader.get(path)
            assert answer.status_code == 410
            assert "quiz" not in answer.text
        assert "Safe rides home" not in reader.get("/pitches?q=safe").text
    assert browser("dan").get(address(hidden)).status_code == 410
    assert browser("emma").get(address(hidden)).status_code == 404
    assert stranger.get(address(hidden)).status_code == 303
    assert "was withdrawn" in browser("alina").get(f"/projects/{project.id}/pitch").text


def test_a_paused_pitch_is_read_by_its_team_and_the_coordinators_only(
    make: Make, browser: Browse, stranger: Browser
) -> None:
    project, pitch = published(make)
    with make.database.writes.alone() as session:
        tima = make.cast["tima"].id
        session.add(Teammate(project_id=project.id, person_id=tima, may=May.comment))
    move(make, project, "pause")

    for reader in (browser("dan"), stranger):
        answer = reader.get(address(pitch))
        assert answer.status_code == 409
        assert "paused" in answer.text
        assert "quiz" not in answer.text
        assert "Safe rides home" not in reader.get("/pitches").text
    for user in ("alina", "tima", "vera"):
        assert "This pitch is paused" in browser(user).get(address(pitch)).text
    move(make, project, "resume")
    assert browser("dan").get(address(pitch)).status_code == 200


def test_what_was_withdrawn_stays_so_when_it_is_archived(make: Make, database: Database) -> None:
    project, pitch = published(make)
    move(make, project, "withdraw")
    with database.writes.alone() as session:
        pitches.show(session, make.reload(session, project.id), shown=False, withdrawn=False)
    with database.reads.alone() as session:
        found = session.get_one(Pitch, pitch.id)
        assert found.withdrawn_at
        assert not found.open


def test_a_pitch_says_who_looked_at_it_and_when(make: Make, browser: Browse) -> None:
    project = make.project(State.published)
    make.snapshot(project, verdict=Verdict.ready, judged_at=now() - timedelta(days=3))
    page = browser("dan").get(address(make.pitch(project))).text

    assert "Reviewed by a mentor: " in page
    assert "Version 1<" in page
    assert "2 people" in page


# ---- The list ----


def titled(title: str) -> Plan:
    plan = deepcopy(COMPLETE)
    plan["idea"]["title"] = title
    return plan


def sow(make: Make, pitch: Pitch, count: int, **about: Any) -> None:
    """So many more pitches like this one, each an hour older than the one before."""
    with make.database.writes.alone() as session:
        project = session.get_one(Project, pitch.project_id)
        text = session.exec(select(PitchText).where(PitchText.pitch_id == pitch.id)).one()
        tags = session.exec(select(PitchTag).where(PitchTag.pitch_id == pitch.id)).all()
        for number in range(count):
            grown = Project(**(project.model_dump() | {"id": uuid4(), "code": projects.new_code()}))
            session.add(grown)
            session.flush()
            fresh = {
                "id": uuid4(),
                "project_id": grown.id,
                "code": projects.new_code(),
                "published_at": pitch.published_at - timedelta(hours=number // 3),
                "amount": Decimal(100 + number // 4),
                "title": f"Sown {number}",
            }
            found = Pitch(**(pitch.model_dump() | fresh | about))
            session.add(found)
            session.flush()
            session.add(
                PitchText(
                    **(
                        text.model_dump()
                        | {"id": uuid4(), "pitch_id": found.id, "title": found.title}
                    )
                )
            )
            session.add_all(PitchTag(pitch_id=found.id, kind=t.kind, value=t.value) for t in tags)


def titles(page: str) -> list[str]:
    return re.findall(r"<h3><a [^>]*>([^<]+)</a>", page)


def pages(reader: Browser, path: str) -> Iterator[list[str]]:
    """Following "Next" to the end."""
    while path:
        page = reader.get(path).text
        yield titles(page)
        further = re.search(r'<a href="([^"]+)" rel="next"', page)
        path = further[1].replace("&amp;", "&") if further else ""


@pytest.mark.parametrize("query", ["", "?sort=amount", "?q=safe&form=labour"])
def test_pages_follow_each_other_without_a_gap_or_a_repetition(
    make: Make, browser: Browse, query: str
) -> None:
    _project, pitch = published(make)
    sow(make, pitch, 60)
    found = list(pages(browser("dan"), f"/pitches{query}"))

    assert [len(page) for page in found] == [24, 24, 13]
    listed = [title for page in found for title in page]
    assert len(set(listed)) == 61
    number = {title: int(title.split()[-1]) for title in listed if title.startswith("Sown")}
    step = 4 if "amount" in query else 3
    order = [number[title] // step for title in listed if title in number]
    assert order == sorted(order)


def test_every_filter_narrows_the_list(make: Make, browser: Browse, cast: Cast) -> None:
    published(make)
    other = titled("Brest theatre")
    other["idea"] |= {"forms": ["begging", "general"], "strand": "protection"}
    other["place"]["region"] = "BY-BR"
    other["people"]["groups"][0]["group"] = "parents"
    other["pitch"]["asks"] = [{"id": "q", "kind": "venue", "detail": "A room"}]
    other["budget"]["currency"] = "EUR"
    published(make, plan=other)
    dan, safe, brest = browser("dan"), ["Safe rides home"], ["Brest theatre"]
    for query, found in {
        "": [*brest, *safe],
        "region=BY-HR": safe,
        "strand=protection": brest,
        "form=begging": brest,
        "form=begging&form=labour": [*brest, *safe],
        "group=parents": brest,
        "ask=venue": brest,
        "ask=venue&form=labour": [],
        "language=ru": [*brest, *safe],
        "language=be": [],
        "max=3000": safe,  # the other asks in euros
        "min=151": [],
        "max=3000&currency=EUR": brest,
        "currency=EUR": brest,
        "sort=amount": safe,
        "q=брест": brest,  # the region's name in a language nobody wrote here
        "q=Родит": brest,  # a group's
        "q=safe+ride": safe,
        "q=ride+nonsense": [],
        "region=nowhere&form=%00x&min=abc&after=zzz": None,
        "region=nowhere&min=abc&after=zzz&camp=7&sort=x&unknown=1": [*brest, *safe],
        f"camp={cast.camps['minsk-2026'].id}": [*brest, *safe],
        f"camp={uuid4()}": [],
    }.items():
        answer = dan.get(f"/pitches?{query}")
        if found is None:
            assert answer.status_code == 400
        else:
            assert titles(answer.text) == found, query
    note = dan.get("/pitches?max=3000").text
    assert "Sums are compared in BYN only; nothing is converted." in note
    assert "Nobody has planted this one yet" in dan.get("/pitches?language=be").text


def test_htmx_gets_the_results_and_the_address_without_what_says_nothing(
    make: Make, browser: Browse
) -> None:
    published(make)
    asked = "/pitches?q=&region=BY-HR&min=&max=&sort=newest&strand="
    part, page = browser("dan").get(asked, headers=HTMX), browser("dan").get(asked)

    assert part.text.lstrip().startswith('<section id="results"')
    assert part.headers["HX-Push-Url"] == "/pitches?region=BY-HR"
    assert "<html" in page.text
    assert titles(part.text) == titles(page.text) == ["Safe rides home"]
    assert 'href="/pitches"' in part.text, "the filter can be taken off"


def test_a_list_needs_as_many_statements_for_three_hundred_as_for_thirty_and_is_small(
    make: Make, browser: Browse, database: Database, app: FastAPI
) -> None:
    _project, pitch = published(make)
    counts = []
    for count in (30, 270):
        sow(make, pitch, count)
        reader = browser("dan")
        with statements(database) as seen:
            answer = reader.get("/pitches")
        counts.append(len(seen))
        assert len(titles(answer.text)) == 24
        assert int(answer.headers["content-length"]) <= 12_000
    assert counts[0] == counts[1] <= 12
    assert "301 pitches" in answer.text


def test_strangers_get_the_newest_public_ones(make: Make, database: Database) -> None:
    from_all = [published(make, plan=titled(f"Public {n}"))[1] for n in range(4)]
    published(make, Visibility.vetted_donors)
    with database.reads.alone() as session:
        found = latest(session)

    assert found == [pitch.code for pitch in reversed(from_all)][:3]


def latest(session: Session) -> list[str]:
    cards = catalogue.latest_public(session, 3)
    assert all(card.amount is None for card in cards)
    return [card.code for card in cards]


def test_covers_are_drawn_for_ever_and_only_from_plain_words(stranger: Browser) -> None:
    drawn = stranger.get("/covers/labour/safe-rides.svg")
    wide = stranger.get("/covers/labour/safe-rides.svg?wide")

    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in drawn.headers["cache-control"]
    assert drawn.text.startswith("<svg")
    assert drawn.text != wide.text
    for path in ("nowhere/x.svg", "labour/X.svg", "labour/%3Cx.svg", f"labour/{'a' * 81}.svg"):
        assert stranger.get(f"/covers/{path}").status_code == 404


def test_a_sum_that_is_none_is_said_and_kept(make: Make, browser: Browse) -> None:
    make.pitch(make.project(State.published))
    page = browser("dan").get("/pitches?min=%3Cb%3Emuch&max=900").text
    assert "“&lt;b&gt;much” is not a sum" in page
    assert 'value="&lt;b&gt;much"' in page
    assert "900" in page
    assert "is not a sum" not in browser("emma").get("/pitches?min=much").text
