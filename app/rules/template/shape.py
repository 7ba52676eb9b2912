"""What a template is made of: sections of fields and tables, as data.

Answers are JSON, exactly as typed; reading them (as numbers, dates, amounts) is done by the rules
that need it: ``{"title": "Safe rides", "forms": ["labour"], "budget": [{"id": "k3x9", "item":
"Posters", "quantity": "60"}]}``. A text answer is a string, a ``several`` answer a list of codes,
a table a list of rows in their order; every row carries its own stable ``id``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Answers = dict[str, Any]  # of one section: field or table key → answer
Plan = dict[str, Answers]  # of a whole project: section key → answers

Kind = Literal[
    "line",  # one line of text
    "prose",  # paragraphs
    "lines",  # one short text per line, such as causes
    "whole",  # a whole number
    "amount",  # a decimal: money, quantity, an indicator's value
    "date",  # 2026-11-24
    "link",  # a web address
    "one",  # one code of ``options``
    "several",  # any codes of ``options``
    "yes_no",  # "yes" or "no"
    "row",  # the id of a row of the table ``refers`` (or a code of ``options``)
]
Stage = Literal["think", "act", "share"]


@dataclass(frozen=True)
class Field:
    """A question, or a column of a table. Limits count characters of trimmed NFC text."""

    key: str
    kind: Kind = "line"
    most: int = 200  # characters; of each line for ``lines``
    least: int = 0
    required: bool = True
    options: str = ""  # the name of a list of codes in the template's texts
    refers: str = ""  # the table whose row this names
    low: str = ""  # bounds of numbers, as decimal text
    high: str = ""
    count: tuple[int, int] = (0, 0)  # fewest and most lines or choices; 0: any


@dataclass(frozen=True)
class Table:
    key: str
    columns: tuple[Field, ...]
    least: int = 0  # rows
    most: int = 25

    def column(self, key: str) -> Field | None:
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class Section:
    key: str
    stage: Stage
    questions: tuple[Field | Table, ...]  # in the order of the page

    @property
    def fields(self) -> Iterator[Field]:
        return (question for question in self.questions if isinstance(question, Field))

    @property
    def tables(self) -> Iterator[Table]:
        return (question for question in self.questions if isinstance(question, Table))

    def question(self, key: str) -> Field | Table | None:
        return next((question for question in self.questions if question.key == key), None)
