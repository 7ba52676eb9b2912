"""What was written into a text and what was taken out of it, word by word.

Whoever writes a text may write a hostile one, and a reader must not wait for it. So no more than
``MOST`` words a side are ever compared, ``LONGEST`` seconds for one text and ``Patience`` for all
texts of a page; beyond these a text is compared by its lines or, in the end, shown whole: first
as it was, then as it is. That is never wrong, only less fine.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import monotonic
from typing import Literal

from diff_match_patch import diff_match_patch

Kind = Literal["gone", "same", "new"]

MOST = 2_000  # words, or else lines, of a side: what costs most here takes their square
LONGEST = 0.25  # seconds for one text
PIECES = 500  # that are worth tidying up
TANGLED = 3  # changes with something that stayed between them
AROUND = 160  # characters of what stayed that are shown beside a change

# A word with its apostrophes and hyphens, a line's end, space, other signs. Nothing is left out.
WORDS = re.compile(r"\w+(?:['’ʼ-]\w+)*|\n|[^\S\n]+|[^\w\s]+")
LINES = re.compile(r"[^\n]*\n|[^\n]+")

KINDS: dict[int, Kind] = {-1: "gone", 0: "same", 1: "new"}
FIRST = 0xF0000  # private characters, each for a word: 131,000 of them, and none is a letter


@dataclass(frozen=True)
class Piece:
    """A part of both texts, of the old one alone, or of the new one alone."""

    kind: Kind
    text: str

    @property
    def shown(self) -> str:
        """With a sign for spaces and line ends, where they are all that changed."""
        if self.kind == "same" or not self.text.isspace():
            return self.text
        return self.text.replace(" ", "␣").replace("\n", "¶\n")


class Patience:
    """How long all texts of one page may take together, in seconds. It begins to run out with
    the first of them."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds = seconds
        self._until: float | None = None

    @property
    def left(self) -> float:
        if self._until is None:
            self._until = monotonic() + self._seconds
        return max(0.0, min(LONGEST, self._until - monotonic()))


def pieces(old: str, new: str, patience: Patience | None = None) -> tuple[Piece, ...]:
    """The way from one text to the other. All pieces but the new ones are exactly the old text,
    and all but those that are gone exactly the new one. Neighbours are of different kinds."""
    if old == new:
        return _joined([("same", old)])
    seconds = (patience or Patience()).left
    for cut in (WORDS, LINES) if seconds else ():
        was, now = cut.findall(old), cut.findall(new)
        start = _alike(was, now)
        end = _alike(was[start:][::-1], now[start:][::-1])
        middle = was[start : len(was) - end], now[start : len(now) - end]
        if max(map(len, middle)) <= MOST:
            before, after = "".join(was[:start]), "".join(was[len(was) - end :])
            return _joined([("same", before), *_compared(*middle, seconds), ("same", after)])
    return _joined([("gone", old), ("new", new)])


def suggested(old: str, new: str) -> tuple[Piece, ...]:
    """The same for other words that somebody suggests: where little of the old ones stays, and that
    in many pieces, a mix cannot be read, and each stands whole."""
    found = pieces(old, new)
    kept = sum(len(one.text) for one in found if one.kind == "same")
    changes = sum(one.kind == "same" for one in found) + 1
    if changes > TANGLED and kept < max(len(old), len(new)) * 0.6:
        return _joined([("gone", old), ("new", new)])
    return found


def turned(old: str, new: str, patience: Patience) -> tuple[Piece, ...]:
    """Words of a passage into what they are now, beside a point: a few stand whole, of many only
    what changed. Nothing where one side is empty."""
    if not old or not new:
        return ()
    if max(len(old), len(new)) <= AROUND:
        return _joined([("gone", old), ("new", new)])
    return shortened(pieces(old, new, patience))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _compared(was: list[str], now: list[str], seconds: float) -> Iterator[tuple[Kind, str]]:
    """The library compares characters, so each word is one for as long as it works."""
    words = list(dict.fromkeys(was + now))
    signs = {word: chr(FIRST + number) for number, word in enumerate(words)}
    tool = diff_match_patch()
    tool.Diff_Timeout = seconds
    found = tool.diff_main(*("".join(signs[word] for word in side) for side in (was, now)), False)
    if len(found) <= PIECES:
        tool.diff_cleanupSemantic(found)
    for kind, text in found:
        yield KINDS[kind], "".join(words[ord(sign) - FIRST] for sign in text)


def _joined(parts: Iterable[tuple[Kind, str]]) -> tuple[Piece, ...]:
    told = (part for part in parts if part[1])
    return tuple(
        Piece(kind, "".join(text for _kind, text in run))
        for kind, run in groupby(told, key=lambda part: part[0])
    )


def shortened(found: Sequence[Piece]) -> tuple[Piece, ...]:
    """For a page: of a long part that stayed only what stands beside a change, and "…"."""
    last = len(found) - 1
    return tuple(
        Piece("same", _ends(piece.text, before=at > 0, after=at < last))
        if piece.kind == "same"
        else piece
        for at, piece in enumerate(found)
    )


def _ends(text: str, *, before: bool, after: bool) -> str:
    """``before``, ``after``: whether a change stands there."""
    if len(text) <= 3 * AROUND:
        return text
    head = (text[:AROUND].rpartition(" ")[0] or text[:AROUND]) if before else ""
    tail = (text[-AROUND:].partition(" ")[2] or text[-AROUND:]) if after else ""
    return f"{head} … {tail}"
