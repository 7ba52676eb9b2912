"""What the checks say about a plan: one that is sound, and the same with something wrong."""

import re
from copy import deepcopy
from typing import Any

import pytest

from app.rules.template.checks import Facts, findings, must_fix
from app.rules.template.codes import ORPHAN, codes
from tests.rules.sound import FACTS, LONG, SOUND, TEMPLATE, added, changed, found, without


def test_nothing_is_wrong_with_a_sound_plan() -> None:
    assert findings(TEMPLATE, SOUND, FACTS) == []


def test_each_finding_speaks_three_languages_and_leaves_no_gap() -> None:
    worst = changed("results", "indicators", measure="percent", target="120", unit="")
    worst["plan"]["activities"][0]["end"] = "2026-01-01"
    worst["budget"]["budget"][0]["activity"] = "gone"
    worst["budget"]["budget"][1]["unit_cost"] = "900"
    worst["safety"]["safety_1"] = "yes"
    for finding in [*findings(TEMPLATE, worst, FACTS), *findings(TEMPLATE, {}, FACTS)]:
        texts = TEMPLATE.texts.data["checks"][finding.check]
        words = texts["variants"][finding.variant] if finding.variant else texts["message"]
        assert set(re.findall(r"{(\w+)}", words["en"])) <= {"field", *finding.values}
        assert len({finding.says(language) for language in ("en", "ru", "be")}) == 3


class TestV01EveryAnswer:
    @pytest.mark.parametrize("blank", [None, "", "  \n", "\u200b\u00a0", "🌱🌱", "✨ 👍🏽"])
    def test_what_says_nothing_is_empty(self, blank: Any) -> None:
        assert found(changed("problem", core_problem=blank), "V01") == {("core_problem", "empty")}

    def test_a_symbol_that_means_something_is_an_answer(self) -> None:
        assert found(changed("results", "indicators", unit="%"), "V01") == set()

    def test_length_is_counted_on_trimmed_nfc_text(self) -> None:
        assert found(changed("idea", title="  Kids ok "), "V01") == {("title", "too_short")}
        assert found(changed("idea", title="й" * 80), "V01") == set()
        assert found(changed("idea", title="и\u0306" * 80), "V01") == set()
        assert found(changed("idea", title="й" * 81), "V01") == {("title", "too_long")}

    def test_causes_are_two_to_five_short_lines(self) -> None:
        assert found(changed("problem", causes="One\n\n"), "V01") == {("causes", "too_few_rows")}
        assert found(changed("problem", causes="a\n" * 6), "V01") == {("causes", "too_many_rows")}
        assert found(changed("problem", causes="a\n" + "b" * 161), "V01") == {
            ("causes", "too_long")
        }

    @pytest.mark.parametrize(
        ("typed", "variant"),
        [
            ("", "no_value"),
            ("ten", "not_a_number"),
            ("2.505", "too_many_decimals"),
            ("100000", "out_of_range"),
        ],
    )
    def test_a_price_is_a_price(self, typed: str, variant: str) -> None:
        plan = changed("budget", "budget", unit_cost=typed)
        assert ("budget.b1.unit_cost", variant) in found(plan, "V01")

    def test_a_year_is_not_ahead(self) -> None:
        assert found(changed("problem", "evidence", year="2027"), "V01") == {
            ("evidence.e1.year", "out_of_range")
        }
        (finding,) = findings(TEMPLATE, changed("problem", "evidence", year="1999"), FACTS)
        assert finding.says("en") == (
            "“Year (31 of 42 got an offer in a chat)” must be between 2000 and 2026;"
            " now it is 1999."
        )

    def test_a_date_and_a_link_are_readable(self) -> None:
        assert found(changed("plan", start="soon"), "V01") == {("start", "not_a_date")}
        assert found(changed("problem", "evidence", url="see chat"), "V01") == {
            ("evidence.e1.url", "not_a_link")
        }
        assert found(changed("problem", "evidence", url=""), "V01") == set()

    def test_a_choice_is_one_of_those_offered(self) -> None:
        assert found(changed("place", region="BY-XX"), "V01") == {("region", "not_chosen")}
        assert found(changed("idea", forms=[]), "V01") == {("forms", "not_chosen")}
        assert found(changed("safety", safety_3=""), "V01") == {("safety_3", "not_chosen")}

    def test_a_row_that_is_gone_is_no_choice(self) -> None:
        assert found(changed("results", "indicators", result="r9"), "V01") == {
            ("indicators.i1.result", "not_chosen")
        }

    def test_prevention_stands_until_something_else_is_chosen(self) -> None:
        assert found(changed("idea", strand=""), "V01") == set()

    def test_an_empty_row_is_to_be_filled_in_or_removed(self) -> None:
        plan = added("people", "stakeholders", {"id": "s1", "who": " "})
        assert found(plan, "V01") == {("stakeholders.s1.who", "empty_row")}

    def test_a_missing_cell_is_found_in_its_row(self) -> None:
        assert found(changed("risks", "risks", kind=""), "V01") >= {("risks.k1.kind", "not_chosen")}

    def test_the_younger_age_stands_first(self) -> None:
        assert found(changed("people", "groups", age_min="17", age_max="17"), "V01") == set()
        wrong = changed("people", "groups", age_min="17", age_max="14")
        assert found(wrong, "V01") == {("groups.g1.age_max", "ages_upside_down")}

    def test_a_table_has_neither_too_few_nor_too_many_rows(self) -> None:
        assert found(without("risks", "risks", 1), "V01") == {("risks", "too_few_rows")}
        row = SOUND["people"]["groups"][0]
        plan = added("people", "groups", *({**row, "id": f"g{n}"} for n in range(2, 6)))
        assert found(plan, "V01") == {("groups", "too_many_rows")}

    def test_three_changes_and_six_products_are_enough(self) -> None:
        row = {"level": "outcome", "statement": "Students know their rights"}
        plan = added("results", "results", *({**row, "id": f"x{n}"} for n in range(3)))
        assert ("results", "too_many_outcomes") in found(plan, "V01")

    def test_it_asks_only_for_the_stages_that_are_meant(self) -> None:
        stages = {f.section for f in must_fix(TEMPLATE, {}, FACTS, {"think"})}
        assert stages == {section.key for section in TEMPLATE.of("think")}


class TestV02Period:
    @pytest.mark.parametrize(
        ("end", "variant"),
        [
            ("2027-01-11", "end_before_start"),
            ("2027-01-24", "too_short"),
            ("2028-01-13", "too_long"),
        ],
    )
    def test_a_project_takes_14_days_to_12_months(self, end: str, variant: str) -> None:
        assert found(changed("plan", end=end), "V02a") == {("end", variant)}

    @pytest.mark.parametrize("end", ["2027-01-25", "2028-01-12"])
    def test_both_ends_are_allowed(self, end: str) -> None:
        assert found(changed("plan", end=end), "V02a") == set()

    def test_the_past_matters_only_on_the_way_to_donors(self) -> None:
        plan = changed("plan", start="2026-10-24")
        sending = Facts(FACTS.today, submitting=True)
        assert found(plan, "V02a") == set()
        assert found(plan, "V02a", sending) == {("start", "in_the_past")}
        assert found(changed("plan", start="2026-10-25"), "V02a", sending) == set()

    def test_donors_need_three_weeks(self) -> None:
        assert found(changed("plan", start="2026-12-14"), "V02b") == {("start", "")}
        assert found(changed("plan", start="2026-12-15"), "V02b") == set()


class TestV03Steps:
    def test_a_step_does_not_end_before_it_begins(self) -> None:
        assert found(changed("plan", "activities", end="2027-01-10"), "V03a") == {
            ("activities.a1.end", "end_before_start")
        }

    def test_a_step_lies_in_the_period_and_the_message_names_both(self) -> None:
        """P10: a step that ends after the period is found by V03, which names the step and the
        project's end."""
        plan = changed("plan", "activities", 1, end="2027-08-01")
        assert found(plan, "V03a") == {("activities.a2.end", "outside_period")}
        (finding,) = must_fix(TEMPLATE, plan, FACTS)
        assert finding.says("en") == (
            "Step “1.2.1 Hold six sessions” lies outside the project (11 January 2027 to"
            " 30 April 2027). Move the step or the dates of the project."
        )
        assert "11 января 2027 — 30 апреля 2027" in finding.says("ru")

    def test_not_everything_happens_on_one_day(self) -> None:
        plan = deepcopy(SOUND)
        for row in plan["plan"]["activities"]:
            row |= {"start": "2027-02-01", "end": "2027-02-01"}
        assert found(plan, "V03b") == {("activities", "")}

    def test_two_months_without_a_step_are_noticed(self) -> None:
        late = changed("plan", "activities", 1, start="2027-04-02")
        assert found(late, "V03c") == {("activities.a2.start", "")}
        on_time = changed("plan", "activities", 1, start="2027-04-01")
        assert found(on_time, "V03c") == set()


class TestV04Links:
    def test_a_change_has_a_product(self) -> None:
        row = {"id": "r9", "level": "outcome", "statement": "Curators repeat it"}
        assert found(added("results", "results", row), "V04") == {
            ("results.r9.statement", "outcome_without_output")
        }

    def test_a_product_has_a_step_and_stands_under_a_change(self) -> None:
        row = {"id": "r9", "level": "output", "statement": "A folder for curators"}
        assert found(added("results", "results", row), "V04") == {
            ("results.r9.parent", "parent_not_outcome"),
            ("results.r9.statement", "output_without_activity"),
        }

    @pytest.mark.parametrize("output", ["", "r1", "gone", None])
    def test_a_step_leads_to_a_product(self, output: Any) -> None:
        assert ("activities.a1.output", "activity_without_output") in found(
            changed("plan", "activities", output=output), "V04"
        )

    def test_products_that_name_each_other_are_no_chain(self) -> None:
        plan = changed("results", "results", 1, parent="r3")
        plan["results"]["results"][2]["parent"] = "r2"
        assert found(plan, "V04") >= {
            ("results.r2.parent", "parent_not_outcome"),
            ("results.r3.parent", "parent_not_outcome"),
        }
        numbers = codes(plan)
        assert numbers["r2"] == numbers["r3"] == numbers["a1"] == ORPHAN


def test_v05_every_result_has_an_indicator() -> None:
    assert found(without("results", "indicators", 2), "V05") == {("results.r3.statement", "")}


class TestV06Indicators:
    @pytest.mark.parametrize(
        ("cells", "column", "variant"),
        [
            ({"target": ""}, "target", "no_target"),
            ({"target": "many"}, "target", "no_target"),
            ({"target": "14,0"}, "target", "target_equals_baseline"),
            ({"target": "101"}, "target", "percent_range"),
            ({"baseline": "101"}, "baseline", "percent_range"),
            ({"baseline": ""}, "baseline", "no_baseline"),
            ({"unit": ""}, "unit", "no_unit"),
        ],
    )
    def test_a_percent_can_be_measured(
        self, cells: dict[str, str], column: str, variant: str
    ) -> None:
        plan = changed("results", "indicators", 0, **cells)
        assert found(plan, "V06a") == {(f"indicators.i1.{column}", variant)}

    def test_nought_is_a_fine_start_and_a_number_may_pass_a_hundred(self) -> None:
        cells = {"measure": "number", "baseline": "0", "target": "150"}
        assert found(changed("results", "indicators", 0, **cells), "V06a") == set()

    def test_a_described_indicator_needs_no_number(self) -> None:
        cells = {"measure": "qualitative", "unit": "", "baseline": "", "target": "they tell us"}
        plan = changed("results", "indicators", 0, **cells)
        assert found(plan, "V06a") == found(plan, "V01") == set()

    @pytest.mark.parametrize(
        ("day", "wrong"), [("", True), ("2027-01-11", True), ("2027-01-10", False)]
    )
    def test_an_unknown_start_is_measured_before_the_first_step(
        self, day: str, wrong: bool
    ) -> None:
        cells = {"baseline": "", "baseline_unknown": "yes", "baseline_date": day}
        plan = changed("results", "indicators", 0, **cells)
        assert found(plan, "V06a") == set()
        assert bool(found(plan, "V06b")) is wrong


class TestBudget:
    def test_v11_who_asks_for_money_requests_some(self) -> None:
        plan = changed("budget", "budget", paid_by="own_cash")
        assert found(plan, "V11") == {("budget", "nothing_requested")}
        plan["pitch"]["asks"][0]["kind"] = "venue"
        assert found(plan, "V11") == set()
        del plan["pitch"]["asks"]
        assert found(plan, "V11") == set()

    def test_v11_every_line_can_be_added_up(self) -> None:
        plan = changed("budget", "budget", quantity="some")
        assert ("budget", "unreadable_rows") in found(plan, "V11")

    @pytest.mark.parametrize("activity", ["", None, "a9"])
    def test_v12_a_line_belongs_to_a_step_or_the_whole_project(self, activity: Any) -> None:
        plan = changed("budget", "budget", activity=activity)
        (finding,) = must_fix(TEMPLATE, plan, FACTS)
        assert (finding.check, finding.name) == ("V12a", "budget.b1.activity")
        assert finding.says("en").startswith("Line “B01 Cards” belongs to no step.")

    def test_v12_whole_project_lines_are_a_small_part(self) -> None:
        plan = changed("budget", "budget", 1, unit_cost="40")
        assert found(plan, "V12b") == {("budget", "")}
        (said,) = {f.says("be") for f in findings(TEMPLATE, plan, FACTS)}
        assert "34,8\u00a0%" in said

    def test_v13_one_large_piece_is_to_be_split(self) -> None:
        plan = changed("budget", "budget", quantity="1", unit_cost="150")
        assert found(plan, "V13") == {("budget.b1.quantity", "")}

    def test_v16_others_give_something_too(self) -> None:
        assert found(without("budget", "budget", 1), "V16") == {("budget", "")}


class TestSafety:
    def test_v17_a_risk_has_a_plan_and_an_owner(self) -> None:
        plan = changed("risks", "risks", mitigation="We will see", owner="")
        assert found(plan, "V17") == {
            ("risks.k1.mitigation", "no_mitigation"),
            ("risks.k1.owner", "no_owner"),
        }
        assert found(plan, "V01") == set()

    def test_v17_one_risk_is_about_safety_or_data(self) -> None:
        assert ("risks", "no_safeguarding") in found(changed("risks", "risks", kind="money"), "V17")
        assert found(changed("risks", "risks", kind="data"), "V17") == set()

    def test_v17_a_high_score_warns(self) -> None:
        plan = changed("risks", "risks", likelihood="3")
        assert found(plan, "V17") == {("risks.k1.impact", "high_score")}
        assert must_fix(TEMPLATE, plan, FACTS) == []

    def test_v18_where_minors_come_an_adult_is_named(self) -> None:
        assert found(changed("plan", "activities", 1, adult_present=""), "V18") == {
            ("activities.a2.adult_present", "no_adult")
        }

    def test_v18_where_minors_come_there_is_a_risk_and_a_consent_plan(self) -> None:
        plan = changed("risks", "risks", kind="data")
        plan["care"]["noharm_6"] = "no"
        assert found(plan, "V18") == {("risks", "no_risk"), ("noharm_6", "no_consent")}
        plan["plan"]["activities"][1]["minors"] = "no"
        assert found(plan, "V18") == set()

    def test_v18_consent_may_not_apply(self) -> None:
        assert found(changed("care", noharm_6="na"), "V18") == set()

    def test_v19_a_yes_waits_for_the_coordinator(self) -> None:
        plan = changed("safety", safety_4="yes")
        assert found(plan, "V19") == {("safety_4", "safety_yes")}
        (finding,) = must_fix(TEMPLATE, plan, FACTS)
        assert "stay away from home overnight?" in finding.says("en")
        assert found(plan, "V19", Facts(FACTS.today, safety_reviewed=True)) == set()

    def test_v19_does_not_keep_the_idea_from_the_coordinator(self) -> None:
        assert must_fix(TEMPLATE, changed("safety", safety_4="yes"), FACTS, {"think"}) == []


class TestV24Contacts:
    @pytest.mark.parametrize(
        "contact",
        ["a.b@example.org", "+375 29 648 48 27", "8 (029) 648-48-27", "+48 22 628 99 99"]
        + ["t.me/nasta_17", "@nasta.k17"],
    )
    def test_a_contact_is_found_wherever_donors_read(self, contact: str) -> None:
        assert found(changed("idea", change_if=f"If we write to {contact}"), "V24") == {
            ("change_if", "")
        }
        assert found(changed("budget", "budget", note=f"Ask {contact}"), "V24") == {
            ("budget.b1.note", "")
        }

    def test_links_have_their_own_place(self) -> None:
        plan = changed("pitch", story=LONG * 4 + " https://example.org")
        assert found(plan, "V24") == {("story", "link")}

    @pytest.mark.parametrize("text", ["8-801-201-5555", "2026-2027", "1 234,50", "@ 10:00", "113"])
    def test_help_lines_and_numbers_are_no_contacts(self, text: str) -> None:
        assert found(changed("idea", change_if=f"If we print {text} on it"), "V24") == set()

    def test_what_donors_do_not_read_may_hold_a_contact(self) -> None:
        assert found(changed("care", noharm_1_note="Ask a.b@example.org"), "V24") == set()


def test_numbers_of_rows_follow_their_order() -> None:
    plan = changed("results", "results", 2, parent="r1")
    numbers = codes(plan)
    assert [numbers[each] for each in ("r1", "r2", "r3")] == ["1", "1.1", "1.2"]
    assert [numbers[each] for each in ("a1", "a2")] == ["1.1.1", "1.2.1"]
    assert [numbers[each] for each in ("b1", "b2")] == ["B01", "B02"]


def test_a_row_without_number_is_known_by_its_words_or_its_place() -> None:
    risk = changed("risks", "risks", mitigation="", what="Somebody asks " + "again and " * 9)
    (finding,) = must_fix(TEMPLATE, risk, FACTS)
    assert finding.values["row"] == "Somebody asks again and again and again…"
    nameless = changed("people", "groups", group="", how_counted="")
    (finding,) = must_fix(TEMPLATE, nameless, FACTS)
    assert finding.says("en").startswith("Nothing is chosen in “Group (1)”.")


def test_findings_come_in_the_order_of_the_pages() -> None:
    plan = changed("idea", title="")
    plan["pitch"]["story"] = ""
    plan["budget"]["budget"][1]["activity"] = ""
    plan["budget"]["budget"][0]["item"] = ""
    names = [finding.name for finding in findings(TEMPLATE, plan, FACTS)]
    assert names == ["title", "budget.b1.item", "budget.b2.activity", "story"]
