"""What a posted section says. How it meets what others saved meanwhile is ``merging``.

The grammar of the form is a promise to scripts and tests: ``base`` (the version it was written
on), ``_end=1`` exactly once (nothing was cut off), ``page`` (random, one per page shown), ``seq``
(counts what that page sends, so that what comes late does not undo what came after it),
``<field>``, ``<table>.<row id>.<column>`` where a row that is not saved yet is ``new-<n>``, and
``_do``, the button that was pressed (``buttons``). What is pasted into a table is ``pasting``.

A form that did not arrive whole is refused as a whole: of half a form nobody can tell which
half was meant. Texts are never refused here for what they say.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

from app.errors import Problem
from app.i18n import _
from app.rules import buttons
from app.rules.buttons import ROW, Do
from app.rules.template.shape import Answers, Field, Section, Table

LONGEST = 20_000  # characters of one answer
MOST_ROWS = 200  # of one table
MARKS = 500  # combining marks in a row; see ``normal``

NEW = re.compile(r"new-[0-9]{1,4}")
VERSION = re.compile(r"[0-9]{1,9}")
PAGE = re.compile(r"[A-Za-z0-9_-]{0,40}")

Value = str | list[str]
Row = tuple[str, str]  # a table and the id of its row
Naming = Callable[[str, str], str]  # a table and ``new-<n>`` → the id that the row gets
CUT = _("The form did not arrive whole. Nothing was saved.")


class Cell(NamedTuple):
    table: str
    row: str
    column: str


@dataclass(frozen=True)
class Posted:
    base: int
    page: str
    written: dict[str, Value]  # form field name → text, or the chosen codes; in the form's order
    do: Do | None
    seq: int = 0  # counts what one page sends; 0: it does not count

    @property
    def too_long(self) -> list[str]:
        """Names whose answer is longer than we keep: 422, and the page keeps the text."""
        return [name for name, value in self.written.items() if length(value) > LONGEST]

    @property
    def too_many(self) -> list[str]:
        """Tables of which one form brings more rows than we take at once."""
        counts = Counter(table for table, _row in rows_in(self.written))
        return [table for table, count in counts.items() if count > MOST_ROWS]


def read(section: Section, pairs: Sequence[tuple[str, str]]) -> Posted:
    """Keep the answers to our own questions, in the order in which the form has them.

    Names that are none of our questions are ignored, and an answer that is absent is not
    cleared. Raises ``Problem`` (400) where the form is cut off, says something twice, or has a
    ``base``, ``page``, ``seq``, ``_do`` or row id that no page of ours could have sent.
    """
    values = dict(pairs)
    counts = Counter(name for name, _text in pairs)
    asked = {name: field for name in counts if (field := question(section, name))}
    several = {name for name, field in asked.items() if field.kind == "several"}

    twice = any(count > 1 and name not in several for name, count in counts.items())
    base, page, seq = values.get("base", ""), values.get("page", ""), values.get("seq") or "0"
    whole = values.get("_end") == "1" and VERSION.fullmatch(base) and PAGE.fullmatch(page)
    if twice or not whole or not VERSION.fullmatch(seq):
        raise Problem(CUT)

    chosen: dict[str, list[str]] = {name: [] for name in several}
    for name, text in pairs:
        if name in several and text:  # the empty one is the companion that says "none of them"
            chosen[name].append(normal(text))
    written: dict[str, Value] = {}
    for name in asked:
        cell = cell_of(name)
        if cell and not ROW.fullmatch(cell.row):
            raise Problem(CUT)
        written[name] = _once(chosen[name]) if name in several else normal(values[name])
    return Posted(int(base), page, written, _do(section, values.get("_do", "")), int(seq))


def _do(section: Section, text: str) -> Do | None:
    """The pressed button; None for an ordinary save, whose form has no ``_do`` or an empty one."""
    if not text:
        return None
    do = buttons.read(text)
    if do is None or (do.table and not isinstance(section.question(do.table), Table)):
        raise Problem(CUT)
    if do.field and not isinstance(section.question(do.field), Field):
        raise Problem(CUT)
    if do.column and not question(section, f"{do.table}.{do.row}.{do.column}"):
        raise Problem(CUT)
    return do


def _once(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def cell_of(name: str) -> Cell | None:
    """``budget.k3x9.item`` → its table, row and column; None for the name of a field."""
    parts = name.split(".")
    return Cell(*parts) if len(parts) == 3 else None


def question(section: Section, name: str) -> Field | None:
    """The field or the column that a form field answers; None if it is none of ours."""
    cell = cell_of(name)
    if cell:
        table = section.question(cell.table)
        return table.column(cell.column) if isinstance(table, Table) else None
    field = section.question(name)
    return field if isinstance(field, Field) else None


def normal(text: str) -> str:
    """One spelling (NFC) and one kind of line end, so that equal texts compare equal. Nothing
    else: spaces, odd characters and wrong codes stay as they were typed.

    Putting marks in order takes the square of their number (0.3 s for 20,000 in a row, and a
    form has many fields), so a text with more of them on one letter than any writing has, or
    any joke, keeps the spelling that it came with."""
    text = text.replace("\r\n", "\n")
    if text.isascii():
        return text
    if len(text) > MARKS:
        runs = (sum(1 for _mark in run) for mark, run in groupby(text, _is_mark) if mark)
        if max(runs, default=0) > MARKS:
            return text
    return unicodedata.normalize("NFC", text)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0


def length(value: Value) -> int:
    """In characters; of choices, all of them together."""
    return len(value) if isinstance(value, str) else sum(len(code) + 1 for code in value)


def naming(page: str, project: str, new_id: Callable[[], str]) -> Naming:
    """The same ``new-<n>`` of the same page is the same row, however often it arrives. A form
    without a ``page`` is new every time."""

    @cache
    def real(table: str, row: str) -> str:
        if "-" not in row:
            return row
        if not page:
            return new_id()
        return sha256(f"{project}|{page}|{table}|{row}".encode()).hexdigest()[:10]

    return real


def renamed(section: Section, written: Mapping[str, Value], real: Naming) -> dict[str, Value]:
    """New rows, and references to them, under the ids that the rows get."""
    found: dict[str, Value] = {}
    for name, value in written.items():
        cell, asked = cell_of(name), question(section, name)
        if asked and asked.refers and isinstance(value, str) and NEW.fullmatch(value):
            value = real(asked.refers, value)
        if cell:
            name = f"{cell.table}.{real(cell.table, cell.row)}.{cell.column}"
        if name in found:  # one row under both its names: its page uses a number twice
            raise Problem(CUT)
        found[name] = value
    return found


def target(do: Do | None, rows: Iterable[Row], real: Naming) -> Row | None:
    """The row that a button is about, if it is one of these."""
    if do is None or not do.row or do.verb == "restore":
        return None
    found = {row for row in rows if do.table in ("", row[0]) and row[1] == real(row[0], do.row)}
    if len(found) > 1:
        raise Problem(CUT)
    return next(iter(found), None)


def wanted(
    section: Section, typed: Mapping[str, Value], do: Do | None, target: Row | None
) -> set[Row]:
    """Rows worth beginning: with something in them, referred to, or asked for by the button. An
    empty one is otherwise only the form's invitation to write. One with something in it begins
    even where it is removed at once, so that it can be brought back."""
    found = {target} if target and do and do.verb != "remove" else set()
    for name, value in typed.items():
        cell, asked = cell_of(name), question(section, name)
        if cell and (value or (do and do.verb == "add" and do.table == cell.table)):
            found.add((cell.table, cell.row))
        if asked and asked.refers and isinstance(value, str):
            found.add((asked.refers, value))
    return found


def as_typed(base: Answers, posted: Posted) -> Answers:
    """The answers as the page shows them, new rows still ``new-<n>``: for a form that is shown
    again because nothing could be saved."""
    answers = deepcopy(base)
    for name, value in posted.written.items():
        put(answers, name, value)
    return answers


def flat(answers: Answers) -> dict[str, Any]:
    """Answers under the names that their form fields have."""
    found: dict[str, Any] = {}
    for key, answer in answers.items():
        if isinstance(answer, list) and answer and isinstance(answer[0], dict):
            for row in answer:
                cells = ((column, value) for column, value in row.items() if column != "id")
                found |= {f"{key}.{row['id']}.{column}": value for column, value in cells}
        else:
            found[key] = answer
    return found


def put(answers: Answers, name: str, value: Value) -> None:
    """The reverse of ``flat``, for one answer; a row that is not there yet is added."""
    if cell := cell_of(name):
        row_of(answers, (cell.table, cell.row))[cell.column] = value
    else:
        answers[name] = value


def row_of(answers: Answers, row: Row) -> dict[str, Any]:
    table, row_id = row
    rows: list[dict[str, Any]] = answers.setdefault(table, [])
    found = next((there for there in rows if there["id"] == row_id), None)
    if found is None:
        found = {"id": row_id}
        rows.append(found)
    return found


def rows_in(names: Iterable[str]) -> list[Row]:
    """The rows that these cells are in, each once, in their order."""
    cells = (cell for name in names if (cell := cell_of(name)))
    return list(dict.fromkeys((cell.table, cell.row) for cell in cells))


def rows(section: Section, answers: Answers) -> list[Row]:
    return [(t.key, row["id"]) for t in section.tables for row in answers.get(t.key) or []]


def same(one: Any, other: Any) -> bool:
    """Whether two answers say the same. No answer is an empty one; choices have no order."""
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    return (one or "") == (other or "")


def changed(section: Section, old: Answers, new: Answers) -> frozenset[str]:
    """The names whose answers differ; and a table's, if rows came, went or moved in it."""
    was, now = flat(old), flat(new)
    names = {name for name in was.keys() | now.keys() if not same(was.get(name), now.get(name))}
    for table in section.tables:
        before, after = old.get(table.key) or [], new.get(table.key) or []
        if [row["id"] for row in before] != [row["id"] for row in after]:
            names.add(table.key)
    return frozenset(names)


def outgrown(old: list[Row], new: list[Row]) -> list[str]:
    """Tables that grow beyond what we take; one that was larger before may stay as it is."""
    was, now = Counter(table for table, _row in old), Counter(table for table, _row in new)
    return [table for table, count in now.items() if count > max(MOST_ROWS, was[table])]
