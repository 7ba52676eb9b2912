"""A plan on one page: every row once, sums that add up, and what is missing at its place."""

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.plan_view import PlanView
from app.rules.sheets import Checked
from app.rules.template import template
from app.rules.template.checks import Facts
from app.rules.template.money import percent, totals
from app.rules.template.shape import Plan
from app.rules.timeline import timeline
from app.rules.tree import Branch
from tests.plans import COMPLETE


def view(plan: Plan) -> PlanView:
    facts = Facts(today=datetime.now(UTC).date())
    return PlanView(Checked(template(), deepcopy(plan), facts))


def outline(branches: Any, depth: int = 0) -> list[str]:
    found = []
    for one in branches:
        gaps = "".join(f" !{gap.section}#{gap.name}" for gap in one.gaps)
        found.append(f"{'  ' * depth}{one.kind} {one.code} {one.cost}{gaps}")
        found += outline(one.under, depth + 1)
    return found


def changed(**sections: Any) -> Plan:
    return deepcopy(COMPLETE) | sections


def test_changes_carry_products_steps_and_lines_with_their_sums() -> None:
    plan = changed()
    plan["budget"]["budget"][1]["activity"] = "whole_project"
    assert outline(view(plan).tree) == [
        "outcome 1 150.00",
        "  output 1.1 150.00",
        "    activity 1.1.1 150.00",
        "      line B01 150.00",
        "    activity 1.1.2 0",
        "whole  180.00",
        "  line B02 180.00",
    ]


def test_what_is_missing_is_named_at_its_place_with_where_to_add_it() -> None:
    plan = changed(plan={"activities": []})
    plan["results"]["indicators"] = []
    plan["results"]["results"].append({"id": "r3", "level": "outcome", "statement": "Alone"})

    assert outline(view(plan).tree)[:3] == [
        "outcome 1 0 !results#indicators",
        "  output 1.1 0 !plan#activities !results#indicators",
        "outcome 2 0 !results#results !results#indicators",
    ]
    says = [str(gap.says) for gap in view(plan).tree[0].under[0].gaps]
    assert says == ["This product has no step yet.", "This product has no indicator."]


def test_what_belongs_to_nothing_stands_at_the_end_and_says_so() -> None:
    plan = changed()
    plan["results"]["results"][1]["parent"] = ""
    plan["results"]["results"].append({"id": "r9", "statement": "Of no level"})
    plan["plan"]["activities"][1]["output"] = "gone"
    plan["budget"]["budget"][1]["activity"] = "gone"

    assert outline(view(plan).tree) == [
        "outcome 1 0 !results#results",
        "output – 150.00 !results#results.r2.parent",
        "  activity – 150.00",
        "    line B01 150.00",
        " – 0 !results#results.r9.level",
        "activity – 0 !plan#activities.a2.output",
        "line B02 180.00 !budget#budget.b2.activity",
    ]


def test_a_line_that_cannot_be_read_has_no_sum_and_breaks_none() -> None:
    plan = changed()
    plan["budget"]["budget"][0]["quantity"] = "many"

    assert "      line B01 None" in outline(view(plan).tree)
    assert view(plan).totals.total == Decimal("180.00")


def test_shares_are_percent_of_the_whole_half_up() -> None:
    assert view(COMPLETE).payers == [
        ("requested", Decimal("150.00"), Decimal("45.5")),
        ("partner_in_kind", Decimal("180.00"), Decimal("54.5")),
    ]
    assert [code for code, *_rest in view(COMPLETE).categories] == ["venue", "materials_printing"]
    assert percent(Decimal(1), Decimal(2000)) == Decimal("0.1")
    assert percent(Decimal(1), Decimal(0)) == 0


def test_risks_stand_in_the_grid_by_likelihood_and_impact() -> None:
    plan = changed()
    plan["risks"]["risks"] += [
        {"id": "k3", "what": "Both", "likelihood": "5", "impact": "5"},
        {"id": "k4", "what": "Not said", "likelihood": "", "impact": "3"},
        {"id": "k5", "what": "Odd", "likelihood": "9", "impact": "x"},
    ]
    found = view(plan)
    cells = {
        (likely, at): [risk.number for risk in cell.risks]
        for likely, line in found.grid
        for at, cell in enumerate(line, 1)
        if cell.risks
    }

    assert cells == {(2, 5): [1], (3, 2): [2], (5, 5): [3]}
    assert [line[0].score for _likely, line in found.grid] == [5, 4, 3, 2, 1]
    assert [(one.score, one.high) for one in found.risks] == [
        (10, False), (6, False), (25, True), (None, False), (None, False),
    ]  # fmt: skip
    tones = [cell.tone for _likely, line in found.grid for cell in line]
    assert (tones.count("high"), tones[0], tones[4]) == (6, "low", "high")


# Along the days


def step(start: str, end: str) -> dict[str, str]:
    return {"id": "a", "title": "T", "start": start, "end": end}


def test_a_step_begins_and_ends_with_its_days() -> None:
    drawing = timeline([step("2027-02-01", "2027-02-14")], {"a": "1.1.1"}, (None, None))
    assert [(month.first, month.at) for month in drawing.months] == [(date(2027, 2, 1), 0)]
    assert [(one.code, one.at, one.width) for one in drawing.steps] == [("1.1.1", 0, 50)]

    period = date(2027, 1, 1), date(2027, 2, 28)
    drawing = timeline([step("2027-02-28", "2027-02-28")], {}, period)
    assert [month.at for month in drawing.months] == [0, 52.54]
    assert round(drawing.steps[0].at + drawing.steps[0].width, 1) == 100


@pytest.mark.parametrize(
    ("start", "end"),
    [("", ""), ("2027-02-01", ""), ("2027-02-02", "2027-02-01"), ("soon", "2027-02-01"),
     ("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("2024-01-01", "2027-01-01")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_still_in_the_list(start: str, end: str) -> None:
    drawing = timeline([step(start, end)], {}, (None, None))

    assert not drawing.drawn
    assert len(drawing.steps) == 1


def test_of_many_months_only_some_are_named() -> None:
    drawing = timeline([step("2026-01-15", "2027-12-15")], {}, (None, None))

    assert len(drawing.months) == 24
    assert sum(month.named for month in drawing.months) == 8


# Whatever a draft says

ids = st.sampled_from(["r1", "r2", "r3", "a1", "a2", "whole_project", "", "gone"])
results = st.fixed_dictionaries(
    {"level": st.sampled_from(["outcome", "output", "", "odd"]), "parent": ids,
     "statement": st.sampled_from(["", "Said"])}
)  # fmt: skip
steps = st.fixed_dictionaries({"output": ids, "title": st.just("Step")})
lines = st.fixed_dictionaries(
    {"activity": ids, "item": st.just("Line"), "quantity": st.sampled_from(["2", "1,5", "many"]),
     "unit_cost": st.sampled_from(["10", "0.33", ""]), "paid_by": st.just("requested")}
)  # fmt: skip


def named(rows: list[dict[str, str]], letter: str) -> list[dict[str, str]]:
    return [row | {"id": f"{letter}{n}"} for n, row in enumerate(rows, 1)]


@settings(max_examples=200, deadline=None)
@given(st.lists(results, max_size=5), st.lists(steps, max_size=4), st.lists(lines, max_size=5))
def test_every_row_of_any_draft_is_there_once_and_branches_add_up(
    result_rows: list[dict[str, str]], step_rows: list[dict[str, str]], line_rows: Any
) -> None:
    plan: Plan = {
        "results": {"results": named(result_rows, "r")},
        "plan": {"activities": named(step_rows, "a")},
        "budget": {"budget": named(line_rows, "b")},
    }
    found = view(plan)

    def walk(branches: Any) -> list[Branch]:
        return [each for one in branches for each in (one, *walk(one.under))]

    every = [one for one in walk(found.tree) if one.kind != "whole"]
    with_words = [row for row in result_rows if row["level"] or row["parent"] or row["statement"]]
    assert len(every) == len(with_words) + len(step_rows) + len(line_rows)
    assert sum(one.cost or 0 for one in found.tree) == totals(line_rows).total
    assert all(
        one.cost == sum((each.cost or 0 for each in one.under), Decimal(0))
        for one in every
        if one.kind != "line"
    )
