"""Words in three languages.

``_("Budget")`` marks a phrase where it is written; the reader's language is looked up only when
the phrase is shown. Python and templates use the same mark. A catalogue is a plain dict, read
from its .po file at first use: nothing to compile, and the fastest when measured.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime, get_month_names
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.support import LazyProxy

LANGUAGES = {"en": "English", "ru": "Русский", "be": "Беларуская"}
FORMS = {"one": 0, "few": 1, "many": 2, "other": 2}
LOCALES = Path(__file__).parent / "locales"

reading_in: ContextVar[str] = ContextVar("reading_in", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """For letters: their reader is not the person who asks."""
    before = reading_in.set(language)
    yield
    reading_in.reset(before)


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    file = LOCALES / f"{language}.po"
    if not file.exists():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for message in read_po(BytesIO(file.read_bytes())):
        if message.id and message.string:
            one = message.id if isinstance(message.id, str) else message.id[0]
            texts = (message.string,) if isinstance(message.string, str) else message.string
            if all(texts):
                found[one] = tuple(texts)
    return found


def gettext(phrase: str) -> str:
    return catalogue(reading_in.get()).get(phrase, (phrase,))[0]


def ngettext(one: str, many: str, count: int) -> str:
    language = reading_in.get()
    forms = catalogue(language).get(one)
    if forms is None:
        return one if count == 1 else many
    return forms[FORMS[Locale(language).plural_form(count)]]


def _(phrase: str) -> LazyProxy:
    return LazyProxy(gettext, phrase, enable_cache=False)


def said(texts: Mapping[str, str], default: str = "en") -> str:
    """The reader's text of something written in several languages, or else what there is."""
    return (
        texts.get(reading_in.get())
        or texts.get(default)
        or next((text for text in texts.values() if text), "")
    )


@lru_cache(4096)
def _money(amount: Decimal, currency: str, language: str) -> str:
    whole = amount == amount.to_integral_value()
    pattern = "#,##0\xa0¤¤" if whole else "#,##0.00\xa0¤¤"
    return format_currency(amount, currency, pattern, locale=language, currency_digits=False)


def money(amount: Decimal, currency: str) -> str:
    """5 500 BYN; cents only where there are any."""
    return _money(amount, currency, reading_in.get())


@lru_cache(4096)
def _number(amount: Decimal | int, language: str) -> str:
    return format_decimal(amount, locale=language)


def number(amount: Decimal | int) -> str:
    return _number(amount, reading_in.get())


@lru_cache(4096)
def _day(when: date, style: str, language: str) -> str:
    # A date may end a sentence, which has a full stop of its own.
    return format_date(when, style, locale=language).removesuffix("г.").rstrip()


def day(when: date, style: str = "long") -> str:
    return _day(when, style, reading_in.get())


def months() -> list[tuple[int, str]]:
    """The names of the months by themselves, as in a calendar."""
    return list(get_month_names("wide", "stand-alone", reading_in.get()).items())


def moment(when: datetime, zone: tzinfo) -> str:
    """A time of the camp's day, without seconds."""
    # Without its zone: the same moment in two zones is equal, and would be kept as one text.
    there = when.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    return _moment(there, reading_in.get())


def hour(when: datetime, zone: tzinfo) -> str:
    """The same within a day: 14:05, in every language."""
    return when.astimezone(zone).strftime("%H:%M")


@lru_cache(4096)
def _moment(when: datetime, language: str) -> str:
    return format_datetime(when, "d MMM y, HH:mm", locale=language)
