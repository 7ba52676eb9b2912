"""Results, indicators and steps: do the dates fit (V02, V03), does everything hang together
(V04, V05), can an indicator be measured (V06). Source: template notes, section 1.5."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from app.rules.template.findings import MUST, WARN, Check, Place, Reading, always
from app.rules.template.money import amount, day
from app.rules.template.reading import Row, row_id, text
from app.rules.template.values import Value

SHORTEST, LONGEST = 14, 366  # days of a project
PAST = timedelta(days=30)  # how long ago a project may have begun when it is sent
AHEAD = timedelta(weeks=3)  # what donors need to read and answer
GAP = 60  # days without a step


def _days(row: Row) -> tuple[date | None, date | None]:
    return day(row.get("start")), day(row.get("end"))


def period(read: Reading) -> Iterator[Place]:
    start, end = day(read.answer("start")), day(read.answer("end"))
    values: dict[str, Value] = {}
    if start and end:
        days = (end - start).days
        values = {"start": start, "end": end, "days": days}
        if days <= 0:
            yield Place("end", variant="end_before_start", values=values)
        elif days < SHORTEST:
            yield Place("end", variant="too_short", values=values)
        elif days > LONGEST:
            yield Place("end", variant="too_long", values=values)
    if start and read.facts.submitting and start < _before(read.facts.today, PAST):
        yield Place("start", variant="in_the_past", values={"start": start})


def soon(read: Reading) -> Iterator[Place]:
    start, today = day(read.answer("start")), read.facts.today
    if start and _before(today, PAST) <= start and (start - today) < AHEAD:
        yield Place("start", values={"start": start})


def _before(today: date, by: timedelta) -> date:
    return today - by if today - date.min > by else date.min


def steps_in_period(read: Reading) -> Iterator[Place]:
    first, last = day(read.answer("start")), day(read.answer("end"))
    for row in read.rows("activities"):
        start, end = _days(row)
        if start and end and end < start:
            yield Place("activities", row, "end", "end_before_start")
        elif first and last and first <= last:
            values: dict[str, Value] = {"start": first, "end": last}
            if start and not first <= start <= last:
                yield Place("activities", row, "start", "outside_period", values)
            elif end and not first <= end <= last:
                yield Place("activities", row, "end", "outside_period", values)


def one_day(read: Reading) -> Iterator[Place]:
    days = [_days(row) for row in read.rows("activities")]
    first = days[0][0] if days else None
    if first and len(days) > 1 and set(days) == {(first, first)}:
        yield Place("activities", values={"date": first})


def gaps(read: Reading) -> Iterator[Place]:
    dated = [(start, end, row) for row in read.rows("activities") for start, end in [_days(row)]]
    spans = [(start, end, row) for start, end, row in dated if start and end and start <= end]
    spans.sort(key=lambda span: span[:2])
    until: date | None = None
    for start, end, row in spans:
        if until and (days := (start - until).days) > GAP:
            values: dict[str, Value] = {"from": until, "to": start, "days": days}
            yield Place("activities", row, "start", values=values)
        until = max(until, end) if until else end


def of_level(read: Reading, level: str) -> list[Row]:
    return [row for row in read.rows("results") if text(row.get("level")) == level]


def links(read: Reading) -> Iterator[Place]:
    """A change has a product, a product a step, a step belongs to a product. A product hangs
    under a change only, which is why rows can never form a circle that counts."""
    outcomes = of_level(read, "outcome")
    outputs = of_level(read, "output")
    known = {row_id(row) for row in outcomes if row_id(row)}
    products = {row_id(row) for row in outputs if row_id(row)}
    parents = {text(row.get("parent")) for row in outputs}
    carried = {text(row.get("output")) for row in read.rows("activities")}
    for row in outcomes:
        if row_id(row) not in parents:
            yield Place("results", row, "statement", "outcome_without_output")
    for row in outputs:
        if text(row.get("parent")) not in known:
            yield Place("results", row, "parent", "parent_not_outcome")
        if row_id(row) not in carried:
            yield Place("results", row, "statement", "output_without_activity")
    for row in read.rows("activities"):
        if text(row.get("output")) not in products:
            yield Place("activities", row, "output", "activity_without_output")


def measured(read: Reading) -> Iterator[Place]:
    seen = {text(row.get("result")) for row in read.rows("indicators")}
    for row in (*of_level(read, "outcome"), *of_level(read, "output")):
        if row_id(row) not in seen:
            yield Place("results", row, "statement")


def indicators(read: Reading) -> Iterator[Place]:
    """Only numbers and percents; a yes-or-no or described indicator has no arithmetic."""
    for row in read.rows("indicators"):
        measure = text(row.get("measure"))
        if measure not in ("number", "percent"):
            continue
        if not text(row.get("unit")):
            yield Place("indicators", row, "unit", "no_unit")
        baseline, target = amount(row.get("baseline")), amount(row.get("target"))
        unknown = text(row.get("baseline_unknown")) == "yes"
        if baseline is None and not unknown:
            yield Place("indicators", row, "baseline", "no_baseline")
        if target is None:
            yield Place("indicators", row, "target", "no_target")
        elif target == baseline and not unknown:
            yield Place("indicators", row, "target", "target_equals_baseline", {"value": target})
        if measure == "percent":
            for column, number in (("baseline", baseline), ("target", target)):
                if number is not None and number > Decimal(100):
                    yield Place("indicators", row, column, "percent_range")


def unknown_baselines(read: Reading) -> Iterator[Place]:
    """What is not measured before the first step can never be compared."""
    starts = [start for row in read.rows("activities") if (start := day(row.get("start")))]
    first = min(starts, default=day(read.answer("start")))
    for row in read.rows("indicators"):
        if text(row.get("baseline_unknown")) != "yes":
            continue
        planned = day(row.get("baseline_date"))
        if planned is None or (first and planned >= first):
            values: dict[str, Value] = {"date": first} if first else {}
            yield Place("indicators", row, "baseline_date", values=values)


CHECKS = (
    Check("V02a", MUST, "act", period, about=always("end")),
    Check("V02b", WARN, "act", soon),
    Check("V03a", MUST, "act", steps_in_period, about=always("activities")),
    Check("V03b", WARN, "act", one_day),
    Check("V03c", WARN, "act", gaps),
    Check("V04", MUST, "act", links, about=always("results", "activities")),
    Check("V05", MUST, "act", measured, about=always("results")),
    Check("V06a", MUST, "act", indicators, about=always("indicators")),
    Check("V06b", WARN, "act", unknown_baselines),
)
