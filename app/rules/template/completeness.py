"""How far a plan is, honestly: in checks passed, never in characters (template notes, 1.7).

A question that must be answered, or has been, counts once for V01; every other must-fix check
counts once for each question it is about, as soon as that question has an answer. What does not
apply is not counted. The percent is floored and ends at 99 here: 100 is a person's decision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.rules.template import Template, reading
from app.rules.template.checks import CHECKS, findings, only_must
from app.rules.template.findings import MUST, Facts, Finding
from app.rules.template.shape import Field, Plan, Section, Table

State = Literal["empty", "started", "complete", "fix"]

# Variants of V01 that say "not yet" rather than "not so".
NOT_YET = frozenset({"empty", "no_value", "not_chosen", "too_few_rows", "empty_row"})
MOST = 99


@dataclass(frozen=True)
class Progress:
    state: State
    passed: int
    applicable: int

    @property
    def percent(self) -> int:
        return min(MOST, self.passed * 100 // self.applicable) if self.applicable else 0


def progress(template: Template, plan: Plan, facts: Facts) -> dict[str, Progress]:
    """Section key → how far it is."""
    return progress_of(template, plan, findings(template, plan, facts))


def progress_of(template: Template, plan: Plan, found: Iterable[Finding]) -> dict[str, Progress]:
    """The same for a page that has the findings of all stages already."""
    must = only_must(found)
    return {
        key: _section(template, section, plan, [each for each in must if each.section == key])
        for key, section in template.sections.items()
    }


def overall(sections: Mapping[str, Progress]) -> Progress:
    states = {each.state for each in sections.values() if each.applicable}
    state: State = "started"
    if "fix" in states:
        state = "fix"
    elif len(states) == 1:
        (state,) = states
    passed = sum(each.passed for each in sections.values())
    return Progress(state, passed, sum(each.applicable for each in sections.values()))


def _section(template: Template, section: Section, plan: Plan, must: list[Finding]) -> Progress:
    answers = reading.answers(plan, section.key)
    answered = {
        each.key for each in section.questions if reading.says_something(answers.get(each.key))
    }
    counted = {
        ("V01", each.key)
        for each in section.questions
        if each.key in answered or (_required(each) and each.key not in template.defaults)
    } | {
        (check.id, key)
        for check in CHECKS.values()
        for key in check.about
        if check.severity == MUST and key in answered and section.question(key)
    }
    failed = {(each.check, each.field) for each in must}
    counted |= failed
    if not answered:
        state: State = "empty"
    elif not failed:
        state = "complete"
    elif any(each.check != "V01" or each.variant not in NOT_YET for each in must):
        state = "fix"
    else:
        state = "started"
    return Progress(state, len(counted) - len(failed), len(counted))


def _required(question: Field | Table) -> bool:
    return question.least > 0 if isinstance(question, Table) else question.required
