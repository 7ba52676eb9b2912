"""The first line of a pasted block, where it names the columns: then the names say which cell goes
where, in any of our languages, and the line itself is no row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import LANGUAGES, _
from app.rules.buttons import ROW
from app.rules.template.shape import Field, Table
from app.rules.template.texts import Texts

Heads = Mapping[str, str]  # a heading, folded → the key of its column; "": nothing to keep
Lines = Sequence[Sequence[str]]

NUMBERS = ("№", "#", "no", "nr", "n", "id", "№ п/п", "п/п")  # what columns of numbers are called
MOST_NAMED = 5  # of what was not understood


@dataclass(frozen=True)
class Headed:
    columns: tuple[Field | None, ...]  # of each cell of a line; None: nothing to keep
    lines: Lines  # without the headings
    unknown: tuple[str, ...]  # headings that are none of ours, over cells that say something


def known(texts: Texts, table: Table) -> Heads:
    """The names of a table's columns as pages and the workbook show them, their words of the
    trade, and their keys. What is only counted (a code, a total) and numbers of lines are known,
    and not kept."""
    found: dict[str, str] = {}
    for name in texts.data["fields"]:
        key, _dot, column = name.partition(".")
        if key != table.key or not column:
            continue
        kept = column if table.column(column) else ""
        for language in LANGUAGES:
            words = texts.field(name, language)
            for said in (words.label, words.label.partition("(")[0], words.term, column):
                found.setdefault(folded(said), kept)
    for said in NUMBERS:
        found.setdefault(said, "")
    found.pop("", None)
    return found


def read(table: Table, lines: Lines, heads: Heads) -> Headed | None:
    """None: the first line is a row like the others. One of several cells may have names in it
    that we do not know; a single name counts only above other lines, because it could be
    somebody's word."""
    if not _names(lines[0], heads, alone=len(lines) > 1):
        return None
    names, rest = lines[0], lines[1:]
    while rest and _names(rest[0], heads, alone=False):  # the workbook has two such lines
        rest = rest[1:]
    width = max(len(names), *(len(line) for line in rest)) if rest else len(names)
    columns: list[Field | None] = []
    unknown: list[str] = []
    for at in range(width):
        said = names[at] if at < len(names) else ""
        cells = [line[at] for line in rest if at < len(line) and line[at]]
        key = heads.get(folded(said))
        column = table.column(key) if key else None
        is_new = key is not None and (column is None or column not in columns)
        is_number = not said and at == 0 and all(ROW.fullmatch(cell) for cell in cells)
        if cells and not is_new and not is_number:
            unknown.append(said or str(_("column %(n)s, which has no name") % {"n": at + 1}))
        columns.append(column if is_new else None)
    return Headed(tuple(columns), rest, tuple(unknown))


def _names(line: Sequence[str], heads: Heads, *, alone: bool) -> bool:
    said = [folded(cell) for cell in line if cell]
    ours = sum(cell in heads for cell in said)
    if len(said) == 1:
        return alone and ours == 1
    return ours >= 2 and ours * 2 >= len(said)


def not_understood(names: Sequence[str]) -> Phrase:
    says = _(
        "The first line names the columns, and these names are not known here: %(names)s. Nothing"
        " was changed: write them as the columns are called above, or leave these columns out."
    )
    shown = [name[:40] for name in names[:MOST_NAMED]] + ["…"] * (len(names) > MOST_NAMED)
    return str(says % {"names": "; ".join(shown)})


def folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:*")
