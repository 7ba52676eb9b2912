"""Think, the idea card: five sections that also stand on one page for a phone.

Source of limits and options: the template ``camp-project/1`` (domain notes, section 1.3).
"""

from app.rules.template.shape import Field, Section, Table

IDEA = Section(
    "idea",
    "think",
    (
        Field("title", most=80, least=8),
        Field("strand", "one", options="strand"),
        Field("forms", "several", options="forms"),
        Field("change_if"),
        Field("change_then"),
        Field("change_because"),
    ),
)

PROBLEM = Section(
    "problem",
    "think",
    (
        Field("problem", "prose", 1200, 200),
        Field("core_problem", most=160),
        Field("causes", "lines", 160, count=(2, 5)),
        Field("effects", "lines", 160, required=False, count=(1, 5)),
        Table(
            "evidence",
            (
                Field("claim"),
                Field("kind", "one", options="evidence_kind"),
                Field("source", most=160),
                Field("url", "link", 500, required=False),
                Field("year", "whole", 4, low="2000", high="2100"),  # the checks stop at this year
                Field("n_people", "whole", 7, required=False, low="1", high="100000"),
            ),
            least=1,
            most=6,
        ),
    ),
)

PEOPLE = Section(
    "people",
    "think",
    (
        Table(
            "groups",
            (
                Field("group", "one", options="group"),
                Field("age_min", "whole", 3, low="0", high="120"),
                Field("age_max", "whole", 3, low="0", high="120"),
                Field("direct", "whole", 7, low="1", high="100000"),
                Field("indirect", "whole", 9, required=False, low="0", high="10000000"),
                Field("how_counted", most=120, required=False),
            ),
            least=1,
            most=4,
        ),
        Table(
            "stakeholders",
            (
                Field("who", most=80),
                Field("wants", most=120, required=False),
                Field("influence", "one", required=False, options="influence"),
                Field("we_will", "one", options="we_will"),
            ),
            most=8,
        ),
    ),
)

PLACE = Section(
    "place",
    "think",
    (
        Field("region", "one", options="region"),
        Field("place", most=60),
        Field("setting", "several", options="setting"),
    ),
)

SAFETY = Section(
    "safety",
    "think",
    tuple(Field(f"safety_{n}", "yes_no", options="yes_no") for n in range(1, 6)),
)

THINK = (IDEA, PROBLEM, PEOPLE, PLACE, SAFETY)
