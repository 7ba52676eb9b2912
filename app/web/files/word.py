"""A proposal as a Word file: real headings, tables whose first row is their head, and the language
of every text."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from app.rules.proposal_parts import (
    Block,
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Pairs,
    Paragraph,
    Proposal,
    Words,
)

LOCALES = {"en": "en-GB", "ru": "ru-RU", "be": "be-BY"}
WIDTH = 174  # millimetres between the margins


def word(proposal: Proposal) -> bytes:
    document = Document()
    _set_up(document, proposal)
    _write(document.add_paragraph(style="Title"), proposal.title)
    for part in proposal.parts:
        if part.title:
            document.add_heading(part.title, level=1)
        for block in part.blocks:
            _block(document, block, level=2 if part.title else 1)
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _set_up(document: Made, proposal: Proposal) -> None:
    about = document.core_properties
    about.title, about.language = proposal.title.text[:255], LOCALES[proposal.language]
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = datetime.now(UTC)
    styles = document.styles
    (language,) = styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    language.set(qn("w:val"), LOCALES[proposal.language])
    styles["Normal"].font.size = Pt(10)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(18)
    foot = page.footer.paragraphs[0]
    foot.add_run(proposal.mark).bold = proposal.draft
    foot.add_run("\t\t")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)


def _block(document: Made, block: Block, level: int) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=level)
        case Paragraph():
            _write(document.add_paragraph(), block.words)
        case Bullets():
            for words in block.items:
                _write(document.add_paragraph(style="List Bullet"), words)
        case Pairs():
            _pairs(document, block)
        case Grid():
            _grid(document, block)


def _pairs(document: Made, pairs: Pairs) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, said in pairs.rows:
        name, answers = _row(table, (WIDTH // 3, WIDTH * 2 // 3))
        _fill(name, [(label, Words(""))])
        _fill(answers, [("", words) for words in said])
    document.add_paragraph()


def _grid(document: Made, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.columns), style="Table Grid")
    parts = sum(column.width for column in grid.columns)
    widths = tuple(WIDTH * column.width // parts for column in grid.columns)
    for cell, column in zip(_row(table, widths), grid.columns, strict=True):
        _fill(cell, [("", Words(column.label))], number=column.number)
        cell.paragraphs[0].runs[0].bold = True
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))  # repeated on every page
    for row in grid.rows:
        _cells(_row(table, widths), row, grid.columns)
    for label, sum_ in grid.sums:
        line = document.add_paragraph(f"{label}: ")
        line.add_run(sum_).bold = True
    document.add_paragraph()


def _row(table: Any, widths: tuple[int, ...]) -> list[_Cell]:
    cells: list[_Cell] = list(table.add_row().cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    return cells


def _cells(cells: list[_Cell], row: Iterable[Cell], columns: tuple[Column, ...]) -> None:
    for cell, said, column in zip(cells, row, columns, strict=True):
        _fill(cell, [(one.label, one.words) for one in said], number=column.number)


def _fill(cell: _Cell, said: list[tuple[str, Words]], *, number: bool = False) -> None:
    for n, (label, words) in enumerate(said):
        line = cell.add_paragraph() if n else cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(0)
        if number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if label:
            line.add_run(f"{label}: " if words.text else label)
        _write(line, words)


def _write(line: Line, words: Words) -> None:
    """Lines of the text stay lines."""
    run = line.add_run(words.text)
    if words.language:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LOCALES[words.language])
        run._r.get_or_add_rPr().append(language)
