"""The steps of a plan along the days: where each begins and how long it is, in percent of the
months that are drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.template.money import day
from app.rules.template.reading import Row, row_id, text

MOST_MONTHS = 24  # beyond that a drawing says nothing; the list of steps always does
MOST_NAMES = 8  # of months: so many stand beside each other on a phone

Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Step:
    code: str
    row: Row
    start: date | None
    end: date | None
    at: float = 0
    width: float = 0  # 0: not in the drawing

    @property
    def title(self) -> str:
        return text(self.row.get("title"))


@dataclass(frozen=True)
class Month:
    first: date
    at: float
    named: bool  # every second or third where there are many


@dataclass(frozen=True)
class Timeline:
    months: list[Month]  # none where it would be too wide, or nothing has a day
    steps: list[Step]  # all of them, in the order of the plan

    @property
    def drawn(self) -> list[Step]:
        return [step for step in self.steps if step.width]


def timeline(rows: Iterable[Row], codes: Mapping[str, str], period: Span) -> Timeline:
    """``period``: first and last day of the project, as far as they are known."""
    spans = [(row, (day(row.get("start")), day(row.get("end")))) for row in rows]
    known = [when for span in (period, *(span for _row, span in spans)) for when in span if when]
    begins = _months(min(known), max(known)) if known else []
    days = (begins[-1] - begins[0]).days if begins else 0
    every = -(-(len(begins) - 1) // MOST_NAMES)
    months = [
        Month(begin, _percent((begin - begins[0]).days, days), n % every == 0)
        for n, begin in enumerate(begins[:-1])
    ]
    return Timeline(months, [_step(row, codes, span, begins, days) for row, span in spans])


def _step(row: Row, codes: Mapping[str, str], span: Span, begins: list[date], days: int) -> Step:
    start, end = span
    code = codes.get(row_id(row), "")
    if not days or start is None or end is None or end < start:
        return Step(code, row, start, end)
    long = (end - start).days + 1  # both days included
    before = (start - begins[0]).days
    return Step(code, row, start, end, _percent(before, days), _percent(long, days))


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2)


def _months(start: date, end: date) -> list[date]:
    """The first days of these months and of the one after them; none where they are too many."""
    first, last = (when.year * 12 + when.month - 1 for when in (start, end))
    if last - first >= MOST_MONTHS or end.year == date.max.year:
        return []
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 2)]
