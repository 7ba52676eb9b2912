"""Do changes and indicators say what they should (V07–V09), in three languages, and do people and
facts add up (V14, V15, V20–V22)?"""

from dataclasses import replace
from typing import Any

import pytest

from app.rules.template.checks import findings, must_fix, warnings
from app.rules.template.findings import Teammate
from tests.rules.sound import FACTS, SOUND, TEMPLATE, added, changed, found, without

TEXTS = TEMPLATE.texts
LANGUAGES = ("en", "ru", "be")


class TestV07NeutralIndicators:
    @pytest.mark.parametrize(
        ("title", "word"),
        [
            ("Increase of students who check", "Increase"),
            ("Увеличение доли тех, кто проверяет", "Увеличение"),
            ("Колькасць навучэнцаў, павялічаная ўдвая", "павялічаная"),
            ("Зніжэнне колькасці памылак", "Зніжэнне"),
            ("60 students who check an offer", "60"),
            ("Доля учащихся: не меньше 60 %", "60 %"),
            ("Колькасць заняткаў для 60 навучэнцаў", "60"),
        ],
    )
    def test_a_direction_or_the_planned_number_is_found(self, title: str, word: str) -> None:
        plan = changed("results", "indicators", title=title)
        assert found(plan, "V07") == {("indicators.i1.title", "")}
        (finding,) = (f for f in findings(TEMPLATE, plan, FACTS) if f.check == "V07")
        assert f"“{word}”" in finding.says("en")

    @pytest.mark.parametrize(
        "title",
        [
            "Number of students who can name 3 warning signs",
            "Share of 16–18-year-olds with reduced mobility",
            "Доля педагогов, прошедших повышение квалификации",
            "10 класс: доля учащихся, которые знают номер 113",
            "Колькасць настаўнікаў, якія прайшлі павышэнне кваліфікацыі",
            *(TEXTS.field("indicators.title", each).good for each in LANGUAGES),
        ],
    )
    def test_a_number_that_names_a_thing_is_neutral(self, title: str) -> None:
        assert found(changed("results", "indicators", title=title), "V07") == set()


class TestV08ChangesNotSteps:
    @pytest.mark.parametrize(
        "statement",
        [
            "Hold six sessions in colleges",
            "To hold six sessions in colleges",
            "Провести шесть занятий в колледжах",
            "Правесці шэсць заняткаў у каледжах",
            "Арганізаваць выставу ў школе",
        ],
    )
    def test_a_change_does_not_begin_like_a_step(self, statement: str) -> None:
        assert found(changed("results", "results", statement=statement), "V08") == {
            ("results.r1.statement", "starts_as_activity")
        }

    @pytest.mark.parametrize(
        "statement",
        [
            "Train conductors recognise three warning signs",
            "Организации района знают, куда позвонить",
            "Навучэнцы правяраюць прапанову да згоды",
            *(TEXTS.field("results.statement", each).good for each in LANGUAGES),
        ],
    )
    def test_a_change_about_people_is_fine(self, statement: str) -> None:
        assert found(changed("results", "results", statement=statement), "V08") == set()

    def test_a_product_may_begin_like_a_step(self) -> None:
        plan = changed("results", "results", 1, statement="Prepare a quiz of 24 questions")
        assert found(plan, "V08") == set()

    def test_the_objective_is_not_a_product(self) -> None:
        said = "Fewer students accept work that they have not checked"
        plan = changed("results", "results", 2, statement=said)
        assert found(plan, "V08") == {("objective", "objective_equals_output")}
        assert found(plan, "V25") == set()  # nobody is told twice


class TestV09WholeChanges:
    def test_it_says_what_is_missing_in_each_language(self) -> None:
        plan = changed("people", groups=[])
        plan["plan"] |= {"start": "", "end": ""}
        (finding,) = (f for f in findings(TEMPLATE, plan, FACTS) if f.check == "V09")
        assert finding.name == "results.r1.statement"
        assert "is missing: who, by when." in finding.says("en")
        assert "не хватает: кто, к какому дню." in finding.says("ru")
        assert "бракуе: хто, да якога дня." in finding.says("be")

    def test_what_comes_later_is_not_missed_yet(self) -> None:
        plan = changed("plan", start="", end="", activities=[])
        assert found(plan, "V09") == set()

    def test_an_indicator_that_hopes_for_nothing_shows_nothing(self) -> None:
        plan = changed("results", "indicators", measure="qualitative", target="")
        assert found(plan, "V09") == {("results.r1.statement", "")}
        assert found(without("results", "indicators", 0), "V09") == set()  # V05 says that


class TestV14WhatDonorsLookAt:
    def test_equipment_is_a_small_part_of_what_is_requested(self) -> None:
        assert found(changed("budget", "budget", category="equipment"), "V14a") == {("budget", "")}
        lent = changed("budget", "budget", 1, category="equipment", unit_cost="900")
        assert found(lent, "V14a") == set()

    @pytest.mark.parametrize(
        ("name", "item"),
        [
            ("Alina", "Fee for Alina"),
            ("Алина", "Гонорар Алине за вечер"),
            ("Аліна К.", "Аплата Аліне К. за лекцыю"),
            ("Максим", "Оплата Максиму"),
        ],
    )
    def test_money_for_the_team_is_explained_and_minors_are_not_paid(
        self, name: str, item: str
    ) -> None:
        plan = changed("budget", "budget", category="specialist_fees", item=item)
        grown = replace(FACTS, team=(Teammate(name, minor=False),))
        assert found(plan, "V14b", grown) == {("budget.b1.item", "")}
        assert must_fix(TEMPLATE, plan, grown) == []
        young = replace(FACTS, team=(Teammate(name, minor=True),))
        assert found(plan, "V14c", young) == {("budget.b1.item", "")}
        assert found(plan, "V14b", young) == set()

    @pytest.mark.parametrize(
        "cells",
        [
            {"item": "Fee for Alina Petrova, psychologist"},
            {"item": "Психологу Алине Петровой"},
            {"item": "A psychologist, two hours"},
            {"item": "Alina leads two evenings", "paid_by": "own_in_kind"},
            {"item": "Cards that Alina draws", "category": "materials_printing"},
        ],
    )
    def test_others_may_be_paid_and_time_may_be_given(self, cells: dict[str, str]) -> None:
        plan = changed("budget", "budget", **{"category": "specialist_fees"} | cells)
        team = (Teammate("Alina", minor=True), Teammate("Алина", minor=True))
        assert found(plan, "V14c", replace(FACTS, team=team)) == set()

    def test_the_cost_for_one_person_is_neither_tiny_nor_huge(self) -> None:
        assert found(changed("people", "groups", direct="400"), "V14d") == {("budget", "")}
        plan = changed("budget", "budget", unit_cost="900")
        assert found(plan, "V14d") == {("budget", "")}
        (said,) = (f.says("en") for f in findings(TEMPLATE, plan, FACTS) if f.check == "V14d")
        assert said.startswith("One participant costs 360.13; usual is 1.00 to 300.00.")


class TestV15FreeSteps:
    def test_a_step_with_people_says_who_gives_it(self) -> None:
        assert found(without("budget", "budget", 2), "V15") == {("activities.a2.people", "")}
        plan = without("budget", "budget", 2)
        plan["plan"]["activities"][1] |= {"people": "0", "deliverable": "A film"}
        assert found(plan, "V15") == {("activities.a2.deliverable", "")}

    def test_before_the_budget_is_begun_nobody_is_asked(self) -> None:
        assert found(changed("budget", budget=[]), "V15") == set()


class TestV20Protection:
    PARTNER = {"id": "p1", "name": "A crisis room", "gives": "Two hours", "type": "ngo"}

    def test_it_needs_a_specialist_partner(self) -> None:
        plan = changed("idea", strand="protection")
        assert found(plan, "V20") == {("partners", "")}
        assert must_fix(TEMPLATE, plan, FACTS, {"think"}) == []

    @pytest.mark.parametrize(
        ("cells", "enough"),
        [
            ({"status": "agreed_orally"}, True),
            ({"status": "letter", "type": "state_body"}, True),
            ({"status": "contacted"}, False),
            ({"status": "letter", "type": "business"}, False),
        ],
    )
    def test_an_agreement_at_least_by_word(self, cells: dict[str, str], enough: bool) -> None:
        plan = added("partners", "partners", self.PARTNER | cells)
        assert found(plan, "V20") == set()
        plan["idea"]["strand"] = "protection"
        assert (found(plan, "V20") == set()) is enough


class TestV21Numbers:
    def test_many_people_later_are_shown_how_they_were_counted(self) -> None:
        plan = changed("people", "groups", indirect="3001", how_counted="")
        assert found(plan, "V21") == {("groups.g1.indirect", "indirect_ratio")}
        assert found(changed("people", "groups", indirect="3000", how_counted=""), "V21") == set()
        assert found(changed("people", "groups", indirect="3001"), "V21") == set()

    def test_the_steps_have_room_for_those_who_are_promised(self) -> None:
        assert found(changed("people", "groups", direct="185"), "V21") == {
            ("groups", "direct_over_plan")
        }
        assert found(changed("people", "groups", direct="184"), "V21") == set()  # 154 × 1.2
        later = changed("plan", "activities", people="")
        later["people"]["groups"][0]["direct"] = "900"
        assert found(later, "V21") == set()  # not all steps are planned yet


class TestV22Evidence:
    def test_a_fact_is_not_older_than_five_years(self) -> None:
        assert found(changed("problem", "evidence", year="2020"), "V22a") == {
            ("evidence.e1.year", "old")
        }
        assert found(changed("problem", "evidence", year="2021"), "V22a") == set()

    def test_media_are_not_the_only_source(self) -> None:
        plan = changed("problem", "evidence", kind="media")
        assert found(plan, "V22a") == {("evidence", "media_only")}
        assert [f.check for f in warnings(findings(TEMPLATE, plan, FACTS))] == ["V22a"]

    @pytest.mark.parametrize(
        ("story", "number"),
        [
            ("Nine of ten… no: 8 of 10 people say so. ", "8 of 10"),
            ("80 % of all young people say so. ", "80 %"),
            ("5,500 people were recognised as victims. ", "5,500"),
            ("Так говорят 8 из 10 учащихся. ", "8 из 10"),
            ("Так кажуць 80 працэнтаў моладзі. ", "80 працэнтаў"),
        ],
    )
    def test_a_figure_of_the_story_has_a_source(self, story: str, number: str) -> None:
        plan = changed("pitch", story=story + SOUND["pitch"]["story"])
        (finding,) = must_fix(TEMPLATE, plan, FACTS)
        assert (finding.check, finding.name) == ("V22b", "story")
        assert f"“{number}”" in finding.says("en")
        claim = {"id": "e2", "claim": story, "kind": "official", "source": "A report"}
        plan["problem"]["evidence"].append(claim | {"year": "2025"})
        assert must_fix(TEMPLATE, plan, FACTS) == []

    @pytest.mark.parametrize(
        "story",
        [
            "31 of 42, so 74 %, had an offer. ",
            "In 2026 and 2027 we meet 150 students in six sessions, 25 each. ",
            "Today 14 % can name three checks; we want 60 %. ",
            "We ask for 150.00 BYN, which is 89 % of the costs. ",
            "The help line is 8-801-201-5555, or 113. ",
            "На шести занятиях будет 150 человек, ещё 600 увидят карточки. ",
            "З 15.02.2027 па 15.04.2027 пройдзе шэсць заняткаў. ",
        ],
    )
    def test_figures_of_the_plan_and_what_follows_from_the_facts_are_no_claims(
        self, story: str
    ) -> None:
        plan: Any = changed("pitch", story=story + SOUND["pitch"]["story"])
        assert found(plan, "V22b") == set()
