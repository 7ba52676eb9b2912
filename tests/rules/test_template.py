"""The template as data: every question has its words, in every language."""

import re
from collections.abc import Iterator

import pytest

from app.rules.template import CURRENT, TEMPLATES, template
from app.rules.template.cards import card
from app.rules.template.checks import CHECKS
from app.rules.template.shape import Field, Table

LANGUAGES = ("en", "ru", "be")
TEMPLATE = template()
TEXTS = TEMPLATE.texts


def questions() -> Iterator[tuple[str, Field | Table]]:
    """Every question and column under the key of its texts."""
    for section in TEMPLATE.sections.values():
        for question in section.questions:
            yield question.key, question
            if isinstance(question, Table):
                for column in question.columns:
                    yield f"{question.key}.{column.key}", column


FIELDS = {key: field for key, field in questions() if isinstance(field, Field)}


def test_the_current_template_is_camp_project_1() -> None:
    assert CURRENT == "camp-project/1"
    assert TEMPLATES[CURRENT] is TEMPLATE is template("camp-project/1")


def test_sections_come_in_the_order_of_think_act_share() -> None:
    assert [section.key for section in TEMPLATE.of("think")] == (
        ["idea", "problem", "people", "place", "safety"]
    )
    assert [section.key for section in TEMPLATE.of("act")] == (
        ["results", "plan", "budget", "risks", "partners", "care", "after"]
    )
    assert [section.key for section in TEMPLATE.of("share")] == ["pitch"]
    assert all(key == section.key for key, section in TEMPLATE.sections.items())


def test_a_question_is_asked_once() -> None:
    keys = [question.key for s in TEMPLATE.sections.values() for question in s.questions]
    assert len(keys) == len(set(keys))
    assert TEMPLATE.section_of("activities").key == "plan"


def test_what_is_counted_is_never_asked() -> None:
    counted = "results.code activities.code budget.code budget.total risks.score asks.amount"
    assert not set(counted.split()) & set(FIELDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_a_label_and_help(language: str) -> None:
    for key, _question in questions():
        texts = TEXTS.field(key, language)
        assert texts.label, key
        assert texts.help, key
        assert texts.good, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_introduced(language: str) -> None:
    for key in TEMPLATE.sections:
        texts = TEXTS.section(key, language)
        assert texts.title, key
        assert texts.lede, key
        assert texts.minutes > 0, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_label(language: str) -> None:
    for key, field in FIELDS.items():
        if field.options:
            offered = TEXTS.options(field.options, language)
            assert offered, key
            assert all(label for _code, label in offered), key
            assert TEXTS.codes(field.options) == {code for code, _label in offered}


def test_every_choice_has_something_to_choose_from() -> None:
    for key, field in FIELDS.items():
        if field.kind in ("one", "several", "yes_no"):
            assert field.options, key
        if field.kind == "row":
            assert TEMPLATE.section_of(field.refers), key


def test_every_number_has_bounds() -> None:
    for key, field in FIELDS.items():
        if field.kind in ("whole", "amount") and not key.startswith("indicators."):
            assert field.low, key
            assert field.high, key


def test_an_example_keeps_the_limits_it_teaches() -> None:
    for key, field in FIELDS.items():
        if field.kind in ("line", "prose"):
            for language in LANGUAGES:
                good = TEXTS.field(key, language).good
                assert field.least <= len(good) <= field.most, (key, language)


def test_languages_say_different_things() -> None:
    assert TEXTS.field("title", "en").label == "Name of your project"
    assert TEXTS.field("title", "ru").label == "Название проекта"
    assert TEXTS.field("title", "be").label == "Назва праекта"
    assert TEXTS.field("title", "fr") == TEXTS.field("title", "en")


def test_what_a_question_lacks_is_empty() -> None:
    title = TEXTS.field("title", "en")
    assert title.term == ""
    assert title.empty_hint == ""
    assert title.starters[0] == "Check …"
    assert TEXTS.field("place", "en").starters == ()


def test_safety_is_asked_in_full_questions() -> None:
    assert TEXTS.field("safety_2", "en").label == (
        "Will anyone look for recruiters or traffickers, write to them or follow them?"
    )
    assert TEXTS.field("noharm_1", "en").label.startswith("Nobody has to tell a personal story,")


def test_texts_are_put_together_once() -> None:
    assert TEXTS.field("title", "be") is TEXTS.field("title", "be")
    assert TEXTS.options("region", "be") is TEXTS.options("region", "be")


def test_an_unknown_question_is_a_mistake_but_an_unknown_code_is_shown() -> None:
    with pytest.raises(KeyError):
        TEXTS.field("shoe_size", "en")
    assert TEXTS.option("region", "BY-HR", "en") == "Hrodna (Grodno) Region"
    assert TEXTS.option("region", "atlantis", "en") == "atlantis"


def test_checks_and_their_texts_agree_on_severity() -> None:
    for check in CHECKS.values():
        assert TEXTS.data["checks"][check.id]["severity"] == check.severity


def test_every_message_names_the_same_things_in_every_language() -> None:
    for check in CHECKS:
        for variant in ("", *TEXTS.data["checks"][check].get("variants", {})):
            said = [TEXTS.check(check, variant, language) for language in LANGUAGES]
            assert all(said), (check, variant)
            texts = TEXTS.data["checks"][check]
            words = texts["variants"][variant] if variant else texts["message"]
            named = {tuple(sorted(re.findall(r"{\w+}", words[each]))) for each in LANGUAGES}
            assert len(named) == 1, (check, variant)


def test_a_pitch_shows_only_questions_there_are() -> None:
    for key, columns in TEMPLATE.on_pitch.items():
        question = TEMPLATE.section_of(key).question(key)
        if isinstance(question, Table):
            assert columns, key
            assert all(question.column(column) for column in columns), key
        else:
            assert not columns, key


def test_a_pitch_shows_no_names_places_links_or_private_answers() -> None:
    hidden = (
        "evidence.url indicators.who activities.lead activities.adult_present activities.place"
        " activities.permission_from risks.owner"
    )
    for name in hidden.split():
        assert not TEMPLATE.shows(*name.split(".")), name
    for key in ("stakeholders", "visibility", *(f"safety_{n}" for n in range(1, 6))):
        assert not TEMPLATE.shows(key), key
    assert not any(TEMPLATE.shows(f"noharm_{n}_note") for n in range(1, 9))


def test_a_pitch_shows_what_donors_decide_by() -> None:
    for key in ("title", "problem", "place", "objective", "noharm_1", "story"):
        assert TEMPLATE.shows(key), key
    assert TEMPLATE.shows("budget", "unit_cost")
    assert TEMPLATE.shows("partners", "name")


def test_prevention_and_checked_donors_stand_until_somebody_chooses() -> None:
    assert TEMPLATE.defaults["strand"] in TEXTS.codes("strand")
    assert TEMPLATE.defaults["visibility"] in TEXTS.codes("visibility")


def test_no_question_that_must_be_answered_is_folded_away() -> None:
    for section in template().sections.values():
        for table in section.tables:
            _shown, folded = card(table)
            assert [column.key for column, _parts in folded if column.required] == [], table.key
