"""The whole plan on one page: what leads to what, when, for how much, and what may go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from app.rules.sheets import Checked
from app.rules.template.checks_safety import HIGH, score
from app.rules.template.money import Totals, day, percent
from app.rules.template.reading import Row, text
from app.rules.timeline import Timeline, timeline
from app.rules.tree import Branch, tree

SCALE = range(1, 6)  # of likelihood and of impact
MIDDLE = 8  # of 25: the tone of a cell of the grid, nothing more

Share = tuple[str, Decimal, Decimal]  # code, sum, percent of the whole


@dataclass(frozen=True)
class Risk:
    number: int
    row: Row
    score: int | None  # likelihood × impact; None until both are said

    @property
    def high(self) -> bool:
        return self.score is not None and self.score >= HIGH


@dataclass(frozen=True)
class Cell:
    score: int
    risks: list[Risk]

    @property
    def tone(self) -> Literal["low", "mid", "high"]:
        return "high" if self.score >= HIGH else "mid" if self.score >= MIDDLE else "low"


@dataclass(frozen=True)
class PlanView:
    checked: Checked
    high = HIGH

    @cached_property
    def tree(self) -> list[Branch]:
        return tree(self.checked.read, self.checked.found)

    @cached_property
    def objective(self) -> str:
        return self.checked.read.says("objective")

    @cached_property
    def timeline(self) -> Timeline:
        read = self.checked.read
        period = day(read.answer("start")), day(read.answer("end"))
        return timeline(read.rows("activities"), read.codes, period)

    @cached_property
    def totals(self) -> Totals:
        return self.checked.read.totals

    @property
    def currency(self) -> str:
        return self.checked.read.says("currency")

    @property
    def categories(self) -> list[Share]:
        return self._shares(self.totals.by_category)

    @property
    def payers(self) -> list[Share]:
        return self._shares(self.totals.by_payer)

    def _shares(self, sums: Mapping[str, Decimal]) -> list[Share]:
        return [(code, sum_, percent(sum_, self.totals.total)) for code, sum_ in sums.items()]

    @cached_property
    def risks(self) -> list[Risk]:
        rows = self.checked.read.rows("risks")
        return [Risk(number, row, score(row)) for number, row in enumerate(rows, 1)]

    @property
    def grid(self) -> list[tuple[int, list[Cell]]]:
        """Lines of likelihood from the highest down, each with its cells of impact."""
        places: dict[tuple[str, str], list[Risk]] = {}
        for risk in self.risks:
            place = text(risk.row.get("likelihood")), text(risk.row.get("impact"))
            places.setdefault(place, []).append(risk)
        return [
            (likely, [Cell(likely * bad, places.get((str(likely), str(bad)), [])) for bad in SCALE])
            for likely in reversed(SCALE)
        ]

    @property
    def is_empty(self) -> bool:
        return not (self.objective or self.tree or self.risks)
