"""The budget taken along as a workbook, changed there, and brought back."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlmodel import col, func, select

from app.i18n import LANGUAGES, speaking
from app.models import Project, Revision, State
from app.rules import budgets
from app.rules.budgets import COLUMNS, Brought, Origin, Taken
from app.rules.saving import naming
from app.rules.template import template
from app.rules.template.shape import Plan
from app.services import sections
from app.web.files.upload import MOST_UNPACKED, read
from app.web.files.workbook import workbook
from app.web.gate import LARGEST_BODY
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

ORIGIN = Origin("abcdef", 13, "a-page")
FIRST = 13  # the row of the first line, as people count
Change = Callable[[Any], None]


def out(plan: Plan, language: str = "en", origin: Origin = ORIGIN) -> bytes:
    with speaking(language):
        return workbook(budgets.sheet(template(), plan, "Draft", origin))


def said_by(content: bytes, plan: Plan) -> Brought:
    upload = read(content)
    assert upload.taken is not None, upload.trouble
    rows = plan["budget"]["budget"]
    real = naming("a-page", "project", lambda: "")
    return budgets.brought(template(), plan, rows, upload.taken, real)


def edited(content: bytes, change: Change) -> bytes:
    """As if somebody had opened it, changed cells and saved."""
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def cell(key: str, row: int) -> str:
    return f"{'ABCDEFGHIJK'[COLUMNS.index(key)]}{row}"


def put(sheet: Any, row: int, **values: Any) -> None:
    for key, value in values.items():
        sheet[cell(key, row)].value = value


# What goes out comes back the same


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("saved_again", [False, True])
def test_a_workbook_that_nobody_changed_changes_nothing(language: str, saved_again: bool) -> None:
    content = out(COMPLETE, language)
    content = edited(content, lambda _sheet: None) if saved_again else content

    assert said_by(content, COMPLETE) == Brought()


@settings(max_examples=80, deadline=None)
@given(
    st.fixed_dictionaries(
        {
            "item": st.text(min_size=1, max_size=40) | st.sampled_from(["=1+1", "+7", "-1", "@a"]),
            "quantity": st.sampled_from(["60", "2,5", "1 234,50", "many", "", "0.01", "1,0"]),
            "unit_cost": st.sampled_from(["2.50", "0", "2,555", "99999.99", "free"]),
            "times": st.sampled_from(["", "1", "60", "twice"]),
            "category": st.sampled_from(["venue", "", "no-such-code"]),
            "activity": st.sampled_from(["a1", "whole_project", "gone", ""]),
            "paid_by": st.sampled_from(["requested", "own_cash", ""]),
            "note": st.text("=+-@ab\n\t'\"ўі<&_x0041_", max_size=20),
        }
    )
)
def test_no_line_however_odd_is_changed_by_going_out_and_in(line: dict[str, str]) -> None:
    plan = deepcopy(COMPLETE)
    plan["budget"]["budget"].append({"id": "odd"} | line)

    assert said_by(out(plan), plan) == Brought()


def test_what_begins_like_a_formula_is_text_and_sums_are_formulas() -> None:
    plan = deepcopy(COMPLETE)
    plan["budget"]["budget"][0] |= {"item": '=HYPERLINK("http://x")', "note": "@SUM(A1)"}
    sheet = load_workbook(BytesIO(out(plan))).worksheets[0]

    assert sheet[cell("item", FIRST)].data_type == "s"
    assert sheet[cell("note", FIRST)].data_type == "s"
    assert sheet[cell("total", FIRST)].data_type == "f"
    assert sheet["C4"].value == "=SUMIF(J13:J52,B4,I13:I52)"
    assert sheet["C9"].value == "=SUM(I13:I52)"
    values = load_workbook(BytesIO(out(plan)), data_only=True).worksheets[0]
    assert values[cell("total", FIRST)].value == 150
    assert [values[f"C{row}"].value for row in (4, 8, 9)] == [150, 180, 330]


def test_choices_are_words_with_lists_and_ids_are_hidden() -> None:
    sheet = load_workbook(BytesIO(out(COMPLETE, "be"))).worksheets[0]
    lists = {str(one.sqref).split(":")[0] for one in sheet.data_validations.dataValidation}

    assert sheet.title == "Бюджэт"
    assert sheet[cell("unit", FIRST)].value == "набор"
    assert sheet[cell("activity", FIRST)].value == "1.1.1 Hold six quiz evenings"
    assert lists == {cell(key, FIRST) for key in ("activity", "category", "unit", "paid_by")}
    assert sheet.column_dimensions["A"].hidden
    assert sheet[cell("id", FIRST)].value == "b1"
    assert sheet[cell("quantity", FIRST)].value == 60


# What a changed one means


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("unit_cost", 2.75, "2.75"), ("unit_cost", "2,75", "2,75"),
        ("unit_cost", 0.1 + 0.2, "0.30"),
        ("quantity", 61, "61"), ("quantity", "1 000", "1 000"), ("times", None, ""),
        ("times", 3.0, "3"), ("category", "Transport", "transport"), ("category", "транспорт",
        "transport"), ("paid_by", "Свае грошы", "own_cash"), ("activity", "1.1.2", "a2"),
        ("activity", "Hold six quiz evenings", "a1"), ("activity", "Весь проект", "whole_project"),
        ("item", "=1+1 cards", "=1+1 cards"), ("item", 2027, "2027"), ("note", "  ўсё  ", "ўсё"),
    ],
)  # fmt: skip
def test_a_changed_cell_is_an_answer(key: str, typed: Any, meant: str) -> None:
    plan = deepcopy(COMPLETE)
    plan["budget"]["budget"][0] |= {"activity": "whole_project" if meant != "whole_project" else ""}

    def change(sheet: Any) -> None:
        put(sheet, FIRST, **{key: typed})
        sheet[cell(key, FIRST)].data_type = "s" if isinstance(typed, str) else "n"

    assert said_by(edited(out(plan), change), plan) == Brought({f"budget.b1.{key}": meant})


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("unit_cost", "many", "a number such as 2.50 is expected"),
        ("unit_cost", datetime(2026, 5, 2), "a number such as 2.50 is expected"),  # noqa: DTZ001
        ("unit_cost", -1, "a number such as 2.50 is expected"),
        ("unit_cost", 2.555, "a number such as 2.50 is expected"),
        ("unit_cost", True, "a number such as 2.50 is expected"),
        ("quantity", 0, "a number from 0.01 to 9999 is expected"),
        ("times", 2.5, "a whole number from 1 to 60 is expected"),
        ("times", 61, "a whole number from 1 to 60 is expected"),
        ("category", "Bribes", "one of the words of its list is expected"),
        ("activity", "9.9.9 Another step", "one of the words of its list is expected"),
        ("item", True, "a text is expected"),
        ("item", "x" * 20_001, "a shorter text is expected"),
    ],
)
def test_a_wrong_cell_is_named_with_what_is_expected(key: str, typed: Any, says: str) -> None:
    content = edited(out(COMPLETE), lambda sheet: put(sheet, FIRST, **{key: typed}))
    (trouble,) = said_by(content, COMPLETE).troubles

    assert trouble.cell == f"Budget!{cell(key, FIRST)}"
    assert trouble.says == says


def test_lines_are_added_removed_and_copied() -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(FIRST + 1)
        put(sheet, FIRST + 4, item="Bus", quantity=2, unit_cost="10,50")
        for key in COLUMNS:  # a copied row takes its hidden id along
            put(sheet, FIRST + 6, **{key: sheet[cell(key, FIRST)].value})

    found = said_by(edited(out(COMPLETE), change), COMPLETE)

    assert found.removed == ("b2",)
    assert {k: v for k, v in found.written.items() if ".new-17." in k} == {
        "budget.new-17.item": "Bus",
        "budget.new-17.quantity": "2",
        "budget.new-17.unit_cost": "10,50",
    }
    assert found.written["budget.new-19.item"] == "Quiz card sets"
    assert not [name for name in found.written if name.startswith("budget.b")]


def test_columns_may_move_and_rows_above_may_come() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(4)
        sheet.move_range(f"K1:K{FIRST + 3}", cols=3)
        sheet[f"N{FIRST + 1}"].value = "a note"

    found = said_by(edited(out(COMPLETE), change), COMPLETE)

    assert found.written == {"budget.b1.note": "a note"}


def test_more_lines_than_we_keep_are_refused() -> None:
    def change(sheet: Any) -> None:
        for row in range(FIRST, FIRST + 201):
            put(sheet, row, item="x")

    troubles = said_by(edited(out(COMPLETE), change), COMPLETE).troubles

    assert [one.says for one in troubles] == ["fewer lines are expected, 200 at most"]


def test_the_sheet_of_another_time_or_place_is_told_apart() -> None:
    taken = read(out(COMPLETE)).taken
    assert taken is not None
    head, *rest = taken.cells

    assert budgets.origin(taken) == ORIGIN
    for wrong in (["x"], [], ["seedbed-budget/1", "abcdef", "soon", "p"],
                  ["seedbed-budget/1", "abcdef", "13", "no page!"]):  # fmt: skip
        assert budgets.origin(replace(taken, cells=[wrong, *rest])) is None
    assert budgets.origin(Taken("Budget", [head])) is None
    assert budgets.origin(Taken("Budget", [])) is None


# Files that are something else


def zipped(**parts: bytes) -> bytes:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return into.getvalue()


def repacked(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    into = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for part in source.namelist():
            data = source.read(part)
            archive.writestr(part, change(data) if part == name else data)
    return into.getvalue()


def entities(xml: bytes) -> bytes:
    head, _end, rest = xml.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rest


STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"
WRONG = {
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a table of commas": b"item;price\nCards;2,50\n",
    "an empty archive": zipped(),
    "another archive": zipped(a_xml=b"<a/>"),
    "a cut one": out(COMPLETE)[:3000],
    "entities": repacked(out(COMPLETE), STRINGS, entities),
    "entities in UTF-16": repacked(
        out(COMPLETE), STRINGS, lambda xml: entities(xml.replace(b"UTF-8", b"UTF-16")).decode()
        .encode("utf-16")
    ),
    "broken XML": repacked(out(COMPLETE), SHEET, lambda xml: xml[:400]),
}  # fmt: skip


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_a_file_that_is_no_workbook_is_told_so(content: bytes) -> None:
    upload = read(content)

    assert upload.taken is None
    assert str(upload.trouble).startswith("This is not a workbook.")


def lying(content: bytes) -> bytes:
    """Its table of contents says that every part is small."""
    data = bytearray(content)
    for found in re.finditer(b"PK\x01\x02", content):
        data[found.start() + 24 : found.start() + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = repacked(out(COMPLETE), STRINGS, lambda xml: xml + b" " * (2 * MOST_UNPACKED))

    assert len(bomb) < LARGEST_BODY
    assert str(read(bomb).trouble).startswith("This workbook holds far more")
    assert read(lying(bomb)).taken is None


def test_rows_that_count_to_the_moon_are_not_waited_for() -> None:
    far = repacked(
        out(COMPLETE), SHEET, lambda xml: xml.replace(b"</sheetData>", b'<row r="999999999">'
        b'<c r="A999999999"><v>1</v></c></row></sheetData>')
    )  # fmt: skip
    upload = read(far)

    assert upload.taken is not None
    assert len(upload.taken.cells) <= 400


# On the page


def taken_by(browser: Browser, project: Project) -> bytes:
    return bytes(browser.get(f"/projects/{project.id}/budget.xlsx").content)


def send(browser: Browser, project: Project, content: bytes, **more: Any) -> Any:
    return browser.post(
        f"/projects/{project.id}/budget/import",
        data={"_end": "1"},
        files={"workbook": ("budget.xlsx", content)},
        **more,
    )


def confirm(browser: Browser, project: Project, page: str) -> Any:
    """Press the button of the page that says what would change."""
    form = page[page.index('name="base"') - 40 : page.index("</form>", page.index('name="base"'))]
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    return browser.post(
        f"/projects/{project.id}/budget/import",
        data={name: unescape(value) for name, value in fields},
    )


def budget(make: Make, project: Project) -> list[dict[str, Any]]:
    with make.database.reads.alone() as session:
        plan = sections.plan(session, make.reload(session, project.id))
        rows: list[dict[str, Any]] = plan["budget"]["budget"]
        return rows


def versions(make: Make, project: Project) -> int:
    with make.database.reads.alone() as session:
        count = select(func.count()).where(col(Revision.project_id) == project.id)
        return session.exec(count).one()


def changed(sheet: Any) -> None:
    put(sheet, FIRST, unit_cost="3,00")
    sheet.delete_rows(FIRST + 1)
    put(sheet, FIRST + 2, item="Bus", category="Transport", quantity=2, unit_cost=10.5,
        paid_by="Our own money", unit="trip", activity="Whole project")  # fmt: skip


def test_a_workbook_shows_what_it_would_change_and_a_button_changes_it(
    make: Make, browser: Browse
) -> None:
    project, alina = make.project(State.developing), browser("alina")
    content = edited(taken_by(alina, project), changed)

    page = send(alina, project, content)

    assert page.status_code == 200
    for said in ("Lines that are new", "Bus", "Lines that are removed", "Rooms",
                 "Lines that are changed", "330 BYN", "201 BYN"):  # fmt: skip
        assert said in page.text.replace("\xa0", " "), said
    assert versions(make, project) == 13

    answer = confirm(alina, project, page.text)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sections/budget?saved=15")
    first, bus = budget(make, project)
    assert first["unit_cost"] == "3,00"
    assert (bus["item"], bus["activity"], bus["unit_cost"]) == ("Bus", "whole_project", "10.50")


def test_bringing_it_twice_adds_nothing_twice(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.developing), browser("alina")
    content = edited(taken_by(alina, project), changed)
    page = send(alina, project, content).text
    confirm(alina, project, page)
    confirm(alina, project, page)

    assert [row["item"] for row in budget(make, project)] == ["Quiz card sets", "Bus"]
    again = send(alina, project, content)
    assert "Nothing: the workbook says what the plan says." in again.text
    more = edited(content, lambda sheet: put(sheet, FIRST + 2, quantity=4))
    confirm(alina, project, send(alina, project, more).text)
    assert [row["quantity"] for row in budget(make, project)] == ["60", "4"]


def test_what_others_wrote_meanwhile_stays(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.developing), browser("alina")
    content = edited(taken_by(alina, project), changed)
    make.write(project, "budget", {"budget.b1.unit_cost": "9", "budget.b1.note": "asked"}, "maksim")
    make.write(project, "budget", {"budget.b2.note": "agreed"}, "maksim")

    page = send(alina, project, content)
    assert "Somebody else wrote here meanwhile." in page.text
    answer = confirm(alina, project, page.text)

    assert answer.status_code == 409
    assert "What they wrote stands" in answer.text
    rows = {row["item"]: row for row in budget(make, project)}
    assert rows["Quiz card sets"]["unit_cost"] == "9"
    assert rows["Quiz card sets"]["note"] == "asked"
    assert rows["Rooms"]["note"] == "agreed"
    assert "Bus" in rows


def test_an_import_takes_readiness_back_like_any_other_save(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.ready), browser("alina")
    page = send(alina, project, edited(taken_by(alina, project), changed))
    confirm(alina, project, page.text)

    with make.database.reads.alone() as session:
        assert make.reload(session, project.id).state == State.developing


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_wrong_cells_are_named_and_nothing_is_saved(
    make: Make, browser: Browse, headers: dict[str, str]
) -> None:
    project, alina = make.project(State.developing), browser("alina")

    def wrong(sheet: Any) -> None:
        changed(sheet)
        put(sheet, FIRST, quantity="many", category="Bribes")

    answer = send(alina, project, edited(taken_by(alina, project), wrong), headers=headers)

    assert answer.status_code == 422
    assert "<b>Budget!F13</b>: a number such as 2.50 is expected" in answer.text
    assert "<b>Budget!C13</b>: one of the words of its list is expected" in answer.text
    assert 'name="base"' not in answer.text
    assert versions(make, project) == 13


def other_workbook() -> bytes:
    into = BytesIO()
    Workbook().save(into)
    return into.getvalue()


def test_a_wrong_file_is_told_what_it_is_not(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.developing), browser("alina")
    another = make.project(State.developing)
    later = out(COMPLETE, origin=Origin(project.code, 99, "p"))
    for content, says in (
        (b"", "Choose a file first."),
        (b"%PDF-1.7", "This is not a workbook."),
        (other_workbook(), "This workbook was not made here."),
        (later, "This workbook was not made here."),
        (taken_by(alina, another), f"This is the budget of another project: {another.code}."),
    ):
        answer = send(alina, project, content)
        assert answer.status_code == 422, says
        assert says in answer.text
    assert versions(make, project) == 13


def test_a_file_is_taken_here_and_nowhere_else(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.developing), browser("alina")
    file = {"workbook": ("budget.xlsx", out(COMPLETE))}
    here = f"/projects/{project.id}/budget/import"

    for address in (f"/projects/{project.id}/sections/budget", "/projects/new", "/sign-in"):
        answer = alina.post(address, data={"_end": "1"}, files=file)
        assert 400 <= answer.status_code < 500, address
    two = [("workbook", file["workbook"]), ("another", file["workbook"])]
    assert alina.post(here, data={"_end": "1"}, files=two).status_code == 400
    large = {"workbook": ("budget.xlsx", bytes(LARGEST_BODY))}
    assert alina.post(here, data={"_end": "1"}, files=large).status_code == 413
    assert versions(make, project) == 13


def test_only_those_who_write_bring_a_budget_back(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    content = taken_by(browser("boris"), project)

    for user in ("boris", "vera"):
        assert browser(user).get(f"/projects/{project.id}/budget/import").status_code == 403
        assert send(browser(user), project, content).status_code == 403
    assert send(browser("dan"), project, content).status_code == 404
    gone = make.project(State.withdrawn)
    assert browser("alina").get(f"/projects/{gone.id}/budget/import").status_code == 403


def test_a_forged_form_changes_nothing(make: Make, browser: Browse) -> None:
    project, alina = make.project(State.developing), browser("alina")
    address = f"/projects/{project.id}/budget/import"
    for form in (
        {"base": "13", "page": "p", "_remove": "b1 ../x", "_end": "1"},
        {"base": "99", "page": "p", "budget.b1.item": "x", "_end": "1"},
        {"base": "13", "page": "p", "budget.b9.item": "x", "_end": "1"},
        {"base": "13", "page": "p", "budget.b1.item": "x"},
        {"_end": "1"},
    ):
        assert alina.post(address, data=form).status_code == 400, form
    assert versions(make, project) == 13
