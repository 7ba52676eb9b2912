"""The idea card on paper: which questions of Think stand on it, and how much room each has.

What is not in ``ROOM`` is asked in the app only: with all of it, two pages would not do."""

from dataclasses import dataclass

from app.rules.template import Template
from app.rules.template.shape import Field, Table

# Question → ruled lines, or rows of a table. Choices need none: they have boxes to tick.
ROOM = {
    "title": 1,
    "forms": 0,
    "change_if": 2,
    "change_then": 2,
    "change_because": 2,
    "problem": 5,
    "core_problem": 2,
    "causes": 3,
    "evidence": 2,
    "groups": 2,
    "stakeholders": 3,
    "region": 0,
    "place": 1,
    "setting": 0,
    **{f"safety_{n}": 0 for n in range(1, 6)},
}
COLUMNS = {
    "evidence": ("claim", "source", "year"),
    "groups": ("group", "age_min", "age_max", "direct"),
    "stakeholders": ("who", "we_will"),
}


@dataclass(frozen=True)
class Asked:
    key: str
    label: str
    help: str
    room: int
    boxes: tuple[str, ...]  # what can be ticked
    columns: tuple[str, ...]  # the heads of a table


@dataclass(frozen=True)
class Part:
    title: str
    asked: tuple[Asked, ...]


def paper(template: Template, language: str) -> list[Part]:
    """The sections of Think as they are printed in a language."""
    texts = template.texts
    return [
        Part(
            texts.section(section.key, language).title,
            tuple(
                _asked(template, question, language)
                for question in section.questions
                if question.key in ROOM
            ),
        )
        for section in template.of("think")
    ]


def _asked(template: Template, question: Field | Table, language: str) -> Asked:
    texts = template.texts
    said = texts.field(question.key, language)
    options = question.options if isinstance(question, Field) else ""
    return Asked(
        question.key,
        said.label,
        said.help,
        ROOM[question.key],
        tuple(label for _code, label in texts.options(options, language)) if options else (),
        tuple(
            texts.field(f"{question.key}.{column}", language).label
            for column in COLUMNS.get(question.key, ())
        ),
    )
