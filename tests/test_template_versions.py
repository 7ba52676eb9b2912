"""A second version of the template stands beside the first, and each project keeps its own."""

import re
from copy import deepcopy
from dataclasses import replace

import pytest
from sqlmodel import select

from app.models import Event, Letter, Project, Snapshot, State
from app.rules import template as versions
from app.rules.template import TEMPLATES, Template
from app.rules.template.checks import findings, must_fix
from app.rules.template.completeness import overall, progress
from app.rules.template.shape import Field
from app.rules.template.texts import Texts
from app.services import checkup
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
    """C17: when a question is added to a template, there is a new version, and running proposals
    stay on the old one."""
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


# Moving a project


def kept(make: Make, project: Project) -> Project:
    with make.database.reads.alone() as session:
        return session.get_one(Project, project.id)


def seen(page: str) -> dict[str, str]:
    """What the report was about, as its form says it."""
    return dict(re.findall(r'<input type="hidden" name="(to|base)" value="([^"]*)"', page))


def test_versions_of_a_template_follow_each_other(second: Template) -> None:
    assert versions.newer(TEMPLATE.key) is second
    assert versions.newer(SECOND) is None
    assert versions.earlier(SECOND) == [TEMPLATE.key]


def test_a_version_without_a_section_is_offered_to_nobody(
    second: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions and points stand in sections."""
    fewer = {key: one for key, one in second.sections.items() if key != "partners"}
    monkeypatch.setitem(TEMPLATES, SECOND, replace(second, sections=fewer))
    assert versions.newer(TEMPLATE.key) is None


def test_nothing_is_offered_while_there_is_no_newer_version(make: Make, browser: Browse) -> None:
    project = make.project(State.developing)
    vera, where = browser("vera"), f"/projects/{project.id}/template"
    assert where not in vera.get(f"/projects/{project.id}").text
    assert "There is nothing to do." in vera.get(where).text
    assert vera.form(where, to=SECOND, base=project.version).status_code == 409


def test_a_project_is_moved_by_a_coordinator_after_a_report(
    make: Make, second: Template, browser: Browse
) -> None:
    """C17: when a question is added to a template, running proposals stay on the old version
    until they are migrated, with a report."""
    project = make.project(State.developing)
    name = {"partners.new-1.name": "The library", "partners.new-1.type": "library_culture"}
    make.write(project, "partners", name)
    make.snapshot(project)
    vera, alina, where = browser("vera"), browser("alina"), f"/projects/{project.id}/template"
    assert where in vera.get(f"/projects/{project.id}").text
    assert where not in alina.get(f"/projects/{project.id}").text
    assert alina.get(where).status_code == 403

    report = vera.get(where).text
    assert "Your idea: Our motto" in report
    assert "Partners" in report[report.index('id="gone-h"') : report.index('id="dropped-h"')]
    before = kept(make, project)
    assert (before.template, before.version) == (TEMPLATE.key, project.version + 1)

    moved = vera.form(where, **seen(report))
    assert moved.headers["location"] == f"/projects/{project.id}"
    after = kept(make, project)
    assert (after.template, after.version) == (SECOND, before.version + 2)
    assert "Our motto" in alina.get(f"/projects/{project.id}/sections/idea?check=1").text
    assert "1 thing is missing" in alina.get(f"/projects/{project.id}").text
    with make.database.reads.alone() as session:
        assert session.exec(select(Snapshot)).one().template == TEMPLATE.key
        told = session.exec(select(Letter).where(Letter.event == "project.renew_template")).all()
        expected = {make.cast[user].id for user in ("alina", "maksim", "boris")}
        assert {one.to_id for one in told} == expected
        assert "project.renew_template" in session.exec(select(Event.action)).all()
        assert checkup.faults(session, deep=True) == []
    listed = alina.get(f"/projects/{project.id}/versions").text
    assert listed.count("Moved to the new questions") == 2
    compared = alina.get(
        f"/projects/{project.id}/versions/compare?from={before.version}&to={after.version}"
    )
    assert "The library" in compared.text  # what is no longer asked can still be read
    assert vera.get(f"/projects/{project.id}/review").status_code == 200


def test_a_report_that_is_out_of_date_moves_nothing(
    make: Make, second: Template, browser: Browse
) -> None:
    project = make.project(State.developing)
    vera, where = browser("vera"), f"/projects/{project.id}/template"
    form = seen(vera.get(where).text)
    make.write(project, "idea", {"title": "Another title of it"})
    answer = vera.form(where, **form)
    assert answer.status_code == 409
    assert "This report is out of date." in answer.text
    assert kept(make, project).template == TEMPLATE.key
    assert vera.form(where, **seen(answer.text)).status_code == 303
    assert vera.form(where, **seen(answer.text)).status_code == 409  # pressed twice
    assert vera.form(where, to=SECOND).status_code == 422


def test_moving_takes_readiness_back_and_leaves_what_is_published(
    make: Make, second: Template, browser: Browse
) -> None:
    vera = browser("vera")
    for state, after in ((State.ready, State.developing), (State.published, State.published)):
        project = make.project(state)
        where = f"/projects/{project.id}/template"
        page = vera.get(where).text
        assert ("The plan was judged as it stands now." in page) is (state != after)
        assert vera.form(where, **seen(page)).status_code == 303
        assert kept(make, project).state == after
    withdrawn = make.project(State.withdrawn)
    assert vera.get(f"/projects/{withdrawn.id}/template").status_code == 403
