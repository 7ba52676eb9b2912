"""A plan as a tree: changes, their products, the steps of those, and the lines that pay for them.

What a branch lacks is found by the checks of the template; here it is only said in few words, at
its place, with where in the editor it can be mended.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.errors import Phrase
from app.i18n import _
from app.rules.template.checks_budget import WHOLE_PROJECT
from app.rules.template.findings import Finding, Reading
from app.rules.template.money import line_total
from app.rules.template.reading import Row, row_id, text

Kind = Literal["outcome", "output", "", "activity", "line", "whole"]


@dataclass(frozen=True)
class Result:
    code: str
    row: Row
    measured: list[Row]  # its indicators
    products: list["Result"]


@dataclass(frozen=True)
class Gap:
    says: Phrase
    section: str
    name: str  # the form field, or the table to which something is to be added


@dataclass(frozen=True)
class Branch:
    kind: Kind  # "": a result that does not say what it is; "whole": lines for the whole project
    code: str
    says: str
    cost: Decimal | None = None  # of everything under it; None: a line that cannot be read
    measured: Sequence[Row] = ()
    gaps: Sequence[Gap] = ()
    under: Sequence["Branch"] = ()


# Check and variant → what is missing, and where something is to be added; "": at the place itself.
GAPS: dict[tuple[str, str], tuple[Phrase, str, str]] = {
    ("V04", "outcome_without_output"): (_("This change has no product yet."), "results", "results"),
    ("V04", "output_without_activity"): (_("This product has no step yet."), "plan", "activities"),
    ("V04", "parent_not_outcome"): (_("This product stands under no change."), "", ""),
    ("V04", "activity_without_output"): (_("This step leads to no product."), "", ""),
    ("V05", "outcome"): (_("This change has no indicator."), "results", "indicators"),
    ("V05", "output"): (_("This product has no indicator."), "results", "indicators"),
    ("V12a", ""): (_("This line belongs to no step."), "", ""),
}


def results(
    rows: Iterable[Row], indicators: Iterable[Row], codes: Mapping[str, str]
) -> list[Result]:
    """Changes, each with its products; what belongs to nothing stands at the end."""
    rows = list(rows)
    measured = _grouped(indicators, "result")

    def result(row: Row, under: list[Row]) -> Result:
        products = [result(one, []) for one in under]
        return Result(codes.get(row_id(row), ""), row, measured.get(row_id(row), []), products)

    changes = [row for row in rows if text(row.get("level")) == "outcome"]
    products = [row for row in rows if text(row.get("level")) != "outcome"]
    by_parent = _grouped(products, "parent")
    ids = {row_id(row) for row in changes}
    tree = [result(row, by_parent.get(row_id(row), [])) for row in changes]
    return tree + [result(row, []) for row in products if text(row.get("parent")) not in ids]


def tree(read: Reading, found: Iterable[Finding]) -> list[Branch]:
    """Every row of the results, the steps and the budget once; what belongs to nothing yet stands
    after what does. A branch costs what its lines cost, so the branches add up to the budget."""
    gaps = _gaps(read, found)
    steps = _grouped(read.rows("activities"), "output")
    lines = _grouped(read.rows("budget"), "activity")

    def line(row: Row) -> Branch:
        return Branch("line", *_named(read, row, "item"), line_total(row), (), _at(gaps, row))

    def step(row: Row) -> Branch:
        under = [line(one) for one in lines.pop(row_id(row), [])]
        named = _named(read, row, "title")
        return Branch("activity", *named, _sum(under), (), _at(gaps, row), under)

    def result(one: Result) -> Branch:
        under = [result(product) for product in one.products]
        if text(one.row.get("level")) == "output":
            under += [step(row) for row in steps.pop(row_id(one.row), [])]
        named = _named(read, one.row, "statement")
        kind = _kind(one.row)
        lacks = _at(gaps, one.row) if kind else [_no_level(one.row)]
        return Branch(kind, *named, _sum(under), one.measured, lacks, under)

    found_results = results(read.rows("results"), read.rows("indicators"), read.codes)
    branches = [result(one) for one in found_results]
    branches += [step(row) for rest in list(steps.values()) for row in rest]
    if common := [line(row) for row in lines.pop(WHOLE_PROJECT, [])]:
        branches.append(Branch("whole", "", "", _sum(common), under=common))
    return branches + [line(row) for rest in lines.values() for row in rest]


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row.get(column)), []).append(row)
    return found


def _kind(row: Row) -> Kind:
    level = text(row.get("level"))
    return "outcome" if level == "outcome" else "output" if level == "output" else ""


def _named(read: Reading, row: Row, column: str) -> tuple[str, str]:
    return read.codes.get(row_id(row), ""), text(row.get(column))


def _sum(branches: Iterable[Branch]) -> Decimal:
    return sum((one.cost for one in branches if one.cost is not None), Decimal(0))


def _at(gaps: Mapping[str, list[Gap]], row: Row) -> list[Gap]:
    return gaps.get(row_id(row), [])


def _no_level(row: Row) -> Gap:
    says = _("This is neither a change nor a product yet.")
    return Gap(says, "results", f"results.{row_id(row)}.level")


def _gaps(read: Reading, found: Iterable[Finding]) -> dict[str, list[Gap]]:
    """Id of a row → what it lacks."""
    kinds = {row_id(row): text(row.get("level")) for row in read.rows("results")}
    gaps: dict[str, list[Gap]] = {}
    for one in found:
        variant = kinds.get(one.row, "") if one.check == "V05" else one.variant
        if gap := GAPS.get((one.check, variant)):
            says, section, table = gap
            where = Gap(says, section or one.section, table or one.name)
            gaps.setdefault(one.row, []).append(where)
    return gaps
