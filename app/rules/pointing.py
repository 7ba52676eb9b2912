"""What a point is about: a section, a field, a row or a cell of a table, or some words of a text;
as it was when the point was made, as it is now, and as it was when the team had dealt with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from app.errors import Phrase
from app.i18n import _
from app.rules import comparing
from app.rules.anchors import Place, find, follow
from app.rules.comparing import Difference
from app.rules.saving import same
from app.rules.template import Template, reading
from app.rules.template.document import WRITTEN
from app.rules.template.shape import Field, Plan, Table
from app.rules.wording import Patience

State = Literal["", "there", "changed", "gone"]


class Target(NamedTuple):
    """Where in a plan. Without a field it is a whole section; a row may have a column."""

    section: str
    field: str = ""
    row: str = ""
    column: str = ""

    @property
    def name(self) -> str:
        """The form field, or the row."""
        return ".".join(part for part in (self.field, self.row, self.column) if part)

    @property
    def key(self) -> str:
        """Where on a page the point stands: with its row, field, or section. Questions have keys
        that are unique in a template."""
        place = ".".join(part for part in (self.field, self.row) if part)
        return place or f"{self.section}:"


class Pointed(Protocol):
    """A point, as far as it says what it is about."""

    section: str
    field: str
    row: str
    column: str
    about: Any
    start: int | None
    end: int | None
    became: Any
    became_version: int | None


@dataclass(frozen=True)
class Standing:
    """What has become of the place of a point. "": a whole section or table, which is never gone.

    ``quote``: the words that the point is about, as they were; ``words`` as they are, where that
    is something else."""

    state: State
    quote: str = ""
    words: str = ""
    place: Place | None = None  # of the words, in the answer as it is


def target(point: Pointed) -> Target:
    return Target(point.section, point.field, point.row, point.column)


def question(template: Template, place: Target) -> Field | Table | None:
    """What is asked there: of a cell, its column. None: there is no such place in the template."""
    section = template.sections.get(place.section)
    found = section.question(place.field) if section else None
    if isinstance(found, Table) and place.column:
        return found.column(place.column) if place.row else None
    return None if isinstance(found, Field) and (place.row or place.column) else found


def cells(template: Template, place: Target, language: str) -> list[tuple[str, str]]:
    """The columns of a row with their labels; none of anything else."""
    asked = question(template, Target(place.section, place.field, place.row))
    if not isinstance(asked, Table) or not place.row:
        return []
    labels = template.texts.field
    return [(one.key, labels(f"{asked.key}.{one.key}", language).label) for one in asked.columns]


def is_text(template: Template, place: Target) -> bool:
    """Whether some of its words can be marked."""
    asked = question(template, place)
    return isinstance(asked, Field) and asked.kind in WRITTEN


def value(plan: Plan, place: Target) -> Any:
    """The answer there, the row, or the cell; None where there is none, and of a whole table."""
    if not place.row:
        found = reading.answers(plan, place.section).get(place.field)
        is_table = isinstance(found, list) and any(isinstance(one, dict) for one in found)
        return None if is_table else found
    rows = reading.rows(plan, place.section, place.field)
    row = next((one for one in rows if reading.row_id(one) == place.row), None)
    return row.get(place.column, "") if row is not None and place.column else row


def exists(template: Template, plan: Plan, place: Target) -> bool:
    """Whether a plan has such a place: a section always, a row only while it is there."""
    if not place.field:
        return place.section in template.sections and not (place.row or place.column)
    if question(template, place) is None:
        return False
    return not place.row or value(plan, place) is not None


def narrowed(template: Template, plan: Plan, place: Target, quote: str) -> Target:
    """The one cell of a row in which the marked words stand, where nobody has said which it is."""
    row = question(template, place)
    if not quote or not isinstance(row, Table) or not place.row:
        return place
    there = [
        cell
        for column in row.columns
        if is_text(template, cell := place._replace(column=column.key))
        and find(str(value(plan, cell) or ""), quote, 0)
    ]
    return there[0] if len(there) == 1 else place


class Misplaced(Exception):
    """The words that a point is to be about are not there, or are not to be replaced like this.
    ``name``: the form field where that can be mended."""

    def __init__(self, name: str, says: Phrase) -> None:
        self.name, self.says = name, says
        super().__init__(str(says))


def marked(
    template: Template, place: Target, about: Any, quote: str, nth: int, wording: str
) -> tuple[int, int] | None:
    """Where in the answer the words are that a point is about; None: it is about all of it.
    ``wording``: what is suggested instead of them. Raises ``Misplaced``."""
    asked = question(template, place)
    text = about if isinstance(asked, Field) and asked.kind in WRITTEN else None
    if not isinstance(text, str) or not text:
        if place.row and not place.column and (quote or wording):
            says = _("Please choose above on which part of the row it is.")
            raise Misplaced("quote" if quote else "wording", says)
        if quote:
            raise Misplaced("quote", _("Words can be marked in a text only."))
        if wording:
            raise Misplaced("wording", _("Other words can be suggested for a text only."))
        return None
    found = find(text, quote, nth) if quote else (0, len(text)) if wording else None
    if found == "several":
        raise Misplaced(
            "quote", _("These words stand there more than once. Please add some beside them.")
        )
    if quote and found is None:
        raise Misplaced("quote", _("These words do not stand there. Please copy them as they are."))
    if wording and found and text[slice(*found)] == wording:
        raise Misplaced("wording", _("This is what stands there already."))
    return found


def standing(
    template: Template, point: Pointed, plan: Plan, patience: Patience | None = None
) -> Standing:
    """The place of a point in a later plan."""
    asked = question(template, target(point))
    if asked is None or (isinstance(asked, Table) and not point.row):
        return Standing("")
    now = value(plan, target(point))
    if isinstance(asked, Table):
        return _row(asked, point.about, now)
    quote = _words(asked, point.about)
    if asked.kind in WRITTEN and isinstance(point.about, str) and point.start is not None:
        return _passage(point, now, patience)
    if same(point.about, now):
        return Standing("there", quote)
    words = _words(asked, now)
    return Standing("changed" if reading.says_something(now) else "gone", quote, words)


def _passage(point: Pointed, now: Any, patience: Patience | None) -> Standing:
    start, end = point.start or 0, point.end or 0
    text = now if isinstance(now, str) else ""
    found = follow(point.about, start, end, text, patience)
    words = text[found.start : found.end] if found.state == "changed" else ""
    return Standing(found.state, point.about[start:end], words, found)


def _row(table: Table, then: Any, now: Any) -> Standing:
    before = then if isinstance(then, dict) else {}
    quote = _title(table, before)
    if not isinstance(now, dict) or reading.is_empty(now, table):
        return Standing("gone", quote)
    if not before:
        return Standing("there", quote)
    return Standing("changed" if comparing.cells(table, before, now) else "there", quote)


def _title(table: Table, row: dict[str, Any]) -> str:
    texts = (reading.text(row.get(one.key)) for one in table.columns if one.kind in WRITTEN)
    return next((text for text in texts if text), "")


def _words(field: Field, answer: Any) -> str:
    """Only of what somebody wrote; a choice or an amount is shown by its ``Difference``."""
    return reading.text(answer) if field.kind in WRITTEN else ""


def since(template: Template, point: Pointed) -> Iterator[tuple[str, Difference]]:
    """What the team had changed there when it said that it had dealt with the point: the key of
    the question or column, and the difference. Nothing before it said so."""
    place = target(point)
    asked = question(template, place)
    if point.became_version is None or asked is None:
        return
    if not isinstance(asked, Table):
        key = f"{place.field}.{place.column}" if place.column else place.field
        yield from ((key, one) for one in comparing.difference(asked, point.about, point.became))
    elif place.row:
        was, now = (one if isinstance(one, dict) else {} for one in (point.about, point.became))
        for one in comparing.cells(asked, was, now):
            yield f"{place.field}.{one.field.key}", one
