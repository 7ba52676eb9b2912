"""Two versions of a section side by side: what differs, as data.

Answers are compared as a save compares them (``saving.same``: no answer is an empty one, choices
have no order), so that two versions differ here just where saving one over the other would change
something. Rows are told apart by their ids: one that only stands elsewhere has moved, it was not
removed and added.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from app.rules.paragraphs import common
from app.rules.saving import Value, same
from app.rules.template import reading
from app.rules.template.money import PAYERS, line_total, totals
from app.rules.template.reading import Row
from app.rules.template.shape import Answers, Field, Plan, Section, Table

Change = Literal["new", "changed", "moved", "removed"]


@dataclass(frozen=True)
class Difference:
    """An answer, or one cell of a row, that is another one now."""

    field: Field
    old: Value  # as typed; "" where there was none
    new: Value

    @property
    def added(self) -> list[str]:
        """Codes of a ``several``, in the order of the answer."""
        return _without(self.new, self.old)

    @property
    def removed(self) -> list[str]:
        return _without(self.old, self.new)


@dataclass(frozen=True)
class RowDifference:
    """A row that is new, gone, elsewhere or changed, with its ``cells`` that differ."""

    old: Row | None
    new: Row | None
    place: tuple[int, int]  # before and after, counted from 1; 0: not there
    moved: bool
    cells: tuple[Difference, ...]

    @property
    def change(self) -> Change:
        if self.old is None:
            return "new"
        if self.new is None:
            return "removed"
        return "changed" if self.cells else "moved"

    @property
    def row(self) -> Row:
        """As it is; one that is gone, as it was."""
        found = self.old if self.new is None else self.new
        assert found is not None
        return found


@dataclass(frozen=True)
class TableDifference:
    table: Table
    rows: tuple[RowDifference, ...]  # as they stand now; then those that are gone


@dataclass(frozen=True)
class Sum:
    """Money before and after, in the budget's currency."""

    payer: str  # of money.PAYERS; "": nobody was chosen
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class SectionDifference:
    """Only what differs; false where nothing does."""

    section: Section
    questions: tuple[Difference | TableDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.questions)

    @property
    def extent(self) -> Counter[str]:
        """How much differs: "answers", and rows by their change."""
        found: Counter[str] = Counter()
        for one in self.questions:
            if isinstance(one, Difference):
                found["answers"] += 1
            else:
                found.update(row.change for row in one.rows)
        return found


def compare(section: Section, old: Answers, new: Answers) -> SectionDifference:
    """What is different in ``new``; the arguments may come from anywhere and stay as they are."""
    return SectionDifference(section, tuple(_differences(section, old, new)))


def _differences(
    section: Section, old: Answers, new: Answers
) -> Iterator[Difference | TableDifference]:
    for question in section.questions:
        key = question.key
        if isinstance(question, Field):
            yield from difference(question, old.get(key), new.get(key))
            continue
        was, now = (reading.rows({section.key: one}, section.key, key) for one in (old, new))
        if rows := tuple(_rows(question, was, now)):
            yield TableDifference(question, rows)


def difference(field: Field, old: Any, new: Any) -> Iterator[Difference]:
    """None where both say the same."""
    if not same(old, new):
        yield Difference(field, old or "", new or "")


def _without(these: Value, others: Value) -> list[str]:
    known = reading.choices(others)
    return [code for code in reading.choices(these) if code not in known]


def _rows(table: Table, was: Sequence[Row], now: Sequence[Row]) -> Iterator[RowDifference]:
    before, after = _numbered(was), _numbered(now)
    stayed = [ids for ids in before if ids in after], [ids for ids in after if ids in before]
    in_order = {stayed[0][at] for at, _there in common(*stayed)}
    for id_, (place, row) in after.items():
        if id_ not in before:
            yield RowDifference(None, row, (0, place), False, cells(table, {}, row))
            continue
        then, old = before[id_]
        differ, moved = cells(table, old, row), id_ not in in_order
        if differ or moved:
            yield RowDifference(old, row, (then, place), moved, differ)
    for id_, (place, row) in before.items():
        if id_ not in after:
            yield RowDifference(row, None, (place, 0), False, cells(table, row, {}))


def _numbered(rows: Sequence[Row]) -> dict[str, tuple[int, Row]]:
    return {reading.row_id(row): (place, row) for place, row in enumerate(rows, 1)}


def cells(table: Table, old: Row, new: Row) -> tuple[Difference, ...]:
    """What is different in a row."""
    return tuple(
        cell
        for column in table.columns
        for cell in difference(column, old.get(column.key), new.get(column.key))
    )


def line_sums(row: RowDifference) -> tuple[Decimal | None, Decimal | None]:
    """What a line of the budget cost and what it costs; None where there is no such sum."""
    return line_total(row.old or {}), line_total(row.new or {})


def sums(old: Plan, new: Plan) -> list[Sum]:
    """The budget by who pays, and at the end the whole of it ("total"). Rows that cannot be
    counted are in no sum."""
    before, after = (totals(reading.rows(plan, "budget", "budget")) for plan in (old, new))
    paid = [payer for payer in (*PAYERS, "") if payer in {*before.by_payer, *after.by_payer}]
    zero = Decimal("0.00")
    found = [
        Sum(payer, before.by_payer.get(payer, zero), after.by_payer.get(payer, zero))
        for payer in paid
    ]
    return [*found, Sum("total", before.total, after.total)]
