"""Two teammates, one section: nobody overwrites anybody, and nothing that was typed is lost."""

import re
import sys
from copy import deepcopy
from itertools import count
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Problem
from app.rules import merging, saving
from app.rules.buttons import Do
from app.rules.merging import Clash, Merged
from app.rules.paragraphs import paragraph_merge
from app.rules.saving import Posted, Value, flat
from app.rules.template.shape import Answers, Field, Section, Table

SECTION = Section(
    "act",
    "act",
    (
        Field("title"),
        Field("story", "prose"),
        Field("causes", "lines"),
        Field("forms", "several"),
        Table("outputs", (Field("name"), Field("about", "prose"), Field("places", "several"))),
        Table("activities", (Field("what"), Field("output", "row", refers="outputs"))),
    ),
)
BASE: Answers = {
    "title": "Safe rides",
    "story": "One.\n\nTwo.\n\nThree.",
    "forms": ["film", "game"],
    "outputs": [{"id": "a", "name": "Film"}, {"id": "b", "name": "Game"}, {"id": "c", "name": "C"}],
    "activities": [{"id": "x", "what": "Shoot", "output": "a"}],
}


def page(
    written: dict[str, Value] | None = None, do: Do | None = None, name: str = "p1", base: int = 5
) -> Posted:
    return Posted(base, name, written or {}, do)


def save(
    posted: Posted,
    latest: Answers = BASE,
    *,
    base: Answers = BASE,
    own: dict[str, Value] | None = None,
    section: Section = SECTION,
) -> Merged:
    kept = deepcopy((base, latest))
    merged = merging.merge(section, base, latest, posted, own or {}, "project")
    assert (base, latest) == kept
    return merged


def after(*saves: Posted) -> Answers:
    """The answers after these, each from a page of its own that was shown the same base."""
    latest = BASE
    for n, posted in enumerate(saves):
        latest = save(Posted(posted.base, f"t{n}", posted.written, posted.do), latest).answers
    return latest


def ids(answers: Answers, table: str = "outputs") -> str:
    return " ".join(row["id"] for row in answers.get(table, []))


# Different places


def test_two_teammates_in_different_fields_and_rows_both_stand() -> None:
    theirs = after(page({"title": "Safe roads", "outputs.b.name": "Board game"}))

    merged = save(page({"story": "Mine.", "outputs.a.name": "Long film"}), theirs)

    assert not merged.clashes
    assert merged.changed == {"story", "outputs.a.name"}
    assert merged.answers["title"] == "Safe roads"
    assert flat(merged.answers)["outputs.b.name"] == "Board game"
    assert flat(merged.answers)["outputs.a.name"] == "Long film"
    assert merged.unseen == {"title", "outputs.b.name"}


def test_a_whole_form_with_old_texts_does_not_bring_them_back() -> None:
    theirs = after(page({"title": "Safe roads"}))
    whole = {**flat(BASE), "story": "Mine."}

    merged = save(page(whole), theirs)

    assert merged.answers["title"] == "Safe roads"
    assert merged.written == {"story": "Mine."}


def test_two_teammates_in_two_cells_of_one_row_both_stand() -> None:
    theirs = after(page({"activities.x.output": "b"}))

    merged = save(page({"activities.x.what": "Cut"}), theirs)

    assert merged.answers["activities"] == [{"id": "x", "what": "Cut", "output": "b"}]


def test_a_save_that_changes_nothing_says_so() -> None:
    merged = save(page(flat(BASE) | {"forms": ["game", "film"], "causes": ""}))

    assert not merged.changed
    assert not merged.reshaped
    assert merged.answers == merged.aside == BASE


def test_clearing_a_field_clears_it() -> None:
    assert save(page({"title": "", "forms": []})).answers["title"] == ""


# One value


def test_one_value_changed_by_both_is_a_clash_that_shows_both() -> None:
    theirs = after(page({"title": "Theirs"}))

    merged = save(page({"title": "Mine"}), theirs)

    assert merged.clashes == {"title": Clash("Mine", "Theirs")}
    assert not merged.changed
    assert merged.answers["title"] == "Theirs"
    assert merged.aside["title"] == "Mine"


def test_clearing_what_somebody_changed_is_a_clash() -> None:
    theirs = after(page({"title": "Theirs"}))

    assert save(page({"title": ""}), theirs).clashes == {"title": Clash("", "Theirs")}


def test_the_rest_of_a_save_that_clashes_stands() -> None:
    theirs = after(page({"title": "Theirs"}))

    merged = save(page({"title": "Mine", "story": "Mine.", "outputs.new-1.name": "New"}), theirs)

    assert merged.answers["title"] == "Theirs"
    assert merged.answers["story"] == "Mine."
    assert merged.answers["outputs"][-1]["name"] == "New"
    assert "title" not in merged.written
    assert merged.aside == {**merged.answers, "title": "Mine"}


def test_the_same_change_by_both_is_no_clash_and_no_change() -> None:
    theirs = after(page({"title": "Ours"}))

    merged = save(page({"title": "Ours"}), theirs)

    assert not merged.clashes
    assert not merged.changed


# Paragraphs


@pytest.mark.parametrize("name", ["story", "causes", "outputs.a.about"])
def test_different_paragraphs_of_one_text_merge(name: str) -> None:
    base = save(page({name: "One.\n\nTwo.\n\nThree."})).answers
    theirs = save(page({name: "One.\n\nTwo.\n\nThree, theirs."}), base, base=base).answers

    merged = save(page({name: "One, mine.\n\nTwo.\n\nThree."}), theirs, base=base)

    assert not merged.clashes
    assert flat(merged.answers)[name] == "One, mine.\n\nTwo.\n\nThree, theirs."
    assert merged.written == {name: "One, mine.\n\nTwo.\n\nThree."}
    assert merged.unseen == {name}


def test_the_same_paragraph_changed_by_both_is_a_clash_of_the_whole_texts() -> None:
    theirs = after(page({"story": "One.\n\nTwo, theirs.\n\nThree."}))

    merged = save(page({"story": "One.\n\nTwo, mine.\n\nThree."}), theirs)

    assert merged.clashes["story"] == Clash(
        "One.\n\nTwo, mine.\n\nThree.", "One.\n\nTwo, theirs.\n\nThree."
    )
    assert merged.answers["story"] == theirs["story"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("A\nB", "A1\nB", "A\nB2", "A1\nB2"),
        ("A\nB\nC", "A\nC", "A\nB\nC2", "A\nC2"),
        ("A\n\nB", "M\n\nA\n\nB", "A\n\nB\n\nT", "M\n\nA\n\nB\n\nT"),
        ("A", "A\n\nM", "A\n\nT", "A\n\nT\n\nM"),
        ("A\nB", "A\nM\nB", "A\nT\nB", "A\nT\nM\nB"),
        ("A\nB", "A\nX\nM\nB", "A\nX\nB", "A\nX\nM\nB"),
        ("A\nB", "A\nX\nB", "A\nX\nT\nB", "A\nX\nT\nB"),
        ("A\n\nB", "A1\nA2\n\nB", "A\n\nT\n\nB", "A1\nA2\n\nT\n\nB"),
        ("A\n\nB\n\nC", "A1\n\nB\n\nC1", "A\n\nB2\n\nC", "A1\n\nB2\n\nC1"),
        ("A\nB\nC", "A1\nB1\nC", "A\nB1\nC2", "A1\nB1\nC2"),
        ("A\n\nB\n\nC", "A\n\nM\n\nB\n\nC", "A\n\nB2\n\nC", "A\n\nM\n\nB2\n\nC"),
        ("A\n\nB\n\nC", "M\n\nN\n\nA\n\nB\n\nC", "A\n\nT\n\nB\n\nC", "M\n\nN\n\nA\n\nT\n\nB\n\nC"),
        ("A\nA\nA", "A\nA\nA\nM", "T\nA\nA\nA", "T\nA\nA\nA\nM"),
        ("A", "A1", "A2", None),
        ("A\nB", "A1\nB1", "A\nB2", None),
        ("A\nB\nC", "C", "A\nB2\nC", None),
        ("A\nB\nC", "B\nC\nA", "A2\nB\nC", None),
        ("", "M", "T", None),
        (" \n", "M", "T", None),
        ("A", "", "A\nT", None),
        ("A", "A\nM", " ", None),
        ("A", "A", "T", "T"),
        ("A", "M", "A", "M"),
        ("A", "M", "M", "M"),
        ("A", "", "", ""),
    ],
)
def test_paragraphs_meet(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert paragraph_merge(base, mine, theirs) == merged


def test_a_text_that_would_merge_into_more_than_we_keep_is_a_clash() -> None:
    theirs = after(page({"story": BASE["story"] + "\n" + "t" * 15_000}))

    merged = save(page({"story": "m" * 15_000 + "\n" + BASE["story"]}), theirs)

    assert list(merged.clashes) == ["story"]


def steps(base: str, mine: str, theirs: str) -> int:
    """How many lines of ours a merge runs through: its cost, whatever the machine does."""
    counted = count()

    def trace(frame: FrameType, event: str, _about: Any) -> Any:
        if frame.f_code.co_filename != paragraph_merge.__code__.co_filename:
            return None
        if event == "line":
            next(counted)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        paragraph_merge(base, mine, theirs)
    finally:
        sys.settrace(before)
    return next(counted)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        (["", ""], [" ", ""], ["", " "]),
        (["x", "y"], ["y", "z", "x", "z"], ["z", "x", "y", "y"]),
        (["x"], ["x", "x"], ["x", "y"]),
        (["a", "b", "c", "d"], ["d", "c", "b", "a"], ["a", "z", "c", "y"]),
    ],
)
def test_the_cost_of_a_merge_grows_with_the_text_and_not_with_its_square(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    def hostile(times: int) -> tuple[str, str, str]:
        return "\n".join(base * times), "\n".join(mine * times), "\n".join(theirs * times)

    small, large = steps(*hostile(250)), steps(*hostile(2_500))

    assert large < 11 * small
    assert large < 60 * 4 * 2_500


# Choices


def test_choices_of_both_are_added_and_removed_and_never_clash() -> None:
    theirs = after(page({"forms": ["game", "meeting", "poster"]}))

    merged = save(page({"forms": ["film", "song", "poster"]}), theirs)

    assert not merged.clashes
    assert merged.answers["forms"] == ["meeting", "poster", "song"]


def test_choices_in_a_row_merge_too() -> None:
    theirs = after(page({"outputs.a.places": ["school"]}))

    merged = save(page({"outputs.a.places": ["bus"]}), theirs)

    assert merged.answers["outputs"][0]["places"] == ["school", "bus"]


# A lost answer, a second click


def test_a_page_whose_answer_got_lost_does_not_clash_with_itself() -> None:
    first = save(page({"title": "Mine", "outputs.new-1.name": "Song"}))

    second = save(
        page({"title": "Mine, more", "outputs.new-1.name": "Songs"}),
        first.answers,
        own=first.written,
    )

    assert not second.clashes
    assert second.answers["title"] == "Mine, more"
    assert [row["name"] for row in second.answers["outputs"]] == ["Film", "Game", "C", "Songs"]


def test_a_page_may_go_back_to_what_it_began_with() -> None:
    first = save(page({"title": "Mine"}))

    second = save(page({"title": BASE["title"]}), first.answers, own=first.written)

    assert not second.clashes
    assert second.answers == BASE


def test_what_a_teammate_wrote_after_a_lost_answer_is_not_undone_by_the_second_try() -> None:
    first = save(page({"title": "Mine"}))
    theirs = save(page({"title": "Theirs"}, name="t"), first.answers, base=first.answers).answers

    again = save(page({"title": "Mine"}), theirs, own=first.written)
    more = save(page({"title": "Mine, more"}), theirs, own=first.written)

    assert not again.clashes
    assert not again.changed
    assert again.unseen == {"title"}
    assert more.clashes == {"title": Clash("Mine, more", "Theirs")}


def test_a_merged_text_stays_merged_when_its_page_sends_it_again() -> None:
    theirs = after(page({"story": "One.\n\nTwo.\n\nThree, theirs."}))
    first = save(page({"story": "One, mine.\n\nTwo.\n\nThree."}), theirs)

    again = save(
        page({"story": "One, mine, more.\n\nTwo.\n\nThree."}), first.answers, own=first.written
    )

    assert again.answers["story"] == "One, mine, more.\n\nTwo.\n\nThree, theirs."


def test_a_clash_stays_one_when_its_page_sends_it_again() -> None:
    theirs = after(page({"title": "Theirs"}))
    posted = page({"title": "Mine", "story": "Mine."})
    first = save(posted, theirs)

    again = save(posted, first.answers, own=first.written)

    assert again.clashes == first.clashes
    assert not again.changed


@pytest.mark.parametrize(
    "do",
    [
        Do("add", "outputs", ""),
        Do("up", "", "b"),
        Do("down", "", "b"),
        Do("copy", "", "b"),
        Do("copy", "", "new-1"),
        Do("move", "", "c", after="a"),
        Do("remove", "", "b"),
        Do("up", "", "new-1"),
        Do("remove", "outputs", "new-1"),
    ],
)
def test_a_button_pressed_twice_does_its_work_once(do: Do) -> None:
    posted = page({"outputs.b.name": "Mine", "outputs.new-1.name": "New"}, do)
    first = save(posted)

    again = save(posted, first.answers, own=first.written)

    assert first.changed
    assert again.answers == first.answers
    assert not again.clashes
    assert not again.changed


def test_a_new_row_is_another_one_on_another_page_and_in_another_table() -> None:
    one = save(page({"outputs.new-1.name": "Same", "activities.new-1.what": "Same"}))
    two = save(page({"outputs.new-1.name": "Same"}, name="p2"), one.answers)

    rows = ids(two.answers).split() + ids(two.answers, "activities").split()
    assert len(set(rows)) == len(rows) == 7


def test_a_form_without_a_page_gets_ids_from_us() -> None:
    posted = page({"outputs.new-1.name": "N", "activities.new-1.output": "new-1"}, name="")

    merged = merging.merge(
        SECTION, BASE, BASE, posted, {}, "project", map("id{}".format, count()).__next__
    )

    assert merged.answers["outputs"][-1] == {"id": "id0", "name": "N"}
    assert merged.answers["activities"][-1] == {"id": "id1", "output": "id0"}


# Rows that come


def test_a_row_may_refer_to_another_that_comes_with_it() -> None:
    merged = save(page({"activities.new-2.output": "new-1", "outputs.new-1.name": ""}))

    new = merged.answers["outputs"][-1]["id"]
    assert merged.answers["activities"][-1]["output"] == new
    assert ids(merged.answers) == f"a b c {new}"


def test_an_empty_new_row_is_only_an_invitation_to_write() -> None:
    merged = save(page({"outputs.new-1.name": "", "outputs.new-1.places": []}))

    assert not merged.changed
    assert not merged.written


def test_adding_a_row_saves_the_form_first_and_keeps_the_rows_it_shows() -> None:
    merged = save(
        page({"title": "Mine", "outputs.new-1.name": ""}, Do("add", "outputs", "")),
    )

    assert merged.answers["title"] == "Mine"
    assert len(merged.answers["outputs"]) == 5
    assert merged.reshaped
    assert "outputs" in merged.changed


def test_an_added_row_that_a_teammate_removed_does_not_come_back_with_a_second_try() -> None:
    posted = page(do=Do("add", "outputs", ""))
    first = save(posted)

    again = save(posted, BASE, own=first.written)

    assert first.reshaped
    assert ids(again.answers) == "a b c"


def test_a_number_used_twice_by_one_page_is_refused_instead_of_overwriting() -> None:
    first = save(page({"outputs.new-1.name": "First"}))
    known = first.answers["outputs"][-1]["id"]

    with pytest.raises(Problem):
        save(
            page({f"outputs.{known}.name": "First", "outputs.new-1.name": "Second"}),
            first.answers,
            base=first.answers,
        )


def test_a_table_that_would_outgrow_what_we_take_is_named() -> None:
    many = {**BASE, "outputs": [{"id": f"r{n}", "name": "x"} for n in range(200)]}

    grown = save(page({"outputs.new-1.name": "x"}), many, base=many)
    same = save(page({"outputs.r1.name": "y"}), grown.answers, base=grown.answers)

    assert grown.too_many == ["outputs"]
    assert same.too_many == []


# Rows that go


def test_a_cell_of_a_row_that_a_teammate_removed_is_a_clash_and_never_a_new_row() -> None:
    theirs = after(page(do=Do("remove", "", "b")))

    merged = save(page({"outputs.b.name": "Mine", "outputs.c.name": "Mine too"}), theirs)

    assert merged.clashes == {"outputs.b.name": Clash("Mine", None)}
    assert ids(merged.answers) == "a c"
    assert flat(merged.answers)["outputs.c.name"] == "Mine too"
    assert merged.aside["outputs"][1] == {"id": "b", "name": "Mine"}
    assert ids(merged.aside) == "a b c"
    assert merged.reshaped


def test_a_removed_row_whose_cells_nobody_changed_is_just_gone() -> None:
    theirs = after(page(do=Do("remove", "", "b")))

    merged = save(page(flat(BASE) | {"title": "Mine"}), theirs)

    assert not merged.clashes
    assert ids(merged.answers) == "a c"


def test_a_new_row_of_this_page_that_a_teammate_removed_is_gone_too() -> None:
    first = save(page({"outputs.new-1.name": "Song"}))
    new = first.answers["outputs"][-1]["id"]

    merged = save(page({"outputs.new-1.name": "Songs"}), BASE, own=first.written)

    assert merged.clashes == {f"outputs.{new}.name": Clash("Songs", None)}
    assert ids(merged.answers) == "a b c"
    assert merged.aside["outputs"][-1] == {"id": new, "name": "Songs"}


def test_a_cell_of_a_row_that_never_was_is_refused() -> None:
    with pytest.raises(Problem):
        save(page({"outputs.nobody.name": "Mine", "title": "Mine"}))


def test_removing_a_row_that_a_teammate_changed_is_a_clash_and_removes_nothing() -> None:
    theirs = after(page({"outputs.b.name": "Theirs"}))

    merged = save(page({"title": "Mine"}, Do("remove", "", "b")), theirs)

    assert merged.clashes == {"outputs.b.name": Clash(None, "Theirs")}
    assert ids(merged.answers) == "a b c"
    assert merged.answers["title"] == "Mine"
    assert ids(merged.aside) == "a c"


def test_removing_a_row_that_both_changed_keeps_both_texts() -> None:
    theirs = after(page({"outputs.b.name": "Theirs"}))

    merged = save(page({"outputs.b.name": "Mine"}, Do("remove", "", "b")), theirs)

    assert merged.clashes == {"outputs.b.name": Clash("Mine", "Theirs")}
    assert ids(merged.answers) == "a b c"


def test_a_row_that_both_remove_is_gone_whatever_was_last_written_in_it() -> None:
    theirs = after(page(do=Do("remove", "", "b")))

    merged = save(page({"outputs.b.name": "Mine"}, Do("remove", "", "b")), theirs)

    assert not merged.clashes
    assert ids(merged.answers) == "a c"


def test_removing_a_row_that_this_page_changed_itself_is_no_clash() -> None:
    first = save(page({"outputs.b.name": "Mine"}))

    merged = save(page(do=Do("remove", "", "b")), first.answers, own=first.written)

    assert not merged.clashes
    assert ids(merged.answers) == "a c"


def test_removing_a_row_leaves_the_references_to_it_for_the_checks() -> None:
    merged = save(page(do=Do("remove", "", "a")))

    assert merged.answers["activities"][0]["output"] == "a"
    assert "outputs.a.name" in merged.changed


def test_a_new_row_that_is_removed_before_it_was_saved_never_begins() -> None:
    merged = save(page({"outputs.new-1.name": "Oh no"}, Do("remove", "", "new-1")))

    assert merged.answers == BASE
    assert not merged.changed


def test_a_new_row_number_in_two_tables_must_name_its_table() -> None:
    written: dict[str, Value] = {"outputs.new-1.name": "N", "activities.new-1.what": "W"}

    with pytest.raises(Problem):
        save(page(written, Do("remove", "", "new-1")))
    merged = save(page(written, Do("remove", "outputs", "new-1")))

    assert len(merged.answers["outputs"]) == 3
    assert len(merged.answers["activities"]) == 2


# Rows that move


@pytest.mark.parametrize(
    ("do", "order"),
    [
        (Do("up", "", "b"), "b a c"),
        (Do("down", "", "b"), "a c b"),
        (Do("up", "", "a"), "a b c"),
        (Do("down", "", "c"), "a b c"),
        (Do("up", "outputs", "c"), "a c b"),
        (Do("up", "activities", "c"), "a b c"),
        (Do("up", "", "gone"), "a b c"),
    ],
)
def test_a_row_moves_by_one(do: Do, order: str) -> None:
    merged = save(page({"title": "Mine"}, do))

    assert ids(merged.answers) == order
    assert merged.reshaped == (order != "a b c") == ("outputs" in merged.changed)
    assert merged.answers["title"] == "Mine"


def test_a_row_moves_while_a_teammate_writes_in_it_and_adds_another() -> None:
    theirs = after(page({"outputs.b.name": "Theirs", "outputs.new-1.name": "New"}))

    merged = save(page({"outputs.a.name": "Mine"}, Do("up", "", "b")), theirs)

    new = theirs["outputs"][-1]["id"]
    assert not merged.clashes
    assert ids(merged.answers) == f"b a c {new}"
    assert [row["name"] for row in merged.answers["outputs"]] == ["Theirs", "Mine", "C", "New"]


def test_two_teammates_move_rows_and_both_moves_count() -> None:
    theirs = after(page(do=Do("down", "", "a")))

    assert ids(save(page(do=Do("up", "", "c")), theirs).answers) == "c b a"


def test_two_teammates_who_move_the_same_row_up_move_it_once() -> None:
    theirs = after(page(do=Do("up", "", "c")))

    assert ids(save(page(do=Do("up", "", "c")), theirs).answers) == "a c b"


def test_moving_a_row_that_is_gone_or_past_one_that_is_gone_does_nothing() -> None:
    theirs = after(page(do=Do("remove", "", "b")))

    assert ids(save(page(do=Do("up", "", "b")), theirs).answers) == "a c"
    assert ids(save(page(do=Do("up", "", "c")), theirs).answers) == "a c"


def test_a_row_this_page_has_never_seen_can_still_be_moved() -> None:
    theirs = after(page({"outputs.new-1.name": "New"}))
    new = theirs["outputs"][-1]["id"]

    assert ids(save(page(do=Do("up", "", new)), theirs).answers) == f"a b {new} c"


# Whatever two people do

ROWS = ("a", "b", "c")
FIELDS = ("title", "story", "causes", "forms")


class Hand:
    """Draws what one person does to the form, and remembers every new thing they typed."""

    def __init__(self, draw: st.DrawFn, name: str) -> None:
        self.draw, self.name, self.numbers = draw, name, count()
        self.typed: dict[str, list[str]] = {}

    def marker(self, name: str) -> str:
        marker = f"{self.name}{next(self.numbers)}!"
        self.typed.setdefault(name, []).append(marker)
        return marker

    def text(self, name: str, before: str) -> str:
        lines = before.split("\n")
        for _n in range(self.draw(st.integers(0, 3))):
            at = self.draw(st.integers(0, len(lines)))
            new = self.draw(st.sampled_from([self.marker(name), "", "same"]))
            lines[at : at + self.draw(st.integers(0, 2))] = [new]
        return "\n".join(lines)

    def value(self, name: str, before: Any) -> Value:
        kind = saving.question(SECTION, name)
        assert kind
        if kind.kind == "several":
            kept = [code for code in before or [] if self.draw(st.booleans())]
            return [*kept, *([self.marker(name)] if self.draw(st.booleans()) else ["same"])]
        if kind.kind in ("prose", "lines"):
            return self.text(name, before or "")
        fresh = self.marker(name) if self.draw(st.booleans()) else "same"
        choice: str = self.draw(st.sampled_from([before or "", "", fresh, fresh]))
        return choice

    def form(self, base: Answers) -> Posted:
        cells = [f"outputs.{row}.{c}" for row in (*ROWS, "new-1") for c in ("name", "about")]
        names = [*FIELDS, *cells, "outputs.a.places", "activities.x.what"]
        before = flat(base)
        chosen = self.draw(st.lists(st.sampled_from(names), unique=True))
        self.typed.clear()
        written = {name: self.value(name, before.get(name)) for name in chosen}
        for name, value in written.items():  # what was typed over again before it was sent
            kept = "\n".join(value) if isinstance(value, list) else value
            self.typed[name] = [m for m in self.typed.get(name, []) if m in kept]
        return Posted(5, self.name, written, self.draw(buttons))


buttons = st.one_of(
    st.none(),
    st.builds(
        Do,
        st.sampled_from(["up", "down", "copy", "remove"]),
        st.just("outputs"),
        st.sampled_from([*ROWS, "new-1"]),
    ),
    st.builds(
        Do,
        st.just("move"),
        st.just("outputs"),
        st.sampled_from(ROWS),
        st.sampled_from(["", *ROWS]),
    ),
    st.builds(Do, st.just("add"), st.sampled_from(["outputs", "activities"]), st.just("")),
)


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Posted, Posted, list[str]]:
    """Theirs, mine, and the markers that either typed and did not themselves remove."""
    theirs, mine = Hand(draw, "t"), Hand(draw, "m")
    forms = theirs.form(BASE), mine.form(BASE)
    markers = []
    for hand, posted in zip((theirs, mine), forms, strict=True):
        thrown = f"outputs.{posted.do.row}." if posted.do and posted.do.verb == "remove" else "?"
        for name, typed in hand.typed.items():
            markers += [] if name.startswith(thrown) else typed
    return forms[0], forms[1], markers


@settings(max_examples=400, deadline=None)
@given(meetings())
def test_nothing_that_either_typed_is_lost(meeting: tuple[Posted, Posted, list[str]]) -> None:
    theirs, mine, markers = meeting
    latest = save(theirs).answers

    merged = save(mine, latest)

    stands, aside = str(merged.answers), flat(merged.aside)
    mine_kept = stands + str([clash.mine for clash in merged.clashes.values()])
    assert all(marker in (stands if marker[0] == "t" else mine_kept) for marker in markers)
    if mine.do is None or mine.do.verb != "remove":
        assert all(aside[name] == clash.mine for name, clash in merged.clashes.items())
        assert all(marker in str(aside) for marker in markers if marker[0] == "m")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_team_with_a_bad_connection_loses_nothing(drawn: st.DataObject) -> None:
    """Pages save in any order, each with what it was shown, and some answers get lost."""
    latest, everything = BASE, ""
    shown: dict[int, Answers] = dict.fromkeys(range(3), BASE)
    own: dict[int, dict[str, Value]] = {n: {} for n in shown}
    seen: dict[int, set[str]] = {n: set() for n in shown}
    for turn in range(drawn.draw(st.integers(1, 6))):
        n = drawn.draw(st.sampled_from([*shown]))
        story = drawn.draw(paragraphs(str(own[n].get("story", shown[n]["story"])), f"{turn}!"))
        posted = page({"title": f"title{turn}!", "story": story}, name=f"p{n}")

        merged = save(posted, latest, base=shown[n], own=own[n])

        everything += str((merged.answers, merged.aside))
        unseen = set(re.findall(r"\|\d+!\|", latest["story"])) - seen[n]
        assert all(paragraph in merged.answers["story"] for paragraph in unseen)
        assert f"title{turn}!" in everything
        assert story in (merged.aside["story"], merged.written.get("story", merged.aside["story"]))
        latest = merged.answers
        seen[n].add(f"|{turn}!|")
        if drawn.draw(st.booleans()):  # the answer arrives, and the page shows what is saved
            shown[n], own[n] = latest, {}
            seen[n] |= set(re.findall(r"\|\d+!\|", latest["story"]))
        else:
            own[n] |= merged.written


@st.composite
def paragraphs(draw: st.DrawFn, before: str, marker: str) -> str:
    lines = before.split("\n")
    at = draw(st.integers(0, len(lines)))
    lines[at : at + draw(st.integers(0, 2))] = [f"|{marker}|"]
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(meetings())
def test_alone_a_save_is_exactly_what_was_typed(meeting: tuple[Posted, Posted, list[str]]) -> None:
    mine = meeting[1]
    alone = Posted(mine.base, mine.page, mine.written, None)

    merged = save(alone)

    now, real = flat(merged.answers), saving.naming(mine.page, "project", str)
    written = saving.renamed(SECTION, mine.written, real)
    assert not merged.clashes
    assert all(saving.same(now.get(name), value) for name, value in written.items())
    assert all(saving.same(now.get(n), was) for n, was in flat(BASE).items() if n not in written)
    assert not merged.unseen
    assert merged.aside == merged.answers
    assert (merged.answers == BASE) == (not merged.changed)


@settings(max_examples=300, deadline=None)
@given(meetings())
def test_sending_the_same_again_changes_nothing(meeting: tuple[Posted, Posted, list[str]]) -> None:
    theirs, mine, _markers = meeting
    first = save(mine, save(theirs).answers)

    again = save(mine, first.answers, own=first.written)

    assert again.answers == first.answers
    assert not again.changed
    assert again.clashes == first.clashes


@settings(max_examples=300, deadline=None)
@given(st.tuples(*[st.lists(st.sampled_from(["A", "B", "", "C", "D"]), max_size=7)] * 3))
def test_a_merge_of_paragraphs_is_the_same_for_both_but_for_the_order_of_what_both_add(
    texts: tuple[list[str], list[str], list[str]],
) -> None:
    base, mine, theirs = ("\n".join(lines) for lines in texts)

    one, other = paragraph_merge(base, mine, theirs), paragraph_merge(base, theirs, mine)

    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert sorted(one.split("\n")) == sorted(other.split("\n"))
