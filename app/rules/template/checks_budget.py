"""The budget: sums (V11), what each line is for (V12, V15), and what donors look at first (V13,
V14, V16).

V10, the sum of a line, is no check: line_total() counts it. Source: template notes, section 1.5.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from app.rules.template.findings import MUST, WARN, Check, Place, Reading, always
from app.rules.template.money import CENT, REQUESTED, amount, line_total, percent, totals, whole
from app.rules.template.reading import Row, row_id, text
from app.rules.template.values import Value

WHOLE_PROJECT = "whole_project"
MOST_WHOLE = Decimal(30)  # percent of the budget; mirrors the IOM Development Fund's limit
ONE_PIECE = Decimal(20)  # percent of the budget
MOST_EQUIPMENT = Decimal(40)  # percent of what is requested
CASH = frozenset({REQUESTED, "own_cash", "partner_cash"})
# What one participant costs, from and to: wide, because a card quiz is cheap and a weekend is not.
# An installation that knows its projects better changes this table.
USUAL = {
    "BYN": (Decimal("1.00"), Decimal("300.00")),
    "EUR": (Decimal("0.30"), Decimal("100.00")),
    "USD": (Decimal("0.30"), Decimal("100.00")),
}


def sums(read: Reading) -> Iterator[Place]:
    """There is one currency because the budget has one field for it."""
    found = read.totals
    if found.unreadable:
        values: dict[str, Value] = {"count": found.unreadable}
        yield Place("budget", variant="unreadable_rows", values=values)
    asks_money = any(text(row.get("kind")) == "money" for row in read.rows("asks"))
    if asks_money and found.requested == 0:
        yield Place("budget", variant="nothing_requested")


def tied_to_steps(read: Reading) -> Iterator[Place]:
    known = read.ids("activities") | {WHOLE_PROJECT}
    for row in read.rows("budget"):
        if text(row.get("activity")) not in known:
            yield Place("budget", row, "activity")


def whole_project(read: Reading) -> Iterator[Place]:
    rows = read.rows("budget")
    total = totals(rows).total
    common = totals(row for row in rows if text(row.get("activity")) == WHOLE_PROJECT).total
    if total and common * 100 > MOST_WHOLE * total:
        yield Place("budget", values={"percent": percent(common, total)})


def one_piece(read: Reading) -> Iterator[Place]:
    """ "Various things, 1 × 900": nobody can follow such a line."""
    rows = read.rows("budget")
    total = totals(rows).total
    for row in rows:
        cost = amount(row.get("unit_cost"))
        single = amount(row.get("quantity")) == 1 and line_total(row) is not None
        if total and single and cost is not None and cost * 100 >= ONE_PIECE * total:
            yield Place("budget", row, "quantity", values={"percent": percent(cost, total)})


def equipment(read: Reading) -> Iterator[Place]:
    requested = [row for row in read.rows("budget") if text(row.get("paid_by")) == REQUESTED]
    total = totals(requested).total
    bought = totals(row for row in requested if text(row.get("category")) == "equipment").total
    if total and bought * 100 > MOST_EQUIPMENT * total:
        yield Place("budget", values={"percent": percent(bought, total)})


def fees_to_the_team(read: Reading) -> Iterator[Place]:
    for row, minor in _paid(read):
        if not minor:
            yield Place("budget", row, "item")


def fees_to_minors(read: Reading) -> Iterator[Place]:
    """No review lifts it: a coordinator helps to find another way than paying somebody under 18."""
    for row, minor in _paid(read):
        if minor:
            yield Place("budget", row, "item")


def _paid(read: Reading) -> Iterator[tuple[Row, bool]]:
    """Lines of money that goes to somebody of the team, and whether one of those is a minor."""
    for row in read.rows("budget"):
        if text(row.get("category")) != "specialist_fees" or text(row.get("paid_by")) not in CASH:
            continue
        said = f"{text(row.get('item'))} {text(row.get('note'))}"
        named = [one for one in read.facts.team if names(said, one.name)]
        if named:
            yield row, any(one.minor for one in named)


@lru_cache(1024)
def names(said: str, name: str) -> bool:
    """Whether a text names somebody, in any case ("Аліне К." is "Аліна К."). "Alina Petrova" is
    somebody else than "Alina"."""
    parts = re.findall(r"\w+", name)
    if max(map(len, parts), default=0) < 2:
        return False
    stems = [part[:-1] if len(part) > 2 and part[-1] in "аяйьa" else part for part in parts]
    found = r"\W+".join(rf"{stem}\w{{0,2}}" for stem in stems)
    another = r"(?!\s+[A-ZА-ЯЁІЎ])"  # a surname follows
    return bool(re.search(rf"\b(?i:{found})\b{another}", said))


def price_of_one(read: Reading) -> Iterator[Place]:
    usual = USUAL.get(read.says("currency"))
    found = read.totals
    people = sum(whole(row.get("direct")) or 0 for row in read.rows("groups"))
    if usual is None or not found.total or found.unreadable or not people:
        return
    low, high = usual
    if not low <= (price := (found.total / people).quantize(CENT)) <= high:
        yield Place("budget", values={"amount": price, "low": low, "high": high})


def free_steps(read: Reading) -> Iterator[Place]:
    """What costs nothing is given by somebody, and that counts as a contribution."""
    lines = read.rows("budget")
    if not lines:
        return
    paid = {text(row.get("activity")) for row in lines}
    for row in read.rows("activities"):
        if row_id(row) in paid:
            continue
        if whole(row.get("people")):
            yield Place("activities", row, "people")
        elif text(row.get("deliverable")):
            yield Place("activities", row, "deliverable")


def all_by_donors(read: Reading) -> Iterator[Place]:
    """Never a must: a team is not asked to pay, and what families give is nobody's business."""
    found = read.totals
    if found.requested and found.requested == found.total:
        yield Place("budget")


def _with_fees_to_the_team(read: Reading) -> tuple[str, ...]:
    return ("budget",) if any(_paid(read)) else ()


CHECKS = (
    Check("V11", MUST, "act", sums, about=always("budget")),
    Check("V12a", MUST, "act", tied_to_steps, about=always("budget")),
    Check("V12b", WARN, "act", whole_project),
    Check("V13", WARN, "act", one_piece),
    Check("V14a", WARN, "act", equipment),
    Check("V14b", WARN, "act", fees_to_the_team),
    Check("V14c", MUST, "act", fees_to_minors, about=_with_fees_to_the_team),
    Check("V14d", WARN, "act", price_of_one),
    Check("V15", WARN, "act", free_steps),
    Check("V16", WARN, "act", all_by_donors),
)
