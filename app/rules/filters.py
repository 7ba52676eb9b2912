"""What donors look for, as it stands in the address of the list. Whatever an address holds that
means nothing here is ignored: a link of last year must still open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from app.i18n import LANGUAGES
from app.rules.template import Template
from app.rules.template.money import amount

LISTS = {  # name → the template's list of codes
    "region": "region",
    "strand": "strand",
    "group": "group",
    "form": "forms",
    "ask": "ask_kind",
    "currency": "currency",
}
SEVERAL = ("form", "ask", "language")  # any of the chosen ones
NEWEST, AMOUNT = "newest", "amount"
CURRENCY = "BYN"  # in which sums are compared when nobody chose another
MOST_LETTERS = 100  # of a search
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Mark = tuple[Decimal | datetime, UUID]  # the last card of a page: the next page begins after it


@dataclass(frozen=True)
class Filters:
    q: str = ""
    region: str = ""
    strand: str = ""
    group: str = ""
    form: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    currency: str = ""
    camp: UUID | None = None
    sort: str = NEWEST
    after: Mark | None = None
    unread: tuple[tuple[str, str], ...] = ()  # sums that are none: name and what was typed

    @property
    def compared_in(self) -> str:
        """The one currency that can be listed where sums are compared: nothing is converted."""
        compares = self.min is not None or self.max is not None or self.sort == AMOUNT
        return self.currency or (CURRENCY if compares else "")

    def active(self) -> list[tuple[str, str]]:
        """What can be taken off, one by one, as it stands in the address."""
        found: list[tuple[str, Any]] = [("q", self.q)]
        found += [(name, getattr(self, name)) for name in ("region", "strand", "group")]
        found += [(name, code) for name in SEVERAL for code in getattr(self, name)]
        found += [(name, getattr(self, name)) for name in ("min", "max", "currency", "camp")]
        return [(name, str(value)) for name, value in found if value or value == 0]

    def without(self, name: str, value: str) -> "Filters":
        left: Any = Filters.__dataclass_fields__[name].default
        if name in SEVERAL:
            left = tuple(code for code in getattr(self, name) if code != value)
        return replace(self, after=None, **{name: left})

    def without_sums(self) -> "Filters":
        """For readers who may not see sums: comparing them would tell."""
        return replace(self, min=None, max=None, unread=(), currency="", sort=NEWEST)

    def query(self, last: Mark | None = None) -> str:
        """The part of the address after "?"; with ``last``, that of the next page."""
        pairs = self.active() + ([("sort", self.sort)] if self.sort != NEWEST else [])
        if last is not None:
            pairs.append(("after", written(last)))
        return urlencode(pairs)


def read(pairs: Iterable[tuple[str, str]], template: Template) -> Filters:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value.strip())

    def codes(name: str) -> tuple[str, ...]:
        known = LANGUAGES if name == "language" else template.texts.codes(LISTS[name])
        return tuple(dict.fromkeys(code for code in given.get(name, ()) if code in known))

    def one(name: str) -> str:
        return next(iter(codes(name)), "")

    def first(name: str) -> str:
        return given.get(name, [""])[0]

    sums = {name: amount(first(name)) for name in ("min", "max")}
    sort = AMOUNT if first("sort") == AMOUNT else NEWEST
    return Filters(
        q=first("q")[:MOST_LETTERS],
        region=one("region"),
        strand=one("strand"),
        group=one("group"),
        form=codes("form"),
        ask=codes("ask"),
        language=codes("language"),
        min=sums["min"],
        max=sums["max"],
        currency=one("currency"),
        camp=_uuid(first("camp")),
        sort=sort,
        after=mark(first("after"), sort),
        unread=tuple((name, first(name)) for name in sums if first(name) and sums[name] is None),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def written(last: Mark) -> str:
    key, id_ = last
    told = (key - EPOCH) // MICROSECOND if isinstance(key, datetime) else key
    return f"{told}_{id_.hex}"


def mark(text: str, sort: str = NEWEST) -> Mark | None:
    """What ``written`` wrote; None for anything else."""
    key, _line, id_ = text.rpartition("_")
    found = _uuid(id_)
    if found is None:
        return None
    if sort == AMOUNT:
        sum_ = amount(key)
        return None if sum_ is None else (sum_, found)
    try:
        return EPOCH + int(key) * MICROSECOND, found
    except (ValueError, OverflowError):
        return None
