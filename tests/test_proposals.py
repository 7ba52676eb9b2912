"""The plan taken along: every file is read back, in three languages, and names nobody."""

import re
from copy import deepcopy
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import anyio
import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from app.errors import Problem, TooBusy
from app.i18n import LANGUAGES, speaking
from app.models import Approval, Project, State
from app.rules.proposal import proposal
from app.rules.proposal_parts import About
from app.rules.template import template
from app.rules.template.shape import Plan
from app.web.files import pdf as typesetting
from app.web.files.markdown import escaped, markdown
from app.web.files.press import IN_LINE, PLACES, Press
from app.web.files.typeset import typeset
from app.web.files.word import word
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.plans import COMPLETE

FILES = ("proposal.pdf", "proposal.docx", "proposal.md")
TEAM_WROTE = "Шэсць урокаў у школе: ўсё ідзе і на беларускай, і «з’яўленне» ўдалося"
CHAPTER = {"en": "Rationale", "ru": "Обоснование", "be": "Абгрунтаванне"}
DRAFT = {
    "en": "Draft v13, not for circulation",
    "ru": "Черновик v13, не для распространения",
    "be": "Чарнавік v13, не для распаўсюджвання",
}
NASTY = (
    '#panic("x")', "#let it = 1", "$x^2$", "\\alpha \\", "@boris <label>", "*bold* _thin_ `code`",
    "= Heading", "- item", "1. one", "// comment /* more", "<script>alert(1)</script>", "&lt;b&gt;",
    "[link](javascript:x)", "{{ 7 * 7 }}", "| a | b |", "=1+1", "+1", "-1", "@SUM(A1)", "a #[b] c",
)  # fmt: skip


def plan_with(text: str) -> Plan:
    plan = deepcopy(COMPLETE)
    plan["problem"]["problem"] = text
    plan["problem"]["causes"] = f"{text}\nAnother cause"
    plan["budget"]["budget"][0]["item"] = text
    plan["risks"]["risks"][0]["owner"] = text
    return plan


def pages_of(content: bytes) -> list[str]:
    """As one reads them: hyphens at the ends of lines and the lines themselves do not count."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return [re.sub(r"\s+", " ", re.sub(r"[-\u2010\u00ad]\n", "", text)) for text in pages]


def lines_of(content: bytes) -> list[str]:
    """Of a Word file: its text, its tables and its foot."""
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    body = [line.text for line in document.paragraphs]
    return [*body, *cells, *(line.text for line in document.sections[0].footer.paragraphs)]


def text_of(name: str, content: bytes) -> str:
    if name.endswith("pdf"):
        return " ".join(pages_of(content))
    if name.endswith("docx"):
        return "\n".join(lines_of(content))
    return content.decode()


def fetched(browser: Browser, project: Project, name: str, language: str = "en") -> bytes:
    answer = browser.get(
        f"/projects/{project.id}/{name}",
        headers={"Cookie": f"language={language}; seedbed={browser.cookies['seedbed']}"},
    )
    assert answer.status_code == 200, name
    return answer.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_says_what_the_team_wrote_and_our_words_in_the_readers_language(
    make: Make, browser: Browse, language: str
) -> None:
    project = make.project(State.developing, plan=plan_with(TEAM_WROTE))
    alina = browser("alina")

    for name in FILES:
        said = text_of(name, fetched(alina, project, name, language))
        assert TEAM_WROTE in said, name
        assert CHAPTER[language] in said, name
        assert DRAFT[language] in said, name


def test_the_page_the_paper_and_every_file_say_the_same_percent(
    make: Make, browser: Browse
) -> None:
    """P12: however many checks pass, the pages, the printed version and every file say the same
    count and the same percent."""
    project = make.project(State.developing)
    make.write(project, "idea", {"title": "", "change_if": "b" * 201})
    alina = browser("alina")
    says, percent = "59 of 61 checks of the whole plan pass", "96\xa0%"
    workspace = alina.get(f"/projects/{project.id}").text
    assert says in workspace
    assert ">96&nbsp;%<" in workspace
    assert f"{says}, {percent}" in alina.get(f"/projects/{project.id}/proposal").text
    for name in FILES:
        said = re.sub(r"\s+", " ", text_of(name, fetched(alina, project, name)))
        assert f"{says}, 96 %" in said, name


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_page_to_print_says_it_too(
    make: Make, browser: Browse, headers: dict[str, str]
) -> None:
    project = make.project(State.developing, plan=plan_with(TEAM_WROTE))
    page = browser("alina").get(f"/projects/{project.id}/proposal", headers=headers)

    assert page.status_code == 200
    assert f'<span lang="ru" class="keep">{TEAM_WROTE}</span>' in page.text
    assert "v13" in page.text


def test_a_pdf_is_tagged_titled_in_its_language_and_says_on_each_page_that_it_is_a_draft(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    content = fetched(browser("alina"), project, "proposal.pdf", "be")
    reader = PdfReader(BytesIO(content))
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "be"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Safe rides home"
    assert reader.metadata.author is None
    assert len(reader.pages) > 2
    assert all(DRAFT["be"] in page for page in pages_of(content))


def test_a_word_file_has_headings_heads_of_tables_and_languages_and_no_author(
    make: Make, browser: Browse
) -> None:
    project = make.project(State.developing)
    document = docx.Document(BytesIO(fetched(browser("alina"), project, "proposal.docx", "be")))
    styles = [line.style.name for line in document.paragraphs if line.style]
    (default,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang/@w:val")

    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 10
    assert "Heading 2" in styles
    assert default == "be-BY"
    assert set(document.element.xpath("//w:r/w:rPr/w:lang/@w:val")) == {"ru-RU"}
    grids = [table for table in document.tables if table.rows[0]._tr.xpath("w:trPr/w:tblHeader")]
    assert len(grids) >= 5
    assert document.core_properties.author == ""
    assert document.core_properties.title == "Safe rides home"


@pytest.mark.parametrize("user", ["alina", "boris", "vera"])
def test_no_file_of_a_draft_names_anybody(make: Make, browser: Browse, user: str) -> None:
    """M18. Not even where the plan does: those who lead and watch over something are roles."""
    names = [*make.cast.people, *(person.name for person in make.cast.people.values())]
    plan = deepcopy(COMPLETE)
    plan["plan"]["activities"][0]["lead"] = make.cast["maksim"].name
    plan["plan"]["activities"][0]["adult_present"] = f"{make.cast['boris'].name} и учитель"
    plan["risks"]["risks"][0]["owner"] = "alina"
    plan["results"]["indicators"][0]["who"] = make.cast["alina"].name
    project = make.project(State.developing, plan=plan)
    theirs = browser(user)

    for name, language in product((*FILES, "budget.xlsx"), LANGUAGES):
        content = fetched(theirs, project, name, language)
        if name.endswith(("docx", "xlsx")):
            with ZipFile(BytesIO(content)) as parts:
                said = " ".join(parts.read(part).decode() for part in parts.namelist()
                                if part.endswith((".xml", ".rels")))  # fmt: skip
        else:
            said = text_of(name, content)
        words = set(re.findall(r"\w+", said))
        assert words.isdisjoint(names), name
        assert "example.org" not in said
    assert "Член команды 2" in text_of("proposal.md", fetched(theirs, project, "proposal.md", "ru"))


def test_what_a_mentor_and_a_coordinator_have_judged_is_no_draft(
    make: Make, browser: Browse
) -> None:
    ready = make.project(State.ready)
    said = text_of("proposal.md", fetched(browser("alina"), ready, "proposal.md"))

    assert "**Version 13**" in said
    assert "not for circulation" not in said


def test_an_edit_after_the_approval_makes_a_draft_of_it_again(make: Make, browser: Browse) -> None:
    project = make.project(State.published)
    with make.database.writes.alone() as session:
        session.add(Approval(project_id=project.id, what="publish", by_id=make.cast["vera"].id,
                             version=project.version))  # fmt: skip
    alina = browser("alina")
    assert "Version 13" in text_of("x.md", fetched(alina, project, "proposal.md"))

    make.write(project, "problem", {"core_problem": "Another one."})
    assert "Draft v14, not for" in text_of("x.md", fetched(alina, project, "proposal.md"))


def test_nobody_else_gets_a_plan(make: Make, browser: Browse) -> None:
    project = make.project(State.published)
    for user in ("dan", "mallory", "olga", "lera"):
        for name in ("proposal", *FILES, "budget.xlsx"):
            assert browser(user).get(f"/projects/{project.id}/{name}").status_code == 404


def test_files_are_called_after_the_projects_code(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    for name in (*FILES, "budget.xlsx"):
        answer = browser("alina").get(f"/projects/{project.id}/{name}")
        what = "-budget" if name.startswith("budget") else ""
        expected = f"seedbed-{project.code}{what}-v13.{name.rpartition('.')[2]}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{expected}"'
        assert expected.isascii()


def test_the_workspace_leads_to_all_of_them(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    team, mentor = (
        browser(user).get(f"/projects/{project.id}").text for user in ("alina", "boris")
    )

    for name in ("proposal", *FILES, "budget.xlsx"):
        assert f'href="/projects/{project.id}/{name}"' in team
        assert f'href="/projects/{project.id}/{name}"' in mentor
    assert f'href="/projects/{project.id}/budget/import"' in team
    assert "/budget/import" not in mentor


# Whatever somebody writes stays text


def written(plan: Plan) -> Any:
    with speaking("en"):
        return proposal(template(), plan, About(1, True, "ru", 2, "14-17"))


def test_nothing_that_a_team_writes_is_markup() -> None:
    plan = plan_with("\n".join(NASTY))
    line = COMPLETE["budget"]["budget"][0]
    plan["budget"]["budget"] = [line | {"id": f"n{n}", "item": one} for n, one in enumerate(NASTY)]
    found = written(plan)
    paper = " ".join(pages_of(typeset(typesetting.data(found))))
    lines = lines_of(word(found))

    for number, text in enumerate(NASTY, start=1):
        assert text in lines
        assert any(each.startswith(f"B{number:02} {text}\n") for each in lines)
        assert f"B{number:02} {text}" in paper


def shown_by(text: str) -> str:
    """What a reader of Markdown sees."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    plain = re.sub(r"<br ?/?>\n?", "\n", html)
    assert re.fullmatch(r"(<p>|</p>|[^<>])*", plain.strip()), html
    return (
        re.sub(r"</?p>", "", plain).strip().replace("&lt;", "<").replace("&gt;", ">")
        .replace("&quot;", '"').replace("&amp;", "&")
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.text("abя1 .,;:!?#$%&'\"()*+-=/<>@[]\\^_`{|}~", min_size=1).filter(str.strip)
        | st.sampled_from(NASTY),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_markdown_shows_what_was_typed(lines: list[str]) -> None:
    typed = "\n".join(line.strip() for line in lines)

    assert re.sub(r"\s+", " ", shown_by(escaped(typed))) == re.sub(r"\s+", " ", typed)


@settings(max_examples=60, deadline=None)
@given(st.text("ab|\\`*_ <>\n", min_size=1).filter(str.strip))
def test_a_table_keeps_its_columns_whatever_is_in_a_cell(text: str) -> None:
    html = MarkdownIt("commonmark").enable("table").render(markdown(written(plan_with(text))))
    budget = html[
        html.index("Who pays") if "Who pays" in html else html.index("Source of funding") :
    ]
    rows = budget[: budget.index("</table>")].split("<tr>")[1:]

    assert rows
    assert all(row.count("<td") == 7 for row in rows)


# The press


def test_a_plan_that_takes_too_long_is_answered_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "LONGEST", 0)

    with pytest.raises(Problem) as refused:
        anyio.run(typesetting.pdf, written(COMPLETE))
    assert refused.value.status == 422


def test_a_crowd_before_the_press_is_told_so() -> None:
    async def crowd() -> int:
        press, go, refused = Press(), anyio.Event(), 0
        async with anyio.create_task_group() as tasks:
            for _one in range(PLACES + IN_LINE):
                tasks.start_soon(press.wait_for, go.wait)
            await anyio.wait_all_tasks_blocked()
            try:
                await press.work(lambda: 1)
            except TooBusy:
                refused += 1
            go.set()
        assert await press.work(lambda: 1) == 1
        return refused

    assert anyio.run(crowd) == 1


def test_a_file_is_made_when_the_database_has_been_let_go(
    make: Make, browser: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, held = make.project(State.developing), []

    async def look(_proposal: object) -> bytes:
        held.append(make.database.reads.engine.pool.checkedout())  # type: ignore[attr-defined]
        return b"%PDF"

    monkeypatch.setattr("app.routers.proposals.pdf", look)
    assert browser("alina").get(f"/projects/{project.id}/proposal.pdf").content == b"%PDF"
    assert held == [0]


def test_a_budget_goes_out_with_its_formulas(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    sheet = load_workbook(BytesIO(fetched(browser("alina"), project, "budget.xlsx"))).worksheets[0]
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]

    assert sum("ROUND(" in str(one) for one in formulas) >= 2
    assert sum("SUMIF(" in str(one) for one in formulas) == 5
