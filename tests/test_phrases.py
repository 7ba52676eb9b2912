"""Words that somebody keeps for their points, offered in the language of the team."""

from uuid import UUID

import pytest
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import Phrase, State
from app.rules.phrases import LONGEST, MOST, READY, offered
from app.rules.writing_guide import GUIDE
from tests.conftest import HTMX, Browse
from tests.make import Make

EVERY = {"en": "What will be different?", "ru": "Что изменится?", "be": "Што зменіцца?"}
PAGE = "/mentoring/phrases"


def the_one(database: Database) -> UUID:
    with database.reads.alone() as session:
        return session.exec(select(Phrase.id)).one()


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_a_phrase_is_offered_in_the_language_of_the_author(
    make: Make, browser: Browse, database: Database, language: str
) -> None:
    """M12."""
    boris = browser("boris")
    assert boris.form(PAGE, **EVERY).status_code == 303
    project = make.project(State.developing)
    make.snapshot(project)
    with database.writes.alone() as session:
        found = make.reload(session, project.id)
        found.language = language
        session.add(found)
    review = boris.get(f"/projects/{project.id}/review").text
    address = f"/projects/{project.id}/phrases"
    assert f'hx-get="{address}"' in review
    assert f'href="{address}"' in review
    assert 'data-phrases="text-title"' in review
    page = boris.get(address, headers=HTMX).text
    kept = page.partition('<template id="phrases">')[2].partition("</template>")[0]
    assert f"<option>{EVERY[language]}</option>" in kept
    assert READY[0][language] in kept
    for other, text in EVERY.items():
        assert (text in kept) == (other == language)
    assert f"<li>{EVERY[language]}</li>" in boris.get(address).text  # to copy, without scripts
    assert browser("alina").get(address).status_code == 403


def test_a_phrase_without_a_text_in_a_language_is_not_offered_in_it() -> None:
    assert offered([{"ru": "Ещё раз"}], "be") == [one["be"] for one in READY]
    assert offered([{"be": "Яшчэ"}, {"be": "Яшчэ"}], "be")[:2] == ["Яшчэ", READY[0]["be"]]


def test_a_phrase_is_kept_changed_and_removed_by_its_owner_only(
    browser: Browse, database: Database, cast: Cast
) -> None:
    boris, kastus = browser("boris"), browser("kastus")
    boris.form(PAGE, ru="Зачем?")
    assert "Зачем?" in boris.get(PAGE).text
    assert "Зачем?" not in kastus.get(PAGE).text
    address = f"{PAGE}/{the_one(database)}"
    assert kastus.form(address, ru="Нет").status_code == 404
    assert kastus.form(f"{address}/remove").status_code == 404
    assert boris.form(address, ru="Зачем это?", be="Навошта гэта?").status_code == 303
    with database.reads.alone() as session:
        assert session.exec(select(Phrase)).one().texts == {
            "ru": "Зачем это?", "be": "Навошта гэта?",
        }  # fmt: skip
    assert boris.form(f"{address}/remove").status_code == 303
    with database.reads.alone() as session:
        assert session.exec(select(Phrase)).all() == []
    assert boris.form(f"{address}/remove").status_code == 404


def test_wrong_phrases_come_back_with_what_was_typed(browser: Browse, database: Database) -> None:
    boris = browser("boris")
    assert boris.form(PAGE, en=" ").status_code == 422
    long = "x" * (LONGEST + 1)
    answer = boris.form(PAGE, en=long, ru="Зачем?")
    assert answer.status_code == 422
    assert long in answer.text
    assert "Зачем?" in answer.text

    boris.form(PAGE, ru="Зачем?")
    one = the_one(database)
    answer = boris.form(f"{PAGE}/{one}", en=long)
    assert answer.status_code == 422
    assert f'href="#en-{one}"' in answer.text
    assert long in answer.text


def test_there_is_an_end_to_what_one_keeps(browser: Browse, database: Database, cast: Cast) -> None:
    with database.writes.alone() as session:
        session.add_all(
            Phrase(person_id=cast["boris"].id, texts={"en": f"No. {n}"}) for n in range(MOST)
        )
    boris = browser("boris")
    answer = boris.form(PAGE, en="One more")
    assert answer.status_code == 409
    assert "One more" in answer.text
    assert "Remove one first." in answer.text


def test_phrases_are_for_those_who_make_points(browser: Browse) -> None:
    for user, status in {"boris": 200, "vera": 200, "alina": 403, "dan": 403}.items():
        assert browser(user).get(PAGE).status_code == status, user


def test_ready_phrases_and_the_guide_exist_in_every_language() -> None:
    assert all(set(one) == {"en", "ru", "be"} for one in READY)
    assert GUIDE.keys() == {"en", "ru", "be"}
    assert len({len(guide.advice) for guide in GUIDE.values()}) == 1
