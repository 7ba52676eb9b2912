"""Two texts word by word: readable, exact, and never slow, whatever somebody writes."""

import sys
from collections.abc import Iterator
from itertools import count
from types import FrameType, SimpleNamespace
from typing import Any

import pytest
from diff_match_patch import diff_match_patch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import wording
from app.rules.saving import LONGEST
from app.rules.wording import MOST, Patience, Piece, pieces, shortened, suggested, turned
from bench.texts import HOSTILE

LIBRARY = sys.modules[diff_match_patch.__module__]
STEPS = 20_000  # lines of Python: some hundredths of a second


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "new": "[+{}]", "gone": "[-{}]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces(old, new))


def old_of(found: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in found if piece.kind != "new")


def new_of(found: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in found if piece.kind != "gone")


def test_a_suggestion_is_read_in_place_or_where_it_would_be_a_tangle_whole() -> None:
    old = "В начале говорим, что о личном рассказывать не нужно."
    new = "В начале ведущий говорит: «О личном можно не рассказывать»."
    assert len(pieces(old, new)) == 9
    assert [one.kind for one in suggested(old, new)] == ["gone", "new"]
    near = old.replace("начале", "первую минуту")
    assert suggested(old, near) == pieces(old, near)
    assert len(suggested(old, near)) == 4


def test_of_a_long_passage_only_what_changed_stands_beside_its_point() -> None:
    patience = Patience()
    assert [one.kind for one in turned("our survey", "our own survey", patience)] == ["gone", "new"]
    long = "We asked forty people in the spring, and most of them had seen such an offer. " * 9
    found = turned(long, long.replace("forty", "fifty", 1), patience)
    assert [one.text for one in found if one.kind != "same"] == ["forty", "fifty"]
    assert len("".join(one.text for one in found)) < len(long)
    assert turned("", "anything", patience) == turned("anything", "", patience) == ()


@given(st.text("ab \n.", max_size=60), st.text("ab \n.", max_size=60))
def test_a_suggestion_loses_nothing_of_either_text(old: str, new: str) -> None:
    found = suggested(old, new)
    assert (old_of(found), new_of(found)) == (old, new)


def test_a_word_that_changed_is_one_word_and_not_some_of_its_letters() -> None:
    assert told("We asked forty people.", "We asked fifty people.") == (
        "We asked [-forty][+fifty] people."
    )


def test_words_keep_their_apostrophes_and_hyphens() -> None:
    assert told("Мая сям'я — тут.", "Твая сям'я — там.") == "[-Мая][+Твая] сям'я — [-тут][+там]."
    assert told("сямʼя", "сямʼі") == "[-сямʼя][+сямʼі]"
    assert told("квиз-вечер", "квиз-игра") == "[-квиз-вечер][+квиз-игра]"


def test_words_that_are_added_at_the_end_leave_the_others_alone() -> None:
    assert told("One.\nTwo.", "One.\nTwo.\nThree.") == "One.\nTwo.[+\nThree.]"
    assert told("", "All new") == "[+All new]"
    assert told("All gone", "") == "[-All gone]"


def test_a_sentence_that_was_written_anew_is_not_a_mosaic() -> None:
    found = pieces(
        "Increase the share of those who look at the offer by many percent",
        "Share of people which know the place where to ask an employer",
    )

    assert len(found) <= 7


def test_spaces_and_line_ends_that_changed_can_be_seen() -> None:
    found = pieces("One two", "One\ntwo")

    assert [piece.shown for piece in found] == ["One", "␣", "¶\n", "two"]


WORDS = st.lists(st.sampled_from(["one", "two", " ", " ", "\n", "!", "сям'я", "́", "🙂", "<b>"]))
TEXTS = st.one_of(WORDS.map("".join), st.text(max_size=60))


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_the_pieces_together_are_exactly_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)

    assert (old_of(found), new_of(found)) == (old, new)
    assert all(piece.text for piece in found)
    assert all(one.kind != other.kind for one, other in zip(found, found[1:], strict=False))
    assert (old == new) == all(piece.kind == "same" for piece in found)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS, WORDS.map("".join))
def test_of_long_parts_that_stayed_a_page_shows_what_is_beside_the_changes(
    start: list[str], end: list[str], new: str
) -> None:
    before, after = "".join(start) * 40, "".join(end) * 40
    found = pieces(f"{before} old {after}", f"{before} {new} {after}")

    short = shortened(found)

    changes = [piece for piece in found if piece.kind != "same"]
    assert [piece for piece in short if piece.kind != "same"] == changes
    assert all(len(piece.text) <= 500 for piece in short if piece.kind == "same")


# Hostile texts. Time is bounded by what is counted here, so that no test depends on a machine:
# how much the library is given, and how much is done once its time is up.


@pytest.fixture
def given_to_library(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sizes: list[int] = []
    real = diff_match_patch.diff_main

    def compare(self: Any, old: str, new: str, *rest: Any) -> Any:
        sizes.extend((len(old), len(new)))
        return real(self, old, new, *rest)

    monkeypatch.setattr(diff_match_patch, "diff_main", compare)
    return sizes


@pytest.mark.parametrize("shape", HOSTILE)
def test_however_a_text_is_made_no_more_words_are_compared_than_we_allow(
    shape: str, given_to_library: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wording, "LONGEST", 0.01)
    old, new = HOSTILE[shape]
    found = pieces(old, new)

    assert max(len(old), len(new)) <= LONGEST
    assert max(given_to_library, default=0) <= MOST
    assert (old_of(found), new_of(found)) == (old, new)


class Clock:
    """The library looks at it when it begins and then at every step. After so many steps its time
    is up, and from then on every line that it and we run through is counted."""

    def __init__(self, looks: int) -> None:
        self.looks, self.steps = looks + 1, count()

    def time(self) -> float:
        self.looks -= 1
        if self.looks == 0:
            self.begin()
        return 0.0 if self.looks > 0 else 10.0**9

    def begin(self) -> None:
        sys.settrace(self.trace)
        frame = sys._getframe()
        while frame := frame.f_back:  # type: ignore[assignment]
            if self.is_ours(frame):
                frame.f_trace = self.trace

    @staticmethod
    def is_ours(frame: FrameType) -> bool:
        return frame.f_code.co_filename in (wording.__file__, LIBRARY.__file__)

    def trace(self, frame: FrameType, event: str, _about: Any) -> Any:
        if not self.is_ours(frame):
            return None
        if event == "line":
            next(self.steps)
        return self.trace


@pytest.fixture
def untraced() -> Iterator[None]:
    before = sys.gettrace()
    yield
    sys.settrace(before)


@pytest.mark.parametrize("looks", [1, 20, 200])
@pytest.mark.parametrize("shape", HOSTILE)
def test_when_the_time_of_a_text_is_up_it_is_done_at_once(
    shape: str, looks: int, monkeypatch: pytest.MonkeyPatch, untraced: None
) -> None:
    clock = Clock(looks)
    monkeypatch.setattr(LIBRARY, "time", SimpleNamespace(time=clock.time))
    old, new = HOSTILE[shape]

    found = pieces(old, new)
    sys.settrace(None)

    assert next(clock.steps) < STEPS
    assert (old_of(found), new_of(found)) == (old, new)


def test_a_page_with_many_slow_texts_runs_out_of_patience(
    monkeypatch: pytest.MonkeyPatch, given_to_library: list[int]
) -> None:
    """Each text takes a third of a second here; after a second the rest is shown whole."""
    now = count()
    monkeypatch.setattr(wording, "monotonic", lambda: next(now) / 6)
    patience = Patience()

    found = [told_whole(pieces("Old words", "New words", patience)) for _text in range(10)]

    assert found == [False] * 5 + [True] * 5
    assert len(given_to_library) == 2 * 5


def told_whole(found: tuple[Piece, ...]) -> bool:
    return [piece.kind for piece in found] == ["gone", "new"] and found[0].text == "Old words"
