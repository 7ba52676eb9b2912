"""Cells pasted from a spreadsheet: lines whose cells stand apart by tabs.

A form brings them as ``_paste.<table>``, whether somebody filled that box or a script did. They
become cells of the form like any others, so that they are saved, merged and checked like any
others: what cannot be read stays as it was typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, count, dropwhile, takewhile

from app.errors import Phrase, Problem
from app.i18n import LANGUAGES, _
from app.rules import headings, saving
from app.rules.headings import Heads, Lines
from app.rules.saving import MOST_ROWS, Posted, Value
from app.rules.sheets import Sheet
from app.rules.template import reading
from app.rules.template.cards import in_order
from app.rules.template.shape import Field, Section, Table

BOX = "_paste."

# A cell is in quotes where it holds a tab, a line end or a quote of its own; otherwise its quotes
# are the writer's. That is how spreadsheets copy.
CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)|([^\t\n]*)')
DAY = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
APART = re.compile(r"[,;\n]")

NAMES_ALONE = _("These are only the names of the columns. Copy lines with them.")

Words = Mapping[str, str]  # what people write, folded → the code or the id that it means
Known = Callable[[Table, Field], Words]


@dataclass(frozen=True)
class Pasted:
    posted: Posted  # with the cells of the blocks
    troubles: dict[str, Phrase]  # table → why its block cannot be taken


def blocks(section: Section, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Table → the lines in its box, where there are any."""
    boxes = {BOX + table.key: table.key for table in section.tables}
    found = ((boxes.get(name), saving.normal(text)) for name, text in pairs)
    return {table: text for table, text in found if table and text.strip()}


def paste(
    section: Section,
    posted: Posted,
    given: Mapping[str, str],
    known: Known,
    heads: Callable[[Table], Heads],
) -> Pasted:
    """Put the blocks into the posted form: from the cell that ``posted.do`` names to the right
    and down, or into new rows; under the names in the block's first line, where it has them. An
    empty cell of a block changes nothing. Raises ``Problem`` where the form does not have that
    cell. The ids of new rows follow from the page and its base, so a block that is sent again is
    the same rows."""
    troubles: dict[str, Phrase] = {}
    for table in section.tables:
        if table.key not in given:
            continue
        lines: Lines = cells(given[table.key])
        headed = headings.read(table, lines, heads(table))
        lines = headed.lines if headed else lines
        if headed and headed.unknown:
            troubles[table.key] = headings.not_understood(headed.unknown)
            continue
        if headed and not any(any(line) for line in lines):
            troubles[table.key] = _(
                "These are only the names of the columns. Copy lines with them."
            )
            continue
        if sum(any(line) for line in lines) > MOST_ROWS:
            troubles[table.key] = too_many()
            continue
        do = posted.do if posted.do and posted.do.verb == "paste" else None
        here = do if do and do.table == table.key else None
        columns = headed.columns if headed else _columns(table, here.column if here else "")
        if any(any(line[len(columns) :]) for line in lines):
            troubles[table.key] = _(
                "These lines have more cells than there are columns here. Nothing was changed: look"
                " at the order of the columns, or leave some out."
            )
            continue
        rows = _rows(table, posted, here.row if here else "")
        written: dict[str, Value] = {}
        first = ""
        for line in lines:
            if not any(line) and not (here and here.row):
                continue
            row = next(rows)
            first = first or row
            for column, text in zip(columns, line, strict=False):
                if column and text:
                    name = f"{table.key}.{row}.{column.key}"
                    written[name] = _value(column, text, known(table, column))
        if here:
            do = replace(here, row=first)
        posted = replace(posted, written=posted.written | written, do=do or posted.do)
    return Pasted(posted, troubles)


def too_much(posted: Posted, pasted: Posted) -> dict[str, Phrase]:
    """What one form brings more of than we take; a cell out of a box is named by its table."""
    names = {name if name in posted.written else name.split(".")[0] for name in pasted.too_long}
    troubles: dict[str, Phrase] = {
        name: _("This is longer than we can keep. Please shorten it; nothing is lost yet.")
        for name in names
    }
    return troubles | dict.fromkeys(pasted.too_many, too_many_rows(pasted is not posted))


def too_many_rows(pasted: object) -> Phrase:
    """``pasted``: whether anything was."""
    return too_many() if pasted else _("These are more rows than we can keep.")


def too_many() -> Phrase:
    says = _(
        "These are more lines than a table can keep: it holds %(most)s rows. Nothing was changed."
        " Paste the most important ones, or add up what belongs together."
    )
    return str(says % {"most": MOST_ROWS})


def cells(block: str) -> list[list[str]]:
    """Its lines, each as its trimmed cells; without the line end that spreadsheets add."""
    block = saving.normal(block).removesuffix("\n")
    lines: list[list[str]] = [[]]
    at = 0
    while True:
        found = CELL.match(block, at)
        assert found is not None, "an empty cell always matches"
        quoted = found[1]
        if quoted is not None and not re.search(r'[\t\n"]', quoted):
            quoted = None
        text = found[0] if quoted is None else quoted.replace('""', '"')
        lines[-1].append(text.strip())
        at = found.end()
        if at == len(block):
            return lines
        if block[at] == "\n":
            lines.append([])
        at += 1


def _columns(table: Table, begin: str) -> tuple[Field | None, ...]:
    columns = in_order(table)
    return (*dropwhile(lambda column: bool(begin) and column.key != begin, columns),)


def _rows(table: Table, posted: Posted, begin: str) -> Iterator[str]:
    """The rows that lines go to: from ``begin`` on as the page shows them, or those that are
    still blank at its end; then new ones."""
    shown = [row for key, row in saving.rows_in(posted.written) if key == table.key]
    if begin and begin not in shown:
        raise Problem(saving.CUT)

    def is_blank(row: str) -> bool:
        cells = (f"{table.key}.{row}.{column.key}" for column in table.columns)
        return "-" in row and not any(posted.written.get(name) for name in cells)

    blank = [*takewhile(is_blank, reversed(shown))][::-1]
    there = shown[shown.index(begin) :] if begin else blank
    return chain(there, (f"new-{posted.base}-{n}" for n in count(1)))


def _value(column: Field, text: str, words: Words) -> Value:
    if column.kind == "several":
        whole = words.get(folded(text))
        parts = [whole] if whole else [part.strip() for part in APART.split(text)]
        return list(dict.fromkeys(words.get(folded(part), part) for part in parts if part))
    if column.kind == "date" and (day := DAY.fullmatch(text)):
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    return words.get(folded(text), text)


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def known_words(sheet: Sheet, table: Table, column: Field) -> Words:
    """What can be chosen in a column, by its code, its words in any of our languages, or the
    words before a bracket; a row of another table by its number, its text, or both."""
    found: dict[str, str] = {}
    if not (column.options or column.refers):
        return found
    name = f"{table.key}.{column.key}"
    for language in LANGUAGES:
        for code, label in sheet.options(column, name, "", language):
            for said in (code, label, label.partition("(")[0]):
                found.setdefault(folded(said), code)
    if column.refers:
        for id_, _label in sheet.references(name, column, ""):
            row = next(one for one in sheet.read.all_rows(column.refers) if one["id"] == id_)
            texts = (reading.text(row.get(key)) for key in ("statement", "title"))
            for said in (sheet.code(row), *texts):
                found.setdefault(folded(said), id_)
    found.pop("", None)
    return found
