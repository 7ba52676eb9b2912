"""The input gate: what no part of Seedbed can mean is refused before anything looks at it.

NUL, lone surrogates and broken UTF-8 would pass one database and break the other, or come back
as an error of ours; here they are a clear 400, and nothing is written.
"""

import re
from urllib.parse import parse_qsl, unquote_to_bytes

from fastapi import Request

from app.errors import Problem, TooLarge
from app.i18n import _

Typed = list[tuple[str, str]]

MOST_FIELDS = 3000  # a section of 200 rows with ten columns, and some air
LARGEST_BODY = 2_000_000  # bytes; above it the answer says so, and keeps to our own words
NET = 4 * LARGEST_BODY  # where FastAPI hangs up, however the body is sent

MEANINGLESS = re.compile("[\0\ud800-\udfff]")
UNREADABLE = _("The form did not arrive whole or holds characters that cannot be kept.")


def readable(text: str) -> bool:
    return MEANINGLESS.search(text) is None


async def address(request: Request) -> None:
    """Every request's path and query."""
    for part in (request.scope.get("raw_path") or b"", request.scope.get("query_string") or b""):
        try:
            if b"\0" in (raw := unquote_to_bytes(part)):
                raise Problem(UNREADABLE)
            raw.decode()
        except UnicodeDecodeError:
            raise Problem(UNREADABLE) from None


async def one_file(request: Request) -> None:
    """Named in the ``dependencies`` of a route whose form may bring a file: those are asked before
    the form is read. No other route takes one. The file's bytes stand in ``request.state.file``."""
    request.state.files = 1


async def typed(request: Request) -> Typed:
    """The pairs of a posted form, in order; names may repeat. Empty for anything but a form."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return []
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        raise TooLarge
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(
                (await request.body()).decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError:  # broken UTF-8, or too many fields
            raise Problem(UNREADABLE) from None
    elif kind == "multipart/form-data":
        files = getattr(request.state, "files", 0)
        async with request.form(
            max_files=files, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY
        ) as form:
            pairs = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
            for file in (value for value in form.values() if not isinstance(value, str)):
                request.state.file = await file.read(LARGEST_BODY + 1)
        if len(getattr(request.state, "file", b"")) > LARGEST_BODY:
            raise TooLarge
        if not pairs or any("\ufffd" in part for pair in pairs for part in pair):
            raise Problem(UNREADABLE)
    elif await request.body():
        raise Problem(_("Forms are all that can be sent here."))
    else:
        return []
    if not all(readable(part) for pair in pairs for part in pair):
        raise Problem(UNREADABLE)
    return pairs
