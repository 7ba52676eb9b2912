"""A text cut where passages in it begin and end, so that each can be marked although some of them
overlap, or stand within others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Span(Generic[T]):
    """``of``: whatever the passage belongs to."""

    start: int
    end: int
    of: T


@dataclass(frozen=True)
class Cut(Generic[T]):
    """A part of the text; ``marked``: within a passage; ``ends``: of those that end with it."""

    text: str
    marked: bool
    ends: tuple[T, ...] = ()


def cut(text: str, spans: Sequence[Span[T]]) -> Iterator[Cut[T]]:
    """All of the text in order. Passages that are not within it are left out."""
    inside = [one for one in spans if 0 <= one.start < one.end <= len(text)]
    edges = sorted({0, len(text), *(at for one in inside for at in (one.start, one.end))})
    for start, end in zip(edges, edges[1:], strict=False):
        over = [one for one in inside if one.start <= start and end <= one.end]
        yield Cut(text[start:end], bool(over), tuple(one.of for one in over if one.end == end))


def lines(text: str, spans: Sequence[Span[T]]) -> Iterator[list[list[Cut[T]]]]:
    """Its paragraphs, each as its lines without empty ones; empty lines part two paragraphs. A
    passage may go over several of them, and ends with the last."""
    paragraph: list[list[Cut[T]]] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        here = [
            Span(max(one.start, at) - at, min(one.end, end) - at, (one.of, one.end <= end))
            for one in spans
            if one.start < end and at < one.end
        ]
        if line.strip():
            paragraph.append(
                [
                    Cut(part.text, part.marked, tuple(of for of, ends in part.ends if ends))
                    for part in cut(line, here)
                ]
            )
        elif paragraph:
            yield paragraph
            paragraph = []
        at = end + 1
    if paragraph:
        yield paragraph
