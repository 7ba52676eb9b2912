"""Texts that were written to make a comparison slow, and how long it takes all the same."""

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random
from time import perf_counter

from app.rules import wording
from app.rules.saving import LONGEST
from bench.figures import Line

SECONDS = 1.0  # promised for one text


def _letters(seed: int, letters: str, between: str) -> str:
    draw = Random(seed)
    return "".join(draw.choice(letters) + draw.choice(between) for _n in range(LONGEST // 2))


def _turned(unit: str, most: int) -> tuple[str, str]:
    """The same words again and again, begun elsewhere, between different ends."""
    text = "".join(islice(cycle(unit), most))
    return f"first {text} end", f"second {text[most // 3 :]}{text[: most // 3]} close"


def _apart(step: int) -> tuple[str, str]:
    """No word twice; every so many words another one."""
    words = [chr(0x4E00 + n) for n in range(LONGEST // 2)]
    return " ".join(words), " ".join("x" if n % step == 0 else word for n, word in enumerate(words))


CAP = wording.MOST - 8

# No text is longer than we keep. Some have more words than are ever compared, and some just
# as many as are.
HOSTILE: dict[str, tuple[str, str]] = {
    "one letter, again and again": ("a " * 10_000, "b" + " a" * 9_999),
    "two letters at random": (_letters(1, "ab", " "), _letters(2, "ab", " ")),
    "signs at random": (_letters(1, "ab", "!? "), _letters(2, "ab", "!? ")),
    "a pattern turned": _turned("a b c ", LONGEST - 20),
    "a long pattern turned": _turned(_letters(3, "abc", " !")[:5_000], LONGEST - 20),
    "every second word": _apart(2),
    "every ninth word": _apart(9),
    "line ends": ("a\n" * 10_000, "\na" * 10_000),
    "one long word": ("a" * LONGEST, "b" * LONGEST),
    "as many words as are compared, at random": (
        _letters(1, "ab", " ")[:CAP], _letters(2, "ab", " ")[:CAP],
    ),
    "as many words as are compared, signs": (
        _letters(4, "abc", "! ")[:CAP], _letters(5, "abc", "! ")[:CAP],
    ),
    "as many words as are compared, a pattern": _turned("a b ", CAP),
    "as many words as are compared, a long pattern": _turned(_letters(6, "ab", " ")[:600], CAP),
    "as many lines as are compared": (
        _letters(7, "ab", "\n")[: 2 * CAP] + " ." * 200,
        _letters(8, "ab", "\n")[: 2 * CAP] + " !" * 200,
    ),
    "as many words as are compared, each another": (
        "".join(f"{chr(0x4E00 + n)} " for n in range(CAP // 2)),
        "".join(f"{chr(0x6E00 + n)} " for n in range(CAP // 2)),
    ),
}  # fmt: skip


def comparisons() -> Iterator[Line]:
    """The slowest of all of these, each compared three times, and all of them on one page."""
    times = {name: min(_seconds(*texts) for _n in range(3)) for name, texts in HOSTILE.items()}
    name = max(times, key=lambda one: times[one])
    worst = f"comparing two texts of {LONGEST:,} characters, the slowest of {len(times)} ({name})"
    yield Line(worst, f"{times[name]:.2f} s", f"≤ {SECONDS:.0f} s", times[name] <= SECONDS)
    patience, began = wording.Patience(), perf_counter()
    for texts in HOSTILE.values():
        wording.pieces(*texts, patience)
    took = perf_counter() - began
    yield Line("comparing all of these on one page", f"{took:.2f} s", "≤ 2 s", took <= 2)


def _seconds(old: str, new: str) -> float:
    began = perf_counter()
    wording.pieces(old, new)
    return perf_counter() - began


if __name__ == "__main__":
    for shape, texts in HOSTILE.items():
        print(f"{_seconds(*texts):.3f} s  {shape}")
    for line in comparisons():
        print(f"{line.what}: {line.value} (target {line.target})")
