"""Texts as patterns see them, with the way back to the text as it was typed.

What is typed differs in ways that readers do not see: a Latin i in a Belarusian word, ё or е, a
soft hyphen, a hard space, a stress mark. Patterns are written for one form of all these.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.rules.template.writing import CYRILLIC, LATIN

WORD = re.compile(r"[^\W\d_]+")
TWINS = ("aceijkmoprstuxy", "асеіјкморгѕтиху")  # letters that look alike
LATIN_TWINS, CYRILLIC_TWINS = (frozenset(letters) for letters in TWINS)
TO_CYRILLIC = str.maketrans(*TWINS)
TO_LATIN = str.maketrans(*reversed(TWINS))
SAME = {
    **dict.fromkeys("\u2019\u02bc\u2018`\u00b4\u2032", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
    "ё": "е",
}
CONSONANTS = "бвгґджзклмнпрстфхцчшщ"
# Belarusian is written in two ways, "супрацьдзеянне" and "супрацьдзеяньне".
BETWEEN = re.compile(f"(?<=[{CONSONANTS}])ь(?=[{CONSONANTS}])")


@dataclass(frozen=True)
class Normal:
    text: str
    starts: tuple[int, ...]  # of each letter: where it began in the text as it was typed
    ends: tuple[int, ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of ``text``, not empty, as it stands in what was typed."""
        return self.starts[start], self.ends[end - 1]


def normal(said: str) -> Normal:
    """In small letters, with one space for many and one alphabet in a word."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(said):
        for letter in _letters(said[start:end]):
            if letter == " " == (letters[-1] if letters else ""):
                ends[-1] = end
                continue
            letters.append(letter)
            starts.append(start)
            ends.append(end)
    text = WORD.sub(_one_alphabet, "".join(letters))
    for one in reversed(list(BETWEEN.finditer(text))):
        del letters[one.start()], starts[one.start()], ends[one.start()]
    return Normal(BETWEEN.sub("", text), tuple(starts), tuple(ends))


def _clusters(said: str) -> Iterator[tuple[int, int]]:
    """Each letter with the marks that stand on it."""
    start = 0
    for at in range(1, len(said)):
        if not unicodedata.combining(said[at]):
            yield start, at
            start = at
    if said:
        yield start, len(said)


def _letters(cluster: str) -> Iterator[str]:
    whole = cluster if len(cluster) == 1 else unicodedata.normalize("NFC", cluster)
    for letter in whole.lower():
        if letter.isspace():
            yield " "
        elif not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf":
            yield SAME.get(letter, letter)


def _one_alphabet(word: re.Match[str]) -> str:
    """A word in which letters of another alphabet pass for its own, in its own."""
    said = word[0]
    latin, cyrillic = set(LATIN.findall(said)), set(CYRILLIC.findall(said))
    if latin and cyrillic and latin <= LATIN_TWINS:
        return said.translate(TO_CYRILLIC)
    if latin and cyrillic and cyrillic <= CYRILLIC_TWINS:
        return said.translate(TO_LATIN)
    return said
