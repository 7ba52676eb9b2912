"""The dignity check by itself: its rules, how texts are read, and how long it takes."""

import re
import unicodedata
from datetime import date
from itertools import product
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES
from app.models import Because
from app.rules.dignity import matching
from app.rules.dignity.matching import LONGEST, bounded, compiled, matches, sentences
from app.rules.dignity.normal import normal
from app.rules.dignity.remarks import Remark, fingerprint, remarks
from app.rules.dignity.rules import BLOCK, Rule, Words, rule, ruleset
from app.rules.template.findings import Facts, Reading
from app.rules.template.writing import Language
from bench.dignity import HOSTILE
from tests.rules.sound import SOUND, TEMPLATE, changed

RULES = ruleset().rules
SPOKEN = [
    pytest.param(one, language, words, id=f"{one.id}-{language}")
    for one in RULES
    for language, words in one.words.items()
]


def found(said: str, language: Language = "ru") -> dict[str, str]:
    """Rule → the last phrase that it finds, as it was typed."""
    return {
        one.rule.id: said[start + one.start : start + one.end]
        for start, end in sentences(said)
        for one in matches(said[start:end], language)
    }


def asked(language: str = "ru", **answers: Any) -> list[Remark]:
    """Of a plan with these answers to "problem__story"."""
    plan = SOUND
    for name, answer in answers.items():
        section, _, field = name.partition("__")
        plan = plan | {section: plan[section] | {field: answer}}
    return remarks(Reading(TEMPLATE, plan, Facts(date(2026, 11, 24), language=language)))


# The rules


@pytest.mark.parametrize(("one", "language", "words"), SPOKEN)
def test_every_rule_finds_its_examples_and_nothing_in_those_it_must_leave(
    one: Rule, language: Language, words: Words
) -> None:
    assert words.hits
    assert words.misses
    assert words.instead
    for example in words.hits:
        assert one.id in found(example, language), example
    for example in words.misses:
        assert one.id not in found(example, language), example


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.id)
def test_every_rule_is_said_in_all_languages(one: Rule) -> None:
    assert one.why.keys() == one.words.keys() == set(LANGUAGES)
    assert all(said.endswith(".") for said in one.why.values())
    assert len(set(one.why.values())) == len(LANGUAGES)


def test_rules_have_names_of_their_own_and_look_at_questions_that_there_are() -> None:
    assert len({one.id for one in RULES}) == len(RULES)
    assert all(TEMPLATE.texts.field(name, "en") for one in RULES for name in one.only)


def test_what_blocks_may_be_kept_only_for_the_reasons_that_its_rule_names() -> None:
    allowed = {one.id: one.keep for one in RULES if one.severity == BLOCK and one.keep}
    assert allowed == {
        "child-porn": {Because.law},
        "child-prostitution": {Because.law},
        "own-fault": {Because.myth},
    }


@pytest.mark.parametrize("broken", [{"severity": "grave"}, {"keep": ["because"]}])
def test_a_rule_that_makes_no_sense_is_not_taken(broken: dict[str, Any]) -> None:
    words = {"patterns": ["a"], "instead": "b", "hits": ["a"], "misses": ["b"]}
    sound = {"id": "x", "severity": BLOCK, "category": "label", "why": {"en": "So."}, "en": words}
    assert rule(sound).keep == frozenset()
    with pytest.raises((KeyError, ValueError)):
        rule(sound | broken)


# How texts are read


@pytest.mark.parametrize(
    ("typed", "language", "phrase"),
    [
        ("Хотим поймать вербовщиков.", "ru", "поймать вербовщиков"),
        ("Хотим пой\u00adмать вер\u200bбовщиков.", "ru", "пой\u00adмать вер\u200bбовщиков"),
        ("Хотим пои\u0306мать\u00a0 вербо\u0301вщиков.", "ru",
         "пои\u0306мать\u00a0 вербо\u0301вщиков"),
        ("Хотим\nпоймать\nвербовщиков.", "ru", "поймать\nвербовщиков"),
        ("Хотим ПОЙМАТЬ Вербовщикoв.", "ru", "ПОЙМАТЬ Вербовщикoв"),  # a Latin o
        ("Мы хочам злавiць вярбоўшчыкаў.", "be", "злавiць вярбоўшчыкаў"),  # a Latin i
        ("Мы працуем пад прыкрыцьцём.", "be", "пад прыкрыцьцём"),
    ],
)  # fmt: skip
def test_a_phrase_is_found_however_it_is_typed(typed: str, language: Language, phrase: str) -> None:
    assert found(typed, language)["act-undercover"] == phrase


@pytest.mark.parametrize(
    ("official", "other"),
    [("зняць", "зьняць"), ("людзьмі", "людзьмі"), ("супрацьдзеянне", "супрацьдзеяньне")],
)
def test_both_ways_of_writing_belarusian_are_one(official: str, other: str) -> None:
    assert normal(official).text == normal(other).text


def test_a_soft_sign_at_the_end_stays() -> None:
    assert normal("пісаць выразна").text == "пісаць выразна"


@pytest.mark.parametrize(
    ("said", "team", "expected"),
    [
        ("Яны пыталі пра дарогу.", "be", set()),  # "asked"
        ("Их пытали.", "ru", {"graphic-violence"}),
        (
            "Мы будем ловить и поймаем вербовщиков.",
            "be",
            {"act-undercover"},
        ),
        ("Злавіць вярбоўшчыкаў.", "ru", {"act-undercover"}),
        ("Мы пишем о теме child porn.", "ru", {"child-porn"}),
        ("Поймать вербовщиков. Потым раскажам моладзі.", "be", {"act-undercover"}),
    ],
)
def test_each_sentence_is_read_in_its_own_language(
    said: str, team: Language, expected: set[str]
) -> None:
    assert found(said, team).keys() == expected


def test_a_sentence_ends_where_the_next_begins_and_not_at_an_abbreviation() -> None:
    said = "Было 36 млн. жертв. Их меньше!\nПотом\nстало тихо"
    assert [said[start:end] for start, end in sentences(said)] == [
        "Было 36 млн. жертв.", "Их меньше!", "Потом\nстало тихо",
    ]  # fmt: skip


ODD = st.sampled_from("i\u0301\u00ad\u200b\u00a0ьсзнёЁІіİßa'’-. \n")
PARTS = st.one_of(
    st.sampled_from([hit for one in RULES for words in one.words.values() for hit in words.hits]),
    st.text(max_size=8),
    ODD,
)


@given(st.lists(PARTS, max_size=8).map(" ".join), st.sampled_from(["en", "ru", "be"]))
def test_what_is_found_points_at_the_letters_that_were_typed(said: str, language: Language) -> None:
    """The slice, read by itself, is what the pattern matched."""
    read = normal(said)
    for one in matches(said, language):
        starts, ends = read.starts.index(one.start), len(read.ends) - read.ends[::-1].index(one.end)
        assert normal(said[one.start : one.end]).text == read.text[starts:ends]
        assert compiled(one.rule.words[one.language].patterns).search(read.text[starts:ends])


@given(st.text())
def test_every_letter_knows_where_it_was_typed(said: str) -> None:
    read = normal(said)
    assert len(read.text) == len(read.starts) == len(read.ends)
    assert list(read.starts) == sorted(read.starts)
    assert all(0 <= a < b <= len(said) for a, b in zip(read.starts, read.ends, strict=True))
    assert not any(unicodedata.combining(letter) for letter in read.text)
    assert normal(read.text).text == read.text


# What it looks at


def test_she_writes_that_they_will_catch_recruiters() -> None:
    (one,) = asked(idea__change_if="Если мы поможем поймать вербовщиков")
    assert (one.rule.id, one.severity, one.name) == ("act-undercover", BLOCK, "change_if")
    assert one.phrases == ("поймать вербовщиков",)
    assert "милиции" in one.why("ru")
    assert one.instead.startswith("учить признакам")


def test_deeds_are_asked_about_only_where_a_team_says_what_it_will_do() -> None:
    said = "Милиция помогла поймать вербовщиков в нашем городе."
    assert asked(problem__problem=said) == []
    assert [one.rule.id for one in asked(idea__change_then=said)] == ["act-undercover"]


@pytest.mark.parametrize(
    "said",
    ["Мы не ищем и не выявляем жертв.", "Мы никогда не приглашаем пострадавших.",
     "We do not interview survivors.", "We don't identify victims.",
     "Мы не шукаем ахвяр."],
)  # fmt: skip
def test_what_a_team_says_it_will_not_do_is_not_asked_about(said: str) -> None:
    assert [one for one in asked(idea__change_if=said) if one.open] == []


def test_not_only_denies_nothing() -> None:
    said = "Мы хотим не только рассказать, но и поймать вербовщиков."
    assert [one.rule.id for one in asked(idea__change_if=said)] == ["act-undercover"]
    said = "Мы будем не просто выявлять жертв."
    assert [one.rule.id for one in asked(idea__change_if=said)] == ["act-find-victims"]


def test_names_of_organisations_and_sources_are_left_alone() -> None:
    plan = changed("problem", "evidence", 0, source="Закон о незаконной детской порнографии")
    plan["plan"]["activities"][0]["lead"] = "Rescue slaves"  # donors do not read it
    plan["after"]["who_keeps_it"] = "Центр «Спасти девушек»"
    plan["care"]["noharm_1_note"] = "victims"
    assert remarks(Reading(TEMPLATE, plan, Facts(date(2026, 11, 24), language="ru"))) == []


def test_a_slogan_is_asked_about_only_where_it_is_a_promise() -> None:
    said = "We will eradicate human trafficking."
    assert asked("en", pitch__story=said) == []
    assert [one.rule.id for one in asked("en", results__objective=said)] == ["eradicate"]


def test_of_two_words_about_the_same_letters_the_graver_is_said() -> None:
    (one,) = asked(pitch__story="Мы будем выявлять жертв торговли людьми.")
    assert one.rule.id == "act-find-victims"


def test_a_rule_is_named_once_for_a_sentence_with_all_its_phrases() -> None:
    said = "Наивные девушки едут. Доверчивые женщины и глупые студенты тоже."
    first, second = asked(problem__problem=said)
    assert (first.phrases, second.phrases) == (
        ("Наивные девушки",), ("Доверчивые женщины", "глупые студенты"),
    )  # fmt: skip
    assert [said[a:b] for a, b in second.spans] == list(second.phrases)
    assert first.key != second.key


def test_a_sentence_is_the_same_in_other_spaces_and_capitals_and_another_in_other_words() -> None:
    assert fingerprint("Её  спасли.") == fingerprint("ее\u00a0СПАСЛИ.")
    assert fingerprint("Её спасли.") != fingerprint("Её спасли!")


# How long it takes


def test_no_pattern_repeats_without_an_end() -> None:
    for one, (_language, words) in product(RULES, [*RULES[0].words.items()]):
        assert words
        for spoken in one.words.values():
            for pattern in spoken.patterns:
                assert not re.search(r"(?<!\\)[*+]|\{\d+,\}", bounded(pattern)), pattern


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_makes_any_pattern_slow(name: str) -> None:
    """A hundred times what a hostile text takes; what backtracks takes minutes."""
    said = HOSTILE[name]
    for language in ("en", "ru", "be"):
        read = normal(said).text
        for one, pattern in matching._patterns(language):
            began = perf_counter()
            pattern.findall(read)
            assert perf_counter() - began < 2, (one.id, language)


def test_more_than_we_keep_is_not_looked_at() -> None:
    assert matches("а" * LONGEST + " жертвы", "ru") == ()
