"""Moving a plan to a newer version of its template: what is carried over, and a report.

Nothing is guessed. An answer goes where the same question stands now; a question that is new is
empty; what is no longer asked is not carried, and stays readable in the versions of the project.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from app.rules.template import TEMPLATES, Template, earlier, reading
from app.rules.template.reading import says_something
from app.rules.template.shape import Answers, Field, Plan, Section, Table
from app.rules.template.texts import Texts


class Dropped(NamedTuple):
    """A chosen option that is none any more."""

    question: str
    column: str
    row: str  # id
    options: str
    code: str


@dataclass(frozen=True)
class Moved:
    """``kept``, ``new`` and ``gone`` are names of texts, in the order of the pages: "title",
    "budget.item". Of what is kept and gone only what was answered."""

    plan: Plan
    kept: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    touched: frozenset[str]  # sections in which something is another thing now


@dataclass
class _Report:
    kept: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)


def move(old: Template, new: Template, plan: Plan) -> Moved:
    """``plan`` is not changed; whatever it holds, this does not raise."""
    report = _Report()
    carried: Plan = {}
    touched = set()
    for section in new.sections.values():
        before = len(report.new)
        answers = _section(old, new, section, plan, report)
        if answers:
            carried[section.key] = answers
        if len(report.new) > before or answers != reading.answers(plan, section.key):
            touched.add(section.key)
    for section, question in _questions(old):
        answer = reading.answers(plan, section.key).get(question.key)
        if says_something(answer) and not _same(_find(new, question.key), question):
            report.gone.append(question.key)
    return Moved(
        carried,
        tuple(report.kept),
        tuple(report.new),
        tuple(report.gone),
        tuple(report.dropped),
        frozenset(touched),
    )


def _section(
    old: Template, new: Template, section: Section, plan: Plan, report: _Report
) -> Answers:
    answers: Answers = {}
    for question in section.questions:
        was = _find(old, question.key)
        if not _same(was, question):
            report.new.append(question.key)
            continue
        given = reading.answers(plan, old.section_of(question.key).key)
        if isinstance(question, Table) and isinstance(was, Table):
            _columns(was, question, given.get(question.key), report)
        if question.key not in given:
            continue
        answer = deepcopy(given[question.key])
        if says_something(answer):
            report.kept.append(question.key)
        if isinstance(question, Field):
            answers[question.key] = _known(new, question, answer, report, question.key)
        else:
            answers[question.key] = [_row(new, question, row, report) for row in _rows(answer)]
    return answers


def _rows(answer: object) -> list[dict[str, Any]]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def _columns(was: Table, now: Table, answer: object, report: _Report) -> None:
    before, after = ({column.key for column in one.columns} for one in (was, now))
    report.new += [f"{now.key}.{one.key}" for one in now.columns if one.key not in before]
    report.gone += [
        f"{now.key}.{one.key}"
        for one in was.columns
        if one.key not in after and any(says_something(row.get(one.key)) for row in _rows(answer))
    ]


def _row(new: Template, table: Table, row: dict[str, Any], report: _Report) -> dict[str, Any]:
    """Rows keep their ids, so that points and other rows still find them."""
    kept = {"id": row["id"]} if "id" in row else {}
    id_ = reading.row_id(row)
    for column in table.columns:
        if column.key in row:
            kept[column.key] = _known(new, column, row[column.key], report, table.key, id_)
    return kept


def _known(
    new: Template, asked: Field, answer: Any, report: _Report, question: str, row: str = ""
) -> Any:
    """The answer without the options that are none any more."""
    if asked.kind not in ("one", "several") or not asked.options:
        return answer
    codes = new.texts.codes(asked.options)
    chosen = reading.choices(answer)
    gone = [code for code in chosen if code not in codes]
    if not gone:
        return answer
    column = asked.key if row else ""
    report.dropped += [Dropped(question, column, row, asked.options, code) for code in gone]
    return [code for code in chosen if code in codes] if asked.kind == "several" else ""


def _questions(template: Template) -> Iterator[tuple[Section, Field | Table]]:
    for section in template.sections.values():
        for question in section.questions:
            yield section, question


def _find(template: Template, key: str) -> Field | Table | None:
    return next((each for _section, each in _questions(template) if each.key == key), None)


def _same(was: Field | Table | None, now: Field | Table | None) -> bool:
    """A question that became a table is another question."""
    return was is not None and now is not None and isinstance(was, Table) == isinstance(now, Table)


def ever_asked(template: Template) -> Template:
    """All that projects of this template may have been asked, for reading their versions: with
    the questions, columns and options of its earlier versions after its own."""
    return _with(template, tuple(TEMPLATES[key] for key in earlier(template.key)))


@lru_cache(16)
def _with(template: Template, before: tuple[Template, ...]) -> Template:
    for old in before:
        sections = {
            key: replace(section, questions=_all(template, section, old.sections.get(key)))
            for key, section in template.sections.items()
        }
        ours, theirs = template.texts.data, old.texts.data
        options = {
            name: theirs["options"].get(name, {}) | ours["options"].get(name, {})
            for name in {**theirs["options"], **ours["options"]}
        }
        data = {**ours, "fields": theirs["fields"] | ours["fields"], "options": options}
        template = replace(template, sections=sections, texts=Texts(data))
    return template


def _all(template: Template, section: Section, before: Section | None) -> tuple[Field | Table, ...]:
    found: list[Field | Table] = []
    then = {each.key: each for each in before.questions} if before else {}
    for each in section.questions:
        was = then.get(each.key)
        if isinstance(each, Table) and isinstance(was, Table):
            gone = tuple(one for one in was.columns if each.column(one.key) is None)
            each = replace(each, columns=(*each.columns, *gone))
        found.append(each)
    return (*found, *(one for key, one in then.items() if _find(template, key) is None))
