"""A plan as a proposal: in the order of the IOM template, in the right languages, naming nobody."""

from collections import Counter
from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

import pytest

from app.i18n import LANGUAGES, speaking
from app.rules.proposal import proposal
from app.rules.proposal_parts import (
    CHAPTERS,
    COLUMNS,
    COVER,
    ELSEWHERE,
    About,
    Grid,
    Heading,
    Pairs,
    Paragraph,
    Part,
    Proposal,
    Words,
)
from app.rules.template import template
from app.rules.template.completeness import Progress
from app.rules.template.shape import Plan, Table
from tests.plans import COMPLETE

ABOUT = About(version=16, draft=True, language="ru", team_size=3, age_band="14-17")


def made(plan: Plan, language: str = "en", **about: Any) -> Proposal:
    with speaking(language):
        return proposal(template(), plan, replace(ABOUT, **about))


def part(found: Proposal, key: str) -> Part:
    return next(one for one in found.parts if one.key == key)


def texts(of: Any) -> list[str]:
    """Every text in it, wherever it stands."""
    if isinstance(of, dict):
        return [text for each in of.values() for text in texts(each)]
    if isinstance(of, list | tuple):
        return [text for each in of for text in texts(each)]
    return [of] if isinstance(of, str) else []


def test_every_question_of_the_template_stands_in_one_place() -> None:
    placed = " ".join([COVER, *(chapter.questions for chapter in CHAPTERS)]).split()
    asked = {q.key for section in template().sections.values() for q in section.questions}

    assert [key for key, times in Counter(placed).items() if times > 1] == []
    assert set(placed) | ELSEWHERE == asked
    assert not set(placed) & ELSEWHERE


def test_every_column_of_a_table_is_said_somewhere() -> None:
    plan = deepcopy(COMPLETE)
    plan["people"]["stakeholders"] = [{"id": "s1"}]
    plan["partners"]["partners"] = [{"id": "p1"}]
    for section in template().sections.values():
        for table in section.tables:
            for column in table.columns:
                if column.kind in ("line", "prose"):
                    plan[section.key][table.key][0][column.key] = f"{table.key}-{column.key}"
    said = texts(asdict(made(plan)))

    for section in template().sections.values():
        for table in section.tables:
            for column in table.columns:
                if column.kind in ("line", "prose"):
                    assert any(f"{table.key}-{column.key}" in text for text in said), column.key


def test_tables_have_only_columns_that_the_template_asks_for() -> None:
    computed = {"total", "score"}
    for key, columns in COLUMNS.items():
        table = template().section_of(key).question(key)
        assert isinstance(table, Table)
        named = {each.partition(":")[0] for each in columns.split()}
        assert named - computed <= {column.key for column in table.columns}


def test_the_parts_stand_in_the_order_of_the_iom_template() -> None:
    titles = [one.title for one in made(COMPLETE).parts]

    assert titles == [
        "", "Summary", "1. Rationale", "2. Partnerships and coordination", "3. Sustainability",
        "4. Evaluation and learning", "5. Results matrix", "6. Work plan", "7. Budget", "Risks",
        "Care for people: do no harm",
    ]  # fmt: skip


def test_what_the_team_wrote_says_its_language_and_our_words_are_the_readers() -> None:
    found = made(COMPLETE, "be")
    (summary,) = [b for b in part(found, "summary").blocks if isinstance(b, Pairs)]
    label, (said,) = summary.rows[0]

    assert found.language == "be"
    assert label == "Сутнасць адным радком"
    assert said.text == COMPLETE["pitch"]["one_line"]
    assert said.language == "ru"
    cover = part(found, "cover").blocks[0]
    assert isinstance(cover, Pairs)
    strand = next(words for _label, words in cover.rows if words[0].text == "Прафілактыка")
    assert strand[0].language == ""


def test_the_matrix_has_a_line_for_each_indicator_and_keeps_those_that_belong_to_nothing() -> None:
    plan = deepcopy(COMPLETE)
    plan["results"]["indicators"] += [
        {"id": "i3", "result": "r1", "title": "Another of the change"},
        {"id": "i4", "result": "gone", "title": "Of nothing"},
    ]
    matrix = next(b for b in part(made(plan), "results").blocks if isinstance(b, Grid))
    firsts = [row[0][0].words.text for row in matrix.rows]

    assert [text.split()[0] for text in firsts] == ["1", "1", "1.1", "–"]
    assert "Students check an offer" in firsts[0]
    assert firsts[1] == "1"
    assert matrix.rows[3][1][0].words.text == "Of nothing"
    assert matrix.rows[0][2][0].words.text == "14"


def test_the_budget_ends_in_sums_by_who_pays() -> None:
    grid = next(b for b in part(made(COMPLETE), "budget").blocks if isinstance(b, Grid))

    assert grid.sums == (
        ("Requested from donors", "150\xa0BYN"),
        ("A partner’s, in kind", "180\xa0BYN"),
        ("Altogether", "330\xa0BYN"),
    )
    assert grid.rows[0][0][0].words.text == "B01 Quiz card sets"
    assert [column.number for column in grid.columns].count(True) == 4


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Алина", "Член команды 1"),
        ("алиной и Максимом", "Член команды 1 и Член команды 2"),
        ("alina", "Член команды 1"),
        ("Борис, ментор", "Ментор, ментор"),
        ("Максимальный", "Максимальный"),
        ("Куратор группы", "Куратор группы"),
    ],
)
def test_who_leads_and_watches_is_not_said_by_name(typed: str, read: str) -> None:
    plan = deepcopy(COMPLETE)
    plan["plan"]["activities"][0]["lead"] = typed
    plan["risks"]["risks"][0]["owner"] = typed
    plan["results"]["indicators"][0]["who"] = typed
    found = made(
        plan, team=(("Алина", "alina"), ("Максим", "maksim")), mentors=(("Борис", "boris"),)
    )
    said = texts(asdict(found))

    assert said.count(read) == 3
    if read != typed:
        assert typed not in said


def test_the_team_is_a_number_and_an_age_band() -> None:
    cover = part(made(COMPLETE), "cover").blocks[0]
    assert isinstance(cover, Pairs)

    assert dict(cover.rows)["Team"][0].text == "3 people, aged 14–17"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "plan",
    [{}, {"idea": {"title": "\u200b"}}, {"budget": {"budget": [{"id": "b1", "item": "x"}]}},
     {"results": {"results": "no table", "indicators": [None, 3]}, "plan": {"start": "soon"}}],
)  # fmt: skip
def test_a_plan_that_is_hardly_begun_is_a_proposal_too(plan: Plan, language: str) -> None:
    found = made(plan, language)

    assert len(found.parts) == len(CHAPTERS) + 1
    assert all(one.blocks for one in found.parts)
    assert found.title.text


def test_what_is_not_written_yet_is_said_only_of_what_is_asked_for() -> None:
    rationale = part(made({}), "rationale").blocks

    assert Heading("Problem statement") in rationale
    assert Heading("Prototype, pilot") not in rationale
    assert part(made({}), "evaluation").blocks[0] == Paragraph(
        next(b for b in rationale if isinstance(b, Paragraph)).words
    )


def test_characters_that_no_document_can_hold_are_left_out() -> None:
    plan = deepcopy(COMPLETE)
    plan["idea"]["title"] = "A\x01title\x0bwith\ufffecontrols"

    assert made(plan).title.text == "Atitlewithcontrols"


def test_how_far_the_plan_is_stands_on_the_cover() -> None:
    """P12: 18 of 24 checks pass: the printed version says 75 % too."""
    cover = part(made(COMPLETE, progress=Progress("started", 18, 24)), "cover")
    rows = [row for block in cover.blocks if isinstance(block, Pairs) for row in block.rows]
    assert rows[-1] == ("How far", (Words("18 of 24 checks of the whole plan pass, 75\xa0%"),))
