"""Words that may hurt: said to those who write them, weighed by those who read beside them."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.db import Database
from app.models import Approval, Because, Dismissal, Event, Project, Snapshot, State, Verdict
from app.models.base import now
from app.rules.template.shape import Plan
from app.services import sections
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

LANGUAGES = ("en", "ru", "be")
RISKY = {
    "en": ("We will catch recruiters in chats.", "catch recruiters"),
    "ru": ("Мы хотим поймать вербовщиков в чатах.", "поймать вербовщиков"),
    "be": ("Мы хочам злавіць вярбоўшчыкаў у чатах.", "злавіць вярбоўшчыкаў"),
}
HURTS = "Спасать девушек — не наша задача."  # a warning
TITLE = "Статья 343-1 названа так: детская порнография."  # what blocks, in the title of a law


@pytest.fixture
def project(make: Make) -> Project:
    return make.project(State.developing)


def story(text: str) -> Plan:
    return COMPLETE | {"pitch": COMPLETE["pitch"] | {"story": f"{text} {'Мы учим. ' * 40}"}}


def section(browser: Browser, project: Project, key: str = "pitch") -> str:
    answer = browser.get(f"/projects/{project.id}/sections/{key}")
    assert answer.status_code == 200
    return unescape(answer.text)


def shown_forms(html: str) -> list[dict[str, str]]:
    """The hidden fields of each "Keep it" form."""
    forms = re.findall(r'data-action="dignity.dismiss".*?</form>', html, re.DOTALL)
    return [
        dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', one)) for one in forms
    ]


def keep(browser: Browser, project: Project, because: str, words: str = "", **more: Any) -> Any:
    """Press "Keep it, because …" at the first phrase of the pitch that has such a button."""
    fields = shown_forms(section(browser, project))[0] | {"because": because, "words": words}
    return browser.form(f"/projects/{project.id}/dismissals", **fields | more)


def dismissals(database: Database) -> list[Dismissal]:
    with database.reads.alone() as session:
        return list(session.exec(select(Dismissal).order_by(col(Dismissal.created_at))))


def state(database: Database, project: Project) -> State:
    with database.reads.alone() as session:
        return session.get_one(Project, project.id).state


# P07


@pytest.mark.parametrize("language", LANGUAGES)
def test_p07_she_writes_that_they_will_catch_recruiters(
    language: str, make: Make, database: Database, browser: Browse
) -> None:
    """A block finding explains why and offers a safe way; the draft is saved all the same."""
    project = make.project(plan={})
    alina = browser("alina")
    alina.cookies["language"] = language
    said, phrase = RISKY[language]
    form = {"base": 0, "page": "p1", "change_if": said, "_end": "1"}
    address = f"/projects/{project.id}/sections/idea"

    saved = alina.post(address, data=form, headers=HTMX)
    page = section(alina, project, "idea")

    assert saved.status_code == 200
    assert saved.headers["X-Seedbed-Version"] == "1"
    with database.reads.alone() as session:
        stands = make.reload(session, project.id)
        assert sections.plan(session, stands)["idea"]["change_if"] == said
    why = {"en": "work of the police", "ru": "работа милиции", "be": "праца міліцыі"}[language]
    instead = {"en": "adverts that you made up", "ru": "на вымышленных объявлениях",
               "be": "на прыдуманых аб'явах"}[language]  # fmt: skip
    for html in (unescape(saved.text), page):
        region = html[html.index('id="words-change_if"') :]
        assert f'<q lang="{language}">{phrase}</q>' in region
        assert why in region
        assert instead in region
    assert "data-swap" in saved.text
    assert "dignity.dismiss" not in page  # no reason makes it safe


def test_it_stops_neither_the_idea_nor_feedback_nor_the_mentors_word(
    make: Make, database: Database, browser: Browse
) -> None:
    plan = COMPLETE | {"idea": COMPLETE["idea"] | {"change_if": RISKY["en"][0]}}
    idea = make.project(State.idea, plan=plan)
    sent = browser("alina").form(f"/projects/{idea.id}/moves/send")
    written = make.project(State.developing, plan=plan)
    browser("alina").form(f"/projects/{written.id}/feedback")
    browser("boris").form(f"/projects/{written.id}/moves/ready")

    assert sent.status_code == 303
    assert state(database, idea) == State.idea_sent
    assert state(database, written) == State.ready


def test_a_pitch_is_not_sent_to_be_published_with_it_and_the_page_says_so_before(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.ready, plan=story(RISKY["ru"][0]))
    alina = browser("alina")
    alina.cookies["language"] = "ru"
    before = unescape(alina.get(f"/projects/{project.id}").text)
    refused = alina.form(f"/projects/{project.id}/moves/submit")

    assert "Измените «поймать вербовщиков»" in before
    assert refused.status_code == 409
    assert "поймать вербовщиков" in unescape(refused.text)
    assert state(database, project) == State.ready

    make.write(project, "pitch", {"story": story("Мы учим проверять работу.")["pitch"]["story"]})
    assert alina.form(f"/projects/{project.id}/moves/submit").status_code == 303


# M16


def _asked(make: Make, plan: Plan, at: State = State.awaiting_approval) -> Project:
    """Sent to the mentor, marked as ready, and waiting for a coordinator."""
    project = make.project(at, plan=plan)
    boris = make.cast["boris"].id
    make.snapshot(project, plan, verdict=Verdict.ready, judged_at=now(), judged_by_id=boris)
    with make.database.writes.alone() as session:
        session.add(Approval(project_id=project.id, what="ready", by_id=boris, version=13))
    return project


@pytest.mark.parametrize("language", LANGUAGES)
def test_m16_mentor_and_coordinator_see_each_dismissed_warning_with_the_authors_reason(
    language: str, make: Make, browser: Browse
) -> None:
    project = _asked(make, story(HURTS))
    kept = keep(browser("alina"), project, "quotation", "Мы сами спорим с этим словом.")
    reason = {"en": "It is a quotation", "ru": "Это цитата", "be": "Гэта цытата"}[language]

    assert kept.status_code == 303
    assert kept.headers["Location"].endswith("/sections/pitch#words-story")
    for user, page in (("boris", "review"), ("vera", "review"), ("vera", "approval")):
        reader = browser(user)
        reader.cookies["language"] = language
        html = unescape(reader.get(f"/projects/{project.id}/{page}").text)
        words = html[html.index('id="words"') :]
        assert "Спасать девушек" in words
        assert reason in words
        assert ">Мы сами спорим с этим словом.</q>" in words


def test_open_ones_are_counted_and_a_clean_check_says_that_a_person_still_reads(
    make: Make, browser: Browse
) -> None:
    hurting, clean = _asked(make, story(f"{HURTS} Это рабы.")), _asked(make, COMPLETE)
    vera = browser("vera")
    vera.cookies["language"] = "en"

    for page in ("review", "approval"):
        assert "2 phrases wait to be changed" in vera.get(f"/projects/{hurting.id}/{page}").text
        there = vera.get(f"/projects/{clean.id}/{page}").text
        assert "No known patterns found; a person still reads it." in there


def test_with_a_reason_the_pitch_goes_on_and_the_ruleset_is_written_down(
    make: Make, database: Database, browser: Browse
) -> None:
    project = _asked(make, story(HURTS))
    publish = {"visibility": "vetted_donors", "dignity": "yes"}
    vera = browser("vera")
    first = vera.form(f"/projects/{project.id}/moves/publish", **publish)
    keep(browser("alina"), project, "quotation")
    second = vera.form(f"/projects/{project.id}/moves/publish", **publish)

    assert (first.status_code, second.status_code) == (409, 303)
    assert state(database, project) == State.published
    with database.reads.alone() as session:
        (made,) = session.exec(select(Approval).where(Approval.what == "publish"))
        assert made.ticks == ["dignity", "ruleset 1"]


def test_a_dismissal_dies_when_the_sentence_changes_and_not_when_another_does(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.ready, plan=story(HURTS))
    alina = browser("alina")
    keep(alina, project, "myth")
    assert shown_forms(section(alina, project)) == []

    beside = story(f"{HURTS} Мы рассказываем о работе.")["pitch"]["story"]
    make.write(project, "pitch", {"story": beside})
    assert shown_forms(section(alina, project)) == []

    make.write(project, "pitch", {"story": beside.replace("не наша", "наша")})
    (form,) = shown_forms(section(alina, project))
    assert (form["field"], form["rule"]) == ("story", "rescue")
    assert alina.form(f"/projects/{project.id}/moves/submit").status_code == 409
    assert len(dismissals(database)) == 1


def test_what_blocks_is_kept_only_as_the_title_of_a_law(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project(State.ready, plan=story(TITLE))
    alina = browser("alina")
    page = section(alina, project)
    other = keep(alina, project, "quotation")

    assert re.findall(r'name="because" value="(\w+)"', page) == ["law"]
    assert other.status_code == 422
    assert dismissals(database) == []

    assert keep(alina, project, "law").status_code == 303
    assert alina.form(f"/projects/{project.id}/moves/submit").status_code == 303


# The form


def test_another_reason_wants_words_and_what_was_typed_stays(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    alina = browser("alina")
    no_words = keep(alina, project, "other")
    no_reason = keep(alina, project, "", "Слова остаются")

    assert no_words.status_code == no_reason.status_code == 422
    assert re.search(r'value="other" required checked', no_words.text)
    assert 'aria-invalid="true"' in no_words.text
    assert "Слова остаются" in no_reason.text
    assert "Спасать девушек" in no_reason.text
    assert dismissals(database) == []


def test_the_same_reason_twice_is_one_and_another_takes_its_place(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    alina = browser("alina")
    fields = shown_forms(section(alina, project))[0]
    address = f"/projects/{project.id}/dismissals"
    for because in ("quotation", "quotation", "myth"):
        assert alina.form(address, **fields, because=because).status_code == 303

    one, other = dismissals(database)
    assert (one.because, other.because) == (Because.quotation, Because.myth)
    assert (one.ended_at is None, other.ended_at is None) == (False, True)


def test_it_is_asked_about_again(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    alina = browser("alina")
    keep(alina, project, "quotation")
    (one,) = dismissals(database)
    address = f"/projects/{project.id}/dismissals/{one.id}/end"
    answers = [alina.form(address), alina.form(address)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(shown_forms(section(alina, project))) == 1
    with database.reads.alone() as session:
        ours = select(Event).where(col(Event.action).startswith("dignity."))
        events = session.exec(ours.order_by(col(Event.number))).all()
    assert [event.action for event in events] == ["dignity.dismiss", "dignity.take_back"]
    assert [event.fields for event in events] == [["pitch.story"]] * 2


def test_with_htmx_only_the_remark_is_swapped(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    alina = browser("alina")
    fields = shown_forms(section(alina, project))[0] | {"because": "quotation"}
    kept = alina.post(f"/projects/{project.id}/dismissals", data=fields, headers=HTMX)
    (one,) = dismissals(database)
    again = alina.post(f"/projects/{project.id}/dismissals/{one.id}/end", headers=HTMX)

    for answer, action in ((kept, "dignity.take_back"), (again, "dignity.dismiss")):
        assert answer.status_code == 200
        assert answer.text.startswith('<div class="remark')
        assert f'data-action="{action}"' in answer.text


@pytest.mark.parametrize("change", [{"sentence": "0" * 64}, {"section": "nowhere"}, {"rule": "x"}])
def test_what_is_not_there_any_more_cannot_be_kept(
    change: dict[str, str], project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    answer = keep(browser("alina"), project, "quotation", **change)

    assert answer.status_code == 409
    assert dismissals(database) == []


def test_a_row_is_named_with_its_cell(make: Make, database: Database, browser: Browse) -> None:
    project = make.project(State.developing)
    make.write(project, "plan", {"activities.a1.what": HURTS})
    alina = browser("alina")
    html = section(alina, project, "plan")
    (form,) = shown_forms(html)
    at = html.index('id="words-activities.a1"')

    assert html.index("Спасать девушек", at) > at
    assert (form["field"], form["row"], form["column"]) == ("activities", "a1", "what")
    answer = alina.form(f"/projects/{project.id}/dismissals", **form, because="quotation")
    assert answer.headers["Location"].endswith("/sections/plan#words-activities.a1")
    assert shown_forms(section(alina, project, "plan")) == []


@pytest.mark.parametrize("user", ["boris", "vera", "tima"])
def test_only_those_who_write_keep_a_phrase(
    user: str, project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    fields = shown_forms(section(browser("alina"), project))[0] | {"because": "quotation"}
    answer = browser(user).form(f"/projects/{project.id}/dismissals", **fields)

    assert answer.status_code in (403, 404)
    assert dismissals(database) == []


def test_one_of_another_project_is_not_found(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    make.write(project, "pitch", {"story": HURTS})
    other = make.project(State.developing)
    alina = browser("alina")
    keep(alina, project, "quotation")
    (one,) = dismissals(database)

    for dismissal in (one.id, UUID(int=0)):
        answer = alina.form(f"/projects/{other.id}/dismissals/{dismissal}/end")
        assert answer.status_code == 404
    assert dismissals(database)[0].ended_at is None


def test_a_reader_of_an_earlier_snapshot_reads_the_words_of_that_one(
    make: Make, browser: Browse
) -> None:
    project = _asked(make, story(HURTS), State.developing)
    make.write(project, "pitch", {"story": "Мы учим проверять работу."})
    boris = browser("boris")

    assert "Спасать девушек" in boris.get(f"/projects/{project.id}/review").text
    with make.database.reads.alone() as session:
        assert session.exec(select(Snapshot)).one().number == 1
