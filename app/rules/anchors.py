"""Where the words that somebody pointed at stand today.

A point is made on words as they stood in a snapshot; the text is written on. What is said of the
words' place here is true or it is "gone": a suggestion that lands beside its passage, or a point
that seems to speak of other words, is worse than none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.rules.wording import Patience, Piece, pieces

State = Literal["there", "changed", "gone"]

LEFT = 1 / 3  # of a passage's letters; with less of them it is another passage
TELLING = 15  # letters that nobody writes twice by chance
LETTERS = re.compile(r"\w")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Place:
    """Of a passage in the text as it is: ``start`` to ``end``, where it is not gone. "there": the
    very words; "changed": what has become of them."""

    state: State
    start: int = 0
    end: int = 0


def follow(then: str, start: int, end: int, now: str, patience: Patience | None = None) -> Place:
    """Where ``then[start:end]`` stands in ``now``, a later state of the same text."""
    if then == now:
        return Place("there", start, end)
    quote = then[start:end]
    kept = _kept(pieces(then, now, patience), start, end)
    if len(kept) == 1 and now[slice(*kept[0])] == quote:
        # One of several copies was taken out: nobody can tell which, so it is not "there".
        sure = now.count(quote) >= then.count(quote) or then.count(quote) == 1
        return Place("there" if sure else "changed", *kept[0])
    if _size(quote) >= TELLING and then.count(quote) == now.count(quote) == 1:
        moved = now.index(quote)
        return Place("there", moved, moved + len(quote))
    if rest := _together(kept, now, quote):
        return Place("changed", *rest)
    return Place("gone")


def _kept(way: Sequence[Piece], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of the new text that were in the passage before; neighbours are one."""
    old = new = 0
    found: list[tuple[int, int]] = []
    for piece in way:
        size = len(piece.text)
        if piece.kind == "same":
            first, last = max(start, old), min(end, old + size)
            if first < last:
                span = (new + first - old, new + last - old)
                if found and found[-1][1] == span[0]:
                    span = (found.pop()[0], span[1])
                found.append(span)
        old += size if piece.kind != "new" else 0
        new += size if piece.kind != "gone" else 0
    return found


def _together(kept: Sequence[tuple[int, int]], now: str, quote: str) -> tuple[int, int] | None:
    """What is left of the passage in one place, from its first word to its last; None if that is
    too little to be it. Words that are the same by chance, far from the rest, are not counted, nor
    are points and commas, which any sentence has."""
    near = max(40, len(quote))
    groups: list[list[tuple[int, int]]] = []
    for span in kept:
        if not _size(now[slice(*span)]):
            continue
        if groups and span[0] - groups[-1][-1][1] <= near:
            groups[-1].append(span)
        else:
            groups.append([span])
    sizes = [sum(_size(now[slice(*span)]) for span in group) for group in groups]
    if not sizes or max(sizes) < max(1, LEFT * _size(quote)):
        return None
    best = groups[sizes.index(max(sizes))]
    start, end = best[0][0], best[-1][1]
    letters = [at for at in range(start, end) if LETTERS.match(now[at])]
    return letters[0], letters[-1] + 1


def _size(text: str) -> int:
    return len(LETTERS.findall(text))


def find(text: str, quote: str, nth: int = 0) -> tuple[int, int] | None | Literal["several"]:
    """Where words that somebody marked or copied stand in a text, whatever happened to its spaces
    and line ends on the way; whole words. ``nth``: which occurrence, counted from 1; 0: it must be
    the only one, else "several". None: they are not there."""
    words = [re.escape(word) for word in SPACE.split(quote.strip()) if word]
    if not words:
        return None
    found = [match.span() for match in re.finditer(r"\s+".join(words), text)]
    if not found or nth > len(found):
        return None
    if not nth and len(found) > 1:
        return "several"
    return _whole(text, *found[max(nth, 1) - 1])


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Half a word is marked more often by a thumb than on purpose."""
    while start > 0 and LETTERS.match(text[start]) and LETTERS.match(text[start - 1]):
        start -= 1
    while end < len(text) and LETTERS.match(text[end - 1]) and LETTERS.match(text[end]):
        end += 1
    return start, end
