"""Points while rows come, move, change and go."""

from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import pointing
from app.rules.pointing import Target
from app.rules.template import template

COLUMNS = ("item", "unit", "note")


@dataclass
class Said:
    """A point, as far as it says what it is about."""

    section: str
    field: str
    row: str
    column: str
    about: Any
    start: int | None = None
    end: int | None = None
    became: Any = None
    became_version: int | None = None


def row(number: int) -> dict[str, str]:
    return {"id": f"b{number}"} | {key: f"{key} of line {number}" for key in COLUMNS}


def plan(rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"budget": {"budget": rows}}


@settings(max_examples=500, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10**9), st.integers(0, 15))
def test_a_point_on_a_row_or_cell_follows_it_wherever_it_goes(
    count: int, seed: int, edits: int
) -> None:
    random = Random(seed)
    then = [row(number) for number in range(count)]
    place = Target("budget", "budget", f"b{random.randrange(count)}", random.choice(("", *COLUMNS)))
    point = Said(*place, about=pointing.value(plan(then), place))

    now = [dict(one) for one in then]
    for number in range(edits):
        at = random.randrange(len(now) + 1)
        match random.choice(("in", "out", "moved", "written")):
            case "in":
                now.insert(at, row(100 + number))
            case "out":
                del now[at : at + 1]
            case "moved" if at < len(now):
                now.insert(random.randrange(len(now)), now.pop(at))
            case "written" if at < len(now):
                now[at][random.choice(COLUMNS)] = f"something else {number}"

    found = pointing.standing(template(), point, plan(now))
    old = next(one for one in then if one["id"] == place.row)
    new = next((one for one in now if one["id"] == place.row), None)
    said = [place.column] if place.column else list(COLUMNS)
    if new is None:
        assert found.state == "gone"
    elif all(new[key] == old[key] for key in said):
        assert found.state == "there"
    else:
        assert found.state == "changed"
    chosen = place.column == "unit"  # is not quoted: whoever reads it sees the choice
    assert found.quote == ("" if chosen else old[place.column or "item"])


def test_what_was_changed_to_deal_with_a_point_is_what_stood_there_then() -> None:
    was = row(1)
    became = was | {"item": "Other pens"}
    point = Said("budget", "budget", "b1", "", was, became=became, became_version=7)
    [(key, one)] = pointing.since(template(), point)
    assert (key, one.old, one.new) == ("budget.item", "item of line 1", "Other pens")


def test_a_section_and_a_table_as_a_whole_are_never_gone() -> None:
    for place in (Target("budget"), Target("budget", "budget")):
        assert pointing.standing(template(), Said(*place, about=None), {}).state == ""
