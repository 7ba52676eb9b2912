"""Act, the plan: results, steps, money, risks, partners, care, and what stays.

Numbers, totals and scores of rows are computed, never asked. What is asked only in some cases
(``adult_present`` where minors come) is optional here; the checks ask for it where it applies.
"""

from app.rules.template.shape import Field, Section, Table

RESULTS = Section(
    "results",
    "act",
    (
        Field("objective", most=250, least=30),
        Table(
            "results",
            (
                Field("level", "one", options="level"),
                Field("parent", "row", required=False, refers="results"),
                Field("statement", most=250, least=15),
                Field("assumption", required=False),
            ),
            least=2,  # a change and a product
            most=9,  # three changes and six products
        ),
        Table(
            "indicators",
            (
                Field("result", "row", refers="results"),
                Field("title", most=160),
                Field("measure", "one", options="measure"),
                Field("unit", most=30, required=False),
                Field("baseline", "amount", 40, required=False),
                Field("baseline_unknown", "yes_no", required=False, options="yes_no"),
                Field("baseline_date", "date", 10, required=False),
                Field("target", "amount", 40, required=False),
                Field("disaggregate", "several", required=False, options="disaggregate"),
                Field("source", "one", options="source"),
                Field("when", "one", options="when"),
                Field("who", most=40),
            ),
            least=2,
            most=21,  # three of each change, two of each product
        ),
    ),
)

PLAN = Section(
    "plan",
    "act",
    (
        Field("start", "date", 10),
        Field("end", "date", 10),
        Table(
            "activities",
            (
                Field("output", "row", refers="results"),
                Field("title", most=100),
                Field("what", "prose", 600),
                Field("start", "date", 10),
                Field("end", "date", 10),
                Field("lead", most=40),
                Field("place", most=60),
                Field("people", "whole", 7, low="0", high="100000"),
                Field("minors", "yes_no", options="yes_no"),
                Field("adult_present", most=40, required=False),
                Field("needs_permission", "yes_no", options="yes_no"),
                Field("permission_from", most=100, required=False),
                Field("deliverable", most=100, required=False),
            ),
            least=2,
            most=12,
        ),
    ),
)

BUDGET = Section(
    "budget",
    "act",
    (
        Field("currency", "one", options="currency"),
        Table(
            "budget",
            (
                Field("activity", "row", options="budget_activity", refers="activities"),
                Field("category", "one", options="category"),
                Field("item", most=100),
                Field("unit", "one", options="unit"),
                Field("quantity", "amount", 12, low="0.01", high="9999"),
                Field("unit_cost", "amount", 12, low="0", high="99999.99"),
                Field("times", "whole", 2, required=False, low="1", high="60"),  # empty: once
                Field("paid_by", "one", options="paid_by"),
                Field("note", required=False),
            ),
            least=1,
            most=25,
        ),
    ),
)

RISKS = Section(
    "risks",
    "act",
    (
        Table(
            "risks",
            (
                Field("what", most=160),
                Field("kind", "one", options="risk_kind"),
                Field("likelihood", "one", options="likelihood"),
                Field("impact", "one", options="impact"),
                Field("mitigation", "prose", 300, 15),
                Field("owner", most=40),
                Field("residual", "whole", 2, required=False, low="1", high="25"),
            ),
            least=2,
            most=8,
        ),
    ),
)

PARTNERS = Section(
    "partners",
    "act",
    (
        Table(
            "partners",
            (
                Field("name", most=120),
                Field("type", "one", options="partner_type"),
                Field("gives", most=160),
                Field("status", "one", options="partner_status"),
            ),
            most=8,
        ),
    ),
)

CARE = Section(
    "care",
    "act",
    (
        Field("gender", "prose", 400),
        Field("inclusion", "prose", 400),
        Field("environment", "prose", required=False),
        *(
            field
            for n in range(1, 9)
            for field in (
                Field(f"noharm_{n}", "one", options="noharm_answer"),
                Field(f"noharm_{n}_note", required=False),
            )
        ),
        Field("voices", "prose", 400, 40),
    ),
)

AFTER = Section(
    "after",
    "act",
    (
        Field("prototype", "prose", 400, required=False),
        Field("learning", "prose", 400, required=False),
        Field("what_remains", "prose", 600, 80),
        Field("who_keeps_it", most=120),
        Field("cost_after", "amount", 12, low="0", high="9999999.99"),  # a year
        Field("channels", "several", required=False, options="channel"),
        Field("languages", "several", options="language"),
        Field("imagery", required=False),
    ),
)

ACT = (RESULTS, PLAN, BUDGET, RISKS, PARTNERS, CARE, AFTER)
