"""Numbers as people type them, and sums that nobody has to believe."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.template.money import amount, day, line_total, too_fine, totals, whole


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("250", "250"),
        ("2,50", "2.50"),
        ("2.50", "2.50"),
        ("99.5", "99.5"),
        (" 7 ", "7"),
        ("0", "0"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("12\u202f345\u202f678.90", "12345678.90"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert amount(typed) == Decimal(read)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "ten", "2.505", "1,234.50", "12 34", "1,", ",5", "2 . 5", "1 2345"),
        *("-1", "+1", "1e3", "NaN", "Infinity", "0x10", "1_000", "١٢", "²", "½"),
        *("1000000000", "9" * 400, "10 %", "10 BYN"),
    ],
)
def test_anything_else_is_not_an_amount(typed: str) -> None:
    assert amount(typed) is None


def test_what_is_not_text_is_not_an_amount_unless_it_is_a_whole_number() -> None:
    assert amount(None) is amount([]) is amount({"a": "1"}) is amount(2.5) is None
    assert amount(12) == Decimal(12)


def test_a_third_decimal_is_named_as_the_reason() -> None:
    assert too_fine("2.505")
    assert not too_fine("2.50")
    assert not too_fine("ten")


def test_whole_numbers_and_days() -> None:
    assert whole("1 200") == 1200
    assert whole("12.0") is whole("") is whole("-1") is whole(None) is None
    assert day("2027-02-01") == date(2027, 2, 1)
    assert day("2027-02-30") is day("01.02.2027") is day("20270201") is day("") is None


@pytest.mark.parametrize(
    ("quantity", "cost", "times", "total"),
    [
        ("60", "2.50", "1", "150.00"),
        ("60", "2,50", "", "150.00"),
        ("0.5", "0.01", "1", "0.01"),  # half up
        ("1.5", "0.33", "1", "0.50"),
        ("3", "10", "6", "180.00"),
    ],
)
def test_a_line_is_quantity_times_price_times_repeats(
    quantity: str, cost: str, times: str, total: str
) -> None:
    row = {"id": "a", "quantity": quantity, "unit_cost": cost, "times": times}
    assert str(line_total(row)) == total


def test_a_line_that_cannot_be_read_has_no_sum() -> None:
    assert line_total({"quantity": "many", "unit_cost": "2"}) is None
    assert line_total({"quantity": "1"}) is None
    assert line_total({"quantity": "1", "unit_cost": "2", "times": "often"}) is None


def test_totals_split_the_budget_by_who_pays_and_for_what() -> None:
    found = totals(
        [
            {"quantity": "1", "unit_cost": "10", "category": "venue", "paid_by": "own_cash"},
            {"quantity": "2", "unit_cost": "10", "category": "venue", "paid_by": "requested"},
            {"quantity": "1", "unit_cost": "50", "category": "transport", "paid_by": "requested"},
            {"quantity": "1", "unit_cost": "5", "category": "venue"},
            {"quantity": "?", "unit_cost": "5", "paid_by": "requested"},
            {"id": "empty"},
        ]
    )
    assert found.total == Decimal("85.00")
    assert list(found.by_payer.items()) == [
        ("requested", Decimal("70.00")),
        ("own_cash", Decimal("10.00")),
        ("", Decimal("5.00")),
    ]
    assert list(found.by_category) == ["transport", "venue"]
    assert (found.requested, found.others) == (Decimal("70.00"), Decimal("15.00"))
    assert found.unreadable == 1


def test_an_empty_budget_is_nought() -> None:
    assert str(totals([]).total) == "0.00"


def _typed() -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=12), st.decimals(0, 10**6, places=2).map(str))


@given(
    st.lists(
        st.fixed_dictionaries(
            {"quantity": _typed(), "unit_cost": _typed(), "times": st.sampled_from(["", "1", "6"])}
            | {"paid_by": st.sampled_from(["requested", "own_cash", "nobody", ""])}
            | {"category": st.text(max_size=3)}
        ),
        max_size=8,
    )
)
def test_the_parts_always_add_up_to_the_total(rows: list[dict[str, str]]) -> None:
    found = totals(rows)
    assert found.total == sum(filter(None, map(line_total, rows)), Decimal(0))
    assert found.total == sum(found.by_payer.values(), Decimal(0))
    assert found.total == sum(found.by_category.values(), Decimal(0))
    assert found.total == found.requested + found.others
