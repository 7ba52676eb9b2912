"""What a check is, what it sees, and what it says.

A check is an ordinary function from a Reading to the places where something is wrong. It is put
in the table of its module with its id and severity; findings() makes whole sentences of it.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from app.rules.template import Template, reading
from app.rules.template.codes import ORPHAN, codes
from app.rules.template.money import Totals, totals
from app.rules.template.reading import Row, row_id, text
from app.rules.template.shape import Field, Plan, Section, Stage, Table
from app.rules.template.texts import Texts
from app.rules.template.values import InWords, Value, shown

Severity = Literal["must", "warn", "hint"]  # must: stops a move; the others never do

MUST: Severity = "must"
WARN: Severity = "warn"
HINT: Severity = "hint"
WORDED = frozenset({"line", "prose", "lines"})  # kinds of answers in somebody's own words
SHORT = 40  # characters of a row's text that are enough to recognise it


class Teammate(NamedTuple):
    name: str
    minor: bool


class Limits(NamedTuple):
    """What a call allows: how much a project may ask of donors, and in which regions."""

    most: Decimal
    currency: str
    regions: tuple[str, ...] = ()  # codes; none: everywhere

    @classmethod
    def of(cls, kept: Mapping[str, Any] | None) -> "Limits | None":
        """As a project keeps them; None for one that began without a call."""
        if not kept:
            return None
        return cls(Decimal(kept["most"]), kept["currency"], tuple(kept["regions"]))


@dataclass(frozen=True)
class Facts:
    """What is known beyond the answers."""

    today: date
    safety_reviewed: bool = False  # a coordinator has looked at the safety answers
    submitting: bool = False  # asked on the way to donors: only then is a past start wrong
    language: str = ""  # in which the team writes; "" is not known
    team: tuple[Teammate, ...] = ()
    call: Limits | None = None  # of the call that the project began under


@dataclass(frozen=True)
class Place:
    """Where something is wrong: a question, or a cell of a row."""

    key: str
    row: Row | None = None
    column: str = ""
    variant: str = ""
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None  # where it differs from the check's


class Written(NamedTuple):
    """An answer in somebody's own words: of a question, or in a cell of a row."""

    name: str  # of its texts: "title", "budget.item"
    key: str
    row: Row | None
    field: Field
    said: str

    @property
    def column(self) -> str:
        return self.field.key if self.row is not None else ""

    def place(self, variant: str = "", **values: Value) -> Place:
        return Place(
            self.key, self.row, self.field.key if self.row is not None else "", variant, values
        )


def nothing(read: "Reading") -> Iterable[str]:
    return ()


def always(*keys: str) -> Callable[["Reading"], Iterable[str]]:
    return lambda read: keys


@dataclass(frozen=True)
class Check:
    id: str
    severity: Severity
    stage: Stage | None  # whose moves it can stop; None: that of the question it finds
    judge: Callable[["Reading"], Iterator[Place]]
    # The questions that count it as one of theirs, once answered: where it applies to this plan.
    about: Callable[["Reading"], Iterable[str]] = nothing


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
        if isinstance(value, InWords):
            return value.says(self.texts, language) if self.texts else self.check
        return shown(value, language)


@cache
def _worded(section: Section) -> tuple[tuple[str, Field | tuple[tuple[str, Field], ...]], ...]:
    """The questions of a section that are answered in words; of tables, those columns."""
    found: list[tuple[str, Field | tuple[tuple[str, Field], ...]]] = []
    for each in section.questions:
        if isinstance(each, Table):
            columns = [column for column in each.columns if column.kind in WORDED]
            found.append((each.key, tuple((f"{each.key}.{one.key}", one) for one in columns)))
        elif each.kind in WORDED:
            found.append((each.key, each))
    return tuple(found)


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
    def written(self) -> list[Written]:
        """All answers in the team's own words, in the order of the pages."""
        return [
            each for section in self.template.sections.values() for each in self._written(section)
        ]

    @property
    def judged_words(self) -> Iterable[Written]:
        """Those of the sections that are asked about."""
        return self._written(self.template.sections[self.only]) if self.only else self.written

    def _written(self, section: Section) -> Iterator[Written]:
        answers = reading.answers(self.plan, section.key)
        for key, columns in _worded(section):
            if isinstance(columns, Field):
                if said := text(answers.get(key)):
                    yield Written(key, key, None, columns, said)
                continue
            for row in self._rows[key]:
                for name, column in columns:
                    if said := text(row.get(column.key)):
                        yield Written(name, key, row, column, said)

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

    @cached_property
    def totals(self) -> Totals:
        """Of the budget; half a dozen checks look at them."""
        return totals(self.rows("budget"))

    def asks(self, key: str) -> bool:
        """Checks serve every version of the template, and not each asks the same."""
        return key in self._questions

    def section_of(self, key: str) -> Section:
        return self._questions[key][0]

    def answer(self, key: str) -> Any:
        """As typed, or the template's own answer until there is one."""
        if not self.asks(key):
            return None
        found = reading.answers(self.plan, self.section_of(key).key).get(key)
        return found if reading.says_something(found) else self.template.defaults.get(key, found)

    def says(self, key: str) -> str:
        return text(self.answer(key))

    def all_rows(self, key: str) -> list[Row]:
        if not self.asks(key):
            return []
        return reading.rows(self.plan, self.section_of(key).key, key)

    def rows(self, key: str) -> list[Row]:
        """Those with something in them; the others are a matter of V01 alone."""
        return self._rows.get(key, [])

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
