"""How two versions of one text meet: by paragraphs, each a line."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

Edit = tuple[int, int, list[str]]  # the paragraphs of the base from here to there become these


def paragraph_merge(base: str, mine: str, theirs: str) -> str | None:
    """Three ways: the text that both began with, and both. None: they changed the same one.

    What both add in one place is all kept, theirs first: it was saved first. Where one emptied
    the text, or both began it, there is no telling what belongs together: None."""
    if base in (mine, theirs) or mine == theirs:
        return theirs if mine == base else mine
    if not (base.strip() and mine.strip() and theirs.strip()):
        return None
    old = base.split("\n")
    edits = [*_edits(old, theirs.split("\n")), *_edits(old, mine.split("\n"))]
    merged: list[str] = []
    at, last = 0, (-1, -1, [""])
    for edit in sorted(edits, key=lambda edit: edit[:2]):  # stable: theirs first
        start, end, new = edit
        if start == end and (start, end) == last[:2]:
            new = [] if last[2][: len(new)] == new else new
            new = new[len(last[2]) :] if new[: len(last[2])] == last[2] else new
        elif edit == last:
            continue
        elif start < at:
            return None
        merged += old[at:start] + new
        at, last = end, edit
    return "\n".join(merged + old[at:])


def _edits(old: list[str], new: list[str]) -> list[Edit]:
    """What was done to the old paragraphs. As many for as many are one edit each."""
    edits: list[Edit] = []
    i = j = 0
    for i2, j2 in [*common(_told_apart(old), _told_apart(new)), (len(old), len(new))]:
        end, end2 = i2, j2
        while end > i and end2 > j and old[end - 1] == new[end2 - 1]:
            end, end2 = end - 1, end2 - 1
        while i < end and j < end2 and old[i] == new[j]:
            i, j = i + 1, j + 1
        if end - i == end2 - j:
            pairs = zip(range(i, end), new[j:end2], strict=True)
            edits += [(n, n + 1, [line]) for n, line in pairs if old[n] != line]
        else:
            edits.append((i, end, new[j:end2]))
        i, j = i2 + 1, j2 + 1
    return edits


def _told_apart(lines: list[str]) -> list[Any]:
    """A name for each paragraph: what it says and which one of these it is; for a blank line
    also what it follows. No name comes twice, so comparing costs little whatever the text."""
    names: list[Any] = []
    counts: Counter[Any] = Counter()
    follows: Any = None
    for line in lines:
        said = (line, None if line.strip() else follows)
        counts[said] += 1
        names.append((said, counts[said]))
        follows = names[-1] if line.strip() else follows
    return names


def common(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """The most paragraphs that both have in the same order (patience sorting, from the end)."""
    places = {name: place for place, name in enumerate(new)}
    tops: list[int] = []  # the latest place that can begin a sequence of each length, negative
    chains: list[Any] = []  # and that sequence: its first pair, then the rest
    for i in range(len(old) - 1, -1, -1):
        if (place := places.get(old[i])) is not None:
            n = bisect_left(tops, -place)
            tops[n : n + 1] = [-place]
            chains[n : n + 1] = [((i, place), chains[n - 1] if n else None)]
    rest = chains[-1] if chains else None
    while rest:
        pair, rest = rest
        yield pair
