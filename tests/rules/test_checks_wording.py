"""How answers are written (V25–V27): what is found, and what must never be."""

from dataclasses import replace

import pytest

from app.demo import content
from app.rules.template.checks import findings, must_fix
from app.rules.template.completeness import progress
from app.rules.template.findings import WORDED
from app.rules.template.shape import Field, Table
from app.rules.template.writing import (
    language,
    mixed_word,
    near_invisible,
    repeats,
    shouts,
)
from tests.rules.sound import FACTS, LONG, SOUND, TEMPLATE, added, changed, found

TEXTS = TEMPLATE.texts
LANGUAGES = ("en", "ru", "be")
OWN = "Our own words about a thing that nobody else has said like this before"


def our_texts() -> list[tuple[str, str]]:
    """(language, what the template itself says in good words): all of it is well written."""
    said = []
    for section in TEMPLATE.sections.values():
        for each in section.questions:
            fields: list[tuple[str, Field]] = (
                [(f"{each.key}.{one.key}", one) for one in each.columns]
                if isinstance(each, Table)
                else [(each.key, each)]
            )
            for name, field in fields:
                if field.kind in WORDED:
                    said += [(one, TEXTS.field(name, one).good) for one in LANGUAGES]
                    said += [(one, TEXTS.field(name, one).help) for one in LANGUAGES]
    return said


class TestV25Filler:
    @pytest.mark.parametrize("reader", LANGUAGES)
    def test_our_example_is_recognised_and_the_section_does_not_count(self, reader: str) -> None:
        """P13: who pastes the example text is told "this is our example"."""
        plan = changed("idea", change_if=TEXTS.field("change_if", reader).good)
        assert found(plan, "V25") == {("change_if", "copied_example")}
        assert must_fix(TEMPLATE, plan, FACTS) == []
        now = progress(TEMPLATE, plan, FACTS)["idea"]
        assert (now.state, now.to_mend) == ("fix", 1)
        assert now.passed == now.applicable  # a warning does not change the percent
        (finding,) = findings(TEMPLATE, plan, FACTS)
        assert "this is our example" in finding.says("en")
        assert "это наш пример" in finding.says("ru")
        assert "гэта наш прыклад" in finding.says("be")

    def test_one_word_changed_is_still_our_example(self) -> None:
        good = TEXTS.field("change_if", "en").good
        plan = changed("idea", change_if=good.replace("60", "40").upper() + "!")
        assert ("change_if", "copied_example") in found(plan, "V25")

    def test_an_example_in_a_row_and_the_advice_itself(self) -> None:
        plan = changed("risks", "risks", mitigation=TEXTS.field("risks.mitigation", "be").good)
        assert found(plan, "V25") == {("risks.k1.mitigation", "copied_example")}
        plan = changed("after", what_remains=TEXTS.field("what_remains", "ru").help)
        assert ("what_remains", "copied_example") in found(plan, "V25")

    def test_a_short_answer_is_like_ours_by_chance(self) -> None:
        assert found(changed("idea", title=TEXTS.field("title", "en").good), "V25") == set()

    def test_the_same_text_twice_is_found_the_second_time(self) -> None:
        plan = changed("care", gender=OWN, inclusion=OWN.upper() + ".")
        assert found(plan, "V25") == {("inclusion", "same_text")}
        (finding,) = (f for f in findings(TEMPLATE, plan, FACTS) if f.check == "V25")
        label = TEXTS.field("gender", "en").label
        assert f"and “{label}” say the same" in finding.says("en")

    def test_each_risk_has_its_own_answer(self) -> None:
        plan = changed("risks", "risks", 1, mitigation=SOUND["risks"]["risks"][0]["mitigation"])
        assert found(plan, "V25") == {("risks.k2.mitigation", "same_text")}

    def test_one_source_or_one_adult_may_stand_in_many_rows(self) -> None:
        plan = changed("budget", "budget", note=OWN)
        plan["budget"]["budget"][1]["note"] = OWN
        for row in plan["plan"]["activities"]:
            row["adult_present"] = "The curator and the teacher on duty that day"
        row = SOUND["problem"]["evidence"][0] | {"id": "e2", "claim": "6 of 42 asked to see papers"}
        plan["problem"]["evidence"].append(row)
        plan["problem"]["evidence"][0]["source"] = row["source"] = OWN
        plan["care"] |= {"noharm_3_note": OWN, "noharm_4_note": OWN}
        assert found(plan, "V25") == set()

    @pytest.mark.parametrize(
        "said",
        [
            "work " * 12,
            "check the offer check the offer check the offer check the offer",
            "правяраем прапанову " * 8,
            LONG * 2,
            f"{SOUND['problem']['problem']} {SOUND['problem']['problem']}",
        ],
    )
    def test_words_that_come_again_and_again(self, said: str) -> None:
        assert repeats(said)

    def test_a_whole_story_in_each_language_does_not_repeat(self) -> None:
        """A longer text has fewer new words, however well it is written."""
        for about in content()["projects"]:
            for answers in about["sections"].values():
                for said in answers.values():
                    assert not (isinstance(said, str) and repeats(said)), said
        assert not repeats("The more the merrier, the more the better")


class TestV26Letters:
    @pytest.mark.parametrize(
        ("said", "word"),
        [
            ("Правяраем прапанoву разам", "прапанoву"),  # a Latin o
            ("Мы i яны разам", "i"),
            ("Cправка для абитуриента", "Cправка"),
            ("Check the оffer", "оffer"),  # a Cyrillic о
        ],
    )
    def test_a_word_of_two_alphabets(self, said: str, word: str) -> None:
        assert mixed_word(said) == word
        plan = changed("idea", change_then=said)
        assert found(plan, "V26") == {("change_then", "mixed_script")}

    @pytest.mark.parametrize(
        "said",
        [
            "IT-спецыяліст і QR-код у Telegramе",
            "пункт a) и витамин C, план B",
            "Wi-Fi, e-mail, 4P, Łacinka: pryvitańnie",
            "з’ява і аб'ява, подъезд",
        ],
    )
    def test_two_alphabets_side_by_side_are_fine(self, said: str) -> None:
        assert mixed_word(said) == ""

    @pytest.mark.parametrize(
        ("said", "word"),
        [
            ("мы пра\u200bверым разам", "праверым"),
            ("праверым \u202eразам", "праверым"),
            ("a\u200cb of the plan", "ab"),
        ],
    )
    def test_what_nobody_sees_is_found(self, said: str, word: str) -> None:
        assert near_invisible(said) == word
        assert found(changed("idea", change_then=said), "V26") == {("change_then", "invisible")}

    def test_an_emoji_of_several_is_no_secret(self) -> None:
        assert near_invisible("our family 👨\u200d👩\u200d👧 comes") == ""

    def test_a_text_in_another_language_than_the_project(self) -> None:
        said = "Калі мы правядзём шэсць заняткаў, то навучэнцы будуць правяраць прапановы"
        english = replace(FACTS, language="en")
        plan = changed("idea", change_if=said)
        assert found(plan, "V26", english) == {("change_if", "wrong_language")}
        (finding,) = (f for f in findings(TEMPLATE, plan, english) if f.check == "V26")
        assert "The language of your project is English" in finding.says("en")
        assert found(plan, "V26") == set()  # of an unknown language nothing is said

    def test_a_whole_plan_in_another_language_is_said_once(self) -> None:
        assert found(SOUND, "V26", replace(FACTS, language="be")) == {
            ("change_if", "wrong_language")
        }

    def test_names_stay_as_they_are(self) -> None:
        name = "International Organization for Migration"
        partner = {"id": "p1", "name": name, "type": "un", "gives": "Advice", "status": "idea"}
        plan = added("partners", "partners", partner)
        assert not {f for f in found(plan, "V26", replace(FACTS, language="be")) if name in f}

    @pytest.mark.parametrize(
        ("said", "read"),
        [
            ("Калі мы правядзём заняткі, навучэнцы правераць", "be"),
            ("Если мы проведём занятия, учащиеся проверят", "ru"),
            ("If we hold six sessions, students will check", "en"),
            ("Kali my praviadziom zaniatki, navučency pravierać", None),
            ("Праверка", None),
            ("Паводле звестак International Organization for Migration", None),
        ],
    )
    def test_a_language_is_told_only_where_it_is_plain(self, said: str, read: str | None) -> None:
        assert language(said) == read


class TestV27Loud:
    @pytest.mark.parametrize(
        ("title", "variant"),
        [
            ("We go from school to school and talk about work with all", "long_title"),
            ("ПРОВЕРЬ ПРЕДЛОЖЕНИЕ СРАЗУ", "all_capitals"),
            ("Правер прапанову!!!", "exclamation"),
        ],
    )
    def test_a_title_is_calm(self, title: str, variant: str) -> None:
        plan = changed("idea", title=title)
        assert found(plan, "V27") == {("title", variant)}
        assert progress(TEMPLATE, plan, FACTS)["idea"].state == "complete"

    def test_names_in_capitals_and_one_mark_are_no_shouting(self) -> None:
        for said in ("UN", "МАМ і ААН", "Check the offer!", "QR, SMS, ШАГ"):
            assert not shouts(said)
        assert found(changed("idea", title="Check the offer!"), "V27") == set()


@pytest.mark.parametrize(("reader", "said"), our_texts())
def test_our_own_examples_and_advice_are_well_written(reader: str, said: str) -> None:
    assert (mixed_word(said), near_invisible(said)) == ("", "")
    assert not repeats(said)
    assert not shouts(said)
    assert language(said) in (reader, None)
