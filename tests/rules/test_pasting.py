"""Lines from a spreadsheet become cells of the form, and nothing of them is lost on the way."""

from copy import deepcopy
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Problem
from app.i18n import speaking
from app.rules import budgets, headings, pasting
from app.rules.buttons import Do
from app.rules.pasting import cells
from app.rules.saving import Posted, Value
from app.rules.sheets import Checked, Sheet
from app.rules.template import template
from app.rules.template.cards import in_order
from app.rules.template.checks import Facts
from app.rules.template.shape import Field, Table
from tests.plans import COMPLETE

BUDGET = template().sections["budget"]
HEADS = partial(headings.known, template().texts)
SHOWN: dict[str, Value] = {
    "budget.b1.item": "Quiz card sets",
    "budget.b1.quantity": "60",
    "budget.b2.item": "Rooms",
    "budget.b2.quantity": "6",
}


def sheet(section: str = "budget") -> Sheet:
    facts = Facts(today=datetime.now(UTC).date())
    plan = deepcopy(COMPLETE)
    return Sheet(Checked(template(), plan, facts, section), template().sections[section])


def pasted(
    block: str, do: Do | None = None, shown: dict[str, Value] | None = None, section: str = "budget"
) -> dict[str, Value]:
    """The cells that a block adds to the form, or writes over."""
    about = sheet(section)

    def known(table: Table, column: Field) -> pasting.Words:
        return pasting.known_words(about, table, column)

    table = next(iter(about.section.tables)).key if do is None else do.table
    shown = SHOWN if shown is None else shown
    found = pasting.paste(about.section, Posted(5, "p", shown, do), {table: block}, known, HEADS)
    assert not found.troubles
    return {n: v for n, v in found.posted.written.items() if shown.get(n) != v}


def no_words(_table: Table, _column: Field) -> pasting.Words:
    return {}


def at(row: str, column: str, table: str = "budget") -> Do:
    return Do("paste", table, row, column=column)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\tc", [["a", "", "c"]]),
        (" 2,50 \t10\u00a0", [["2,50", "10"]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('"said ""no"" twice"\tb', [['said "no" twice', "b"]]),
        ('"Safe rides"\tb', [['"Safe rides"', "b"]]),
        ('"Safe rides" team\tb', [['"Safe rides" team', "b"]]),
        ('5" screen\t"', [['5" screen', '"']]),
        ("\n\na", [[""], [""], ["a"]]),
        ("", [[""]]),
    ],
)
def test_a_block_is_read_as_spreadsheets_copy_it(block: str, found: list[list[str]]) -> None:
    assert cells(block) == found


def test_lines_become_new_rows_in_the_order_of_the_card() -> None:
    found = pasted(
        "Tea\tОбеды и напитки\t30\tpiece\t1,20\t2\nCups\t\t30\n", Do("paste", "budget", "")
    )

    assert found == {
        "budget.new-5-1.item": "Tea",
        "budget.new-5-1.category": "Обеды и напитки",  # as typed: no such word
        "budget.new-5-1.quantity": "30",
        "budget.new-5-1.unit": "piece",
        "budget.new-5-1.unit_cost": "1,20",
        "budget.new-5-1.times": "2",
        "budget.new-5-2.item": "Cups",
        "budget.new-5-2.quantity": "30",
    }


def test_a_block_at_a_cell_fills_to_the_right_and_down_and_then_adds_rows() -> None:
    found = pasted("61\tset\n\thour\n9", at("b1", "quantity"))

    assert found == {
        "budget.b1.quantity": "61",
        "budget.b1.unit": "set",
        "budget.b2.unit": "hour",  # an empty cell left the quantity alone
        "budget.new-5-1.quantity": "9",
    }


def test_rows_that_wait_blank_at_the_end_are_filled_first() -> None:
    shown: dict[str, Value] = {"budget.new-1.item": "", "budget.new-1.unit": ""}

    assert pasted("Tea", shown=SHOWN | shown) == {"budget.new-1.item": "Tea"}


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_words_of_choices_are_known_in_every_language(language: str) -> None:
    words = dict(template().texts.options("category", language))["venue"]
    payer = dict(template().texts.options("paid_by", language))["partner_in_kind"]
    with speaking("en"):
        block = f"Hall\t  {words.upper()} \t1\t\t0\t\t{payer}"
        found = pasted(block, Do("paste", "budget", ""))

    assert found["budget.new-5-1.category"] == "venue"
    assert found["budget.new-5-1.paid_by"] == "partner_in_kind"


def test_a_row_of_another_table_is_known_by_its_number_or_its_words() -> None:
    for said in ("1.1.1", "Hold six quiz evenings", "1.1.1 hold six quiz evenings"):
        assert pasted(said, at("b2", "activity")) == {"budget.b2.activity": "a1"}
    assert pasted("9.9.9", at("b2", "activity")) == {"budget.b2.activity": "9.9.9"}


def test_the_level_of_a_result_is_known_without_its_bracket() -> None:
    section = template().sections["results"]
    table = next(iter(section.tables))
    words = dict(template().texts.options("level", "be"))["output"].partition("(")[0]
    shown: dict[str, Value] = {"results.r1.level": "outcome"}

    found = pasted(words, at("r1", "level", table.key), shown, "results")

    assert found == {"results.r1.level": "output"}


def test_several_choices_and_days_as_people_write_them() -> None:
    shown: dict[str, Value] = {"indicators.i1.title": "Share"}
    labels = dict(template().texts.options("disaggregate", "en"))
    block = f"{labels['age']}; {labels['sex'].lower()}, shoe size"
    found = pasted(block, at("i1", "disaggregate", "indicators"), shown, "results")
    assert found == {"indicators.i1.disaggregate": ["age", "sex", "shoe size"]}

    shown = {"activities.a1.start": ""}
    days = {"24.11.2026": "2026-11-24", "4/1/2027": "2027-01-04", "soon": "soon"}
    for typed, day in days.items():
        found = pasted(typed, at("a1", "start", "activities"), shown, "plan")
        assert found == {"activities.a1.start": day}


def test_a_block_for_a_cell_that_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(Problem):
        pasted("x", at("b9", "item"))


def test_what_has_no_room_is_said_and_never_dropped() -> None:
    posted = Posted(5, "p", SHOWN, Do("paste", "budget", "b1", column="note"))
    for block in ("x\n" * 10_000, "one\ttoo many"):
        found = pasting.paste(BUDGET, posted, {"budget": block}, no_words, HEADS)
        assert list(found.troubles) == ["budget"]
        assert found.posted == posted


def test_only_the_boxes_of_the_section_with_something_in_them_count() -> None:
    pairs = [("_paste.budget", " \r\n"), ("_paste.risks", "a\tb"), ("budget.b1.item", "x")]

    assert pasting.blocks(BUDGET, pairs) == {}
    assert pasting.blocks(BUDGET, [("_paste.budget", "a\r\nb")]) == {"budget": "a\nb"}


def refused(block: str) -> str:
    posted = Posted(5, "p", SHOWN, Do("paste", "budget", ""))
    found = pasting.paste(BUDGET, posted, {"budget": block}, no_words, HEADS)
    assert found.posted == posted
    return str(found.troubles["budget"])


def label(column: str, language: str) -> str:
    return template().texts.field(f"budget.{column}", language).label


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_a_first_line_that_names_the_columns_says_where_the_cells_belong(language: str) -> None:
    heads = [label(column, language) for column in ("quantity", "unit_cost", "item")]

    found = pasted("\t".join([heads[0].upper(), heads[1] + ":", heads[2]]) + "\n30\t1,20\tTea")

    assert found == {
        "budget.new-5-1.quantity": "30",
        "budget.new-5-1.unit_cost": "1,20",
        "budget.new-5-1.item": "Tea",
    }


def test_the_names_of_columns_count_at_a_cell_too_and_lines_begin_in_its_row() -> None:
    block = f"{label('item', 'ru')}\t{label('quantity', 'ru')}\nTea\t9"

    assert pasted(block, at("b2", "note")) == {
        "budget.b2.item": "Tea",
        "budget.b2.quantity": "9",
    }


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_the_workbook_that_we_write_can_be_copied_back_with_its_headings(language: str) -> None:
    with speaking(language):
        out = budgets.sheet(template(), deepcopy(COMPLETE), "m", budgets.Origin("abcdef", 1, "p"))
    line = ["b7", "", "", "Tea", "", "30", "1.20", "", "36.00", "", ""]
    assert len(line) == len(out.heads)
    with_keys = ["\t".join(each) for each in (budgets.COLUMNS, out.heads, line)]

    for block in ("\n".join(with_keys), "\n".join(with_keys[1:])):
        assert pasted(block) == {
            "budget.new-5-1.item": "Tea",
            "budget.new-5-1.quantity": "30",
            "budget.new-5-1.unit_cost": "1.20",
        }


def test_names_that_are_not_understood_are_said_and_nothing_is_lost() -> None:
    head = f"{label('item', 'en')}\tColour\t{label('quantity', 'en')}\t\tEmpty\t"

    says = refused(f"{head}\nTea\tgreen\t30\tfree text\t\t")

    assert "Colour" in says
    assert "column 4" in says
    assert "Empty" not in says
    assert label("item", "en") not in says


def test_one_column_twice_is_not_understood_the_second_time() -> None:
    item = label("item", "en")
    assert item in refused(f"{item}\t{label('unit', 'en')}\t{item}\nTea\tbox\tCoffee")


def test_names_without_lines_are_no_rows() -> None:
    assert "names of the columns" in refused(f"{label('item', 'en')}\t{label('unit', 'en')}")


def test_a_word_that_is_also_the_name_of_a_column_stays_a_word() -> None:
    note = label("note", "en")
    assert pasted(note) == {"budget.new-5-1.item": note}
    assert pasted(f"{note}\tTea\t3\nx") == {
        "budget.new-5-1.item": note,
        "budget.new-5-1.category": "Tea",
        "budget.new-5-1.quantity": "3",
        "budget.new-5-2.item": "x",
    }


def test_every_table_knows_each_of_its_columns_by_its_own_name() -> None:
    for section in template().sections.values():
        for table in section.tables:
            known = HEADS(table)
            for language in ("en", "ru", "be"):
                for column in table.columns:
                    said = template().texts.field(f"{table.key}.{column.key}", language).label
                    assert known[headings.folded(said)] == column.key, (table.key, said)


text = st.text("aж2,\"'\t\n ", max_size=6).map(str.strip)
grids = st.lists(st.lists(text, min_size=1, max_size=5), min_size=1, max_size=6)


def copied(cell: str) -> str:
    """As a spreadsheet puts it on the clipboard."""
    quoted = any(mark in cell for mark in '\t\n"')
    return '"' + cell.replace('"', '""') + '"' if quoted else cell


@settings(max_examples=300, deadline=None)
@given(grids, st.sampled_from(["", "b1", "b2"]), st.integers(0, 4))
def test_every_cell_of_a_block_gets_its_place_and_the_rest_stays_as_it_was(
    grid: list[list[str]], row: str, column: int
) -> None:
    columns = in_order(next(iter(BUDGET.tables)))
    do = Do("paste", "budget", row, column=columns[column].key if row else "")
    posted = Posted(5, "p", SHOWN, do)
    block = "".join("\t".join(map(copied, line)) + "\n" for line in grid)

    found = pasting.paste(BUDGET, posted, {"budget": block}, no_words, HEADS)

    rows = ["b1", "b2"][0 if row == "b1" else 1 if row == "b2" else 2 :]
    lines = grid if row else [line for line in grid if any(line)]
    rows += [f"new-5-{n}" for n in range(1, len(lines) + 1)]
    expected: dict[str, Value] = {
        f"budget.{rows[down]}.{columns[right + (column if row else 0)].key}": cell
        for down, line in enumerate(lines)
        for right, cell in enumerate(line)
        if cell
    }
    assert cells(block) == grid
    assert not found.troubles
    assert found.posted.written == SHOWN | expected
