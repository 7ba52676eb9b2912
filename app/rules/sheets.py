"""A section as a page shows it: every answer with what belongs beside it.

The page of one section, the idea card of five and the answer to a save all lay out the same
things, so they are put together here, once, and without a database.
"""

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.rules.dignity.remarks import Kept, Key, Remark, remarks
from app.rules.saving import question
from app.rules.template import Template, reading
from app.rules.template.cards import Column, card, in_order
from app.rules.template.checks import Facts, Finding, found_by
from app.rules.template.checks_answers import ASKED_BY_OTHERS, STARTER
from app.rules.template.checks_safety import score
from app.rules.template.codes import ORPHAN
from app.rules.template.completeness import NOT_YET, Progress, progress_of
from app.rules.template.findings import Reading
from app.rules.template.money import CENT, Totals, day, line_total, totals
from app.rules.template.shape import Field, Plan, Section, Table
from app.rules.template.starters import offered, unfinished
from app.rules.template.values import shown

Option = tuple[str, str]  # code or id, and words
WORST = 25  # the highest score of a risk


class Checked:
    """What the checks say of a plan, or of its section ``only``. They look when a page asks,
    which is after the commit and outside the lock: nobody waits for them to write."""

    def __init__(
        self,
        template: Template,
        plan: Plan,
        facts: Facts,
        only: str = "",
        kept: Mapping[Key, Kept] | None = None,
    ) -> None:
        self.template, self.plan, self.kept = template, plan, kept
        self.read = Reading(template, plan, facts, only)

    @cached_property
    def found(self) -> list[Finding]:
        return found_by(self.read)

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """Of each section that is asked about."""
        return progress_of(self.read, self.found)

    def but_for(self, kept: Mapping[Key, Kept]) -> "Checked":
        """The same judgement, with what the team keeps although the dignity check asks."""
        other = copy(self)
        other.kept = kept
        return other


class Sheet:
    """Of what is found a sheet shows what is about something already written; with ``check`` also
    what is only not written yet."""

    def __init__(self, checked: Checked, section: Section, *, check: bool = False) -> None:
        self.checked, self.section, self.check = checked, section, check
        self.template, self.plan = checked.template, checked.plan
        self.read = checked.read

    def answer(self, key: str) -> Any:
        return reading.answers(self.plan, self.section.key).get(key, "")

    def rows(self, table: Table) -> list[dict[str, Any]]:
        return reading.rows(self.plan, self.section.key, table.key)

    @staticmethod
    def is_optional(table: Table, column: Field) -> bool:
        """Some columns are wanted only in some rows; that is for their own checks to say."""
        return not column.required and f"{table.key}.{column.key}" not in ASKED_BY_OTHERS

    def is_empty(self, table: Table, row: dict[str, Any]) -> bool:
        return reading.is_empty(row, table)

    def says(self, key: str) -> bool:
        return reading.says_something(self.answer(key))

    def is_written(self, key: str) -> bool:
        """With more in it than the words that we lent."""
        texts = self.template.texts
        return self.says(key) and not unfinished(texts, key, reading.text(self.answer(key)))

    def beginnings(self, question: Field | Table) -> tuple[str, ...]:
        """First words to choose from while a field is empty, in the language of the team."""
        if isinstance(question, Table):
            return ()
        return offered(self.template.texts, question, self.read.facts.language)

    @property
    def first_empty(self) -> str:
        """The question to be written next."""
        questions = (question.key for question in self.section.questions)
        return next((key for key in questions if not self.is_written(key)), "")

    def options(self, field: Field, name: str, answer: Any, language: str) -> list[Option]:
        """What can be chosen. An answer that is none of these stays one: a form that is shown
        must not change what it shows."""
        texts = self.template.texts
        found = list(texts.options(field.options, language)) if field.options else []
        if field.refers:
            found += self.references(name, field, language)
        known = {code for code, _words in found}
        given = answer if isinstance(answer, list) else [str(answer or "")]
        return found + [(code, code) for code in given if code and code not in known]

    def references(self, name: str, field: Field, language: str) -> list[Option]:
        """The rows that a column may name: steps make products, products serve changes.
        ``name`` is the column's, such as "results.parent"."""
        level = {"results.parent": "outcome", "activities.output": "output"}.get(name, "")
        return [
            (reading.row_id(row), self.read.label(field.refers, row))
            for row in self.read.all_rows(field.refers)
            if (not level or reading.text(row.get("level")) == level)
            and reading.row_id(row)
            and reading.row_says(row)
        ]

    @property
    def own_references(self) -> dict[str, list[Option]]:
        """Columns that name rows of this very section: what they offer changes with each save."""
        own = {table.key for table in self.section.tables}
        return {
            name: self.references(name, column, "")
            for table in self.section.tables
            for column in table.columns
            if column.refers in own
            for name in [f"{table.key}.{column.key}"]
        }

    @cached_property
    def hints(self) -> dict[str, list[Finding]]:
        """Question, or "table.row" → what is found there."""
        found: dict[str, list[Finding]] = {}
        ours = (each for each in self.checked.found if each.section == self.section.key)
        for each in ours:
            if self.check or self._is_about_something(each):
                place = f"{each.field}.{each.row}" if each.row else each.field
                found.setdefault(place, []).append(each)
        return found

    @cached_property
    def remarks(self) -> dict[str, list[Remark]]:
        """The same of the words: what of this section somebody may stumble over."""
        found: dict[str, list[Remark]] = {}
        read = Reading(self.template, self.plan, self.read.facts, self.section.key)
        for each in remarks(read, self.checked.kept):
            found.setdefault(each.place, []).append(each)
        return found

    def _is_about_something(self, found: Finding) -> bool:
        """Nobody likes to be told what is missing while they are still writing."""
        if found.check == "V01" and found.variant in NOT_YET - {STARTER}:
            return False
        if not found.row:
            return self.says(found.field)
        rows = self.read.all_rows(found.field)
        row = next((row for row in rows if reading.row_id(row) == found.row), {})
        return reading.says_something(row.get(found.column)) if found.column else bool(row)

    def code(self, row: dict[str, Any]) -> str:
        """The number that a row is shown with; "" where it has none."""
        return self.read.codes.get(reading.row_id(row), "").strip(ORPHAN)

    @staticmethod
    def counts(table: Table) -> bool:
        """Whether something is computed of its rows."""
        return table.key in ("budget", "risks")

    def sum(self, table: Table, row: dict[str, Any], language: str) -> str:
        """What is computed of a row: the money of a budget line, the score of a risk."""
        if table.key == "budget" and (total := line_total(row)) is not None:
            return self.money(total, language)
        if table.key == "risks" and (found := score(row)):
            return f"{found} / {WORST}"
        return ""

    def money(self, amount: Decimal, language: str) -> str:
        """Always with cents; the currency stands once, beside the sums."""
        return shown(amount.quantize(CENT), language)

    @cached_property
    def totals(self) -> Totals | None:
        if not self.section.question("budget"):
            return None
        return totals(reading.rows(self.plan, "budget", "budget"))

    @property
    def requested_share(self) -> int:
        """Percent of the budget that donors are asked for."""
        sums = self.totals
        return int(sums.requested * 100 / sums.total) if sums and sums.total else 0

    @property
    def currency(self) -> str:
        """As it was chosen; "" until then."""
        return reading.text(reading.answers(self.plan, "budget").get("currency"))

    card = staticmethod(card)
    in_order = staticmethod(in_order)

    @staticmethod
    def is_day(answer: object) -> bool:
        """Whether a date control can hold it; another text would be lost in one."""
        return not answer or day(answer) is not None

    def lacks(self, row: dict[str, Any], columns: list[Column]) -> bool:
        """Whether something that is asked for is missing in these columns."""
        return any(
            column.required and not reading.says_something(row.get(column.key))
            for column, _parts in columns
        )

    def has_hints(self, place: str, columns: list[Column]) -> bool:
        folded = {column.key for column, _parts in columns}
        found = [*self.hints.get(place, ()), *self.remarks.get(place, ())]
        return any(each.column in folded for each in found)

    def label(self, name: str, language: str) -> str:
        """A form field as people call it: "What exactly (B01 Cards)"; a row: "B01 Cards"."""
        key, _dot, rest = name.partition(".")
        row_id, _dot, column = rest.partition(".")
        asked = f"{key}.{column}" if column else key
        said = self.template.texts.field(asked, language).label
        row = next((row for row in self.read.all_rows(key) if row["id"] == row_id), None)
        if row_id and row:
            called = self.read.label(key, row)
            return f"{said} ({called})" if column else called
        return said

    def words(self, name: str, answer: Any, language: str) -> str:
        """An answer as it is read: the words of what was chosen, or what was written."""
        asked = question(self.section, name)
        if asked is None or not (asked.options or asked.refers):
            return str(answer or "")
        key, _dot, rest = name.partition(".")
        column = rest.partition(".")[2]
        known = dict(self.options(asked, f"{key}.{column}" if column else key, answer, language))
        return ", ".join(known.get(code, code) for code in reading.choices(answer))
