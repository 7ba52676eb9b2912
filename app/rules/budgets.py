"""The budget as a workbook: what goes out on its sheet, and what a sheet that came back means.

A workbook is a page of the editor that was taken along. It carries the version that it was made
from and a ``page`` of its own, so what was changed in it meets what others saved meanwhile like
any other save, and bringing it back twice adds nothing twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from app.errors import Phrase
from app.i18n import LANGUAGES, _, gettext, reading_in
from app.rules.proposal_parts import UNHOLDABLE
from app.rules.saving import LONGEST, MOST_ROWS, PAGE, VERSION, Naming, Value
from app.rules.template import Template
from app.rules.template.codes import codes
from app.rules.template.money import CENT, PAYERS, amount, line_total, whole
from app.rules.template.reading import Row, answers, is_empty, row_id, rows, text
from app.rules.template.shape import Field, Plan, Table

MARK = "seedbed-budget/1"  # in the first cell of the first row
COLUMNS = (
    "id", "activity", "category", "item", "unit", "quantity", "unit_cost", "times", "total",
    "paid_by", "note",
)  # fmt: skip
COMPUTED = frozenset({"id", "total"})
HEAD = 40  # rows among which the head must be

In = object  # a cell, as a reader of workbooks gives it: text, a number, a day, nothing
Out = str | Decimal | None


@dataclass(frozen=True)
class Origin:
    """Where a workbook comes from."""

    code: str  # of the project
    version: int
    page: str


@dataclass(frozen=True)
class Sheet:
    """What is written. Choices are their words; numbers that can be read are numbers."""

    name: str
    title: str
    mark: str
    language: str
    origin: Origin
    heads: tuple[str, ...]  # of COLUMNS
    lines: tuple[tuple[Out, ...], ...]  # likewise; the total as we count it
    lists: Mapping[str, tuple[str, ...]]  # column → the words to choose from
    payers: tuple[str, ...]
    total: str  # what the sum of all is called


@dataclass(frozen=True)
class Taken:
    """A sheet as it was read: rows and columns from the first one on."""

    name: str
    cells: Sequence[Sequence[In]]


@dataclass(frozen=True)
class Trouble:
    cell: str  # "Budget!E7"
    says: Phrase


@dataclass(frozen=True)
class Brought:
    """What a sheet changes of the version that it was made from."""

    written: dict[str, Value] = field(default_factory=dict)  # form field name → answer
    removed: tuple[str, ...] = ()  # ids of lines that it has no more
    troubles: tuple[Trouble, ...] = ()


def sheet(template: Template, plan: Plan, mark: str, origin: Origin) -> Sheet:
    words = _Words(template, plan)
    language = reading_in.get()
    lines = [row for row in rows(plan, "budget", "budget") if not is_empty(row, words.table)]
    title = UNHOLDABLE.sub("", text(answers(plan, "idea").get("title")))
    currency = text(answers(plan, "budget").get("currency"))
    return Sheet(
        name=template.texts.section("budget", language).title,
        title=" · ".join(part for part in (title, origin.code, currency) if part),
        mark=mark,
        language=language,
        origin=origin,
        heads=tuple(
            "" if key == "id" else template.texts.field(f"budget.{key}", language).label
            for key in COLUMNS
        ),
        lines=tuple(tuple(words.shown(key, row) for key in COLUMNS) for row in lines),
        lists={
            key: tuple(words.choices(key, language))
            for key in COLUMNS
            if (column := words.table.column(key)) and column.options
        },
        payers=tuple(template.texts.option("paid_by", payer, language) for payer in PAYERS),
        total=gettext("Altogether"),
    )


def origin(taken: Taken) -> Origin | None:
    """None: this is no workbook of ours."""
    first = [_said(cell) for cell in (taken.cells[0] if taken.cells else [])][:4]
    if len(first) < 4 or first[0] != MARK or not _head(taken):
        return None
    code, version, page = first[1:]
    if not (VERSION.fullmatch(version) and PAGE.fullmatch(page)):
        return None
    return Origin(code, int(version), page)


def brought(
    template: Template, plan: Plan, base: Sequence[Row], taken: Taken, real: Naming
) -> Brought:
    """``base``: the lines of the version that the sheet was made from, and those that the same
    sheet has brought since, under the ids that ``real`` gives them. A cell that says what was
    written into it is not a change."""
    words = _Words(template, plan)
    head, at = _head(taken) or (0, {})
    before = {row_id(row): row for row in base}
    written: dict[str, Value] = {}
    troubles: list[Trouble] = []
    seen: list[str] = []
    for number, cells in enumerate(taken.cells[head + 2 :], start=head + 3):
        said = {key: cells[place] for key, place in at.items() if place < len(cells)}
        if not any(_said(said.get(key)) for key in COLUMNS if key not in COMPUTED):
            continue
        id_ = _said(said.get("id"))
        if id_ not in before or id_ in seen:  # a line that is copied takes its hidden id along
            id_ = f"new-{number}"
        seen.append(real("budget", id_))
        old = before.get(seen[-1], {})
        for column in words.table.columns:
            if words.unchanged(column, said.get(column.key), old):
                continue
            meant, trouble = words.meant(column, said.get(column.key))
            if trouble:
                place = f"{_letter(at[column.key])}{number}"
                troubles.append(Trouble(f"{taken.name}!{place}", trouble))
            written[f"budget.{id_}.{column.key}"] = meant
    if len(seen) > MOST_ROWS:
        says = str(_("fewer lines are expected, %(most)s at most")) % {"most": MOST_ROWS}
        troubles.append(Trouble(f"{taken.name}!{len(taken.cells)}", says))
    return Brought(written, tuple(id_ for id_ in before if id_ not in seen), tuple(troubles))


def _head(taken: Taken) -> tuple[int, dict[str, int]] | None:
    """The row of keys above the head, from 0, and where each column stands."""
    for number, cells in enumerate(taken.cells[:HEAD]):
        places = {_said(cell): place for place, cell in enumerate(cells)}
        if {key for key in COLUMNS if key != "total"} <= places.keys():
            return number, {key: places[key] for key in COLUMNS if key in places}
    return None


def _letter(column: int) -> str:
    return chr(ord("A") + column)  # twenty are read


def _said(cell: In) -> str:
    """A cell as trimmed text; 2.0 is "2", as people see it."""
    number = _number(cell)
    if number is not None:
        return _plain(number)
    return text(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _number(cell: In) -> Decimal | None:
    """None for what is no finite number. Six places forgive what binary fractions add."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return None
    try:
        found = round(Decimal(str(cell)), 6)
    except (InvalidOperation, ValueError):
        return None
    return found if found.is_finite() else None


def _plain(number: Decimal) -> str:
    if number == number.to_integral_value():
        return str(int(number))
    cents = number.quantize(CENT)
    return str(cents if cents == number else number.normalize())


class _Words:
    """The words of the budget's columns and what they stand for."""

    def __init__(self, template: Template, plan: Plan) -> None:
        self.template, self.plan = template, plan
        table = template.sections["budget"].question("budget")
        assert isinstance(table, Table)
        self.table = table
        numbers = codes(plan)
        self.steps = {
            row_id(row): (numbers.get(row_id(row), "").strip("–"), text(row.get("title")))
            for row in rows(plan, "plan", "activities")
            if row_id(row)
        }

    def step(self, id_: str) -> str:
        return UNHOLDABLE.sub("", " ".join(part for part in self.steps[id_] if part))

    def choices(self, key: str, language: str) -> Iterator[str]:
        column = self.table.column(key)
        assert column is not None
        if column.refers:
            yield from (self.step(id_) for id_ in self.steps)
        yield from (words for _code, words in self.template.texts.options(column.options, language))

    def shown(self, key: str, row: Row) -> Out:
        """A cell as it is written."""
        if key == "id":
            return row_id(row)
        if key == "total":
            return line_total(row)
        column = self.table.column(key)
        said = text(row.get(key))
        assert column is not None
        if column.kind in ("amount", "whole"):
            found = amount(said) if column.kind == "amount" else whole(said)
            return Decimal(found) if found is not None else said or None
        if column.refers and said in self.steps:
            return self.step(said)
        if column.options:
            return self.template.texts.option(column.options, said, reading_in.get()) or None
        return UNHOLDABLE.sub("", said) or None

    def unchanged(self, column: Field, cell: In, row: Row) -> bool:
        was = self.shown(column.key, row) if row else None
        if isinstance(was, Decimal):
            number = _number(cell)
            return was == (number if number is not None else amount(_said(cell)))
        if _said(cell) == text(was):
            return True
        code, trouble = self.meant(column, cell)
        return bool(column.options) and not trouble and code == text(row.get(column.key))

    def meant(self, column: Field, cell: In) -> tuple[str, Phrase]:
        """The answer that a cell stands for, and what is wrong with it. Empty is an answer."""
        said = _said(cell)
        if not said:
            return "", ""
        if column.kind in ("amount", "whole"):
            return said, _wrong_number(column, cell)
        if column.options:
            code = self._code(column, said.casefold())
            return code or said, "" if code else _("one of the words of its list is expected")
        if not isinstance(cell, str) and _number(cell) is None:
            return said, _("a text is expected")
        if len(said) > LONGEST:
            return said, _("a shorter text is expected")
        return said, _("a text of ordinary letters is expected") if UNHOLDABLE.search(said) else ""

    def _code(self, column: Field, said: str) -> str:
        if column.refers:
            by_words = [id_ for id_ in self.steps if self.step(id_).casefold() == said]
            by_part = [
                id_ for id_, names in self.steps.items() if said in {n.casefold() for n in names}
            ]
            if by_words or len(by_part) == 1:
                return (by_words or by_part)[0]
        known: dict[str, str] = {}
        for language in LANGUAGES:
            for code, words in self.template.texts.options(column.options, language):
                known |= {words.casefold(): code, code.casefold(): code}
        return known.get(said, "")


def _wrong_number(column: Field, cell: In) -> Phrase:
    bounds: dict[str, Any] = {"low": column.low, "high": column.high}
    number = _number(cell)
    said = _plain(number) if number is not None else cell
    read = amount(said) if column.kind == "amount" else whole(said)
    fits = read is not None and Decimal(column.low) <= read <= Decimal(column.high)
    if column.kind == "whole":
        says = _("a whole number from %(low)s to %(high)s is expected")
    elif read is None:
        says = _("a number such as 2.50 is expected")
    else:
        says = _("a number from %(low)s to %(high)s is expected")
    return "" if fits else str(says) % bounds
