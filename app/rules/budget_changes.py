"""What a workbook would change of a budget, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.i18n import reading_in
from app.rules.merging import Clash
from app.rules.saving import cell_of, question
from app.rules.template import Template
from app.rules.template.document import Line, Shown, document
from app.rules.template.money import Totals, totals
from app.rules.template.reading import rows, text
from app.rules.template.shape import Plan


@dataclass(frozen=True)
class Cell:
    """What is said of one cell; ``ours``: in our words."""

    label: str
    was: str
    now: str
    ours: bool


@dataclass(frozen=True)
class Changes:
    added: tuple[Line, ...]
    changed: tuple[tuple[Line, tuple[Cell, ...]], ...]
    removed: tuple[Line, ...]
    kept: tuple[Cell, ...]  # where somebody else wrote meanwhile: theirs (now), and the sheet's
    before: Totals
    after: Totals
    currency: str

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def changes(template: Template, before: Plan, after: Plan, clashes: Mapping[str, Clash]) -> Changes:
    shown = document(template, after, before, stages=("act",))
    (asked,) = [one for part in shown.parts for one in part.asked if one.key == "budget"]
    lines = {kind: [line for line in asked.lines if line.change == kind] for kind in
             ("new", "changed", "removed")}  # fmt: skip
    return Changes(
        added=tuple(lines["new"]),
        changed=tuple((line, tuple(_cells(line))) for line in lines["changed"]),
        removed=tuple(lines["removed"]),
        kept=tuple(_kept(template, name, clash) for name, clash in clashes.items()),
        before=totals(rows(before, "budget", "budget")),
        after=totals(rows(after, "budget", "budget")),
        currency=shown.currency,
    )


def _cells(line: Line) -> list[Cell]:
    now, was = _by_key(line), _by_key(line.was) if line.was else {}
    return [
        Cell(one.label, was[key].text if key in was else "", now[key].text if key in now else "",
             one.ours)
        for key, one in (was | now).items()
        if (was[key].text if key in was else "") != (now[key].text if key in now else "")
    ]  # fmt: skip


def _by_key(line: Line) -> dict[str, Shown]:
    return {one.key: one for one in (line.title, *line.cells)}


def _kept(template: Template, name: str, clash: Clash) -> Cell:
    section = template.sections["budget"]
    cell, asked = cell_of(name), question(section, name)
    key = f"budget.{cell.column}" if cell else "budget"

    def words(value: object) -> str:
        said = text(value)
        if asked is None or not asked.options:
            return said
        return template.texts.option(asked.options, said, reading_in.get())

    label = template.texts.field(key, reading_in.get()).label
    return Cell(label, words(clash.mine), words(clash.theirs), ours=bool(asked and asked.options))
