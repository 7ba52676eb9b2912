"""How far a plan is, honestly: in checks passed, never in characters (template notes, 1.7).

A question that must be answered, or has been, counts once for V01; every other must-fix check
counts once for each question it is about, as soon as that question has an answer. What does not
apply is not counted, and warnings never are. The percent is floored. It ends at 99 until a
coordinator has approved: 100 is a person's decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.rules.template import Template, reading
from app.rules.template.checks import CHECKS, found_by, only_must
from app.rules.template.checks_answers import STARTER
from app.rules.template.checks_wording import FILLER
from app.rules.template.findings import MUST, Facts, Finding, Reading
from app.rules.template.shape import Field, Plan, Section, Table

State = Literal["empty", "started", "complete", "fix"]

# Variants of V01 that say "not yet" rather than "not so".
NOT_YET = frozenset({"empty", "no_value", "not_chosen", "too_few_rows", "empty_row", STARTER})
MOST = 99  # percent, until it is approved


@dataclass(frozen=True)
class Progress:
    """``to_mend``: what is written and does not hold, or is filled in for show; what is only not
    written yet is not among it."""

    state: State
    passed: int
    applicable: int
    to_mend: int = 0
    approved: bool = False

    @property
    def percent(self) -> int:
        if not self.applicable:
            return 0
        return min(100 if self.approved else MOST, self.passed * 100 // self.applicable)


def progress(template: Template, plan: Plan, facts: Facts) -> dict[str, Progress]:
    """Section key → how far it is."""
    read = Reading(template, plan, facts)
    return progress_of(read, found_by(read))


def progress_of(read: Reading, found: Iterable[Finding]) -> dict[str, Progress]:
    """The same for a page that has the findings of all stages already, of the sections that it
    asks about."""
    about: dict[str, set[str]] = {}
    for check in CHECKS.values():
        for key in check.about(read) if check.severity == MUST else ():
            about.setdefault(key, set()).add(check.id)
    sections: dict[str, list[Finding]] = {}
    for each in found:
        sections.setdefault(each.section, []).append(each)
    return {
        section.key: _section(read, section, about, sections.get(section.key, []))
        for section in read.judged
    }


def overall(sections: Mapping[str, Progress], *, approved: bool = False) -> Progress:
    """``approved``: by a coordinator, so that what donors may see is what was approved."""
    states = {each.state for each in sections.values() if each.applicable}
    state: State = "started"
    if "fix" in states:
        state = "fix"
    elif len(states) == 1:
        (state,) = states
    return Progress(
        state,
        passed=sum(each.passed for each in sections.values()),
        applicable=sum(each.applicable for each in sections.values()),
        to_mend=sum(each.to_mend for each in sections.values()),
        approved=approved,
    )


def _section(
    read: Reading, section: Section, about: Mapping[str, set[str]], found: list[Finding]
) -> Progress:
    answers = reading.answers(read.plan, section.key)
    answered = {
        each.key for each in section.questions if reading.says_something(answers.get(each.key))
    }
    counted = {
        ("V01", each.key)
        for each in section.questions
        if each.key in answered or (_required(each) and each.key not in read.template.defaults)
    } | {(check, key) for key in answered for check in about.get(key, ())}
    must = only_must(found)
    failed = {(each.check, each.field) for each in must}
    counted |= failed
    to_mend = {
        (each.check, each.field)
        for each in must
        if each.field in answered and (each.check != "V01" or each.variant not in NOT_YET)
    } | {(each.check, each.field) for each in found if each.check == FILLER}
    state: State = "started"
    if not answered:
        state = "empty"
    elif to_mend:
        state = "fix"
    elif not failed:
        state = "complete"
    return Progress(state, len(counted) - len(failed), len(counted), len(to_mend))


def _required(question: Field | Table) -> bool:
    return question.least > 0 if isinstance(question, Table) else question.required
