"""What stands in the gaps of a check's sentence, and how it is shown to a reader."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from app.rules.template.texts import Texts


@dataclass(frozen=True)
class Label:
    """A value that is the label of a question."""

    key: str

    def says(self, texts: Texts, language: str) -> str:
        return texts.field(self.key, language).label


@dataclass(frozen=True)
class Choice:
    """A value that is the label of an option."""

    options: str
    code: str

    def says(self, texts: Texts, language: str) -> str:
        return texts.option(self.options, self.code, language)


@dataclass(frozen=True)
class Choices:
    """The same of several."""

    options: str
    codes: tuple[str, ...]

    def says(self, texts: Texts, language: str) -> str:
        return ", ".join(texts.option(self.options, code, language) for code in self.codes)


@dataclass(frozen=True)
class Parts:
    """A value that is a list of things, each a variant of the check's texts."""

    check: str
    variants: tuple[str, ...]

    def says(self, texts: Texts, language: str) -> str:
        return ", ".join(texts.check(self.check, each, language) for each in self.variants)


InWords = Label | Choice | Choices | Parts  # known only in the reader's language
Value = str | int | Decimal | date | InWords


def shown(value: str | int | Decimal | date, language: str) -> str:
    """A day as "24 November 2026"; sums with two decimals, other numbers with those they have."""
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, Decimal):
        sum_ = value.as_tuple().exponent == -2
        return _number(value, "#,##0.00" if sum_ else "#,##0.##", language)
    if isinstance(value, int):
        return _number(value, "#,##0", language)
    return str(value)


@lru_cache(maxsize=2048)
def _day(value: date, language: str) -> str:
    return str(format_date(value, "d MMMM y", locale=language))


@lru_cache(maxsize=2048)
def _number(value: int | Decimal, places: str, language: str) -> str:
    return str(format_decimal(value, places, locale=language))
