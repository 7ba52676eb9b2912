"""Two versions of a section: only what differs, rows by what became of them, money as numbers."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.i18n import speaking
from app.rules import saving
from app.rules.comparing import (
    Difference,
    RowDifference,
    SectionDifference,
    Sum,
    TableDifference,
    compare,
    sums,
)
from app.rules.template import template
from app.rules.template.shape import Answers, Field, Section, Table
from app.rules.versions import Comparison
from tests.plans import COMPLETE

SECTION = Section(
    "act",
    "act",
    (
        Field("title"),
        Field("story", "prose"),
        Field("forms", "several"),
        Table("outputs", (Field("name"), Field("places", "several"))),
    ),
)
BASE: Answers = {
    "title": "Safe rides",
    "forms": ["film", "game"],
    "outputs": [{"id": "a", "name": "Film"}, {"id": "b", "name": "Game"}, {"id": "c", "name": "C"}],
}


def rows(found: SectionDifference) -> list[RowDifference]:
    return [row for one in found.questions if isinstance(one, TableDifference) for row in one.rows]


def changes(old: Answers, new: Answers) -> list[str]:
    return [f"{row.row['id']} {row.change}" for row in rows(compare(SECTION, old, new))]


def with_rows(*ids: str) -> Answers:
    named = {row["id"]: row for row in BASE["outputs"]}
    return BASE | {"outputs": [named.get(id_, {"id": id_, "name": "New"}) for id_ in ids]}


def test_only_what_changed_is_there_in_the_order_of_the_page() -> None:
    found = compare(SECTION, BASE, BASE | {"forms": ["game", "poster"], "title": "Safe roads"})

    assert found.questions == (
        Difference(Field("title"), "Safe rides", "Safe roads"),
        Difference(Field("forms", "several"), ["film", "game"], ["game", "poster"]),
    )
    assert (found.questions[1].added, found.questions[1].removed) == (["poster"], ["film"])


def test_no_answer_is_an_empty_one_and_choices_have_no_order() -> None:
    assert not compare(SECTION, BASE, BASE | {"story": "", "forms": ["game", "film"]})


def test_a_row_that_moved_is_not_deleted_and_added() -> None:
    assert changes(BASE, with_rows("c", "a", "b")) == ["c moved"]
    assert changes(BASE, with_rows("b", "a", "c")) in (["a moved"], ["b moved"])


def test_rows_come_and_go_and_others_do_not_move_for_that() -> None:
    assert changes(BASE, with_rows("x", "a", "c")) == ["x new", "b removed"]


def test_a_row_may_move_and_change() -> None:
    new = with_rows("c", "a", "b")
    new["outputs"][0] = {"id": "c", "name": "Comic"}
    (row,) = rows(compare(SECTION, BASE, new))

    assert (row.change, row.moved, row.place) == ("changed", True, (3, 1))
    assert [(cell.field.key, cell.old, cell.new) for cell in row.cells] == [("name", "C", "Comic")]


def test_a_row_without_words_that_came_is_seen_too() -> None:
    assert changes(
        BASE, with_rows("a", "b", "c") | {"outputs": [*BASE["outputs"], {"id": "n"}]}
    ) == ["n new"]


# Money


BUDGET = template().sections["budget"]


def budget(*lines: dict[str, str], currency: str = "BYN") -> Answers:
    return {
        "currency": currency,
        "budget": [{"id": f"b{n}"} | line for n, line in enumerate(lines)],
    }


CARDS = {"item": "Cards", "quantity": "60", "unit_cost": "2,50", "paid_by": "requested"}
ROOM = {"item": "Room", "quantity": "6", "unit_cost": "30", "paid_by": "partner_in_kind"}


def test_money_is_compared_as_numbers_by_who_pays() -> None:
    old, new = budget(CARDS, ROOM), budget(CARDS | {"quantity": "77"}, ROOM | {"paid_by": ""})

    found = sums({"budget": old}, {"budget": new})

    assert found == [
        Sum("requested", Decimal("150.00"), Decimal("192.50")),
        Sum("partner_in_kind", Decimal("180.00"), Decimal("0.00")),
        Sum("", Decimal("0.00"), Decimal("180.00")),
        Sum("total", Decimal("330.00"), Decimal("372.50")),
    ]
    assert [one.difference for one in found] == [
        Decimal("42.50"), Decimal("-180.00"), Decimal("180.00"), Decimal("42.50"),
    ]  # fmt: skip


def test_a_line_of_the_budget_says_what_it_cost_and_costs() -> None:
    old, new = budget(CARDS, ROOM), budget(CARDS | {"times": "2"}, ROOM)
    page = Comparison(template(), {"budget": old}, {"budget": new})
    (table,) = page.sections[0].questions
    assert isinstance(table, TableDifference)

    (row,) = table.rows

    assert page.line_sums(table, row) == Sum("", Decimal("150.00"), Decimal("300.00"))
    assert page.money(Decimal("1234.5")) == "1,234.50"


def test_sums_in_two_currencies_are_told_apart() -> None:
    page = Comparison(
        template(), {"budget": budget(CARDS)}, {"budget": budget(CARDS, currency="EUR")}
    )

    assert page.currencies == ("BYN", "EUR")


# As a page shows it


def test_a_reader_sees_words_and_names_and_not_codes() -> None:
    new = deepcopy(COMPLETE)
    new["idea"]["forms"] = ["begging"]
    new["results"]["results"][1]["parent"] = ""
    with speaking("en"):
        page = Comparison(template(), COMPLETE, new)
        idea, results = page.sections
        (forms,) = idea.questions
        (table,) = results.questions
        assert isinstance(forms, Difference)
        assert isinstance(table, TableDifference)
        (row,) = table.rows

        assert page.title(idea) == "Your idea"
        assert page.choices("forms", forms) == (("Forced begging",), ("Labour exploitation",))
        assert page.was("results.parent", row.cells[0]).text.startswith("1 Students check")
        assert page.is_now("results.parent", row.cells[0]).text == ""


def test_one_section_may_be_asked_about_alone() -> None:
    page = Comparison(template(), {}, COMPLETE, "risks")

    assert [one.section.key for one in page.sections] == ["risks"]


# Whatever is written


def sections_of(key: str) -> st.SearchStrategy[Answers]:
    """Answers to a real section, as saves leave them."""
    codes = st.lists(st.sampled_from(["a", "b", "c"]), unique=True)
    texts = st.sampled_from(["", "One", "One two", "2", "2,50", "requested"])

    def value(field: Field) -> st.SearchStrategy[Any]:
        return codes if field.kind == "several" else texts

    def table(one: Table) -> st.SearchStrategy[list[Any]]:
        cells = st.fixed_dictionaries({}, optional={c.key: value(c) for c in one.columns})
        named = st.dictionaries(st.sampled_from("abcdefgh"), cells, max_size=6)
        return named.map(lambda rows: [{"id": id_} | row for id_, row in rows.items()])

    asked = template().sections[key].questions
    return st.fixed_dictionaries(
        {}, optional={q.key: table(q) if isinstance(q, Table) else value(q) for q in asked}
    )


SECTIONS = st.sampled_from([*template().sections])
PAIRS = SECTIONS.flatmap(lambda key: st.tuples(st.just(key), sections_of(key), sections_of(key)))


@settings(max_examples=300, deadline=None)
@given(PAIRS)
def test_versions_differ_just_where_a_save_would_change_something(
    pair: tuple[str, Answers, Answers],
) -> None:
    key, old, new = pair
    section = template().sections[key]
    kept = deepcopy((old, new))

    found = compare(section, old, new)

    assert (old, new) == kept
    assert bool(found) == bool(saving.changed(section, old, new))
    assert not compare(section, old, old)
    assert sum(found.extent.values()) == len(rows(found)) + sum(
        isinstance(one, Difference) for one in found.questions
    )


@settings(max_examples=300, deadline=None)
@given(PAIRS)
def test_what_differs_is_enough_to_make_the_one_of_the_other(
    pair: tuple[str, Answers, Answers],
) -> None:
    key, old, new = pair
    section = template().sections[key]
    made = deepcopy(old)
    for one in compare(section, old, new).questions:
        if isinstance(one, Difference):
            made[one.field.key] = one.new
            continue
        table = {row["id"]: row for row in made.get(one.table.key, [])}
        for row in one.rows:
            table.pop(row.row["id"], None) if row.new is None else None
            for cell in row.cells if row.new is not None else ():
                table.setdefault(row.row["id"], {"id": row.row["id"]})[cell.field.key] = cell.new
            if row.change == "new":
                table.setdefault(row.row["id"], {"id": row.row["id"]})
        order = [row["id"] for row in new.get(one.table.key, [])]
        made[one.table.key] = [table[id_] for id_ in order]

    assert not saving.changed(section, made, new)


@settings(max_examples=300, deadline=None)
@given(st.permutations([{"id": f"r{n}", "name": f"Row {n}"} for n in range(8)]))
def test_rows_in_another_order_have_only_moved(order: list[dict[str, str]]) -> None:
    old = {"outputs": [{"id": f"r{n}", "name": f"Row {n}"} for n in range(8)]}
    found = rows(compare(SECTION, old, {"outputs": order}))

    assert {row.change for row in found} <= {"moved"}
    assert all(row.place[0] != 0 != row.place[1] and not row.cells for row in found)
    assert bool(found) == (order != old["outputs"])
    stayed = [row for row in order if row["id"] not in {one.row["id"] for one in found}]
    assert stayed == sorted(stayed, key=lambda row: row["id"])
