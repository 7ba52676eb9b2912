"""A mentor's word on a section: given, changed, taken back; told to the team, in nobody's way."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from app.db import Database
from app.demo import Cast
from app.models import (
    Assignment,
    Event,
    FeedbackDraft,
    Held,
    Project,
    SignOff,
    State,
    Vetting,
)
from app.models.base import now
from app.rules.signoffs import is_changed
from app.rules.template import template
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

SAYS = {  # language → good as it is, needs work, changed since
    "en": ("good as it is", "needs work", "hanged since"),
    "ru": ("хорошо как есть", "нужно доработать", "тех пор изменено"),
    "be": ("добра як ёсць", "трэба дапрацаваць", "таго часу зменена"),
}


@pytest.fixture
def project(make: Make) -> Project:
    project = make.project(State.developing)
    make.snapshot(project)
    return project


def give(browser: Browser, project: Project, verdict: str, **fields: Any) -> Any:
    form = {"snapshot": 1, "section": "problem", "verdict": verdict} | fields
    return browser.form(f"/projects/{project.id}/signoffs", **form)


def signed(database: Database) -> list[SignOff]:
    with database.reads.alone() as session:
        return list(session.exec(select(SignOff).order_by(col(SignOff.created_at))))


def deeds(database: Database, action: str) -> list[Event]:
    with database.reads.alone() as session:
        return list(session.exec(select(Event).where(Event.action == action)))


def pages(project: Project) -> tuple[str, ...]:
    """Where a team reads it: the list of sections, the section, the card, and its feedback."""
    here = f"/projects/{project.id}"
    return here, f"{here}/sections/problem", f"{here}/idea", f"{here}/feedback"


def test_a_section_is_good_as_it_is_until_its_answers_change_and_again_when_changed_back(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    boris, alina = browser("boris"), browser("alina")
    review = f"/projects/{project.id}/review"
    assert 'name="verdict" value="good"' in boris.get(review).text
    answer = give(boris, project, "good", back=review)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{review}#signoff-problem"
    assert give(boris, project, "good").status_code == 303
    assert len(signed(database)) == len(deeds(database, "signoff.give")) == 1, "pressed twice"
    assert deeds(database, "signoff.give")[0].fields == ["problem"]

    first = COMPLETE["problem"]["problem"]
    readers = [*((alina, page) for page in pages(project)), (boris, review)]
    make.write(project, "problem", {"problem": first + " And more."})
    for language, (good, _work, changed) in SAYS.items():
        for reader in (alina, boris):
            reader.get("/language", params={"to": language, "next": "/home"})
        for reader, page in readers:
            said = reader.get(page).text
            assert good in said, (language, page)
            assert changed in said, (language, page)
    make.write(project, "problem", {"problem": first})
    for reader, page in readers:
        assert SAYS["be"][2] not in reader.get(page).text, (page, "it is the same again")
    assert alina.form(f"/projects/{project.id}/feedback", note="").status_code == 303


def test_needs_work_without_a_point_or_words_comes_back_with_what_to_do(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    for language, says in {
        "en": "Make a point in this section",
        "ru": "Оставьте заметку в этом разделе",
        "be": "Пакіньце нататку ў гэтым раздзеле",
    }.items():
        boris.get("/language", params={"to": language, "next": "/home"})
        refused = give(boris, project, "needs_work")
        assert refused.status_code == 409
        assert says in refused.text
        assert 'href="#words-problem"' in refused.text
        assert 'name="verdict" value="needs_work"' in refused.text, "what was chosen is kept"
    long = give(boris, project, "needs_work", words="wordy " * 400)
    assert long.status_code == 422
    assert "wordy wordy" in long.text
    assert signed(database) == []

    assert give(boris, project, "needs_work", words="Who told you so?").status_code == 303
    alina = browser("alina")
    for language, (_good, work, _changed) in SAYS.items():
        alina.get("/language", params={"to": language, "next": "/home"})
        for page in pages(project):
            assert work in alina.get(page).text
    assert "Who told you so?" in alina.get(f"/projects/{project.id}/feedback").text

    asked = make.snapshot(project, number=2)
    make.point(asked, section="people", text="Who?", kind="question")
    assert give(boris, project, "needs_work", section="people", snapshot=2).status_code == 303


def test_two_mentors_each_have_their_word_and_each_may_change_it_or_take_it_back(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    with database.writes.alone() as session:
        session.add(Assignment(project_id=project.id, person_id=cast["kastus"].id))
    boris, kastus, alina = browser("boris"), browser("kastus"), browser("alina")
    give(boris, project, "needs_work", words="Who told you so?")
    give(boris, project, "needs_work")  # an empty box takes no words away
    give(kastus, project, "good")
    feedback = alina.get(f"/projects/{project.id}/feedback").text
    assert f"{cast['boris'].name}: needs work" in feedback, "a good does not hide it"
    assert "Who told you so?" in feedback
    assert f"{cast['kastus'].name}: good as it is" in feedback
    assert f"{cast['boris'].name}: needs work" in kastus.get(f"/projects/{project.id}/review").text

    give(boris, project, "good")
    for _press in range(2):
        assert give(kastus, project, "nothing").status_code == 303
    feedback = alina.get(f"/projects/{project.id}/feedback").text
    assert f"{cast['boris'].name}: good as it is" in feedback
    assert "Who told you so?" not in feedback
    assert f"{cast['kastus'].name}: " not in feedback
    assert [one.ended_at is None for one in signed(database)] == [False, False, True], "all stay"
    assert len(deeds(database, "signoff.take_back")) == 1


def test_with_htmx_the_block_is_swapped_in_place(project: Project, browser: Browse) -> None:
    boris, form = browser("boris"), {"snapshot": 1, "section": "problem", "verdict": "good"}
    answer = boris.post(f"/projects/{project.id}/signoffs", data=form, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="stack gap-3" id="signoff-problem"')
    assert "You: good as it is" in answer.text
    assert "<html" not in answer.text


def test_a_word_is_on_the_newest_snapshot_while_it_is_discussed_and_only_its_mentors(
    project: Project, make: Make, database: Database, browser: Browse
) -> None:
    boris = browser("boris")
    expected = {"alina": 403, "vera": 403, "olga": 404, "irina": 404, "kastus": 404, "dan": 404}
    for user, status in expected.items():
        assert give(browser(user), project, "good").status_code == status, user
    assert give(boris, project, "good", section="nothing").status_code == 404
    assert give(boris, project, "good", snapshot=7).status_code == 404
    assert give(boris, project, "splendid").status_code == 422
    make.snapshot(project, number=2)
    assert give(boris, project, "good").status_code == 409
    withdrawn = make.project(State.withdrawn)
    make.snapshot(withdrawn)
    assert give(boris, withdrawn, "good").status_code == 409
    assert signed(database) == []


def test_words_on_a_section_that_lead_outside_wait_for_a_coordinator(
    project: Project, database: Database, browser: Browse
) -> None:
    """M08."""
    boris, words = browser("boris"), "Write to me: boris.k@example.org"
    caught = give(boris, project, "needs_work", words=words)
    assert caught.status_code == 409
    assert "<mark>boris.k@example.org</mark>" in caught.text
    assert f"\n{words}</textarea>" in caught.text
    assert give(boris, project, "needs_work", words=words, insist="yes").status_code == 303
    assert signed(database) == []
    with database.reads.alone() as session:
        held = session.exec(select(Held)).one()
    vera, here = browser("vera"), f"/camps/{project.camp_id}/held"
    assert "Words on a section" in vera.get(here).text
    reworded = {"decision": "reword", "wording": "Ask the library."}
    assert vera.form(f"{here}/{held.id}", **reworded).status_code == 303
    (word,) = signed(database)
    assert (word.words, word.reworded) == ("Ask the library.", True)
    assert "A coordinator changed the wording." in browser("alina").get(pages(project)[3]).text


def test_words_of_a_mentor_whose_vetting_has_ended_are_kept_and_not_sent(
    project: Project, database: Database, browser: Browse, cast: Cast
) -> None:
    boris = browser("boris")
    with database.writes.alone() as session:
        for one in session.exec(select(Vetting).where(Vetting.person_id == cast["boris"].id)):
            one.expires_on = now().date() - timedelta(days=1)
    assert give(boris, project, "needs_work", words="Who told you so?").status_code == 404
    assert signed(database) == []
    with database.reads.alone() as session:
        draft = session.exec(select(FeedbackDraft)).one()
    assert (draft.place, draft.text) == ("section.problem", "Who told you so?")


TEXT = st.text(max_size=20)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_what_is_changed_back_is_the_same_and_what_is_not_asked_has_changed(
    one: str, other: str
) -> None:
    asked, before, after = template(), {"problem": one}, {"problem": other}
    assert is_changed(asked, "problem", before, after) == is_changed(
        asked, "problem", after, before
    )
    assert not is_changed(asked, "problem", before, {"problem": one, "evidence": []})
    assert is_changed(asked, "problem", {"problem": "a" + one}, {"problem": "b" + one})
    assert is_changed(asked, "gone", before, before)
