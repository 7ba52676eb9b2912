"""How a text is written, whatever it says: its words, letters and language.

Each answer depends on the text alone and is remembered: of all texts of a plan a save changes one.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Language = Literal["be", "ru", "en"]

WORD = re.compile(r"[^\W_]+(?:[’'ʼ-][^\W_]+)*")
PIECE = re.compile(r"[^\W\d_]+")  # of a word: what stands between hyphens and apostrophes
SENTENCE = re.compile(r"[.!?…\n]+")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")

ALIKE = 0.9  # of all words, in their order: then one text is a copy of the other
STRETCH = 50  # words: of longer texts fewer words are new, however well they are written
ENOUGH = 12  # words, before one can tell that they repeat
UNIQUE = 0.6  # of the words of a stretch, or of the sentences of a text


@lru_cache(8192)
def words(said: str) -> tuple[str, ...]:
    """In small letters, without punctuation."""
    return tuple(WORD.findall(said.casefold()))


def alike(one: str, other: str) -> bool:
    """Whether nine of ten words are the same. Texts of other lengths are not looked at twice."""
    first, second = words(one), words(other)
    if first == second:
        return bool(first)
    if 2 * min(len(first), len(second)) < ALIKE * (len(first) + len(second)):
        return False
    found = SequenceMatcher(None, first, second, autojunk=False)
    return found.quick_ratio() >= ALIKE and found.ratio() >= ALIKE


@lru_cache(8192)
def repeats(said: str) -> bool:
    """Whether the same words, or the same sentences, come again and again."""
    found = words(said)
    if len(found) < ENOUGH:
        return False
    starts = (*range(0, len(found) - STRETCH, STRETCH // 2), max(0, len(found) - STRETCH))
    stretches = (found[at : at + STRETCH] for at in starts)
    if any(len(set(stretch)) < UNIQUE * len(stretch) for stretch in stretches):
        return True
    sentences = [" ".join(words(each)) for each in SENTENCE.split(said)]
    sentences = [each for each in sentences if each]
    return len(set(sentences)) < UNIQUE * len(sentences)


# Letters that look like one of the other alphabet.
LIKE_CYRILLIC = frozenset("aceijkmoprstuxyABCEHIJKMOPSTXY")
LIKE_LATIN = frozenset("асеіјкморгѕтихуАВСЕНІЈКМОРЅТХУ")
# A name of another alphabet may have an ending: "в Telegramе".
BRAND = re.compile(r"[A-Za-z]{3,}[\u0400-\u04ff]{1,3}")
LONE_I = re.compile(r"(?<=[\u0400-\u04ff]\s)i(?=\s[\u0400-\u04ff])")  # "мы i яны"


@lru_cache(8192)
def mixed_word(said: str) -> str:
    """The first word in which Latin letters pass for Cyrillic ones, or the other way; "" is none.
    "IT-спецыяліст" is fine: its parts are of one alphabet each."""
    if not (LATIN.search(said) and CYRILLIC.search(said)):
        return ""
    for piece in PIECE.findall(said):
        latin = {letter for letter in piece if LATIN.match(letter)}
        cyrillic = {letter for letter in piece if CYRILLIC.match(letter)}
        mixed = latin and cyrillic and (latin <= LIKE_CYRILLIC or cyrillic <= LIKE_LATIN)
        if mixed and not BRAND.fullmatch(piece):
            return str(piece)
    return "i" if LONE_I.search(said) else ""


# Without width, or turning the direction of writing. A joiner is one only between letters: in
# other places it makes one emoji of several.
INVISIBLE = re.compile(
    r"[\u200b\u2060\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    r"|(?<=[^\W\d_])[\u200c\u200d](?=[^\W\d_])"
)


@lru_cache(8192)
def near_invisible(said: str) -> str:
    """The word in or after which an invisible character stands; "" is none."""
    found = INVISIBLE.search(said)
    if found is None:
        return ""
    before = INVISIBLE.sub("", said[: found.start()])
    after = INVISIBLE.sub("", said[found.end() :])
    inside = not (before[-1:].isspace() or after[:1].isspace())
    return "".join((*before.split()[-1:], *(after.split()[:1] if inside else ())))


LETTERS = 30  # before one can tell the language
CLEAR = 4  # times as many letters of one language as of the other
SIGNS = 2  # letters that only one of the two languages has
ONLY_BELARUSIAN = re.compile(r"[іўІЎ]")
ONLY_RUSSIAN = re.compile(r"[ищъИЩЪ]")
LACINKA = re.compile(r"[čžšŭćńśźłČŽŠŬĆŃŚŹŁ]")  # Belarusian, in Latin letters


@lru_cache(8192)
def language(said: str) -> Language | None:
    """What a text reads like, where that is plain; None where it is short, mixed or in doubt."""
    latin, cyrillic = len(LATIN.findall(said)), len(CYRILLIC.findall(said))
    if latin + cyrillic < LETTERS:
        return None
    if latin > CLEAR * cyrillic:
        return None if LACINKA.search(said) else "en"
    if cyrillic <= CLEAR * latin:
        return None
    belarusian, russian = len(ONLY_BELARUSIAN.findall(said)), len(ONLY_RUSSIAN.findall(said))
    if belarusian >= SIGNS and belarusian > CLEAR * russian:
        return "be"
    if russian >= SIGNS and russian > CLEAR * belarusian:
        return "ru"
    return None


@lru_cache(8192)
def shouts(said: str) -> bool:
    """Two words or more, nearly all in capitals; "МАМ" or "UN" alone is a name."""
    letters = [letter for letter in said if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(words(said)) > 1 and len(letters) >= 12 and capitals >= 0.8 * len(letters)
