"""How far a plan is: in checks that hold, floored, and never a hundred by itself."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.template.checks import CHECKS, STAGES, Facts, Finding, findings, must_fix
from app.rules.template.completeness import Progress, overall, progress
from app.rules.template.findings import Teammate
from app.rules.template.shape import Plan, Table
from tests.plans import COMPLETE
from tests.rules.sound import FACTS, SOUND, TEMPLATE, changed, without


def test_an_untouched_plan_is_empty() -> None:
    found = progress(TEMPLATE, {}, FACTS)
    assert {each.state for each in found.values()} == {"empty"}
    assert overall(found).state == "empty"
    assert overall(found).percent == 0


def test_a_sound_plan_is_complete_but_never_a_hundred_percent() -> None:
    found = progress(TEMPLATE, SOUND, FACTS)
    assert {key for key, each in found.items() if each.state != "complete"} == {"partners"}
    assert overall(found).state == "complete"
    assert overall(found).passed == overall(found).applicable
    assert overall(found).percent == 99


def test_what_is_missing_is_not_yet_wrong() -> None:
    assert progress(TEMPLATE, changed("idea", title=""), FACTS)["idea"].state == "started"
    assert progress(TEMPLATE, changed("idea", title="Kids"), FACTS)["idea"].state == "fix"


def test_a_change_without_indicator_needs_fixing() -> None:
    """P11: an outcome without indicator: the section needs fixing and is not complete."""
    found = progress(TEMPLATE, without("results", "indicators", 2), FACTS)["results"]
    assert found.state == "fix"
    assert found.passed < found.applicable


def test_the_percent_is_floored() -> None:
    """P12: 18 of 24 checks are 75 %."""
    assert Progress("started", 18, 24).percent == 75
    assert Progress("started", 2, 3).percent == 66
    assert Progress("empty", 0, 0).percent == 0


def test_what_is_filled_in_for_show_is_not_complete() -> None:
    example = TEMPLATE.texts.field("gender", "en").good
    found = progress(TEMPLATE, changed("care", gender=example), FACTS)["care"]
    assert (found.state, found.to_mend) == ("fix", 1)
    assert found.passed == found.applicable


def test_what_is_not_written_yet_is_not_to_be_mended() -> None:
    assert overall(progress(TEMPLATE, {}, FACTS)).to_mend == 0
    plan = changed("plan", "activities", output="")
    plan["idea"]["title"] = "Kids"
    assert overall(progress(TEMPLATE, plan, FACTS)).to_mend == 3  # V01; V04 of step and of product
    assert overall(progress(TEMPLATE, changed("idea", title=""), FACTS)).to_mend == 0


def test_what_does_not_apply_is_not_counted() -> None:
    """Where no minors come nobody asks for an adult; where they come it counts three times."""
    without_minors = changed("plan", "activities", 1, minors="no")
    few, more = (overall(progress(TEMPLATE, each, FACTS)) for each in (without_minors, SOUND))
    assert more.applicable - few.applicable == more.passed - few.passed == 3


def test_protection_and_worries_count_once_they_apply() -> None:
    plan = changed("idea", strand="protection")
    plan["safety"]["safety_4"] = "yes"
    asked = overall(progress(TEMPLATE, plan, FACTS))
    assert asked.applicable - asked.passed == 2
    partner = {"id": "p1", "name": "A crisis room", "type": "ngo", "gives": "Two hours"}
    plan["partners"] = {"partners": [partner | {"status": "letter"}]}
    done = overall(progress(TEMPLATE, plan, replace(FACTS, safety_reviewed=True)))
    assert done.passed == done.applicable
    assert done.applicable > overall(progress(TEMPLATE, SOUND, FACTS)).applicable


def test_a_hundred_is_a_decision_of_a_coordinator() -> None:
    found = progress(TEMPLATE, SOUND, FACTS)
    assert overall(found, approved=True).percent == 100
    broken = progress(TEMPLATE, changed("idea", title=""), FACTS)
    assert 90 < overall(broken, approved=True).percent < 100


QUESTIONS = [(section, key) for section, answers in COMPLETE.items() for key in answers]


@settings(deadline=None)
@given(st.sampled_from([SOUND, COMPLETE]), st.permutations(QUESTIONS))
def test_answering_in_whatever_order_never_takes_a_passed_check_away(
    whole: Plan, order: list[tuple[str, str]]
) -> None:
    plan: Plan = {}
    passed = 0
    for section, key in order:
        if key in whole.get(section, {}):
            plan.setdefault(section, {})[key] = whole[section][key]
            now = overall(progress(TEMPLATE, plan, FACTS))
            assert now.passed >= passed, key
            assert 0 <= now.percent <= 99
            passed = now.passed


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_percent_is_the_floor_of_checks_passed(passed: int, failed: int) -> None:
    all_ = passed + failed
    for approved, most in ((False, 99), (True, 100)):
        percent = Progress("started", passed, all_, approved=approved).percent
        assert 0 <= percent <= most
        assert percent == (min(most, Fraction(100 * passed, all_) // 1) if all_ else 0)


def _junk() -> st.SearchStrategy[Any]:
    words = st.one_of(
        st.text(max_size=20),
        st.sampled_from(["yes", "number", "percent", "outcome", "output", "money", "2027-01-11"]),
        st.sampled_from(
            ["31 of 42, 80 %", "0 of 0", "5,500 ,5 %", "протекшeн i \u200b", "!!", "A" * 99]
        ),
        st.sampled_from([TEMPLATE.texts.field("problem", "be").good, "work " * 300]),
        st.sampled_from(["protection", "specialist_fees", "requested", "media", "yes", "2019"]),
        st.sampled_from(["r1", "r2", "a1", "12", "1 234,50", "9" * 30, "\ud800", "\x00"]),
    )
    simple = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
    return st.one_of(
        simple, st.lists(simple, max_size=3), st.dictionaries(words, simple, max_size=2)
    )


def _junk_plans() -> st.SearchStrategy[Any]:
    def table(asked: Table) -> st.SearchStrategy[Any]:
        cells = {column.key: _junk() for column in asked.columns}
        ids = {"id": st.sampled_from(["r1", "r2", "a1", "", None, 7])}
        return st.lists(
            st.one_of(st.fixed_dictionaries({}, optional=ids | cells), _junk()), max_size=3
        )

    sections: dict[str, st.SearchStrategy[Any]] = {}
    for key, section in TEMPLATE.sections.items():
        answers = {
            each.key: table(each) if isinstance(each, Table) else _junk()
            for each in section.questions
        }
        sections[key] = st.one_of(_junk(), st.fixed_dictionaries({}, optional=answers))
    return st.one_of(_junk(), st.fixed_dictionaries({}, optional=sections))


JUDGES = (
    FACTS,
    Facts(date.min, submitting=True, language="be", team=(Teammate("", False),)),
    Facts(date.max, safety_reviewed=True, language="en", team=(Teammate("Alina (", True),)),
)


@settings(deadline=None)
@given(_junk_plans())
def test_no_plan_however_odd_makes_a_check_raise(plan: Any) -> None:
    for facts in JUDGES:
        for finding in findings(TEMPLATE, plan, facts):
            assert isinstance(finding, Finding)
            assert finding.check in CHECKS
            assert finding.says("be")
        assert 0 <= overall(progress(TEMPLATE, plan, facts)).percent <= 99
    assert must_fix(TEMPLATE, plan, FACTS, STAGES)
