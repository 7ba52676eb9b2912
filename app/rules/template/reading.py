"""Answers as somebody typed them: anything may be missing, half-written or of another kind.

Nothing here raises for an answer, however odd: a draft is never refused for its content.
"""

import unicodedata
from functools import lru_cache
from typing import Any

from app.rules.template.shape import Answers, Plan, Table

Row = dict[str, Any]

# Marks, emoji and spaces: a text of only these says nothing. "%" or "€" may be a unit.
SILENT = frozenset({"So", "Sk", "Cf", "Cc", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


def text(answer: object) -> str:
    """An answer as trimmed NFC text, which is what limits count; "" if it says nothing."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, int) and abs(answer) < 10**15:
        return str(answer)
    return _trimmed(answer) if isinstance(answer, str) else ""


def characters(answer: object) -> int:
    """The length that limits, checks and the page's own count (static/js/count.js) agree on: code
    points of ``text``. So CRLF is one, a letter with its mark one where Unicode has it as one, and
    what nobody sees at either end is none. Of emoji and marks alone nothing is counted."""
    return len(text(answer))


@lru_cache(8192)
def _trimmed(answer: str) -> str:
    found = unicodedata.normalize("NFC", answer).replace("\r\n", "\n")
    start, end = 0, len(found)
    while start < end and unicodedata.category(found[start]) in INVISIBLE:
        start += 1
    while start < end and unicodedata.category(found[end - 1]) in INVISIBLE:
        end -= 1
    found = found[start:end]
    silent = all(unicodedata.category(letter) in SILENT for letter in found)
    return "" if silent else found


def lines(answer: object) -> list[str]:
    """The lines that say something."""
    return [line for each in text(answer).split("\n") if (line := text(each))]


def choices(answer: object) -> list[str]:
    if isinstance(answer, str):
        answer = [answer]
    return [code for each in answer if (code := text(each))] if isinstance(answer, list) else []


def answers(plan: Plan, section: str) -> Answers:
    found = plan.get(section) if isinstance(plan, dict) else None
    return found if isinstance(found, dict) else {}


def rows(plan: Plan, section: str, table: str) -> list[Row]:
    found = answers(plan, section).get(table)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def row_id(row: Row) -> str:
    return text(row.get("id"))


def says_something(answer: object) -> bool:
    if isinstance(answer, list):
        return any(row_says(each) if isinstance(each, dict) else text(each) for each in answer)
    return bool(text(answer))


def row_says(row: Row) -> bool:
    return any(text(cell) or choices(cell) for key, cell in row.items() if key != "id")


def is_empty(row: Row, table: Table) -> bool:
    return not any(says_something(row.get(column.key)) for column in table.columns)
