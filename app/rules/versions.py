"""Two states of a plan as a page shows what differs between them: labels, options and the names
of rows in the reader's language, words put in and taken out, money as numbers."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from app.i18n import reading_in
from app.rules import wording
from app.rules.comparing import (
    Difference,
    RowDifference,
    SectionDifference,
    Sum,
    TableDifference,
    compare,
    line_sums,
    sums,
)
from app.rules.template import Template, reading
from app.rules.template.document import WRITTEN, InWords, Line, Shown
from app.rules.template.money import CENT
from app.rules.template.reading import Row
from app.rules.template.shape import Field, Plan, Section, Table
from app.rules.template.values import shown
from app.rules.wording import Patience, Piece

WORDED = WRITTEN | {"link"}  # kinds of answers that are compared word by word


class Comparison:
    """``only``: the one section that is asked about; "" for all. A whole plan belongs to each
    side, because rows name rows of other sections. Looked at when a page is rendered, outside
    every lock, and the words of all its texts together take no longer than ``Patience``."""

    def __init__(self, template: Template, before: Plan, after: Plan, only: str = "") -> None:
        self.template, self.before, self.after, self.only = template, before, after, only
        self._then, self._now = InWords(template, before), InWords(template, after)
        self._patience = Patience()

    @cached_property
    def sections(self) -> list[SectionDifference]:
        """Those that differ, in the order of the plan."""
        asked = (
            [self.template.sections[self.only]] if self.only else self.template.sections.values()
        )
        found = (
            compare(
                section,
                reading.answers(self.before, section.key),
                reading.answers(self.after, section.key),
            )
            for section in asked
        )
        return [one for one in found if one]

    @property
    def extent(self) -> Counter[str]:
        """How much differs in all of them; see ``rules.comparing``."""
        found: Counter[str] = Counter()
        for one in self.sections:
            found.update(one.extent)
        return found

    def title(self, section: SectionDifference) -> str:
        return self.template.texts.section(section.section.key, reading_in.get()).title

    def label(self, key: str) -> str:
        """Of a question, or of a column: "budget.item"."""
        return self.template.texts.field(key, reading_in.get()).label

    @staticmethod
    def is_worded(field: Field) -> bool:
        return field.kind in WORDED

    def pieces(self, one: Difference) -> Sequence[Piece]:
        """Of a text: what stands beside its changes, and these."""
        return wording.shortened(wording.pieces(str(one.old), str(one.new), self._patience))

    def was(self, key: str, one: Difference) -> Shown:
        return self._then.shown(key, one.field, one.old)

    def is_now(self, key: str, one: Difference) -> Shown:
        return self._now.shown(key, one.field, one.new)

    def choices(self, key: str, one: Difference) -> tuple[Sequence[str], Sequence[str]]:
        """In words: what was chosen in addition, and what is not chosen any more."""
        added = self._now.shown(key, one.field, one.added).items
        return added, self._then.shown(key, one.field, one.removed).items

    def line(self, one: TableDifference, row: RowDifference) -> Line:
        """The whole row: its number, what it is called, and its cells."""
        return (self._then if row.new is None else self._now).line(one.table, row.row)

    def answer(self, section: Section, field: Field) -> Shown:
        """As it is now, whether or not it differs."""
        return self._now.shown(field.key, field, self._now.answer(section, field))

    def row(self, table: Table, row: Row) -> Line:
        """The same of a row."""
        return self._now.line(table, row)

    def line_sums(self, one: TableDifference, row: RowDifference) -> Sum | None:
        """Of a line of the budget whose sum is another one now."""
        if one.table.key != "budget":
            return None
        before, after = line_sums(row)
        if before == after:
            return None
        return Sum("", before or Decimal(0), after or Decimal(0))

    @cached_property
    def sums(self) -> list[Sum]:
        """The budget's, where its section differs and there is something to count."""
        if not any(one.section.key == "budget" for one in self.sections):
            return []
        found = sums(self.before, self.after)
        return found if len(found) > 1 else []

    def money(self, amount: Decimal) -> str:
        """Always with cents; the currency stands once, beside the sums."""
        return shown(amount.quantize(CENT), reading_in.get())

    @property
    def currencies(self) -> tuple[str, str]:
        """Before and after. Sums in different ones have no difference."""
        return self._then.currency, self._now.currency
