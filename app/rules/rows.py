"""What the buttons of a table do to its rows. Each does nothing when it is repeated."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from app.rules.saving import Row
from app.rules.template.shape import Answers

Rows = list[dict[str, Any]]


def find(answers: Answers, row: Row) -> dict[str, Any] | None:
    return next((found for found in answers.get(row[0]) or [] if found["id"] == row[1]), None)


def remove(answers: Answers, row: Row) -> None:
    """References to it stay, and dangle: the checks say so, and a writer decides."""
    table, gone = row
    answers[table] = [found for found in answers[table] if found["id"] != gone]


def move(answers: Answers, row: Row, seen: Sequence[str], *, up: bool) -> None:
    """Past the neighbour that its writer saw, not simply by one place."""
    table, moved = row
    at = seen.index(moved) + (-1 if up else 1)
    rows: Rows = answers[table]
    ids = [found["id"] for found in rows]
    if not 0 <= at < len(seen) or seen[at] not in ids:
        return
    old, new = ids.index(moved), ids.index(seen[at])
    if old > new if up else old < new:
        rows.insert(new, rows.pop(old))


def move_below(answers: Answers, row: Row, seen: Sequence[str], after: str) -> None:
    """Below the row ``after``, "" for the top. Where that row is gone, below the one that its
    writer saw above it."""
    table, moved = row
    if after in ("", *seen) and after != moved:
        above = seen[: seen.index(after) + 1] if after else ()
        rows: Rows = answers[table]
        _insert(rows, rows.pop(_place(rows, moved)), [one for one in above if one != moved])


def copy(answers: Answers, row: Row, name: str) -> None:
    """The same once more, directly below; ``name`` is the id of the new row."""
    rows: Rows = answers[row[0]]
    at = _place(rows, row[1])
    rows.insert(at + 1, deepcopy(rows[at]) | {"id": name})


def restore(answers: Answers, row: Row, lost: Answers) -> None:
    """The row as ``lost`` has it, below the one that stood above it there."""
    if find(answers, row) is None:
        old: Rows = lost[row[0]]
        at = _place(old, row[1])
        above = [one["id"] for one in old[:at]]
        _insert(answers.setdefault(row[0], []), deepcopy(old[at]), above)


def _insert(rows: Rows, row: dict[str, Any], above: Sequence[str]) -> None:
    """Below the last of those ``above`` that is still there."""
    places = [at for at, one in enumerate(rows) if one["id"] in above]
    last = max(places, key=lambda at: above.index(rows[at]["id"]), default=-1)
    rows.insert(last + 1, row)


def _place(rows: Rows, name: str) -> int:
    return next(at for at, row in enumerate(rows) if row["id"] == name)
