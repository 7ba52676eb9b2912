"""People and facts that are counted: do the numbers fit together (V21), how good are the sources
(V22a), has each figure of the pitch one (V22b). Source: template notes, section 1.5."""

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache

from app.rules.template.findings import MUST, WARN, Check, Place, Reading
from app.rules.template.money import amount, whole
from app.rules.template.reading import text
from app.rules.template.values import Value

RATIO = 20  # people later for each one in the room, before a team shows how it counted
CROWD = 100_000
ROOM = Decimal("1.2")  # how far the people promised may exceed the places in the steps
OLD = 5  # years
EARLIEST = 2000  # of earlier years V01 says that they are out of range


def people(read: Reading) -> Iterator[Place]:
    groups = read.rows("groups")
    for row in groups:
        direct, indirect = whole(row.get("direct")), whole(row.get("indirect"))
        if direct and indirect and not text(row.get("how_counted")):
            values: dict[str, Value] = {"direct": direct, "indirect": indirect}
            if indirect > RATIO * direct or indirect > CROWD:
                yield Place("groups", row, "indirect", "indirect_ratio", values)
    places = [whole(row.get("people")) for row in read.rows("activities")]
    if not places or None in places:
        return  # V01 asks for them
    promised = sum(whole(row.get("direct")) or 0 for row in groups)
    room = sum(each or 0 for each in places)
    if promised > room * ROOM:
        counted: dict[str, Value] = {"direct": promised, "people": room}
        yield Place("groups", variant="direct_over_plan", values=counted)


def sources(read: Reading) -> Iterator[Place]:
    rows = read.rows("evidence")
    for row in rows:
        year = whole(row.get("year"))
        if year and EARLIEST <= year < read.facts.today.year - OLD:
            yield Place("evidence", row, "year", "old", {"year": str(year)})
    if rows and all(text(row.get("kind")) == "media" for row in rows):
        yield Place("evidence", variant="media_only")


# A figure tells of the world: a share, "31 of 42", or a number of four digits and more. Smaller
# numbers are what the team plans ("six evenings, 60 students"); years, dates and telephone
# numbers are no figures.
_THOUSANDS = r"\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})+"  # 5 500 or 5,500
_NUMBER = rf"{_THOUSANDS}(?!\d)|\d+(?:[.,]\d+)?"
THOUSANDS = re.compile(_THOUSANDS)
NUMBER = re.compile(_NUMBER)
FIGURE = re.compile(
    rf"(?P<share>{_NUMBER})\s?(?:%|per ?cent\b|процент\w*|працэнт\w*)"
    rf"|(?P<part>\d+)\s(?:(?:out )?of|из|з)\s(?P<whole>\d+)\b"
    rf"|(?P<many>(?<![\w.,–-])(?:{_NUMBER})(?![\w.,–-]*\d))"
)
YEARS = range(1900, 2101)
LARGE = 1000
BETWEEN = re.compile(r"[\s,]")


def _number(found: str) -> Decimal:
    if THOUSANDS.fullmatch(found):
        return Decimal(BETWEEN.sub("", found))
    return Decimal(found.replace(",", "."))


@lru_cache(1024)
def figures(said: str) -> tuple[tuple[str, tuple[Decimal, ...]], ...]:
    """The figures of a text as they stand there, each with its numbers."""
    found: list[tuple[str, tuple[Decimal, ...]]] = []
    for each in FIGURE.finditer(said):
        if each["share"]:
            found.append((each.group(), (_number(each["share"]),)))
        elif each["part"]:
            found.append((each.group(), (_number(each["part"]), _number(each["whole"]))))
        elif (many := _number(each["many"])) >= LARGE and many not in YEARS:
            found.append((each.group(), (many,)))
    return tuple(found)


@lru_cache(4096)
def _numbers(said: str) -> tuple[Decimal, ...]:
    return tuple(_number(each) for each in NUMBER.findall(said))


def _known(read: Reading) -> set[Decimal]:
    """Every number that the evidence or the plan itself stands for, with the shares that follow:
    "31 of 42" is 73 or 74 percent."""
    known: set[Decimal] = set()
    for row in read.rows("evidence"):
        stated = {*_numbers(text(row.get("claim"))), *_numbers(text(row.get("n_people")))}
        known |= stated
        for part in stated:
            known |= {share for of in stated for share in _shares(part, of)}
    cells = {
        "groups": ("direct", "indirect"),
        "indicators": ("baseline", "target"),
        "activities": ("people",),
        "budget": ("quantity",),
    }
    for table, columns in cells.items():
        found = (amount(row.get(key)) for row in read.rows(table) for key in columns)
        known |= {number for number in found if number is not None}
    for column in ("direct", "indirect"):
        known.add(Decimal(sum(whole(row.get(column)) or 0 for row in read.rows("groups"))))
    sums = read.totals
    for part in (sums.total, sums.requested, sums.others):
        known |= {part, part.to_integral_value(), *_shares(part, sums.total)}
    return known


def _shares(part: Decimal, of: Decimal) -> set[Decimal]:
    """Percent, rounded up and down; nothing where it is no part."""
    if not 0 < part <= of:
        return set()
    share = part * 100 / of
    one = Decimal(1)
    return {share.quantize(one, ROUND_FLOOR), share.quantize(one, ROUND_CEILING)}


def figures_of_the_story(read: Reading) -> Iterator[Place]:
    told = figures(read.says("story"))
    if not told:
        return
    known = _known(read)
    for words, numbers in told:
        if not known.issuperset(numbers):
            yield Place("story", values={"number": words})
            return


def _story_with_figures(read: Reading) -> tuple[str, ...]:
    return ("story",) if figures(read.says("story")) else ()


CHECKS = (
    Check("V21", WARN, "act", people),
    Check("V22a", WARN, None, sources),
    Check("V22b", MUST, "share", figures_of_the_story, about=_story_with_figures),
)
