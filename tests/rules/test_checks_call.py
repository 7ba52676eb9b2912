"""What a call allows, judged in a plan (V29; scenario C16: the limits follow)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.rules.template.checks import findings, must_fix
from app.rules.template.completeness import overall, progress
from app.rules.template.findings import Limits
from tests.rules.sound import FACTS, SOUND, TEMPLATE, changed, found


def under(most: str, currency: str = "BYN", *regions: str) -> Limits:
    return Limits(Decimal(most), currency, regions)


def test_a_plan_without_a_call_has_no_such_limits() -> None:
    assert found(SOUND, "V29a") == found(SOUND, "V29b") == found(SOUND, "V29c") == set()


@pytest.mark.parametrize(("most", "where"), [("150.00", set()), ("149.99", {("budget", "")})])
def test_what_is_asked_of_donors_is_at_most_what_the_call_gives(
    most: str, where: set[tuple[str, str]]
) -> None:
    """60 sets at 2.50 are asked for; what others pay is not counted."""
    assert found(SOUND, "V29a", replace(FACTS, call=under(most))) == where


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "You ask for 150.00 BYN, and this call gives 100.00 BYN at most."
               " Ask for 50.00 BYN less, or let others pay for some lines."),
        ("ru", "Вы просите 150,00 BYN, а этот конкурс даёт не больше 100,00 BYN."
               " Попросите на 50,00 BYN меньше или пусть часть строк оплатят другие."),
        ("be", "Вы просіце 150,00 BYN, а гэты конкурс дае не больш за 100,00 BYN."
               " Папрасіце на 50,00 BYN менш або няхай частку радкоў аплацяць іншыя."),
    ],
)  # fmt: skip
def test_it_names_the_limit_and_the_amount(language: str, says: str) -> None:
    (finding,) = must_fix(TEMPLATE, SOUND, replace(FACTS, call=under("100.00")))
    assert finding.says(language) == says


def test_a_budget_is_in_the_currency_of_its_call_and_sums_of_two_are_not_compared() -> None:
    facts = replace(FACTS, call=under("100.00", "EUR"))
    assert found(SOUND, "V29b", facts) == {("currency", "")}
    assert found(SOUND, "V29a", facts) == set()


def test_a_region_is_one_of_the_calls() -> None:
    facts = replace(FACTS, call=under("6000.00", "BYN", "BY-BR", "BY-HR"))
    assert found(SOUND, "V29c", facts) == set()
    outside = changed("place", region="BY-MA")
    assert found(outside, "V29c", facts) == {("region", "")}
    (finding,) = must_fix(TEMPLATE, outside, facts)
    assert "Brest Region, Hrodna" in finding.says("en")


def test_no_limit_of_a_call_keeps_an_idea_from_being_sent() -> None:
    facts = replace(FACTS, call=under("100.00", "EUR", "BY-BR"))
    checks = {one.check for one in findings(TEMPLATE, SOUND, facts, ["act"])}
    assert {"V29b", "V29c"} <= checks
    assert not {one.check for one in must_fix(TEMPLATE, SOUND, facts, ["think"])}


def test_the_limits_count_as_checks_where_there_are_some() -> None:
    def passed(limits: Limits | None) -> tuple[int, int]:
        found = overall(progress(TEMPLATE, SOUND, replace(FACTS, call=limits)))
        return found.passed, found.applicable

    all_of_them = passed(None)[1]
    assert passed(None) == (all_of_them, all_of_them)
    assert passed(under("6000.00")) == (all_of_them + 2, all_of_them + 2)
    assert passed(under("100.00", "BYN", "BY-HR")) == (all_of_them + 2, all_of_them + 3)
