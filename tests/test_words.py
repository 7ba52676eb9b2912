"""Words in three languages: nothing is missing, nothing is half translated, nothing is shouted."""

from re import findall, sub

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from app.i18n import LOCALES, catalogue, gettext, ngettext, speaking
from app.rules.notices import NOTICES, Notice
from app.web.pages import templates
from app.words import compile_words, extracted

LANGUAGES = ("ru", "be")
MARKS = {"_": 1, "gettext": 1, "ngettext": 2}
NOTICED = [
    (event, notice, says)
    for event, notices in NOTICES.items()
    for notice in notices
    for says in (notice.subject, notice.body)
]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def translated(language: str) -> Catalog:
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def ids_of(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def texts_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def phrases(words: Catalog) -> list[Message]:
    return [message for message in words if message.id]


def seen(text: str) -> str:
    """What a reader sees of it: no tags, and no names that something is put in for."""
    return sub(r"<[^>]*>|%\(\w+\)s|\{\w+\}", "", text)


def test_the_catalogues_hold_what_the_code_and_the_templates_say() -> None:
    assert compile_words(check=True) == []


def test_every_phrase_is_translated_and_nobody_is_unsure(translated: Catalog) -> None:
    assert {ids_of(one)[0] for one in phrases(translated)} == {
        ids_of(one)[0] for one in phrases(extracted())
    }
    for one in phrases(translated):
        assert not one.fuzzy, one.id
        assert all(text.strip() for text in texts_of(one)), one.id
        assert len(texts_of(one)) == (3 if one.pluralizable else 1), one.id


def test_what_is_put_into_a_phrase_is_put_into_its_translation(translated: Catalog) -> None:
    """Names of values and tags are the same, and a lone % would break the phrase."""
    for one in phrases(translated):
        for mark in (r"%\(\w+\)s", r"\{\w+\}", r"</?\w+[^>]*>", "%%"):
            wanted = {tuple(sorted(findall(mark, text))) for text in ids_of(one)}
            for text in texts_of(one):
                assert tuple(sorted(findall(mark, text))) in wanted, (one.id, text)
        for text in (*ids_of(one), *texts_of(one)):
            assert "%" not in sub(r"%\(\w+\)s|%%", "", text), text


def test_a_phrase_begins_and_ends_alike_in_every_language(translated: Catalog) -> None:
    """A button stays without a full stop, a sentence keeps its own."""
    for one in phrases(translated):
        for text in texts_of(one):
            end = ids_of(one)[0].rstrip("”»\"'")[-1]
            if end in ".:?…":
                assert text.rstrip("”»")[-1] == end or text[-1] == end, (one.id, text)
            else:
                assert text[-1] not in ".:;", (one.id, text)
            assert text == text.strip(), text
            assert "  " not in text, text


def test_nobody_is_shouted_at_and_quotation_marks_are_those_of_the_language(
    translated: Catalog,
) -> None:
    for one in phrases(translated):
        for text in map(seen, texts_of(one)):
            assert "!" not in text, text
            assert not set("\"'“”„") & set(text), text
            assert text.count("«") == text.count("»"), text
        assert not any("!" in seen(text) for text in ids_of(one)), one.id


@pytest.mark.parametrize(("language", "foreign"), [("ru", "іў’"), ("be", "ищъ")])
def test_no_letter_is_of_the_neighbouring_language(language: str, foreign: str) -> None:
    for phrase, texts in catalogue(language).items():
        for text in texts:
            plain = sub(r"«[^»]*»", "", text).lower()
            assert not set(foreign) & set(plain), (phrase, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_a_translation(language: str) -> None:
    """But for names, addresses and codes."""
    kept = {"Seedbed", "lera-2010", "name@example.org", "Tackling Human Trafficking in Belarus"}
    kept |= {"PDF", "Word", "Markdown", "Excel", "XLSX", ".xlsx"}
    for phrase, texts in catalogue(language).items():
        for text in map(seen, texts):
            for name in kept:
                text = text.replace(name, "")
            assert not findall(r"[A-Za-z]{2,}", text), (phrase, text)


def test_in_belarusian_u_is_short_after_a_vowel_and_only_there() -> None:
    for texts in catalogue("be").values():
        for text in texts:
            assert not findall(r"(?i)[аеёіоуыэюя] у\w*", text), text
            assert not findall(r"(?i)[бвгджзйклмнпрстўфхцчшь] ў\w*", text), text
            assert not findall(r"(?i)(?:^|[,.:;«(]) ?ў\w*", text), text


@pytest.mark.parametrize(("event", "notice", "says"), NOTICED)
def test_a_letter_is_written_in_three_languages_and_holds_nothing_but_a_code(
    event: str, notice: Notice, says: object
) -> None:
    with speaking("en"):
        english = str(says)
    assert set(findall(r"\{\w+\}|%\(\w+\)s", english)) <= {"{code}"}, event
    for language in LANGUAGES:
        with speaking(language):
            assert str(says) != english, (event, language)
            assert "Q7K" in str(says).format(code="Q7K") or "{code}" not in english


@pytest.mark.parametrize(
    ("count", "russian", "belarusian"),
    [
        (1, "1 проект", "1 праект"),
        (3, "3 проекта", "3 праекты"),
        (5, "5 проектов", "5 праектаў"),
        (11, "11 проектов", "11 праектаў"),
        (21, "21 проект", "21 праект"),
    ],
)
def test_numbers_take_the_form_that_they_take_in_speech(
    count: int, russian: str, belarusian: str
) -> None:
    for language, wanted in (("ru", russian), ("be", belarusian)):
        with speaking(language):
            found = ngettext("%(count)s project", "%(count)s projects", count)
            assert found % {"count": count} == wanted


def test_a_template_asks_for_the_very_phrase_that_was_extracted() -> None:
    """What Jinja puts together from a {% trans %} block is what it asks for when it renders."""
    known = {text for one in phrases(extracted()) for text in ids_of(one)}
    asked = 0
    for name in templates.list_templates(extensions=["html"]):
        source = templates.loader.get_source(templates, name)[0]  # type: ignore[union-attr]
        for call in templates.parse(source, name).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
                for phrase in call.args[: MARKS[call.node.name]]:
                    assert isinstance(phrase, nodes.Const), (name, call.lineno)
                    assert phrase.value in known, (name, phrase.value)
                    asked += 1
    assert asked > 500


def test_an_unknown_phrase_is_shown_as_it_is() -> None:
    with speaking("be"):
        assert gettext("Nobody has translated this.") == "Nobody has translated this."
        assert ngettext("%(n)s tree", "%(n)s trees", 2) == "%(n)s trees"
