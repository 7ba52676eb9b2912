"""The buttons of a section, as a form names them.

``_do=up:|down:|remove:|copy:|restore:<row id>``, ``move:<row id>:<row id>`` (below that one;
without it, to the top), ``add:<table>``, and ``paste:<table>``, or ``paste:<cell>`` to begin
there. A row is ``<table>.<row id>`` where its id alone does not tell it from others.

``_do=start:<field>`` puts the first words that are lent to a question into its empty field;
``start:<field>:2`` is the second of those that there are to choose from.

A row is moved below a neighbour that its writer saw rather than to a number: numbers shift when a
teammate adds or removes a row meanwhile, and a neighbour stays who it is.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

ROW = re.compile(r"[A-Za-z0-9]{1,20}|new-[0-9]{1,4}")

_ROW = rf"(?:(?P<table>\w+)\.)?(?P<row>{ROW.pattern})"
GRAMMAR = (
    re.compile(rf"(?P<verb>up|down|remove|copy|restore):{_ROW}"),
    re.compile(rf"(?P<verb>move):{_ROW}:(?P<after>{ROW.pattern})?"),
    re.compile(rf"(?P<verb>paste):(?P<table>\w+)\.(?P<row>{ROW.pattern})\.(?P<column>\w+)"),
    re.compile(r"(?P<verb>add|paste):(?P<table>\w+)"),
    re.compile(r"(?P<verb>start):(?P<field>\w+)(?::(?P<nth>[1-9]))?"),
)

Verb = Literal["up", "down", "move", "remove", "copy", "restore", "add", "paste", "start"]


@dataclass(frozen=True)
class Do:
    """The button that was pressed. ``table`` is "" where the form named only the row."""

    verb: Verb
    table: str
    row: str  # "" for "add" and "start"; of "paste": where it begins, "" for a new row
    after: str = ""  # of "move": the row above its new place; "": it becomes the first
    column: str = ""  # of "paste": where it begins
    field: str = ""  # of "start"
    nth: str = ""  # of "start": which beginning; "" is the first


def read(text: str) -> Do | None:
    """None: no page of ours has such a button."""
    for shape in GRAMMAR:
        if found := shape.fullmatch(text):
            parts: dict[str, Any] = {"table": "", "row": ""}
            return Do(**parts | {name: part or "" for name, part in found.groupdict().items()})
    return None
