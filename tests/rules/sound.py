"""A plan in which no check finds anything, and the same with something wrong."""

from copy import deepcopy
from datetime import date
from typing import Any

from app.rules.template import template
from app.rules.template.checks import Facts, findings
from app.rules.template.shape import Plan

TEMPLATE = template()
FACTS = Facts(date(2026, 11, 24))
LONG = "Students meet offers of work in chats, and nobody has shown them how to check a firm. "

SOUND: Plan = {
    "idea": {
        "title": "Check the offer",
        "strand": "prevention",
        "forms": ["labour"],
        "change_if": "If we hold six quizzes with adverts that look real",
        "change_then": "then students will check an offer before they say yes",
        "change_because": "because they have done it once with their own hands",
    },
    "problem": {
        "problem": "Students of our college meet offers of work in chats. In spring we asked"
        " forty-two people: most of them had been offered a summer job by somebody unknown, and"
        " hardly anybody had looked up the firm behind it. Nobody has shown them where to look.",
        "core_problem": "Students accept work without checking the employer.",
        "causes": "Nobody has shown them how\nAsking about a contract feels awkward",
        "effects": "People work without pay",
        "evidence": [
            {"id": "e1", "claim": "31 of 42 got an offer in a chat", "kind": "own_survey"}
            | {"source": "Our own poll", "url": "https://example.org/poll", "year": "2026"}
            | {"n_people": "42"},
        ],
    },
    "people": {
        "groups": [
            {"id": "g1", "group": "college_students", "age_min": "15", "age_max": "18"}
            | {"direct": "150", "indirect": "600", "how_counted": "Six groups of 25"},
        ],
    },
    "place": {"region": "BY-HR", "place": "Hrodna", "setting": ["college"]},
    "safety": {f"safety_{n}": "no" for n in range(1, 6)},
    "results": {
        "objective": "Fewer students accept work that they have not checked.",
        "results": [
            {"id": "r1", "level": "outcome", "statement": "Students check an employer first"},
            {"id": "r2", "level": "output", "parent": "r1", "statement": "A quiz of 24 questions"},
            {"id": "r3", "level": "output", "parent": "r1", "statement": "Six sessions were held"},
        ],
        "indicators": [
            {"id": f"i{n}", "result": f"r{n}", "title": f"Share that knows {n}", "unit": "%"}
            | {"measure": "percent", "baseline": "14", "target": "60", "who": "Alina"}
            | {"source": "survey", "when": "end", "disaggregate": ["sex"]}
            for n in range(1, 4)
        ],
    },
    "plan": {
        "start": "2027-01-11",
        "end": "2027-04-30",
        "activities": [
            {"id": "a1", "output": "r2", "title": "Write the quiz", "what": "We invent adverts."}
            | {"start": "2027-01-11", "end": "2027-01-31", "lead": "Alina", "place": "Hrodna"}
            | {"people": "4", "minors": "no", "needs_permission": "no"},
            {"id": "a2", "output": "r3", "title": "Hold six sessions", "what": "Five teams play."}
            | {"start": "2027-02-15", "end": "2027-04-15", "lead": "Maksim", "place": "Hrodna"}
            | {"people": "150", "minors": "yes", "adult_present": "The curator"}
            | {"needs_permission": "yes", "permission_from": "The head of the college"},
        ],
    },
    "budget": {
        "currency": "BYN",
        "budget": [
            {"id": "b1", "activity": "a1", "category": "materials_printing", "item": "Cards"}
            | {"unit": "set", "quantity": "60", "unit_cost": "2,50", "paid_by": "requested"},
            {"id": "b2", "activity": "whole_project", "category": "venue", "item": "A room"}
            | {"unit": "hour", "quantity": "2", "unit_cost": "10", "paid_by": "partner_in_kind"},
            {"id": "b3", "activity": "a2", "category": "other", "item": "A teacher's evening"}
            | {"unit": "hour", "quantity": "6", "unit_cost": "0", "paid_by": "partner_in_kind"},
        ],
    },
    "risks": {
        "risks": [
            {"id": "k1", "what": "Somebody tells of their own exploitation", "likelihood": "2"}
            | {"kind": "safeguarding", "impact": "5", "owner": "Maksim"}
            | {"mitigation": "We listen, give the card and call the psychologist."},
            {"id": "k2", "what": "A college has no free hour", "likelihood": "3"}
            | {"kind": "partner_permission", "impact": "2", "owner": "Alina"}
            | {"mitigation": "We agree with two more colleges in time."},
        ],
    },
    "care": {
        "gender": "Offers in the quiz are those that boys and girls get.",
        "inclusion": "Cards in large print, a room without steps.",
        "voices": "We tried the quiz with four first-year students and changed it.",
        **{f"noharm_{n}": "yes" for n in range(1, 9)},
    },
    "after": {
        "what_remains": "The quiz stays with the curators: they repeat it each autumn, without us. "
        "Nothing has to be bought again.",
        "who_keeps_it": "The curators of three colleges",
        "cost_after": "40.00",
        "languages": ["be", "ru"],
    },
    "pitch": {
        "one_line": "150 students of Hrodna learn by April to check an offer of work.",
        "story": "Every summer an offer comes to the chat of our year: good money, no papers, write"
        " now. 31 of 42 people whom we asked know such a message. We do not want to frighten"
        " anybody. We have made a quiz with invented adverts: a team reads one, argues, and learns"
        " by hand where a firm is registered and whom to call. For six sessions we need printed"
        " cards and one specialist who checks what we say.",
        "asks": [{"id": "q1", "kind": "money", "detail": "Printing and a specialist"}],
    },
}


def changed(section: str, table: str = "", at: int = 0, /, **answers: Any) -> Plan:
    """The sound plan with other answers: of a section, or of one row of its table."""
    plan = deepcopy(SOUND)
    target = plan[section][table][at] if table else plan[section]
    target.update(answers)
    return plan


def without(section: str, table: str, at: int) -> Plan:
    plan = deepcopy(SOUND)
    del plan[section][table][at]
    return plan


def added(section: str, table: str, *rows: dict[str, Any]) -> Plan:
    plan = deepcopy(SOUND)
    plan.setdefault(section, {}).setdefault(table, []).extend(rows)
    return plan


def found(plan: Plan, check: str, facts: Facts = FACTS) -> set[tuple[str, str]]:
    """Where this check found something, and what."""
    return {(f.name, f.variant) for f in findings(TEMPLATE, plan, facts) if f.check == check}
