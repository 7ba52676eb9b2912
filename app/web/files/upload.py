"""A workbook that somebody sends: unpacked by us, within bounds, before anything else reads it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Annotated
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from fastapi import Depends, Request
from openpyxl import load_workbook

from app.errors import Phrase
from app.i18n import _
from app.rules.budgets import Taken
from app.rules.saving import MOST_ROWS
from app.web.files.press import press
from app.web.forms import TypedDep
from app.web.gate import readable
from app.web.visitor import SignedIn

MOST_UNPACKED = 10_000_000  # bytes of all its parts together
MOST_PARTS = 200
MOST_COLUMNS = 20
LAST_ROW = 2 * MOST_ROWS  # of the sheet: the lines, what stands above them, and some air
CHUNK = 65_536

NOT_ONE = _("This is not a workbook. Save it as an Excel workbook (.xlsx), then choose it again.")
TOO_MUCH = _("This workbook holds far more than a budget. Nothing of it was read.")


class Unreadable(Exception):
    def __init__(self, says: Phrase) -> None:
        self.says = says


@dataclass(frozen=True)
class Upload:
    """What came: nothing, a sheet, or what is wrong with the file."""

    taken: Taken | None = None
    trouble: Phrase = ""


async def upload(request: Request, _who: SignedIn, _typed: TypedDep) -> Upload:
    """Read before the transaction begins: nobody waits for the lock behind a file."""
    content: bytes | None = getattr(request.state, "file", None)
    if content is None:
        return Upload()
    if not content:
        return Upload(trouble=_("Choose a file first."))
    return await press(request).work(lambda: read(content))


UploadDep = Annotated[Upload, Depends(upload)]


def read(content: bytes) -> Upload:
    """The first sheet of a workbook; values only, no formulas."""
    try:
        return Upload(_first_sheet(_unpacked(content)))
    except Unreadable as wrong:
        return Upload(trouble=wrong.says)
    except Exception:  # what reads the files of strangers can fail in any way
        return Upload(trouble=NOT_ONE)


def _unpacked(content: bytes) -> BytesIO:
    """The same parts, stored plainly: so large they are and no larger, whatever the packed file
    says of itself. Workbooks never declare entities; a part that does is refused unread."""
    into, size = BytesIO(), 0
    try:
        with ZipFile(BytesIO(content)) as packed, ZipFile(into, "w", ZIP_STORED) as plain:
            if len(packed.infolist()) > MOST_PARTS:
                raise Unreadable(TOO_MUCH)
            for part in packed.infolist():
                chunks = []
                with packed.open(part) as source:
                    while chunk := source.read(CHUNK):
                        size += len(chunk)
                        if size > MOST_UNPACKED:
                            raise Unreadable(TOO_MUCH)
                        chunks.append(chunk)
                data = b"".join(chunks)
                if part.filename.endswith((".xml", ".rels")) and _declares(data):
                    raise Unreadable(NOT_ONE)
                plain.writestr(part.filename, data)
    except (BadZipFile, RuntimeError, NotImplementedError):  # torn, sealed, or packed oddly
        raise Unreadable(NOT_ONE) from None
    into.seek(0)
    return into


def _declares(xml: bytes) -> bool:
    """Also in UTF-16, where every other byte is a zero."""
    return b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml


def _first_sheet(plain: BytesIO) -> Taken:
    book = load_workbook(plain, read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what it says of its own size is not believed
    cells = [
        list(row)
        for row in sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    ]
    texts = (cell for row in cells for cell in row if isinstance(cell, str))
    if not all(readable(text) for text in texts):
        raise Unreadable(NOT_ONE)
    return Taken(sheet.title, cells)
