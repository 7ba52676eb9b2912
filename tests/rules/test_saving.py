"""Reading a posted section: kept whole as it was typed, or refused whole."""

import unicodedata

import pytest

from app.errors import Problem
from app.rules import saving
from app.rules.buttons import Do
from app.rules.saving import Posted
from app.rules.template.shape import Field, Section, Table

ACTIVITIES = Table(
    "activities",
    (Field("what"), Field("places", "several"), Field("output", "row", refers="outputs")),
)
SECTION = Section(
    "act",
    "act",
    (
        Field("title"),
        Field("story", "prose"),
        Field("forms", "several"),
        Table("outputs", (Field("name"),)),
        ACTIVITIES,
    ),
)
FRAME = {"base": "7", "_end": "1", "page": "p-1"}


def read(*pairs: tuple[str, str], without: str = "", **frame: str) -> Posted:
    about = {name: text for name, text in (FRAME | frame).items() if name != without}
    return saving.read(SECTION, [*pairs, *about.items()])


def test_answers_to_our_questions_are_kept_with_what_they_were_written_on() -> None:
    posted = read(("title", "Safe rides"), ("activities.k3x9.what", "Film"))

    assert posted == Posted(
        7, "p-1", {"title": "Safe rides", "activities.k3x9.what": "Film"}, do=None
    )


def test_names_that_are_none_of_our_questions_are_ignored() -> None:
    posted = read(
        ("owner", "mallory"),
        ("activities.k3x9.id", "other"),
        ("activities", "all"),
        ("title.k3x9.what", "x"),
        ("budget.k3x9.item", "x"),
        ("activities.k3x9.what.more", "x"),
    )

    assert posted.written == {}


def test_an_absent_answer_is_not_a_cleared_one() -> None:
    assert "title" not in read(("story", "")).written
    assert read(("title", "")).written == {"title": ""}


@pytest.mark.parametrize("missing", ["_end", "base"])
def test_a_form_that_lost_its_end_or_its_base_is_refused(missing: str) -> None:
    with pytest.raises(Problem) as refusal:
        read(("title", "Safe rides"), without=missing)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_end", ""),
        ("_end", "0"),
        ("_end", "11"),
        ("base", ""),
        ("base", "-1"),
        ("base", "1.0"),
        ("base", "1\n"),
        ("base", "1234567890"),
        ("base", "٣"),
        ("page", "a b"),
        ("page", "a" * 41),
        ("page", "a|b"),
        ("_do", "up"),
        ("_do", "up:"),
        ("_do", "add:"),
        ("_do", "drop:k3x9"),
        ("_do", "remove:k3-x9"),
        ("_do", "up:new-12345"),
        ("_do", "add:title"),
        ("_do", "move:k3x9"),
        ("_do", "paste:title"),
        ("_do", "paste:outputs.k3x9.places"),
        ("_do", "add:rows"),
        ("_do", "add:activities.k3x9"),
        ("_do", "remove:rows.k3x9"),
        ("_do", "remove:k3x9;remove:k3x8"),
    ],
)
def test_a_form_that_no_page_of_ours_sends_is_refused(name: str, text: str) -> None:
    with pytest.raises(Problem):
        read(("title", "Safe rides"), **{name: text})


@pytest.mark.parametrize("name", ["_end", "base", "page", "title", "activities.a.what", "unknown"])
def test_a_name_that_comes_twice_is_refused_even_with_the_same_text(name: str) -> None:
    with pytest.raises(Problem):
        read((name, "1"), (name, "1"))


@pytest.mark.parametrize("row", ["", "new-", "new-12345", "a-b", "a b", "a" * 21, "ряд"])
def test_text_for_a_row_with_an_impossible_id_is_refused_not_dropped(row: str) -> None:
    with pytest.raises(Problem):
        read((f"activities.{row}.what", "Film"))


def test_every_choice_of_a_group_is_kept_once_and_in_order() -> None:
    posted = read(
        ("forms", ""), ("forms", "film"), ("forms", "game"), ("forms", "film"),
        ("activities.new-1.places", ""), ("activities.new-1.places", "school"),
    )  # fmt: skip

    assert posted.written == {"forms": ["film", "game"], "activities.new-1.places": ["school"]}


def test_the_empty_companion_alone_says_none_of_them() -> None:
    assert read(("forms", "")).written == {"forms": []}


@pytest.mark.parametrize(
    ("text", "do"),
    [
        ("up:k3x9", Do("up", "", "k3x9")),
        ("down:new-3", Do("down", "", "new-3")),
        ("remove:activities.new-1", Do("remove", "activities", "new-1")),
        ("add:outputs", Do("add", "outputs", "")),
        ("copy:outputs.k3x9", Do("copy", "outputs", "k3x9")),
        ("restore:outputs.k3x9", Do("restore", "outputs", "k3x9")),
        ("move:outputs.k3x9:new-1", Do("move", "outputs", "k3x9", after="new-1")),
        ("move:k3x9:", Do("move", "", "k3x9")),
        ("paste:outputs", Do("paste", "outputs", "")),
        ("paste:outputs.new-1.name", Do("paste", "outputs", "new-1", column="name")),
        ("", None),
    ],
)
def test_a_button_is_understood(text: str, do: Do | None) -> None:
    assert read(_do=text).do == do


def test_a_form_without_a_page_is_an_unnamed_page() -> None:
    assert read(without="page").page == ""


def test_text_is_kept_as_typed_but_for_its_spelling_in_unicode_and_its_line_ends() -> None:
    typed = "  Cafe\u0301\r\n\r\n\u202eשלום \u200d\ttwo  spaces \rand a lone return\n"

    assert read(("story", typed)).written["story"] == (
        "  Caf\u00e9\n\n\u202eשלום \u200d\ttwo  spaces \rand a lone return\n"
    )


def test_a_tower_of_marks_keeps_its_spelling_instead_of_our_time() -> None:
    tower = "a" + "\u0315\u0316" * 10_000
    joke = "a" + "\u0315\u0316" * 100

    assert saving.normal(tower) == tower
    assert saving.normal(joke) == unicodedata.normalize("NFC", joke) != joke


def test_an_answer_over_20_000_characters_is_named_not_refused() -> None:
    posted = read(
        ("title", "a" * 20_000), ("story", "a" * 20_001), ("forms", "b" * 19_999),
        ("activities.new-1.places", "c" * 20_000),
    )  # fmt: skip

    assert posted.too_long == ["story", "activities.new-1.places"]


def test_the_length_counts_characters_as_we_keep_them() -> None:
    assert read(("story", "и\u0306" * 20_000)).too_long == []


def test_a_form_with_more_than_200_rows_of_a_table_is_named_not_refused() -> None:
    rows = [(f"activities.new-{n}.what", "x") for n in range(201)]
    few = [(f"outputs.new-{n}.name", "x") for n in range(200)]

    assert read(*rows, *few).too_many == ["activities"]


def test_answers_have_the_names_of_their_form_fields() -> None:
    answers = {"title": "Safe rides", "forms": ["film"], "outputs": [{"id": "a1", "name": "Film"}]}

    names = saving.flat(answers)

    assert names == {"title": "Safe rides", "forms": ["film"], "outputs.a1.name": "Film"}


def test_a_form_that_is_shown_again_has_its_new_rows_still_unnamed() -> None:
    base = {"title": "Old", "outputs": [{"id": "a1", "name": "Film"}]}
    posted = read(("title", "New"), ("outputs.new-1.name", ""), ("outputs.a1.name", "Films"))

    assert saving.as_typed(base, posted) == {
        "title": "New",
        "outputs": [{"id": "a1", "name": "Films"}, {"id": "new-1", "name": ""}],
    }
    assert base["title"] == "Old"
