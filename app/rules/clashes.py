"""After two have changed the same words: what the page shows, and how its writer decides.

The page that comes back is based on the newest version and holds the writer's own words, with
the other's beside them. So saving it again is a decision. Beside each clash it asks which text
stays, under the name ``_keep.<place>``: ``mine`` or ``theirs``.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from app.rules.merging import Clash, Merged
from app.rules.saving import Value, cell_of
from app.rules.template.shape import Answers, Section

KEEP = "_keep."
BACK = "new-9{:03}"  # what a row is called that its writer brings back; no page counts so far

Kind = Literal["both", "gone", "refused"]


@dataclass(frozen=True)
class Decision:
    """``both`` changed one answer; the row is ``gone`` in which this writer wrote; or somebody
    wrote in the row that this writer removes, so that the removal was ``refused``."""

    kind: Kind
    place: str  # "problem", "budget.b1.item", or "budget.b1" for a row
    mine: dict[str, Value]  # form field → text
    theirs: dict[str, Value]


def decisions(clashes: dict[str, Clash]) -> list[Decision]:
    """One for each answer; what is about a row that is gone, or stays, is one thing."""
    found: dict[str, Decision] = {}
    for name, clash in clashes.items():
        cell = cell_of(name)
        row = f"{cell.table}.{cell.row}" if cell else name
        if clash.mine is None and clash.theirs is not None:
            kept = found.setdefault(row, Decision("refused", row, {}, {}))
            kept.theirs[name] = clash.theirs
        elif clash.theirs is None and clash.mine is not None:
            gone = found.setdefault(row, Decision("gone", row, {}, {}))
            gone.mine[name] = clash.mine
        elif clash.mine is not None and clash.theirs is not None:
            both = Decision("both", name, {name: clash.mine}, {name: clash.theirs})
            found[name] = both
    return list(found.values())


def shown(section: Section, merged: Merged) -> Answers:
    """The section as its writer would have it; a row that could not be removed is there."""
    answers = deepcopy(merged.aside)
    for table in section.tables:
        rows = answers.get(table.key) or []
        there = {row["id"] for row in rows}
        for at, row in enumerate(merged.answers.get(table.key) or []):
            if row["id"] not in there:
                rows.insert(at, deepcopy(row))
        if rows:
            answers[table.key] = rows
    return answers


def decided(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A posted form after its writer's choices: an answer that is left to the other is not in it,
    and a row that comes back is a new one."""
    pairs = list(pairs)
    kept = {name.removeprefix(KEEP): text for name, text in pairs if name.startswith(KEEP)}
    back = {
        f"{place}.": f"{place.partition('.')[0]}.{BACK.format(number)}."
        for number, (place, text) in enumerate(kept.items())
        if text == "mine" and place.count(".") == 1
    }
    left = tuple(
        place if place.count(".") != 1 else f"{place}."
        for place, text in kept.items()
        if text == "theirs"
    )
    found = []
    for name, text in pairs:
        if name.startswith(KEEP) or name in left or name.startswith(_rows(left)):
            continue
        old = next((row for row in back if name.startswith(row)), "")
        found.append((back[old] + name.removeprefix(old) if old else name, text))
    return found


def _rows(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(place for place in places if place.endswith("."))
