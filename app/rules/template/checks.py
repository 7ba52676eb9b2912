"""All checks, and what they find in a plan. Checks never block a save; some stop a move.

To add a check: a function and a line in the table of its module, and its texts in the yaml.
"""

from collections.abc import Collection, Iterable

from app.rules.template import (
    Template,
    checks_answers,
    checks_budget,
    checks_call,
    checks_evidence,
    checks_plan,
    checks_results,
    checks_safety,
    checks_wording,
)
from app.rules.template.findings import MUST, WARN, Check, Facts, Finding, Reading
from app.rules.template.reading import row_id
from app.rules.template.shape import Plan, Stage, Table

__all__ = ["CHECKS", "Facts", "Finding", "findings", "found_by", "must_fix"]

STAGES: tuple[Stage, ...] = ("think", "act", "share")

CHECKS: dict[str, Check] = {
    check.id: check
    for module in (
        checks_answers,
        checks_plan,
        checks_results,
        checks_budget,
        checks_call,
        checks_evidence,
        checks_safety,
        checks_wording,
    )
    for check in module.CHECKS
}


def findings(
    template: Template, plan: Plan, facts: Facts, stages: Collection[Stage] = STAGES
) -> list[Finding]:
    """In the order of the pages. ``stages`` are those whose moves are asked about: V19 judges an
    answer of Think but belongs to Act. Never raises, whatever the plan holds."""
    return found_by(Reading(template, plan, facts), stages)


def found_by(read: Reading, stages: Collection[Stage] = STAGES) -> list[Finding]:
    """The same of a plan that is being read already, and of what its ``only`` asks about."""
    found = [
        read.finding(check, place)
        for check in CHECKS.values()
        for place in check.judge(read)
        if read.asks(place.key)
        and read.only in ("", read.section_of(place.key).key)
        and (check.stage or read.section_of(place.key).stage) in stages
    ]
    order = _order(read)
    return sorted(found, key=lambda each: order.get(each.name, order[each.field]))


def must_fix(
    template: Template, plan: Plan, facts: Facts, stages: Collection[Stage] = STAGES
) -> list[Finding]:
    """What stops the moves of these stages."""
    return only_must(findings(template, plan, facts, stages))


def only_must(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if each.severity == MUST]


def warnings(found: Iterable[Finding]) -> list[Finding]:
    """What a mentor looks at; hints are between the team and the page."""
    return [each for each in found if each.severity == WARN]


def _order(read: Reading) -> dict[str, int]:
    """Form field name → its place on the pages, in what is asked about."""
    names: list[str] = []
    for section in read.judged:
        for question in section.questions:
            names.append(question.key)
            if isinstance(question, Table):
                for row in read.all_rows(question.key):
                    names += [f"{question.key}.{row_id(row)}.{c.key}" for c in question.columns]
    return {name: at for at, name in reversed(list(enumerate(names)))}
