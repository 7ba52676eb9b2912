"""Finding pitches by words. One condition behind one function: whoever brings stems and ranking
replaces ``matching`` and what ``normalise`` keeps, and nothing else."""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, and_, true

MOST_WORDS = 8
LONGEST = 40  # characters of a word
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`"))  # аб'ява and аб’ява are one word


def normalise(text: str) -> str:
    """Lower-case words with one blank between them. ё is е, as people type it; й and ў stay: they
    are letters of their own. Stress marks and apostrophes go, other signs are the ends of words."""
    composed = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    letters = composed.translate(APOSTROPHES)
    return " ".join(
        "".join(
            each if each.isalnum() else "" if unicodedata.combining(each) else " "
            for each in letters
        ).split()
    )


def stored(text: str) -> str:
    """What a column keeps so that ``matching`` finds the beginnings of words in it."""
    return f" {normalise(text)} "


def matching(column: Any, q: str) -> ColumnElement[bool]:
    """Every word of ``q`` begins a word of the column."""
    words = [word[:LONGEST] for word in normalise(q).split()[:MOST_WORDS]]
    found = [column.contains(f" {word}", autoescape=True) for word in words]
    return and_(true(), *found)
