"""What the dignity check says of a plan: what it asks about, and what a team keeps and why.

It looks at what donors will read, and at nothing else: names of organisations and places, titles
of sources and what adults say to a team are not its business.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from app.errors import Phrase, Reason
from app.i18n import _
from app.models import Because
from app.rules.dignity.matching import Match, matches, sentences
from app.rules.dignity.normal import normal
from app.rules.dignity.rules import BLOCK, INFO, REASONS, WEIGHT, Rule
from app.rules.template import Template
from app.rules.template.findings import Reading, Written
from app.rules.template.reading import row_id
from app.rules.template.writing import Language

NAMES = frozenset({"evidence.source", "partners.name", "place", "who_keeps_it"})
# What a team says that it will do. Elsewhere the same words tell what others do, or what it fears:
# "The police identified 120 victims".
DEEDS = frozenset(
    {
        "title",
        "change_if",
        "change_then",
        "objective",
        "results.statement",
        "indicators.title",
        "activities.title",
        "activities.what",
        "activities.deliverable",
        "budget.item",
        "prototype",
        "learning",
        "what_remains",
        "imagery",
        "one_line",
        "story",
        "asks.detail",
    }
)
SHORT = 200  # characters of a phrase that is quoted


class Key(NamedTuple):
    """What a team keeps: what a rule finds in one sentence of one answer."""

    field: str
    row: str
    column: str
    rule: str
    sentence: str  # its fingerprint


@dataclass(frozen=True)
class Kept:
    id: UUID
    because: Because
    words: str
    by_id: UUID

    @property
    def reason(self) -> Phrase:
        return REASONS[self.because]


@dataclass(frozen=True)
class Remark:
    rule: Rule
    language: Language  # of the sentence
    section: str
    key: Key
    phrases: tuple[str, ...]  # as they were typed
    kept: Kept | None = None
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)  # in the answer

    @property
    def name(self) -> str:
        """The form field that it points at."""
        return ".".join(part for part in self.key[:3] if part)

    @property
    def column(self) -> str:
        return self.key.column

    @property
    def place(self) -> str:
        """Where a page shows it: at a question, or at a row."""
        return ".".join(part for part in self.key[:2] if part)

    @property
    def id(self) -> str:
        """Of its region on a page."""
        parts = (*self.key[:4], self.key.sentence[:8])
        return "-".join(part for part in ("remark", *parts) if part)

    @property
    def severity(self) -> str:
        return self.rule.severity

    @property
    def open(self) -> bool:
        """Whether it still stands in the way of a pitch."""
        return self.rule.stops and self.kept is None

    @property
    def lead(self) -> Phrase:
        if self.rule.about_deeds:
            return _("This could put somebody in danger:")
        return _("Worth a second look:") if self.severity == INFO else _("This phrase may hurt:")

    @property
    def instead(self) -> str:
        return self.rule.words[self.language].instead

    def why(self, language: str) -> str:
        return self.rule.why.get(language) or self.rule.why["en"]

    @property
    def reasons(self) -> list[tuple[Because, Phrase]]:
        """For which it may be kept, in the order of a page."""
        return [(one, says) for one, says in REASONS.items() if one in self.rule.keep]


def remarks(read: Reading, kept: Mapping[Key, Kept] | None = None) -> list[Remark]:
    """In the order of the pages; of a sentence each rule is named once. Of a section alone where
    the reading is of one. A team whose language is not known writes English."""
    known = kept or {}
    return [
        remark
        for each in read.judged_words
        if is_judged(read.template, each)
        for remark in _of(read, each, known)
    ]


def is_judged(template: Template, each: Written) -> bool:
    return each.name not in NAMES and template.shows(each.key, each.column)


def _of(read: Reading, each: Written, kept: Mapping[Key, Kept]) -> Iterator[Remark]:
    language: Language = read.facts.language or "en"  # type: ignore[assignment]
    for start, end in sentences(each.said):
        sentence = each.said[start:end]
        found = [one for one in matches(sentence, language) if _asks(one.rule, each.name)]
        grouped: dict[Rule, list[Match]] = {}
        for one in found:
            if not any(_outdoes(other, one) for other in found):
                grouped.setdefault(one.rule, []).append(one)
        for rule, ones in grouped.items():
            row = row_id(each.row) if each.row is not None else ""
            key = Key(each.key, row, each.column, rule.id, fingerprint(sentence))
            yield Remark(
                rule,
                ones[0].language,
                read.section_of(each.key).key,
                key,
                tuple(dict.fromkeys(sentence[one.start : one.end][:SHORT] for one in ones)),
                kept.get(key),
                tuple((start + one.start, start + one.end) for one in ones),
            )


def _asks(rule: Rule, name: str) -> bool:
    if rule.only:
        return name in rule.only
    return not rule.about_deeds or name in DEEDS


def _outdoes(other: Match, one: Match) -> bool:
    """A graver word about the same letters says enough."""
    heavier = WEIGHT[other.rule.severity] > WEIGHT[one.rule.severity]
    return heavier and other.covers(one)


def fingerprint(sentence: str) -> str:
    """The same for a sentence that only looks different in spaces, capitals or hidden signs."""
    return sha256(normal(sentence).text.strip().encode()).hexdigest()


def open_reasons(found: Iterable[Remark]) -> list[Reason]:
    """Check V23: what has to be changed, or kept with a reason, before donors read it."""
    return [Reason(_asked(one), one.section, one.name) for one in found if one.open]


def _asked(remark: Remark) -> str:
    says = _("Change “{phrase}”, or say why it stays.")
    if remark.severity == BLOCK:
        says = _("Change “{phrase}”: a pitch cannot be published with it.")
    return str(says).replace("{phrase}", remark.phrases[0])
