"""The address of the list of pitches, and the words in the address of one."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest

from app.models.base import now
from app.rules.filters import AMOUNT, Filters, read
from app.rules.slugs import slug
from app.rules.template import template


def test_an_address_says_the_filters_and_the_filters_say_the_address() -> None:
    camp = uuid4()
    pairs = [
        ("q", "quiz ночь"), ("region", "BY-HR"), ("strand", "prevention"), ("group", "parents"),
        ("form", "labour"), ("form", "begging"), ("ask", "money"), ("language", "be"),
        ("min", "100"), ("max", "3000.50"), ("currency", "EUR"), ("camp", str(camp)),
        ("sort", "amount"),
    ]  # fmt: skip
    found = read(pairs, template())

    assert found.camp == camp
    assert (found.min, found.max) == (Decimal(100), Decimal("3000.50"))
    assert parse_qsl(found.query()) == pairs
    assert read(parse_qsl(found.query()), template()) == found


@pytest.mark.parametrize(
    "pairs",
    [
        [("region", "BY-XX"), ("strand", "'"), ("group", ""), ("form", "%"), ("language", "fr")],
        [("min", "-1"), ("max", "NaN"), ("currency", "XXX"), ("camp", "7"), ("sort", "random")],
        [("after", text) for text in ("x", "_", "1e9_", f"{10**30}_{uuid4().hex}", "_" * 99)],
        [("who", "knows"), ("page", "2")],
    ],
)
def test_what_means_nothing_is_ignored(pairs: list[tuple[str, str]]) -> None:
    assert replace(read(pairs, template()), unread=()) == Filters()


def test_a_sum_that_is_none_is_kept_to_be_said() -> None:
    found = read([("min", "much"), ("max", "90")], template())
    assert found.unread == (("min", "much"),)
    assert found.without_sums().unread == ()


def test_one_filter_is_taken_off_and_the_list_begins_again() -> None:
    found = read([("form", "labour"), ("form", "begging"), ("max", "10")], template())
    last = (now(), uuid4())
    further = read(parse_qsl(found.query(last)), template())

    assert further.after == last
    assert further.without("form", "labour").query() == "form=begging&max=10"
    assert further.without("max", "10").after is None


@pytest.mark.parametrize("sort", ["newest", AMOUNT])
def test_the_next_page_begins_after_the_last_card(sort: str) -> None:
    last = (Decimal("12.50") if sort == AMOUNT else now(), uuid4())

    assert read(parse_qsl(Filters(sort=sort).query(last)), template()).after == last


def test_sums_are_compared_in_one_currency_and_the_first_is_the_roubles() -> None:
    assert Filters().compared_in == ""
    assert Filters(max=Decimal(5)).compared_in == "BYN"
    assert Filters(sort=AMOUNT, currency="EUR").compared_in == "EUR"


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("Выстава на прыпынках", "be", "vystava-na-prypynkah"),
        ("Гродна: аб’явы і «гулі»", "be", "hrodna-abyavy-i-huli"),
        ("Съёмка, щука, ёж", "ru", "syomka-shchuka-yozh"),
        ("Город", "ru", "gorod"),
        ("Mahilioŭ — 24/7!", "en", "mahiliou-24-7"),
        ("и\u0306од", "ru", "yod"),  # a decomposed й
        ("路上安全 🙂", "en", "pitch"),
        ("слово " * 40, "ru", "-".join(["slovo"] * 10)),
        ("a" * 200, "en", "a" * 60),
    ],
)
def test_titles_become_words_of_an_address(title: str, language: str, words: str) -> None:
    assert slug(title, language) == words
