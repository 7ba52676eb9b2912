"""How the columns of a table stand on a card: a row of many columns is a small page of its own.

Each card has twelve parts in a line on a desk; on a phone everything wider than a quarter takes
the whole line. Columns that are not named here are folded away until they are wanted.
"""

from app.rules.template.shape import Field, Table

CARDS = {
    "evidence": "claim:12 kind:4 source:8 year:3 n_people:3 url:6",
    "groups": "group:6 age_min:3 age_max:3 direct:3 indirect:3 how_counted:6",
    "stakeholders": "who:6 wants:6 influence:6 we_will:6",
    "results": "level:6 parent:6 statement:12 assumption:12",
    "indicators": "title:12 result:6 measure:3 unit:3 baseline:3 target:3 source:6 when:6 who:6",
    "activities": "title:12 output:6 lead:6 what:12 start:3 end:3 place:6 people:4 minors:4"
    " needs_permission:4",
    "budget": "item:8 category:4 quantity:2 unit:2 unit_cost:2 times:2 paid_by:4 activity:6 note:6",
    "risks": "what:12 kind:12 likelihood:6 impact:6 mitigation:12 owner:6 residual:6",
    "partners": "name:6 type:6 gives:12 status:6",
    "asks": "kind:4 detail:8",
}
FOLDED = 6  # parts of a line for what is folded

Column = tuple[Field, int]  # and its parts of a line


def card(table: Table) -> tuple[list[Column], list[Column]]:
    """What a card shows, and what it keeps folded."""
    places = [place.split(":") for place in CARDS.get(table.key, "").split()]
    shown = [
        (column, int(parts)) for key, parts in places if (column := table.column(key)) is not None
    ]
    known = [column for column, _parts in shown]
    return shown, [(column, FOLDED) for column in table.columns if column not in known]


def in_order(table: Table) -> list[Field]:
    """The columns as a card has them, from left to right: so they are pasted, too."""
    return [column for part in card(table) for column, _parts in part]
