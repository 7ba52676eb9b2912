"""A whole plan for which every must-fix check holds, in English and short."""

from datetime import date, timedelta

from app.rules.template.shape import Plan


def _day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 (any zone will do)


COMPLETE: Plan = {
    "idea": {
        "title": "Safe rides home",
        "strand": "prevention",
        "forms": ["labour"],
        "change_if": "If we hold six quiz evenings in colleges",
        "change_then": "then students will check an offer before they accept it",
        "change_because": "because they have practised it once",
    },
    "problem": {
        "problem": (
            "In our college nearly everybody looks for summer work, and nearly everybody finds it"
            " in a chat. We asked forty-two people in spring: thirty-one of them had been offered"
            " work by somebody unknown, and only six had looked up the firm behind the offer."
        ),
        "core_problem": "Students accept offers that nobody checked.",
        "causes": "Nobody showed them how to check a firm\nAsking about a contract feels rude",
        "effects": "People work without a contract",
        "evidence": [
            {
                "id": "e1",
                "claim": "31 of 42 people asked had an offer in a chat",
                "kind": "own_survey",
                "source": "Own paper survey in spring",
                "year": "2026",
                "n_people": "42",
            }
        ],
    },
    "people": {
        "groups": [
            {
                "id": "g1",
                "group": "college_students",
                "age_min": "15",
                "age_max": "18",
                "direct": "60",
                "indirect": "300",
                "how_counted": "six groups of ten",
            }
        ],
        "stakeholders": [],
    },
    "place": {"region": "BY-HR", "place": "Hrodna", "setting": ["college"]},
    "safety": {f"safety_{n}": "no" for n in range(1, 6)},
    "results": {
        "objective": "Fewer students in Hrodna accept offers that nobody has checked.",
        "results": [
            {
                "id": "r1",
                "level": "outcome",
                "statement": "Students check an offer before they accept it.",
                "assumption": "",
            },
            {
                "id": "r2",
                "level": "output",
                "parent": "r1",
                "statement": "Six quiz evenings have been held in three colleges.",
                "assumption": "",
            },
        ],
        "indicators": [
            {
                "id": "i1",
                "result": "r1",
                "title": "Share of students who can name three checks",
                "measure": "percent",
                "unit": "%",
                "baseline": "14",
                "target": "60",
                "disaggregate": ["age"],
                "source": "quiz_before_after",
                "when": "each_event",
                "who": "Team",
            },
            {
                "id": "i2",
                "result": "r2",
                "title": "Number of quiz evenings",
                "measure": "number",
                "unit": "evening",
                "baseline": "0",
                "target": "6",
                "disaggregate": [],
                "source": "attendance_sheet",
                "when": "end",
                "who": "Team",
            },
        ],
    },
    "plan": {
        "start": _day(40),
        "end": _day(130),
        "activities": [
            {
                "id": "a1",
                "output": "r2",
                "title": "Hold six quiz evenings",
                "what": "Ten students at a time read invented offers and decide.",
                "start": _day(45),
                "end": _day(100),
                "lead": "Team",
                "place": "Colleges of Hrodna",
                "people": "60",
                "minors": "yes",
                "adult_present": "A teacher at each evening",
                "needs_permission": "yes",
                "permission_from": "The three colleges",
                "deliverable": "Six attendance sheets",
            },
            {
                "id": "a2",
                "output": "r2",
                "title": "Ask the students what they remember",
                "what": "A short paper form, two weeks later.",
                "start": _day(101),
                "end": _day(115),
                "lead": "Team",
                "place": "Colleges of Hrodna",
                "people": "60",
                "minors": "no",
                "adult_present": "",
                "needs_permission": "no",
                "permission_from": "",
                "deliverable": "One page of answers",
            },
        ],
    },
    "budget": {
        "currency": "BYN",
        "budget": [
            {
                "id": "b1",
                "activity": "a1",
                "category": "materials_printing",
                "item": "Quiz card sets",
                "unit": "set",
                "quantity": "60",
                "unit_cost": "2.50",
                "times": "1",
                "paid_by": "requested",
                "note": "",
            },
            {
                "id": "b2",
                "activity": "a2",
                "category": "venue",
                "item": "Rooms",
                "unit": "hour",
                "quantity": "6",
                "unit_cost": "30",
                "times": "1",
                "paid_by": "partner_in_kind",
                "note": "",
            },
        ],
    },
    "risks": {
        "risks": [
            {
                "id": "k1",
                "what": "Somebody tells of their own exploitation",
                "kind": "safeguarding",
                "likelihood": "2",
                "impact": "5",
                "mitigation": "Stop, listen, hand over the card and tell the coordinator.",
                "owner": "Team lead",
            },
            {
                "id": "k2",
                "what": "A college cancels an evening",
                "kind": "partner_permission",
                "likelihood": "3",
                "impact": "2",
                "mitigation": "A spare day is agreed with each college.",
                "owner": "Team lead",
            },
        ]
    },
    "partners": {"partners": []},
    "care": {
        "gender": "Boys and girls were asked, and both are in the invented offers.",
        "inclusion": "Rooms without steps, cards in large print.",
        "environment": "",
        **{f"noharm_{n}": "yes" for n in range(1, 9)},
        "voices": "We tried the first three cards with five first-year students and changed two.",
    },
    "after": {
        "prototype": "",
        "learning": "",
        "what_remains": (
            "The card sets stay with the three colleges, and a teacher in each of them has led an"
            " evening together with us and can repeat it."
        ),
        "who_keeps_it": "The three colleges",
        "cost_after": "0",
        "channels": ["in_person"],
        "languages": ["ru", "be"],
        "imagery": "",
    },
    "pitch": {
        "one_line": (
            "Six quiz evenings in Hrodna will teach sixty students to check an offer by May."
        ),
        "story": (
            "Offers of work come through chats and ask for an answer at once. In spring we asked"
            " students of our college: most had been offered work by somebody unknown, and few had"
            " looked up the firm. We would rather practise than frighten. At a quiz evening a team"
            " reads an invented offer and decides what is wrong with it and where to check it. We"
            " need money for the card sets, and somebody who reads the cards as an employer would."
        ),
        "asks": [
            {"id": "q1", "kind": "money", "detail": "Printing of the card sets"},
            {"id": "q2", "kind": "expertise", "detail": "An employer who reads our cards"},
        ],
        "visibility": "vetted_donors",
    },
}
