"""The budget: sums (V11), what each line is for (V12), and two habits of donors (V13, V16).

V10, the sum of a line, is no check: line_total() counts it. Source: template notes, section 1.5.
"""

from collections.abc import Iterator
from decimal import Decimal

from app.rules.template.findings import MUST, WARN, Check, Place, Reading, Value
from app.rules.template.money import amount, line_total, percent, totals
from app.rules.template.reading import text

WHOLE_PROJECT = "whole_project"
MOST_WHOLE = Decimal(30)  # percent of the budget; mirrors the IOM Development Fund's limit
ONE_PIECE = Decimal(20)  # percent of the budget


def sums(read: Reading) -> Iterator[Place]:
    """There is one currency because the budget has one field for it."""
    found = totals(read.rows("budget"))
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


def all_by_donors(read: Reading) -> Iterator[Place]:
    """Never a must: a team is not asked to pay, and what families give is nobody's business."""
    found = totals(read.rows("budget"))
    if found.requested and found.requested == found.total:
        yield Place("budget")


CHECKS = (
    Check("V11", MUST, "act", sums, about=("budget",)),
    Check("V12a", MUST, "act", tied_to_steps, about=("budget",)),
    Check("V12b", WARN, "act", whole_project),
    Check("V13", WARN, "act", one_piece),
    Check("V16", WARN, "act", all_by_donors),
)
