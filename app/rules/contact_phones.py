"""Telephone numbers in a text that ``contacts`` has folded: with blanks, dots and brackets, with
letters for digits, or said in words. Dates, sums, codes and years are left alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.contact_words import NUMBERS

# A number is a row of pieces with at most four of these between them.
PIECE = r"(?:[0-9](?:[0-9oil|]*[0-9oil|])?|[oil|]{1,3}[0-9][0-9oil|]*)"
BETWEEN = re.compile(r"[ \t ().\-–—‑−/_*~•·]{0,4}")
COMMA = re.compile(r"\s?,\s")  # between numbers that are said in words
LETTERS = str.maketrans("oil|", "0111")

YEAR = r"(?:19|20)\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
MONTH = r"(?:0?[1-9]|1[0-2])"
WHOLE = (
    rf"{DAY}[./-]{MONTH}[./-](?:{YEAR}|\d\d)|{YEAR}[./-]{MONTH}[./-]{DAY}|{DAY}[./]{MONTH}|"
    rf"{MONTH}[./]{YEAR}|{YEAR}|(?:[01]?\d|2[0-3])[.][0-5]\d|\d{{1,2}}"
)
DATES = re.compile(rf"(?:{WHOLE})(?:\s?[-–—/ ]\s?(?:{WHOLE}))*[.]?")
SUM = re.compile(r"[0-9]{1,3}(?:([ . ])[0-9]{3})(?:\1[0-9]{3})*(?:[.][0-9]{1,2})?")
CODES = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}(?:\.? ?[-–—/ ]{1,3}\d{1,2}(?:\.\d{1,2}){1,2})*\.?")

# Digits only: the countries that camps come from, then any with its plus.
KNOWN = re.compile(
    r"375\d{9}|80(?:1[5-7]|2[1-5]|29|33|44)\d{7}|0(?:1[5-7]|2[1-5]|29|33|44)\d{7}|[78][3-9]\d{9}|"
    r"380\d{9}|0[3-9]\d{8}|370\d{8}|371\d{8}|48\d{9}|49\d{9,11}|44\d{10}|995\d{9}|374\d{8}|373\d{8}|"
    r"00\d{9,13}"
)
LOCAL = re.compile(r"(?:25|29|33|44)\d{7}")  # a Belarusian mobile without its country
FREE = re.compile(r"(?:375|8)?80[01]\d{7}")  # help lines: nobody's own
ASKED = (
    r"(?:phone|tel|call|text|ring|mobile|my number|viber|whatsapp|telegram|позвони|звони|набери|"
    r"тел|телефон|мой номер|моб|тэлефон|тэл|патэлефануй|тэлефануй|мой нумар|вайбер|ватсап|вацап|"
    r"пиши|напиши)"
)
UNIT = re.compile(
    r"\s?(?:%|byn|eur|usd|руб|евро|еўра|дол|бел|people|young|students|чел|люд|юнош|уч|штук|шт|км|km|"
    r"views|просмотр|прагляд|подпис|падпіс|€|\$|₽)"
)


@dataclass(frozen=True)
class Piece:
    start: int
    end: int
    digits: str
    disguised: bool  # in words, or with letters for digits


class Phones:
    """Made once, with the way in which texts are folded."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self.numbers = {fold(word): value for word, value in NUMBERS.items()}
        words = "|".join(sorted(map(re.escape, self.numbers), key=len, reverse=True))
        self.piece = re.compile(rf"(?<![^\W\d_])(?:{PIECE}|(?:{words}))(?![^\W\d_])")
        self.asked = re.compile(
            rf"\b{fold(ASKED)}\w{{0,6}}[\W_]{{0,4}}(?:\w{{1,12}}[\W_]{{1,3}}){{0,2}}$"
        )
        self.unit = re.compile(fold(UNIT.pattern))

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a folded text each number stands."""
        for row in self._rows(text):
            start, end = row[0].start, row[-1].end
            plus = text[max(0, start - 2) : start].rstrip(" (").endswith("+")
            if self._is_phone(text, row, plus):
                yield (text.rindex("+", 0, start) if plus else start), end

    def _rows(self, text: str) -> Iterator[list[Piece]]:
        row: list[Piece] = []
        for found in self.piece.finditer(text):
            word = self.numbers.get(found[0])
            digits = word or found[0].translate(LETTERS)
            disguised = word is not None or not found[0].isdigit()
            piece = Piece(found.start(), found.end(), digits, disguised)
            if row and not _together(text, row[-1], piece):
                yield row
                row = []
            row.append(piece)
        if row:
            yield row

    def _is_phone(self, text: str, row: list[Piece], plus: bool) -> bool:
        digits = _said(row)
        written = text[row[0].start : row[-1].end]
        if COMMA.search(written):  # a list of numbers, unless it is a number of this kind
            return any(part.fullmatch(digits) for part in (KNOWN, LOCAL))
        if len(digits) < 6 or len(digits) > 60 or FREE.fullmatch(digits):
            return False
        disguised = sum(piece.disguised for piece in row)
        single = len(row) >= 7 and all(len(piece.digits) == 1 for piece in row)
        if not disguised and not plus and _is_something_else(written):
            return False
        asked = self.asked.search(text[max(0, row[0].start - 40) : row[0].start]) is not None
        if SUM.fullmatch(written) and not plus and not asked:
            return False
        if plus and len(digits) >= 9:
            return True
        if any(part.fullmatch(digits) for part in (KNOWN, LOCAL)):
            return not self.unit.match(text, row[-1].end) or len(digits) > 9
        if asked and not self.unit.match(text, row[-1].end):
            return True
        if single:
            return not _climbs(digits) and len({*_between(text, row)}) == 1
        groups = [len(piece.digits) for piece in row]
        if groups in ([3, 2, 2], [3, 4]) and "-" in written:
            return not self.unit.match(text, row[-1].end)
        if disguised >= 3 and len(digits) >= 7:
            return True
        return disguised > 0 and len(digits) >= 9 or self._hides_one(row)

    def _hides_one(self, row: list[Piece]) -> bool:
        """A known number among others: "29.11.2026 +375 29 ..." without the plus."""
        for first in range(len(row)):
            for last in range(first + 2, min(first + 7, len(row))):
                if last - first + 1 == len(row):
                    continue
                if KNOWN.fullmatch("".join(one.digits for one in row[first : last + 1])):
                    return True
        return False


def _together(text: str, one: Piece, next: Piece) -> bool:
    """Whether two pieces may be parts of one number."""
    if BETWEEN.fullmatch(text, one.end, next.start):
        return True
    said = one.disguised and next.disguised
    return said and COMMA.fullmatch(text, one.end, next.start) is not None


def _said(row: list[Piece]) -> str:
    """Digits of a row; "twenty" before "nine" is 29, not 209."""
    said = ""
    for number, piece in enumerate(row):
        after = row[number + 1].digits if number + 1 < len(row) else ""
        digits = piece.digits
        in_words = piece.disguised and number + 1 < len(row) and row[number + 1].disguised
        if in_words and digits.endswith("0") and after != "0" and len(after) < len(digits):
            digits = digits[: -len(after)]
        said += digits
    return said


def _between(text: str, row: list[Piece]) -> Iterator[str]:
    for one, next in zip(row, row[1:], strict=False):
        yield text[one.end : next.start]


def _climbs(digits: str) -> bool:
    """1 2 3 4 5 6 7: a scale, no number of anybody's."""
    steps = {ord(b) - ord(a) for a, b in zip(digits, digits[1:], strict=False)}
    return steps in ({1}, {-1}, {0})


def _is_something_else(written: str) -> bool:
    written = written.strip(" .-–—()/")
    if (
        CODES.fullmatch(written)
        and len(written) < 40
        and not re.fullmatch(r"(?:\d\.){5,}\d", written)
    ):
        return not KNOWN.fullmatch(re.sub(r"\D", "", written))
    if not DATES.fullmatch(written):
        return False
    digits = re.sub(r"\D", "", written)
    return not (KNOWN.fullmatch(digits) or (LOCAL.fullmatch(digits) and not _has_year(written)))


def _has_year(written: str) -> bool:
    years = [int(year) for year in re.findall(rf"(?<!\d){YEAR}(?!\d)", written)]
    return any(abs(year - date.today().year) < 60 for year in years)  # noqa: DTZ011
