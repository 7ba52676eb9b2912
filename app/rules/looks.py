"""What changed since somebody last looked: from where they compare, and which places of a plan
they are shown. The rest of the plan says the same as then."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.rules.comparing import Difference, RowDifference, SectionDifference, TableDifference
from app.rules.pointing import Target
from app.rules.template import Template, reading
from app.rules.template.reading import Row
from app.rules.template.shape import Field, Plan, Section, Table

# Whoever comes back sooner has not been away: reloading a page, or coming back from a form, must
# not make everything look old.
VISIT = timedelta(minutes=30)


@dataclass(frozen=True)
class Looked:
    """``snapshot``: the newest that was shown, at last ``at``. ``before``: what had been shown
    when the visit began, and when; None in the first."""

    snapshot: int
    at: datetime
    before: int | None = None
    before_at: datetime | None = None


def looked(last: Looked | None, snapshot: int, at: datetime, answered: int = 0) -> Looked:
    """Now that this snapshot is shown. Where one arrives during the very first visit, what was
    shown until then is what it is compared with. ``answered``: the newest snapshot on which they
    have given their word, 0 for none; what the team sends after that is for the next visit."""
    if last is None:
        return Looked(snapshot, at)
    newest = max(snapshot, last.snapshot)
    arrives = newest > last.snapshot
    closed = arrives and (last.before is None or answered >= last.snapshot)
    if at - last.at < VISIT and not closed:
        return Looked(newest, at, last.before, last.before_at)
    return Looked(newest, at, last.snapshot, last.at)


@dataclass(frozen=True)
class Place:
    """An answer, a row, or a section or table as a whole, which is shown because something
    ``differs`` there, or because a point on it is open. ``row``: as it is; gone, as it was."""

    target: Target
    differs: Difference | RowDifference | None = None
    row: Row | None = None


@dataclass(frozen=True)
class Question:
    """A question of which something is shown: its ``whole`` answer, or some of its rows."""

    question: Field | Table
    whole: Place | None
    rows: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        return ((self.whole,) if self.whole else ()) + self.rows

    @property
    def compared(self) -> TableDifference:
        """Its rows, as the pages that compare want them."""
        assert isinstance(self.question, Table)
        rows = (one.differs for one in self.rows)
        return TableDifference(
            self.question, tuple(one for one in rows if isinstance(one, RowDifference))
        )


@dataclass(frozen=True)
class Excerpt:
    """A section of which something is shown; its ``whole``, when a point on that is open."""

    section: Section
    whole: Place | None
    questions: tuple[Question, ...]

    @property
    def places(self) -> Iterator[Place]:
        if self.whole:
            yield self.whole
        for one in self.questions:
            yield from one.places


def excerpts(
    template: Template,
    plan: Plan,
    differences: Sequence[SectionDifference],
    wanted: Collection[str] = (),
) -> list[Excerpt]:
    """Every place that differs, and of the others those that are ``wanted`` (``Target.key``), in
    the order of the plan. Rows that are gone come after those that are there."""
    differ = {one.section.key: one for one in differences}
    found = (
        _excerpt(section, plan, differ.get(section.key), wanted)
        for section in template.sections.values()
    )
    return [one for one in found if one.whole or one.questions]


def _excerpt(
    section: Section, plan: Plan, differs: SectionDifference | None, wanted: Collection[str]
) -> Excerpt:
    target = Target(section.key)
    answers: dict[str, Difference] = {}
    tables: dict[str, TableDifference] = {}
    for one in differs.questions if differs else ():
        if isinstance(one, Difference):
            answers[one.field.key] = one
        else:
            tables[one.table.key] = one
    asked = []
    for question in section.questions:
        key = question.key
        about = Target(section.key, key)
        answer = answers.get(key)
        whole = Place(about, answer) if answer or key in wanted else None
        rows: tuple[Place, ...] = ()
        if isinstance(question, Table):
            rows = tuple(_rows(section, question, plan, tables.get(key), wanted))
        if whole or rows:
            asked.append(Question(question, whole, rows))
    return Excerpt(section, Place(target) if target.key in wanted else None, tuple(asked))


def _rows(
    section: Section,
    table: Table,
    plan: Plan,
    differs: TableDifference | None,
    wanted: Collection[str],
) -> Iterator[Place]:
    changed = {reading.row_id(one.row): one for one in differs.rows} if differs else {}
    for id_, row in {
        reading.row_id(row): row for row in reading.rows(plan, section.key, table.key)
    }.items():
        target = Target(section.key, table.key, id_)
        found = changed.pop(id_, None)
        if found or target.key in wanted:
            yield Place(target, found, row)
    for id_, gone in changed.items():
        yield Place(Target(section.key, table.key, id_), gone, gone.row)
