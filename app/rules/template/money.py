"""Numbers, dates and sums, read from what people type. Money is Decimal, never a float.

Sums are always counted here, half up to the cent; nobody else's totals are believed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.rules.template.reading import Row, row_says, text

CENT = Decimal("0.01")
REQUESTED = "requested"
PAYERS = (REQUESTED, "own_cash", "own_in_kind", "partner_cash", "partner_in_kind")

# Digits 0–9 only, thousands apart or together; a comma or a point before at most two decimals.
# An ordinary, no-break, thin or narrow no-break space may stand between thousands.
_WHOLE = r"(?:[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,2}|[0-9]{1,9})"
WHOLE = re.compile(_WHOLE)
AMOUNT = re.compile(rf"{_WHOLE}(?:[.,][0-9]{{1,2}})?")
TOO_FINE = re.compile(rf"{_WHOLE}[.,][0-9]{{3,}}")
SPACES = re.compile(r"\s")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def amount(answer: object) -> Decimal | None:
    """ "1 234,50" → 1234.50; None for signs, exponents, a third decimal, or a billion and more."""
    found = text(answer)
    if not AMOUNT.fullmatch(found):
        return None
    return Decimal(SPACES.sub("", found).replace(",", "."))


def too_fine(answer: object) -> bool:
    """An amount but for its third decimal: worth saying, because that is easy to mend."""
    return bool(TOO_FINE.fullmatch(text(answer)))


def whole(answer: object) -> int | None:
    found = text(answer)
    return int(SPACES.sub("", found)) if WHOLE.fullmatch(found) else None


def day(answer: object) -> date | None:
    """ "2026-11-24", as a date field sends it."""
    found = text(answer)
    try:
        return date.fromisoformat(found) if DAY.fullmatch(found) else None
    except ValueError:  # the 30th of February
        return None


def line_total(row: Row) -> Decimal | None:
    """Quantity × price × times, to the cent. An empty ``times`` is once; unreadable: None."""
    quantity, cost = amount(row.get("quantity")), amount(row.get("unit_cost"))
    times = whole(row.get("times")) if text(row.get("times")) else 1
    if quantity is None or cost is None or times is None:
        return None
    return (quantity * cost * times).quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """To one decimal, half up; of nothing everything is 0."""
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else Decimal(0)


@dataclass(frozen=True)
class Totals:
    """The sums of a budget. The parts add up to ``total``: what nobody is said to pay, or is of
    no kind yet, stands under ""."""

    total: Decimal
    by_payer: dict[str, Decimal]  # in the order of PAYERS
    by_category: dict[str, Decimal]  # the largest first
    requested: Decimal
    others: Decimal
    unreadable: int  # rows that are in no sum


def totals(rows: Iterable[Row]) -> Totals:
    """Rows without any content do not count as unreadable."""
    zero = Decimal("0.00")
    payers: dict[str, Decimal] = {}
    categories: dict[str, Decimal] = {}
    unreadable = 0
    for row in rows:
        sum_ = line_total(row)
        if sum_ is None:
            unreadable += row_says(row)
            continue
        payer = text(row.get("paid_by"))
        payer = payer if payer in PAYERS else ""
        category = text(row.get("category"))
        payers[payer] = payers.get(payer, zero) + sum_
        categories[category] = categories.get(category, zero) + sum_
    total = sum(payers.values(), zero)
    requested = payers.get(REQUESTED, zero)
    return Totals(
        total=total,
        by_payer={payer: payers[payer] for payer in (*PAYERS, "") if payer in payers},
        by_category=dict(sorted(categories.items(), key=lambda each: (-each[1], each[0]))),
        requested=requested,
        others=total - requested,
        unreadable=unreadable,
    )
