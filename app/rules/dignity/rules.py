"""The rules as data, read once from rules.yaml.

Source: the project's notes on dignified reporting; each rule names its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from app.errors import Phrase
from app.i18n import _
from app.models import Because

Severity = Literal["block", "warn", "info"]  # block: not to be published; info: a hint

BLOCK: Severity = "block"
WARN: Severity = "warn"
INFO: Severity = "info"
WEIGHT: dict[Severity, int] = {BLOCK: 2, WARN: 1, INFO: 0}
SAFETY = "safety"  # the category of what a project would do

REASONS: dict[Because, Phrase] = {
    Because.law: _("It is the title of a law or a treaty"),
    Because.quotation: _("It is a quotation"),
    Because.myth: _("We name a myth in order to clear it up"),
    Because.institution: _("It is the name of an institution"),
    Because.other: _("Another reason, in your words"),
}


@dataclass(frozen=True)
class Words:
    """A rule in one language."""

    patterns: tuple[str, ...]
    instead: str  # what to say; for advice more than for copying
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    id: str
    severity: Severity
    category: str
    why: Mapping[str, str]
    words: Mapping[str, Words]
    only: frozenset[str]  # the questions it looks at; empty: all that donors may read
    keep: frozenset[Because]  # for which reasons a team may keep the phrase

    @property
    def stops(self) -> bool:
        """Whether it has to be changed, or kept with a reason, before the pitch is published."""
        return self.severity != INFO

    @property
    def about_deeds(self) -> bool:
        return self.category == SAFETY


@dataclass(frozen=True)
class Ruleset:
    version: int
    rules: tuple[Rule, ...]

    def rule(self, id_: str) -> Rule | None:
        return next((one for one in self.rules if one.id == id_), None)


@cache
def ruleset() -> Ruleset:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    source = (Path(__file__).parent / "rules.yaml").read_text("utf-8")
    data = yaml.load(source, loader)  # noqa: S506  both are safe loaders
    return Ruleset(data["ruleset"], tuple(rule(one) for one in data["rules"]))


def rule(data: Mapping[str, Any]) -> Rule:
    """As in rules.yaml. KeyError, ValueError: a part of it is missing or not known. What hurts may
    be kept for any reason; what blocks only for those that the rule names, and a hint asks for
    none."""
    severity: Severity = data["severity"]
    keep = {BLOCK: data.get("keep", ()), WARN: tuple(Because), INFO: ()}[severity]
    return Rule(
        id=data["id"],
        severity=severity,
        category=data["category"],
        why=data["why"],
        words={
            language: Words(
                tuple(data[language]["patterns"]),
                data[language]["instead"],
                tuple(data[language]["hits"]),
                tuple(data[language]["misses"]),
            )
            for language in data["why"]
        },
        only=frozenset(data.get("only", ())),
        keep=frozenset(Because(one) for one in keep),
    )
