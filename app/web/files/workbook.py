"""The budget as a workbook (XLSX): its sums are formulas, its choices are lists, and what begins
with "=" is text all the same."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from app.i18n import gettext
from app.rules.budgets import COLUMNS, MARK, Out, Sheet

SPARE, LEAST = 20, 40  # lines that are made ready to be written in, and in all
WIDTHS = {"activity": 30, "category": 22, "item": 38, "paid_by": 24, "note": 40}
AT = {key: xl_col_to_name(place) for place, key in enumerate(COLUMNS)}
SUMS = 3  # the row, from 0, of the first sum


def workbook(sheet: Sheet) -> bytes:
    into = BytesIO()
    book = Workbook(into, {"in_memory": True})
    book.set_properties({"title": sheet.title, "author": "", "comments": sheet.mark})
    page = book.add_worksheet(sheet.name)
    head = SUMS + len(sheet.payers) + 3
    ready = max(len(sheet.lines) + SPARE, LEAST)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    wrapped = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    _top(page, sheet, bold, money, (head + 1, head + ready))
    for place, (key, words) in enumerate(zip(COLUMNS, sheet.heads, strict=True)):
        page.write_string(head - 1, place, key)
        page.write_string(head, place, words, wrapped)
    page.set_row(head - 1, None, None, {"hidden": True})
    for number in range(ready):
        line = sheet.lines[number] if number < len(sheet.lines) else (None,) * len(COLUMNS)
        _line(page, head + 1 + number, line, money)
    _lists(book, page, sheet, (head + 1, head + ready))
    _layout(page, sheet, head)
    book.close()
    return into.getvalue()


def _top(page: Worksheet, sheet: Sheet, bold: Any, money: Any, lines: tuple[int, int]) -> None:
    """Whose budget it is, and its sums: by who pays, and of all."""
    for place, said in enumerate((MARK, sheet.origin.code, str(sheet.origin.version),
                                  sheet.origin.page)):  # fmt: skip
        page.write_string(0, place, said)
    page.set_row(0, None, None, {"hidden": True})
    page.write_string(1, 1, sheet.title, bold)
    page.write_string(2, 1, sheet.mark)
    totals, payers = (
        f"{AT[key]}{lines[0] + 1}:{AT[key]}{lines[1] + 1}" for key in ("total", "paid_by")
    )
    place, paid = COLUMNS.index("total"), COLUMNS.index("paid_by")
    for row, payer in enumerate(sheet.payers, start=SUMS):
        page.write_string(row, 1, payer)
        sum_ = sum((one[place] or 0 for one in sheet.lines if one[paid] == payer), Decimal(0))
        page.write_formula(row, 2, f"=SUMIF({payers},B{row + 1},{totals})", money, float(sum_))
    row = SUMS + len(sheet.payers)
    page.write_string(row, 1, sheet.total, bold)
    whole = sum((one[place] or 0 for one in sheet.lines), Decimal(0))
    page.write_formula(row, 2, f"=SUM({totals})", money, float(whole))


def _line(page: Worksheet, row: int, line: tuple[Out, ...], money: Any) -> None:
    for place, (key, said) in enumerate(zip(COLUMNS, line, strict=True)):
        if key == "total":
            q, cost, times = (f"{AT[name]}{row + 1}" for name in ("quantity", "unit_cost", "times"))
            readable = f'AND(ISNUMBER({q}),ISNUMBER({cost}),OR({times}="",ISNUMBER({times})))'
            sum_ = f'ROUND({q}*{cost}*IF({times}="",1,{times}),2)'
            known = float(said) if isinstance(said, Decimal) else ""
            page.write_formula(row, place, f'=IF({readable},{sum_},"")', money, known)
        elif isinstance(said, Decimal):
            page.write_number(row, place, float(said), money if key == "unit_cost" else None)
        elif said:
            page.write_string(row, place, said)


def _lists(book: Workbook, page: Worksheet, sheet: Sheet, lines: tuple[int, int]) -> None:
    """A sheet of its own: what stands in a rule itself may be 255 characters long."""
    lists = book.add_worksheet(gettext("Choices"))
    for place, (key, words) in enumerate(sheet.lists.items()):
        for row, one in enumerate(words):
            lists.write_string(row, place, one)
        letter = xl_col_to_name(place)
        column = COLUMNS.index(key)
        source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(words)}"
        page.data_validation(
            lines[0], column, lines[1], column, {"validate": "list", "source": source}
        )
    lists.hide()


def _layout(page: Worksheet, sheet: Sheet, head: int) -> None:
    for place, key in enumerate(COLUMNS):
        page.set_column(place, place, WIDTHS.get(key, 11), None, {"hidden": key == "id"})
    page.freeze_panes(head + 1, 0)
    page.repeat_rows(head)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{sheet.mark.replace('&', '&&')}&R&P / &N")
