"""A plan as people read it: every question in order, with codes, names and sums instead of keys,
and beside each what it said in an earlier plan.

Shown in the reader's language, while what the team wrote stays as it wrote it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.i18n import day as long_day
from app.i18n import money, number, reading_in
from app.rules.template import Template, reading
from app.rules.template.codes import ORPHAN, codes
from app.rules.template.money import Totals, amount, day, line_total, totals, whole
from app.rules.template.reading import Row, row_id, rows, text
from app.rules.template.shape import Field, Plan, Section, Stage, Table

WORDS_A_MINUTE = 200
WRITTEN = frozenset({"line", "prose", "lines"})
PRICES = frozenset({"unit_cost", "cost_after"})
TITLES = {"groups": "group", "asks": "kind"}  # table → its column that names a row; else the first

Change = Literal["", "new", "changed", "removed"]


@dataclass(frozen=True)
class Shown:
    """One answer. A list has ``items``; ``ours`` says that the words are the template's."""

    key: str
    label: str
    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    ours: bool = False
    code: str = ""  # of the chosen option, or the id of the row

    def __bool__(self) -> bool:
        return bool(self.text or self.items)


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is called, and its other cells that say something."""

    id: str
    code: str
    title: Shown
    cells: tuple[Shown, ...]
    total: str = ""  # of a budget line
    change: Change = ""
    was: "Line | None" = None

    def cell(self, key: str) -> str:
        return next((one.text for one in self.cells if one.key == key), "")


@dataclass(frozen=True)
class Asked:
    """A question with its answer, or with the rows of its table."""

    key: str
    label: str
    term: str
    is_table: bool
    answer: Shown | None = None
    lines: tuple[Line, ...] = ()
    totals: Totals | None = None
    change: Change = ""
    was: Shown | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.lines if self.is_table else self.answer)


@dataclass(frozen=True)
class Part:
    key: str
    stage: Stage
    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Document:
    parts: tuple[Part, ...]
    currency: str

    @property
    def places(self) -> Iterator[str]:
        """ "budget", "budget.b1": where something can be said of it."""
        for part in self.parts:
            for one in part.asked:
                yield one.key
                yield from (f"{one.key}.{line.id}" for line in one.lines)


def document(
    template: Template, plan: Plan, before: Plan | None = None, stages: tuple[Stage, ...] = ()
) -> Document:
    """``before``: an earlier plan to compare with; None: everything is as it is."""
    now, then = InWords(template, plan), InWords(template, before) if before is not None else None
    parts = tuple(
        Part(
            section.key,
            section.stage,
            template.texts.section(section.key, reading_in.get()).title,
            tuple(_shown_of(section, now, then)),
        )
        for section in template.sections.values()
        if not stages or section.stage in stages
    )
    return Document(parts, now.currency)


def minutes(template: Template, plan: Plan) -> int:
    """How long it takes to read what the team wrote; at least one."""
    return max(1, -(-sum(len(said.split()) for said in _written(template, plan)) // WORDS_A_MINUTE))


def _written(template: Template, plan: Plan) -> Iterator[str]:
    for section in template.sections.values():
        for field in section.fields:
            if field.kind in WRITTEN:
                yield _plain(reading.answers(plan, section.key).get(field.key))
        for table in section.tables:
            for row in rows(plan, section.key, table.key):
                yield from (_plain(row.get(c.key)) for c in table.columns if c.kind in WRITTEN)


def _plain(answer: object) -> str:
    return " ".join(reading.choices(answer)) if isinstance(answer, list) else text(answer)


class InWords:
    """A plan, with what showing any of its answers needs to know of the others."""

    def __init__(self, template: Template, plan: Plan) -> None:
        self.template = template
        self.plan = plan
        self.language = reading_in.get()
        self.codes = codes(plan)
        self.currency = text(reading.answers(plan, "budget").get("currency"))
        self.named = {
            row_id(row): self._name(table, row)
            for section in template.sections.values()
            for table in section.tables
            for row in rows(plan, section.key, table.key)
        }

    def _name(self, table: Table, row: Row) -> str:
        title = next((text(row.get(c.key)) for c in table.columns if c.kind in WRITTEN), "")
        code = self.codes.get(row_id(row), "").strip(ORPHAN)
        return " ".join(part for part in (code, title) if part)

    def answer(self, section: Section, field: Field) -> object:
        found = reading.answers(self.plan, section.key).get(field.key)
        if reading.says_something(found):
            return found
        return self.template.defaults.get(field.key, found)

    def rows(self, section: Section, table: Table) -> list[Row]:
        """Those that say something; results as a tree, each change before its products."""
        found = [
            row
            for row in rows(self.plan, section.key, table.key)
            if not reading.is_empty(row, table)
        ]
        if table.key == "results":
            found.sort(key=lambda row: self._place(row_id(row)))
        return found

    def _place(self, id_: str) -> tuple[int, ...]:
        code = self.codes.get(id_, ORPHAN)
        return (10**6,) if code == ORPHAN else tuple(int(part) for part in code.split("."))

    def shown(self, name: str, field: Field, answer: object) -> Shown:
        label = self.template.texts.field(name, self.language).label
        value = text(answer)
        made = Shown(field.key, label, field.kind, value)
        match field.kind:
            case "several":
                labels = tuple(self._option(field, code) for code in reading.choices(answer))
                return Shown(field.key, label, field.kind, items=labels, ours=True)
            case "lines":
                one_each = (
                    reading.choices(answer) if isinstance(answer, list) else (reading.lines(answer))
                )
                return Shown(field.key, label, field.kind, items=tuple(one_each))
            case "one" | "yes_no":
                words = self._option(field, value)
                return Shown(field.key, label, field.kind, words, ours=True, code=value)
            case "row":
                other = self.named.get(value) or self._option(field, value)
                return Shown(field.key, label, field.kind, other, code=value)
            case "date" if found := day(value):
                return Shown(field.key, label, field.kind, long_day(found), ours=True)
            case "amount" | "whole" if field.key != "year":
                return Shown(field.key, label, field.kind, self._number(field, value), ours=True)
        return made

    def _option(self, field: Field, code: str) -> str:
        if not code or not field.options:
            return code
        return self.template.texts.option(field.options, code, self.language)

    def _number(self, field: Field, value: str) -> str:
        found = amount(value) if field.kind == "amount" else whole(value)
        if found is None:
            return value
        if field.key in PRICES and self.currency:
            return money(amount(value) or found, self.currency)  # type: ignore[arg-type]
        return number(found)

    def line(self, table: Table, row: Row) -> Line:
        shown = [self.shown(f"{table.key}.{c.key}", c, row.get(c.key)) for c in table.columns]
        by_key = {one.key: one for one in shown}
        title = by_key.get(TITLES.get(table.key, "")) or next(
            (one for one in shown if one.kind in WRITTEN and one), shown[0]
        )
        if self.codes.get(row_id(row), ORPHAN) != ORPHAN:
            by_key.pop("parent", None)  # its code says so
        total = line_total(row) if table.key == "budget" else None
        return Line(
            id=row_id(row),
            code=self.codes.get(row_id(row), ""),
            title=title,
            cells=tuple(one for one in by_key.values() if one and one is not title),
            total=money(total, self.currency) if total is not None else "",
        )


def _shown_of(section: Section, now: InWords, then: InWords | None) -> Iterator[Asked]:
    for question in section.questions:
        one = _asked(section, question, now, then)
        if one.change or not (one.is_empty and question.key.endswith("_note")):
            yield one  # a note that nobody wrote is not missed


def _asked(section: Section, question: Field | Table, now: InWords, then: InWords | None) -> Asked:
    texts = now.template.texts.field(question.key, now.language)
    if isinstance(question, Table):
        return Asked(
            question.key,
            texts.label,
            texts.term,
            is_table=True,
            lines=tuple(_lines(section, question, now, then)),
            totals=(totals(now.rows(section, question)) if question.key == "budget" else None),
        )
    answer = now.shown(question.key, question, now.answer(section, question))
    was = then.shown(question.key, question, then.answer(section, question)) if then else None
    change: Change = ""
    if was is not None and (was.text, was.items) != (answer.text, answer.items):
        change = "removed" if not answer else "changed" if was else "new"
    return Asked(
        question.key,
        texts.label,
        texts.term,
        is_table=False,
        answer=answer,
        change=change,
        was=was if change else None,
    )


def _lines(section: Section, table: Table, now: InWords, then: InWords | None) -> Iterator[Line]:
    """The rows as they stand; after them those that were removed since."""
    old = {row_id(row): row for row in then.rows(section, table)} if then else {}
    current = now.rows(section, table)
    for row in current:
        line = now.line(table, row)
        if then is None:
            yield line
            continue
        change, was = _against(table, row, old.get(row_id(row)), then)
        yield Line(line.id, line.code, line.title, line.cells, line.total, change, was)
    here = {row_id(row) for row in current}
    for row in old.values():
        if then and row_id(row) not in here:
            gone = then.line(table, row)
            yield Line(gone.id, gone.code, gone.title, gone.cells, gone.total, "removed")


def _against(table: Table, row: Row, old: Row | None, then: InWords) -> tuple[Change, Line | None]:
    if old is None:
        return "new", None
    keys = [column.key for column in table.columns]
    if all(_plain(row.get(key)) == _plain(old.get(key)) for key in keys):
        return "", None
    return "changed", then.line(table, old)
