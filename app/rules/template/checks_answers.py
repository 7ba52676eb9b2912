"""Every answer by itself: is it there, in its limits, readable (V01), free of contacts (V24).

Sources: template notes, section 1.5; the patterns of V24 are those of the dignity rules.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from app.rules.template.findings import MUST, WORDED, Check, Place, Reading
from app.rules.template.money import amount, day, too_fine, whole
from app.rules.template.reading import characters, choices, is_empty, lines, text
from app.rules.template.shape import Field, Table
from app.rules.template.starters import unfinished
from app.rules.template.values import Label, Value

# Cells whose own check asks for them in better words (V04, V06, V12, V17), so that a person is
# not told twice. V01 still says when they are too long.
ASKED_BY_OTHERS = frozenset(
    {
        "results.parent",
        "indicators.unit",
        "indicators.baseline",
        "indicators.target",
        "activities.output",
        "budget.activity",
        "risks.mitigation",
        "risks.owner",
    }
)
UNTIL_THIS_YEAR = frozenset({"evidence.year"})
STARTER = "starter"  # the variant that says: these are our words so far
A_SENTENCE = 100  # characters: room for one
LEVELS = {"outcome": 3, "output": 6}  # at most, of the results

Said = tuple[str, dict[str, Value]]  # variant and values


def answers(read: Reading) -> Iterator[Place]:
    for section in read.judged:
        for question in section.questions:
            if isinstance(question, Table):
                yield from _table(read, question)
            elif said := wrong(read, question, read.answer(question.key), question.key):
                yield Place(question.key, None, "", *said)


def _table(read: Reading, table: Table) -> Iterator[Place]:
    count = len(read.rows(table.key))
    if count < table.least:
        few: dict[str, Value] = {"count": count, "min": table.least}
        yield Place(table.key, variant="too_few_rows", values=few)
    if count > table.most:
        many: dict[str, Value] = {"count": count, "max": table.most}
        yield Place(table.key, variant="too_many_rows", values=many)
    if table.key == "results":
        yield from _levels(read)
    for row in read.all_rows(table.key):
        if is_empty(row, table):
            yield Place(
                table.key, row, table.columns[0].key, "empty_row", {"field": Label(table.key)}
            )
            continue
        for column in table.columns:
            if said := wrong(read, column, row.get(column.key), f"{table.key}.{column.key}"):
                yield Place(table.key, row, column.key, *said)
        if table.key == "groups" and (ages := _upside_down(row)):
            yield Place(table.key, row, "age_max", "ages_upside_down", ages)


def _upside_down(row: Mapping[str, object]) -> dict[str, Value] | None:
    """Ages "from 17 to 14"."""
    youngest, oldest = (whole(text(row.get(name))) for name in ("age_min", "age_max"))
    if youngest is None or oldest is None or youngest <= oldest:
        return None
    return {"min": youngest, "max": oldest}


def _levels(read: Reading) -> Iterator[Place]:
    """Three changes and six products: a small project teaches more than a large plan."""
    found = [text(row.get("level")) for row in read.rows("results")]
    for level, most in LEVELS.items():
        if (count := found.count(level)) > most:
            values: dict[str, Value] = {"count": count, "max": most}
            yield Place("results", variant=f"too_many_{level}s", values=values)


def wrong(read: Reading, field: Field, answer: object, name: str) -> Said | None:
    """Variant of V01 and its values; None: nothing is wrong."""
    if name in ASKED_BY_OTHERS:
        return _too_long(field, text(answer))
    if field.kind in WORDED and unfinished(read.template.texts, name, text(answer)):
        return STARTER, {}
    if field.kind in ("one", "yes_no", "row", "several"):
        return _chosen(read, field, answer)
    found = text(answer)
    if not found:
        if not field.required:
            return None
        worded = field.kind in ("line", "prose", "lines") and field.most >= A_SENTENCE
        worded = worded and "." not in name
        return ("empty" if worded else "no_value"), {}
    if field.kind in ("whole", "amount"):
        this_year = read.facts.today.year if name in UNTIL_THIS_YEAR else None
        return _number(field, found, this_year)
    if field.kind == "date":
        return None if day(found) else ("not_a_date", {})
    if field.kind == "link" and not _is_link(found):
        return "not_a_link", {}
    if field.kind == "lines":
        return _lines(field, lines(answer))
    if characters(found) < field.least:
        return "too_short", {"count": characters(found), "min": field.least}
    return _too_long(field, found)


def _too_long(field: Field, found: str) -> Said | None:
    if characters(found) <= field.most:
        return None
    return "too_long", {"count": characters(found), "max": field.most}


def _chosen(read: Reading, field: Field, answer: object) -> Said | None:
    """A code that is not on the list, or a row that is gone, is not a choice."""
    known = read.template.texts.codes(field.options) if field.options else frozenset()
    if field.refers:
        known |= read.ids(field.refers)
    chosen = choices(answer)
    if all(code in known for code in chosen) and (chosen or not field.required):
        return None
    return "not_chosen", {}


def _number(field: Field, found: str, this_year: int | None) -> Said | None:
    number = whole(found) if field.kind == "whole" else amount(found)
    if number is None:
        if field.kind == "amount" and too_fine(found):
            return "too_many_decimals", {}
        return ("not_whole" if field.kind == "whole" else "not_a_number"), {}
    low, high = Decimal(field.low), Decimal(field.high)
    if this_year is not None:  # years are not written as 2,026
        if low <= number <= this_year:
            return None
        return "out_of_range", {"min": field.low, "max": str(this_year), "count": str(number)}
    if low <= number <= high:
        return None
    return "out_of_range", {"min": low, "max": high, "count": number}


def _lines(field: Field, found: list[str]) -> Said | None:
    least, most = field.count
    if len(found) < least:
        return "too_few_rows", {"count": len(found), "min": least}
    if most and len(found) > most:
        return "too_many_rows", {"count": len(found), "max": most}
    return next((said for line in found if (said := _too_long(field, line))), None)


def _is_link(found: str) -> bool:
    try:
        parts = urlsplit(found)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and " " not in found


# Belarusian and other phone numbers; toll-free 8-801 and short help lines are not matched.
CONTACT = re.compile(
    r"(?<!\d)(?:\+?375|8[\s-]?\(?0)[\s()-]*\d{2}[\s()-]*\d(?:[\s-]*\d){6}(?!\d)"
    r"|(?<![\w+])\+(?!375)\d{1,3}[\s()-]*\d(?:[\s()-]*\d){6,11}(?!\d)"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}"
    r"|\b(?:t\.me|telegram\.me|instagram\.com|vk\.com|tiktok\.com|facebook\.com|wa\.me)/[\w.+-]"
    r"|(?<![\w.@])@[a-z][\w.]{3,31}\b",
    re.IGNORECASE,
)
LINK = re.compile(r"\b(?:https?://|www\.)\w", re.IGNORECASE)


def contacts(read: Reading) -> Iterator[Place]:
    """In what a published pitch shows: donors reach a team through a coordinator only."""
    for each in read.judged_words:
        if read.template.shows(each.key, each.column) and (said := reachable(each.said)):
            yield each.place(said[0])


@lru_cache(8192)  # of all texts of a plan, a save changes one
def reachable(said: str) -> tuple[str] | None:
    """The variant of V24 in a one-tuple, "" being the general one; None: no contacts."""
    if CONTACT.search(said):
        return ("",)
    return ("link",) if LINK.search(said) else None


CHECKS = (
    Check("V01", MUST, None, answers),
    Check("V24", MUST, None, contacts),
)
