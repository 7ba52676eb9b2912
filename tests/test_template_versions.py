"""A second version of the template stands beside the first, and each project keeps its own."""

from copy import deepcopy
from dataclasses import replace

import pytest

from app.rules import template as versions
from app.rules.template import TEMPLATES, Template
from app.rules.template.checks import findings, must_fix
from app.rules.template.completeness import overall, progress
from app.rules.template.shape import Field
from app.rules.template.texts import Texts
from tests.conftest import Browse
from tests.make import Make
from tests.rules.sound import FACTS, SOUND, TEMPLATE, changed

SECOND = "camp-project/2"


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Template:
    """The first with one more question, and without the table of partners."""
    data = deepcopy(TEMPLATE.texts.data)
    data["fields"]["motto"] = deepcopy(data["fields"]["one_line"])
    data["fields"]["motto"]["label"] = {"en": "Our motto", "ru": "Наш девиз", "be": "Наш дэвіз"}
    idea = TEMPLATE.sections["idea"]
    partners = TEMPLATE.sections["partners"]
    template = replace(
        TEMPLATE,
        key=SECOND,
        sections=TEMPLATE.sections
        | {
            "idea": replace(idea, questions=(*idea.questions, Field("motto", most=60))),
            "partners": replace(partners, questions=()),
        },
        texts=Texts(data),
    )
    monkeypatch.setitem(TEMPLATES, SECOND, template)
    monkeypatch.setattr(versions, "CURRENT", SECOND)
    return template


def test_a_new_question_is_asked_of_new_plans_only(second: Template) -> None:
    """C17."""
    assert must_fix(TEMPLATE, SOUND, FACTS) == []
    (finding,) = must_fix(second, SOUND, FACTS)
    assert (finding.check, finding.name) == ("V01", "motto")
    assert finding.says("be") == "Поле «Наш дэвіз» пустое. Запоўніце яго."
    old, new = (overall(progress(each, SOUND, FACTS)) for each in (TEMPLATE, second))
    assert (new.passed, new.applicable) == (old.passed, old.applicable + 1)


def test_a_question_that_is_no_longer_asked_is_no_longer_judged(second: Template) -> None:
    plan = changed("idea", strand="protection", motto="Ask before you go")
    assert [f.check for f in must_fix(TEMPLATE, plan, FACTS)] == ["V20"]
    assert findings(second, plan, FACTS) == []


def test_a_project_keeps_the_version_it_began_with(
    make: Make, second: Template, browser: Browse
) -> None:
    before = make.project()
    alina = browser("alina")
    started = alina.form("/projects/new", language="be").headers["location"]
    assert "Our motto" not in alina.get(f"/projects/{before.id}/idea").text
    assert "Our motto" in alina.get(started).text
