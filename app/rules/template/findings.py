"""What a check is, what it sees, and what it says.

A check is an ordinary function from a Reading to the places where something is wrong. It is put
in the table of its module with its id and severity; findings() makes whole sentences of it.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal

from app.rules.template import Template, reading
from app.rules.template.codes import ORPHAN, codes
from app.rules.template.reading import Row, row_id, text
from app.rules.template.shape import Field, Plan, Section, Stage, Table
from app.rules.template.texts import Texts

Severity = Literal["must", "warn", "hint"]  # must: stops a move; the others never do

MUST: Severity = "must"
WARN: Severity = "warn"
SHORT = 40  # characters of a row's text that are enough to recognise it


@dataclass(frozen=True)
class Facts:
    """What is known beyond the answers."""

    today: date
    safety_reviewed: bool = False  # a coordinator has looked at the safety answers
    submitting: bool = False  # asked on the way to donors: only then is a past start wrong


@dataclass(frozen=True)
class Label:
    """A value that is the label of a question: known only in the reader's language."""

    key: str


Value = str | int | Decimal | date | Label


@dataclass(frozen=True)
class Place:
    """Where something is wrong: a question, or a cell of a row."""

    key: str
    row: Row | None = None
    column: str = ""
    variant: str = ""
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None  # where it differs from the check's


@dataclass(frozen=True)
class Check:
    id: str
    severity: Severity
    stage: Stage | None  # whose moves it can stop; None: that of the question it finds
    judge: Callable[["Reading"], Iterator[Place]]
    about: tuple[str, ...] = ()  # the questions that count it as one of theirs, once answered


@dataclass(frozen=True)
class Finding:
    check: str
    severity: Severity
    section: str
    field: str  # the question: a field, or a table
    row: str = ""  # id
    column: str = ""
    variant: str = ""
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict, hash=False)
    texts: Texts | None = dataclasses.field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The form field it points at: "title", "budget", "budget.k3x9.activity"."""
        return ".".join(part for part in (self.field, self.row, self.column) if part)

    @property
    def asks(self) -> str:
        """The question whose label it bears: "title", "budget.activity"."""
        return f"{self.field}.{self.column}" if self.column else self.field

    def says(self, language: str) -> str:
        if self.texts is None:
            return self.check
        label = self.texts.field(self.asks, language).label
        if row := self.values.get("row"):
            label = f"{label} ({row})"
        shown = {"field": label} | {
            name: self._shown(value, language) for name, value in self.values.items()
        }
        return self.texts.check(self.check, self.variant, language, **shown)

    def _shown(self, value: Value, language: str) -> str:
        if isinstance(value, Label) and self.texts is not None:
            return self.texts.field(value.key, language).label
        return shown(value, language)


def shown(value: Value, language: str) -> str:
    """A day as "24 November 2026"; sums with two decimals, other numbers with those they have."""
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, Decimal):
        sum_ = value.as_tuple().exponent == -2
        return _number(value, "#,##0.00" if sum_ else "#,##0.##", language)
    if isinstance(value, int):
        return _number(value, "#,##0", language)
    return str(value)


@lru_cache(maxsize=2048)
def _day(value: date, language: str) -> str:
    return str(format_date(value, "d MMMM y", locale=language))


@lru_cache(maxsize=2048)
def _number(value: int | Decimal, places: str, language: str) -> str:
    return str(format_decimal(value, places, locale=language))


class Reading:
    """A plan, read once for all checks. Questions have unique keys, so none names its section.
    ``only`` is the key of the one section that is asked about; "" asks about all."""

    def __init__(self, template: Template, plan: Plan, facts: Facts, only: str = "") -> None:
        self.template = template
        self.plan = plan
        self.facts = facts
        self.only = only

    @property
    def judged(self) -> Iterable[Section]:
        """The sections that checks of single answers go through."""
        sections = self.template.sections
        return [sections[self.only]] if self.only else sections.values()

    @cached_property
    def codes(self) -> dict[str, str]:
        return codes(self.plan)

    @cached_property
    def _questions(self) -> dict[str, tuple[Section, Field | Table]]:
        sections = self.template.sections.values()
        return {each.key: (section, each) for section in sections for each in section.questions}

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        return {
            key: [
                row
                for row in reading.rows(self.plan, section.key, key)
                if not reading.is_empty(row, table)
            ]
            for key, (section, table) in self._questions.items()
            if isinstance(table, Table)
        }

    def section_of(self, key: str) -> Section:
        return self._questions[key][0]

    def answer(self, key: str) -> Any:
        """As typed, or the template's own answer until there is one."""
        found = reading.answers(self.plan, self.section_of(key).key).get(key)
        return found if reading.says_something(found) else self.template.defaults.get(key, found)

    def says(self, key: str) -> str:
        return text(self.answer(key))

    def all_rows(self, key: str) -> list[Row]:
        return reading.rows(self.plan, self.section_of(key).key, key)

    def rows(self, key: str) -> list[Row]:
        """Those with something in them; the others are a matter of V01 alone."""
        return self._rows[key]

    def ids(self, key: str) -> frozenset[str]:
        return frozenset(id_ for row in self.all_rows(key) if (id_ := row_id(row)))

    def label(self, key: str, row: Row) -> str:
        """A row as people know it: "1.2.2 Hold six sessions", "B03", or the third: "3"."""
        table = self._questions[key][1]
        words = ""
        if isinstance(table, Table):
            written = (c for c in table.columns if c.kind in ("line", "prose"))
            words = next((said for c in written if (said := text(row.get(c.key)))), "")
        words = " ".join(words.split())
        if len(words) > SHORT:
            words = words[: SHORT - 1].rstrip() + "…"
        code = self.codes.get(row_id(row), "")
        named = " ".join(part for part in (code.strip(ORPHAN), words) if part)
        if named:
            return named
        at = next((n for n, each in enumerate(self.all_rows(key), 1) if each is row), 0)
        return str(at)

    def finding(self, check: Check, place: Place) -> Finding:
        values = dict(place.values)
        if place.row is not None:
            values.setdefault("row", self.label(place.key, place.row))
        return Finding(
            check=check.id,
            severity=place.severity or check.severity,
            section=self.section_of(place.key).key,
            field=place.key,
            row=row_id(place.row) if place.row is not None else "",
            column=place.column,
            variant=place.variant,
            values=values,
            texts=self.template.texts,
        )
