"""What a proposal is made of: its chapters, in the order of the IOM Development Fund's project
template, and the headings, texts and tables of which every format is written.

Source of the order: IOM Project Handbook, module 2, and the Fund's template made from it.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.errors import Phrase
from app.i18n import _
from app.rules.template.completeness import Progress


@dataclass(frozen=True)
class Chapter:
    """A part of the proposal, and the questions of the template that it answers."""

    key: str
    title: Phrase
    questions: str
    number: int = 0  # in the IOM template; 0: it has none there


COVER = "strand forms region place setting start end groups"
CHAPTERS = (
    Chapter("summary", _("Summary"), "one_line change_if change_then change_because story"),
    Chapter(
        "rationale", _("Rationale"),
        "problem core_problem causes effects evidence stakeholders prototype", 1,
    ),
    Chapter(
        "partnerships", _("Partnerships and coordination"),
        "partners channels languages imagery", 2,
    ),
    Chapter("sustainability", _("Sustainability"), "what_remains who_keeps_it cost_after", 3),
    Chapter("evaluation", _("Evaluation and learning"), "learning", 4),
    Chapter("results", _("Results matrix"), "objective results", 5),
    Chapter("workplan", _("Work plan"), "activities", 6),
    Chapter("budget", _("Budget"), "budget asks", 7),
    Chapter("risks", _("Risks"), "risks"),
    Chapter(
        "care", _("Care for people: do no harm"),
        "gender inclusion environment voices "
        + " ".join(f"safety_{n}" for n in range(1, 6)) + " "
        + " ".join(f"noharm_{n} noharm_{n}_note" for n in range(1, 9)),
    ),
)  # fmt: skip
# Elsewhere: the title is the document's, the currency stands with every sum, indicators are in the
# matrix of the results. Who may read the pitch is no part of a proposal.
ELSEWHERE = frozenset({"title", "currency", "indicators", "visibility"})

# Table → columns beside the one that names the row, each with its share of the width. What else a
# row says stands under its name.
COLUMNS = {
    "evidence": "claim:6 kind:3 source:4 year:2 n_people:2",
    "groups": "group:6 age_min:2 age_max:2 direct:3 indirect:3",
    "stakeholders": "who:4 wants:5 influence:4 we_will:3",
    "partners": "name:5 type:3 gives:5 status:3",
    "activities": "title:9 lead:3 start:3 end:3 people:2",
    "budget": "item:7 quantity:2 unit:2 unit_cost:3 times:2 total:3 paid_by:4",
    "asks": "kind:4 detail:8",
    "risks": "what:6 likelihood:3 impact:3 score:2 mitigation:6",
}
MATRIX = (
    "indicators.result:5 indicators.title:5 indicators.baseline:2 indicators.target:2"
    " indicators.source:3 results.assumption:4"
)
IN_MATRIX = frozenset({"result", "baseline", "target", "source"})
NUMBERS = frozenset({"whole", "amount"})
SHORT = frozenset({"line", "one", "several", "yes_no", "date", "amount", "whole", "link", "row"})
QUESTIONS = ("change_", "safety_", "noharm_")  # said as they were asked, not in the trade's words

PERSONS = frozenset({"lead", "adult_present", "permission_from", "owner", "who", "who_keeps_it"})
ENDING = "аеёиоуыэюяйьaeiouy"

# What no document can hold (XML 1.0, section 2.2), but for ends of lines.
UNHOLDABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Words:
    text: str
    language: str = ""  # "": the document's own


@dataclass(frozen=True)
class Heading:
    kind: ClassVar = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar = "paragraph"
    words: Words  # lines end where the team ended them


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar = "bullets"
    items: tuple[Words, ...]


@dataclass(frozen=True)
class Pairs:
    """Short answers, each beside what was asked."""

    kind: ClassVar = "pairs"
    rows: tuple[tuple[str, tuple[Words, ...]], ...]


@dataclass(frozen=True)
class Column:
    label: str
    width: int  # parts of the table's width
    number: bool = False


@dataclass(frozen=True)
class Said:
    """One line of a cell; ``label`` says what it is where the column does not."""

    words: Words
    label: str = ""


Cell = tuple[Said, ...]


@dataclass(frozen=True)
class Grid:
    kind: ClassVar = "grid"
    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[tuple[str, str], ...] = ()  # under the table


Block = Heading | Paragraph | Bullets | Pairs | Grid


@dataclass(frozen=True)
class Part:
    key: str
    title: str  # with its number; "" for the cover
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Proposal:
    title: Words
    mark: str  # for every page: that it is a draft, or which version it is
    draft: bool
    language: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class About:
    """What a proposal says of a project beside its plan, and whom it must not name."""

    version: int
    draft: bool
    language: str  # in which the team writes
    team_size: int
    age_band: str
    team: tuple[tuple[str, ...], ...] = ()  # of each person the names that they go by
    mentors: tuple[tuple[str, ...], ...] = ()
    progress: Progress | None = None  # as the workspace says it; None: it is not asked about
