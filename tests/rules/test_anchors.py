"""Words that were pointed at, while the text is written on."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.anchors import TELLING, find, follow

TEXT = (
    "In our town many young people look for work abroad.\n\n"
    "Recruiters write to them in social networks and promise easy money.\n\n"
    "Our school has no lesson about it, and teachers do not know whom to ask."
)
QUOTE = "promise easy money"
START = TEXT.index(QUOTE)
END = START + len(QUOTE)


def now(text: str) -> tuple[str, str]:
    found = follow(TEXT, START, END, text)
    return found.state, text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        (TEXT, "there", QUOTE),
        ("A new beginning. " + TEXT, "there", QUOTE),
        (TEXT.replace("In our town", "In Hrodna and around it"), "there", QUOTE),
        (TEXT.replace("easy", "good work and"), "changed", "promise good work and money"),
        (TEXT.replace(QUOTE, "promise very easy money"), "changed", "promise very easy money"),
        (TEXT.replace(f" and {QUOTE}", ""), "gone", ""),
        (TEXT.replace(QUOTE, "say that all is well"), "gone", ""),
        ("", "gone", ""),
        ("Something quite different about money.", "gone", ""),
    ],
)  # fmt: skip
def test_a_passage_is_there_or_changed_or_gone(text: str, state: str, words: str) -> None:
    assert now(text) == (state, words)


def test_a_paragraph_that_moved_takes_its_passage_with_it() -> None:
    one, two, three = TEXT.split("\n\n")
    assert now("\n\n".join((two, three, one))) == ("there", QUOTE)
    assert now("\n\n".join((three, one, two))) == ("there", QUOTE)


def test_of_two_copies_the_one_that_was_meant_is_followed() -> None:
    text = "We train teachers in spring. We print posters. We train teachers in autumn."
    second = text.rindex("We train teachers")
    longer = "First of all: " + text.replace("posters", "two hundred posters")
    found = follow(text, second, second + len("We train teachers"), longer)
    assert found.state == "there"
    assert found.start == longer.rindex("We train teachers")


def test_when_one_of_two_copies_goes_nobody_says_which_it_was() -> None:
    text = "we train teachers, we print posters, we train teachers, we rest"
    second = text.rindex("we train teachers")
    shorter = "we train teachers, we rest"
    assert follow(text, second, second + len("we train teachers"), shorter).state != "there"


@pytest.mark.parametrize(
    ("quote", "nth", "words"),
    [
        ("promise  easy\nmoney", 0, QUOTE),
        ("romise easy mon", 0, QUOTE),
        ("nowhere", 0, None),
        ("   ", 0, None),
        ("to", 0, "several"),
        ("to", 1, "town"),
        ("to", 9, None),
    ],
)
def test_marked_words_are_found_whole(quote: str, nth: int, words: str | None) -> None:
    found = find(TEXT, quote, nth)
    assert (TEXT[slice(*found)] if isinstance(found, tuple) else found) == words


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[str], int, int, list[str]]:
    """A text of words that are all different, a passage of it, and the text after it was edited:
    words put in, taken out, replaced, and whole paragraphs moved."""
    count = draw(st.integers(6, 60))
    words = [f"word{number}" for number in range(count)]
    for at in draw(st.lists(st.integers(1, count - 1), max_size=5)):
        words[at] = words[at] + ".\n\n"
    start = draw(st.integers(0, count - 1))
    end = draw(st.integers(start + 1, min(count, start + 12)))
    random = Random(draw(st.integers(0, 10**9)))
    later = list(words)
    for number in range(draw(st.integers(0, 8))):
        at = random.randrange(len(later) + 1)
        size = random.randint(1, 6)
        match random.choice(("in", "out", "instead", "moved")):
            case "in":
                later[at:at] = [f"new{number}x{n}" for n in range(size)]
            case "out":
                del later[at : at + size]
            case "instead":
                later[at : at + size] = [f"other{number}"]
            case "moved":
                part = later[at : at + 4 * size]
                del later[at : at + 4 * size]
                to = random.randrange(len(later) + 1)
                later[to:to] = part
    return words, start, end, later


@settings(max_examples=500, deadline=None)
@given(histories())
def test_whatever_is_edited_a_passage_is_never_shown_in_a_wrong_place(
    history: tuple[list[str], int, int, list[str]],
) -> None:
    words, start, end, later = history
    then, text = " ".join(words), " ".join(later)
    first = len(" ".join(words[:start])) + (1 if start else 0)
    last = first + len(" ".join(words[start:end]))

    found = follow(then, first, last, text)
    shown = text[found.start : found.end]
    meant = [word.strip(".\n") for word in words[start:end]]
    inside = [word.strip(".\n") for word in shown.split()]
    match found.state:
        case "there":
            assert shown == then[first:last]
        case "changed":
            assert inside[0] in meant
            assert inside[-1] in meant
        case "gone":
            telling = sum(letter.isalnum() for letter in then[first:last]) >= TELLING
            assert not telling or then[first:last] not in text


WORDS = ("a", "the", "of", "we", "and", "train", "school", "12", ",", ".", "\n")
TOKENS = st.lists(st.sampled_from(WORDS), max_size=40)


@settings(max_examples=500, deadline=None)
@given(TOKENS, TOKENS, st.data())
def test_of_any_two_texts_what_is_there_are_the_very_words(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    then, text = " ".join(old), " ".join(new)
    start = data.draw(st.integers(0, len(then)))
    end = data.draw(st.integers(start, len(then)))
    found = follow(then, start, end, text)
    assert 0 <= found.start <= found.end <= len(text)
    if found.state == "there":
        assert text[found.start : found.end] == then[start:end]
