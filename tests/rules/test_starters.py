"""Words to begin with: lent, and told from an answer; and the one way to count a text."""

import re
from pathlib import Path

import pytest

from app.i18n import LANGUAGES
from app.rules.template import reading
from app.rules.template.completeness import progress
from app.rules.template.shape import Field
from app.rules.template.starters import offered, unfinished
from tests.rules.sound import FACTS, TEMPLATE, changed, found
from tests.tricky import TRICKY

TEXTS = TEMPLATE.texts
FIELDS = [field for section in TEMPLATE.sections.values() for field in section.fields]
COUNT_JS = Path(reading.__file__).parents[2] / "static" / "js" / "count.js"


def lent() -> list[tuple[str, str, str]]:
    """(section, field, text) of everything that a button can put into a field."""
    return [
        (TEMPLATE.section_of(field.key).key, field.key, text)
        for field in FIELDS
        for language in LANGUAGES
        for text in offered(TEXTS, field, language)
    ]


def test_a_line_takes_one_beginning_and_a_longer_text_all_of_them() -> None:
    assert offered(TEXTS, Field("change_if"), "en") == ("If we hold … with …", "If we make … for …")
    assert offered(TEXTS, Field("gender", "prose"), "en") == (
        "Young men and young women …\nSo that everyone speaks, we …",
    )
    assert offered(TEXTS, Field("strand", "one"), "en") == ()
    assert offered(TEXTS, Field("place"), "en") == ()


def test_what_is_lent_never_counts_as_an_answer() -> None:
    sound = progress(TEMPLATE, changed("idea"), FACTS)
    for section, field, text in lent():
        plan = changed(section, **{field: text})
        assert (field, "starter") in found(plan, "V01"), (field, text)
        now = progress(TEMPLATE, plan, FACTS)[section]
        assert now.state == "started", (field, text)
        assert now.passed < now.applicable, (field, text)
        assert now.passed < sound[section].passed + (now.applicable - sound[section].applicable)


def test_a_beginning_that_was_finished_is_an_answer() -> None:
    plan = changed("idea", change_if="If we hold six quizzes with sixty students")
    assert found(plan, "V01") == set()
    assert not unfinished(TEXTS, "budget.item", "Ticket")
    assert unfinished(TEXTS, "budget.item", "Ticket …")
    assert not unfinished(TEXTS, "change_if", "If … and nothing else")


def test_one_line_that_is_still_ours_is_told_among_others() -> None:
    text = "Young men and young women speak in turn.\nSo that everyone speaks, we..."
    assert found(changed("care", gender=text), "V01") == {("gender", "starter")}


@pytest.mark.parametrize(("text", "count"), TRICKY.items())
def test_a_text_has_one_length(text: str, count: int) -> None:
    assert reading.characters(text) == count


def test_the_page_counts_by_the_rule_of_the_server() -> None:
    """The classes of characters that count.js leaves out are those of reading.py."""
    source = COUNT_JS.read_text("utf-8")

    def classes(name: str) -> set[str]:
        line = re.search(rf"const {name} = (.*);", source)
        assert line
        return set(re.findall(r"p\{(\w+)\}", line[1]))

    assert classes("INVISIBLE") == reading.INVISIBLE
    assert classes("SILENT") == reading.SILENT
    assert 'normalize("NFC").replaceAll("\\r\\n", "\\n")' in source
