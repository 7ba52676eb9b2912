"""What of a plan goes on a pitch. A pitch is a frozen copy: everything that donors ever read of
a project passes through ``freeze``, and what the template does not put on pitches stays behind.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.i18n import LANGUAGES
from app.rules.covers import theme_of
from app.rules.template import Template
from app.rules.template.codes import codes
from app.rules.template.money import day, totals, whole
from app.rules.template.reading import Row, answers, choices, row_id, row_says, rows, text
from app.rules.template.shape import Field, Plan, Table

Content = dict[str, Any]  # plain JSON; sums are decimal text

MONEY = "money"
MOST_ASKED = Decimal("9999999999.99")  # what the database can hold


def freeze(template: Template, plan: Plan) -> Content:
    """The answers that a pitch shows, and what is counted from them; nothing is read again from
    the plan afterwards, so that an edit never reaches a donor."""
    kept: Plan = {
        section.key: {
            question.key: _kept(template, question, answers(plan, section.key).get(question.key))
            for question in section.questions
            if template.shows(question.key)
        }
        for section in template.sections.values()
    }
    idea = kept["idea"]
    idea["strand"] = idea["strand"] or template.defaults["strand"]
    money = totals(rows(kept, "budget", "budget"))
    groups = rows(kept, "people", "groups")
    return {
        "template": template.key,
        "plan": kept,
        "codes": codes(kept),
        "sums": {
            "total": str(money.total),
            "requested": str(money.requested),
            "others": str(money.others),
            "by_payer": {payer: str(sum_) for payer, sum_ in money.by_payer.items()},
            "by_category": {category: str(sum_) for category, sum_ in money.by_category.items()},
        },
        "direct": sum(whole(row.get("direct")) or 0 for row in groups),
        "indirect": sum(whole(row.get("indirect")) or 0 for row in groups),
        "days": _days(kept),
    }


def _kept(template: Template, question: Field | Table, answer: object) -> Any:
    """One answer as text, codes, or rows with only the columns that pitches show."""
    if isinstance(question, Field):
        return choices(answer) if question.kind == "several" else text(answer)
    shown = [column for column in question.columns if template.shows(question.key, column.key)]
    kept = [
        {"id": row_id(row)} | {each.key: _kept(template, each, row.get(each.key)) for each in shown}
        for row in (answer if isinstance(answer, list) else [])
        if isinstance(row, dict)
    ]
    return [row for row in kept if row_says(row)]


def _days(plan: Plan) -> int:
    start, end = (day(answers(plan, "plan").get(key)) for key in ("start", "end"))
    return (end - start).days + 1 if start and end and end >= start else 0


@dataclass(frozen=True)
class Facts:
    """What donors filter by; only codes that the template has."""

    title: str
    one_line: str
    story: str
    asks: list[Row]  # kind, detail
    region: str
    strand: str
    theme: str  # of the cover
    currency: str
    requested: Decimal
    forms: list[str]
    groups: list[str]
    ask_kinds: list[str]


def facts(template: Template, content: Content) -> Facts:
    plan: Plan = content["plan"]
    idea, place, pitch = (answers(plan, key) for key in ("idea", "place", "pitch"))

    def known(list_name: str, found: list[str]) -> list[str]:
        return sorted(set(found) & template.texts.codes(list_name))

    forms = known("forms", idea["forms"])
    strand = next(iter(known("strand", [idea["strand"]])), template.defaults["strand"])
    groups = [text(row.get("group")) for row in rows(plan, "people", "groups")]
    kinds = [text(row.get("kind")) for row in pitch["asks"]]
    return Facts(
        title=" ".join(text(idea["title"]).split())[:200],
        one_line=pitch["one_line"][:400],
        story=pitch["story"],
        asks=[{"kind": row["kind"], "detail": row["detail"]} for row in pitch["asks"]],
        region=next(iter(known("region", [place["region"]])), ""),
        strand=strand,
        theme=theme_of(strand, forms, place["setting"]),
        currency=next(iter(known("currency", [answers(plan, "budget")["currency"]])), ""),
        requested=min(Decimal(content.get("sums", {}).get("requested", 0)), MOST_ASKED),
        forms=forms,
        groups=known("group", groups),
        ask_kinds=known("ask_kind", kinds),
    )


def words(template: Template, content: Content, *texts: str) -> str:
    """Everything that a search looks at: the team's own words, the pitch's words in other
    languages (``texts``), and the names of region, forms and groups in all our languages."""
    plan, found = content["plan"], facts(template, content)
    results = rows(plan, "results", "results")
    steps = rows(plan, "plan", "activities")
    labels = [
        template.texts.option(list_name, code, language)
        for list_name, codes_ in (
            ("region", [found.region]),
            ("forms", found.forms),
            ("group", found.groups),
        )
        for code in codes_
        for language in LANGUAGES
    ]
    return " ".join(
        (
            found.title,
            found.one_line,
            found.story,
            *texts,
            text(answers(plan, "problem")["problem"]),
            text(answers(plan, "problem")["core_problem"]),
            text(answers(plan, "results")["objective"]),
            *(row["statement"] for row in results),
            *(row["title"] for row in steps),
            text(answers(plan, "place")["place"]),
            *labels,
        )
    )
