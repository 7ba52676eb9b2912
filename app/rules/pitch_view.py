"""A frozen pitch as its page tells it, in the reader's language. Who may read sums is the
policy's to say: for everybody else they are not in here at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from app.rules.pitching import MONEY, Content, Facts, facts
from app.rules.template import Template, template
from app.rules.template.money import PAYERS, amount, day, line_total, percent
from app.rules.template.reading import Row, answers, choices, lines, text
from app.rules.template.shape import Field, Table
from app.rules.timeline import Timeline, timeline
from app.rules.tree import Result, results

SUMS = {"budget": ("budget",), "after": ("cost_after",)}  # section → what only some may read


@dataclass(frozen=True)
class Words:
    """The pitch's own words in one language."""

    language: str
    title: str
    one_line: str
    story: str
    asks: list[Row]  # kind, detail


@dataclass(frozen=True)
class Line:
    code: str
    row: Row
    cost: Decimal | None  # of one; None where it cannot be read, as with the total
    total: Decimal | None


@dataclass(frozen=True)
class Budget:
    total: Decimal
    requested: Decimal
    others: Decimal
    kinds: list[tuple[str, Decimal, Decimal]]  # kind of cost, sum, percent; the largest first
    payers: list[tuple[str, Decimal, Decimal]]
    lines: list[Line]


@dataclass(frozen=True)
class PitchView:
    """What a page, a preview and the approval show."""

    words: Words
    language: str  # in which the team wrote everything but ``words``
    reader: str  # the language of the options' names
    content: Content
    slug: str
    camp: Mapping[str, str]
    team_size: int
    age_band: str
    number: int
    published_at: datetime | None  # None: not yet
    sums: bool = True

    @cached_property
    def template(self) -> Template:
        return template(self.content["template"])

    @cached_property
    def facts(self) -> Facts:
        return facts(self.template, self.content)

    @property
    def reviewed_on(self) -> date | None:
        return day(self.content.get("reviewed_on"))

    def without_sums(self) -> "PitchView":
        """For whoever may not read the budget."""
        plan = {
            section: {key: each for key, each in given.items() if key not in SUMS.get(section, ())}
            for section, given in self.content["plan"].items()
        }
        content = {key: each for key, each in self.content.items() if key != "sums"}
        return replace(self, content=content | {"plan": plan}, sums=False)

    def says(self, key: str) -> str:
        """The answer to a question, as text."""
        return text(self._answer(key))

    def lines(self, key: str) -> list[str]:
        return lines(self._answer(key))

    def rows(self, key: str) -> list[Row]:
        found = self._answer(key)
        return found if isinstance(found, list) else []

    def day(self, key: str) -> date | None:
        return day(self._answer(key))

    def amount(self, key: str) -> Decimal | None:
        return amount(self._answer(key))

    def _answer(self, key: str) -> object:
        return answers(self.content["plan"], self.template.section_of(key).key).get(key)

    def labels(self, key: str) -> list[str]:
        """The names of what was chosen, of one or of several."""
        question = self.template.section_of(key).question(key)
        assert isinstance(question, Field)
        return [self.option(question.options, code) for code in choices(self._answer(key))]

    def label(self, table: str, row: Row, column: str) -> str:
        """The name of what was chosen in a cell."""
        question = self.template.section_of(table).question(table)
        assert isinstance(question, Table)
        found = question.column(column)
        assert found is not None
        return self.option(found.options, text(row.get(column)))

    def option(self, list_name: str, code: str) -> str:
        return self.template.texts.option(list_name, code, self.reader)

    def question(self, key: str) -> str:
        return self.template.texts.field(key, self.reader).label

    @property
    def asks(self) -> list[tuple[str, str, str]]:
        """Kind, its name, and the detail in the team's words."""
        return [
            (kind, self.option("ask_kind", kind), text(ask.get("detail")))
            for ask in self.words.asks
            if (kind := text(ask.get("kind")))
        ]

    @property
    def asked(self) -> Decimal | None:
        """The money that is asked for; None where there is none or it is not for this reader."""
        wanted = any(kind == MONEY for kind, _label, _detail in self.asks)
        return self.facts.requested if wanted and self.sums and self.facts.requested else None

    @property
    def results(self) -> list[Result]:
        return results(self.rows("results"), self.rows("indicators"), self.content["codes"])

    @cached_property
    def timeline(self) -> Timeline:
        period = self.day("start"), self.day("end")
        return timeline(self.rows("activities"), self.content["codes"], period)

    @property
    def budget(self) -> Budget | None:
        if not self.sums:
            return None
        sums, total = self.content["sums"], Decimal(self.content["sums"]["total"])
        by_payer = {payer: Decimal(sum_) for payer, sum_ in sums["by_payer"].items()}
        by_category = {code: Decimal(sum_) for code, sum_ in sums["by_category"].items()}
        return Budget(
            total=total,
            requested=Decimal(sums["requested"]),
            others=Decimal(sums["others"]),
            kinds=[
                (self.option("category", code), sum_, percent(sum_, total))
                for code, sum_ in by_category.items()
            ],
            payers=[
                (self.option("paid_by", payer), sum_, percent(sum_, total))
                for payer in PAYERS
                if (sum_ := by_payer.get(payer)) is not None
            ],
            lines=[
                Line(
                    self.content["codes"].get(row["id"], ""),
                    row,
                    amount(row.get("unit_cost")),
                    line_total(row),
                )
                for row in self.rows("budget")
            ],
        )
