"""The buttons of a table, as people press them: again after a lost answer, one after another, and
while a teammate presses others."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Problem
from app.rules import merging, rows, saving
from app.rules.buttons import Do, Verb
from app.rules.merging import Merged
from app.rules.saving import Posted, Value, flat
from app.rules.template.shape import Answers, Field, Section, Table

SECTION = Section(
    "act",
    "act",
    (
        Field("title"),
        Table("steps", (Field("what"), Field("how", "prose"), Field("places", "several"))),
        Table("lines", (Field("item"), Field("step", "row", refers="steps"))),
    ),
)
BASE: Answers = {
    "steps": [
        {"id": "a", "what": "Ask", "how": "On paper", "places": ["school"]},
        {"id": "b", "what": "Build"},
        {"id": "c", "what": "Call"},
        {"id": "d", "what": "Dance"},
    ],
    "lines": [{"id": "x", "item": "Paper", "step": "a"}],
}


def save(
    posted: Posted,
    latest: Answers = BASE,
    *,
    base: Answers | None = None,
    own: dict[str, Value] | None = None,
    lost: Answers | None = None,
) -> Merged:
    base = latest if base is None else base
    kept = deepcopy((base, latest, lost))
    merged = merging.merge(SECTION, base, latest, posted, own or {}, "project", lost=lost)
    assert (base, latest, lost) == kept
    return merged


def press(verb: Verb, row: str, typed: dict[str, Value] | None = None, **about: str) -> Posted:
    return Posted(7, "p1", typed or {}, Do(verb, "steps", row, **about))


def ids(answers: Answers) -> str:
    return " ".join(row["id"] for row in answers["steps"])


# A copy


def test_a_copy_stands_below_its_row_with_all_that_was_just_typed() -> None:
    merged = save(press("copy", "a", {"steps.a.what": "Ask again"}))

    one, two, *rest = merged.answers["steps"]
    assert one["what"] == two["what"] == "Ask again"
    assert two == one | {"id": two["id"]}
    assert [row["id"] for row in rest] == ["b", "c", "d"]
    assert merged.reshaped


def test_a_copy_shares_nothing_with_its_row() -> None:
    merged = save(press("copy", "a"))
    merged.answers["steps"][1]["places"].append("camp")

    assert merged.answers["steps"][0]["places"] == ["school"]


def test_a_copy_is_made_once_and_a_teammate_may_remove_it() -> None:
    first = save(press("copy", "a"))
    copy = first.answers["steps"][1]["id"]
    again = save(press("copy", "a"), first.answers, base=BASE, own=first.written)
    gone = save(press("remove", copy), first.answers)

    assert again.answers == first.answers
    assert not again.changed
    assert save(press("copy", "a"), gone.answers, base=BASE, own=first.written).answers == BASE


def test_from_a_newer_version_the_same_page_makes_another_copy() -> None:
    first = save(press("copy", "a"))
    second = save(Posted(8, "p1", {}, Do("copy", "steps", "a")), first.answers)

    assert len(set(ids(second.answers).split())) == 6


def test_a_new_row_can_be_copied_before_it_was_ever_saved() -> None:
    merged = save(press("copy", "new-1", {"steps.new-1.what": "New"}))

    assert [row["what"] for row in merged.answers["steps"][-2:]] == ["New", "New"]


def test_a_row_that_a_teammate_removed_is_not_copied() -> None:
    theirs = save(press("remove", "b")).answers

    assert save(press("copy", "b"), theirs, base=BASE).answers == theirs


# Another place


@pytest.mark.parametrize(
    ("row", "after", "order"),
    [
        ("a", "c", "b c a d"),
        ("d", "", "d a b c"),
        ("c", "a", "a c b d"),
        ("b", "a", "a b c d"),
        ("b", "b", "a b c d"),
        ("b", "never", "a b c d"),
        ("never", "a", "a b c d"),
    ],
)
def test_a_row_is_moved_below_another(row: str, after: str, order: str) -> None:
    assert ids(save(press("move", row, after=after)).answers) == order


def test_a_row_moved_below_one_that_is_gone_goes_below_the_one_above_that() -> None:
    theirs = save(press("remove", "c")).answers

    assert ids(save(press("move", "a", after="c"), theirs, base=BASE).answers) == "b a d"


def test_a_teammate_adds_a_row_while_another_is_dragged() -> None:
    theirs = save(press("copy", "a"))
    copy = theirs.answers["steps"][1]["id"]

    mine = save(press("move", "d", after="a"), theirs.answers, base=BASE)

    assert ids(mine.answers) == f"a d {copy} b c"
    assert not mine.clashes


def test_two_teammates_drag_two_rows_and_both_are_where_they_were_put() -> None:
    theirs = save(press("move", "a", after="d")).answers

    assert ids(save(press("move", "c", after=""), theirs, base=BASE).answers) == "c b d a"


# Removed, and back


def test_a_removed_row_comes_back_to_its_place_with_everything_and_once() -> None:
    gone = save(press("remove", "b"))
    back = save(press("restore", "b"), gone.answers, lost=BASE)
    again = save(press("restore", "b"), back.answers, base=gone.answers, own=back.written,
                 lost=BASE)  # fmt: skip

    assert gone.removed == ("steps", "b")
    assert back.answers == again.answers == BASE
    assert back.reshaped
    assert not again.changed


def test_a_row_comes_back_below_the_one_that_is_still_there() -> None:
    gone = save(press("remove", "c"), save(press("remove", "b")).answers).answers
    moved = save(press("move", "d", after=""), gone).answers

    assert ids(save(press("restore", "c"), moved, lost=BASE).answers) == "d a c"


def test_what_was_typed_into_a_row_and_not_saved_yet_parts_with_it() -> None:
    gone = save(press("remove", "b", {"steps.b.how": "With wood", "title": "Mine"}))

    assert gone.answers["title"] == "Mine"
    assert gone.parting is not None
    back = save(press("restore", "b"), gone.answers, lost=gone.parting)
    assert rows.find(back.answers, ("steps", "b")) == {
        "id": "b", "what": "Build", "how": "With wood",
    }  # fmt: skip


def test_a_new_row_with_something_in_it_can_be_brought_back_too() -> None:
    gone = save(press("remove", "new-1", {"steps.new-1.what": "New"}))

    assert gone.answers == BASE
    assert gone.parting is not None
    assert gone.removed is not None
    back = save(press("restore", gone.removed[1]), gone.answers, lost=gone.parting)
    assert back.answers["steps"][-1]["what"] == "New"


def test_an_empty_new_row_that_is_removed_leaves_nothing_to_bring_back() -> None:
    gone = save(press("remove", "new-1", {"steps.new-1.what": ""}))

    assert gone.removed is None
    assert gone.parting is None


def test_a_row_that_could_not_be_removed_is_not_offered_back() -> None:
    theirs = save(Posted(7, "p2", {"steps.b.what": "Theirs"}, None)).answers

    refused = save(press("remove", "b"), theirs, base=BASE)

    assert refused.clashes
    assert refused.removed is None


def test_a_row_that_never_was_cannot_be_brought_back() -> None:
    for lost in (None, BASE):
        with pytest.raises(Problem):
            save(press("restore", "zz"), lost=lost)


def test_a_reference_to_a_row_that_comes_back_holds_again() -> None:
    gone = save(press("remove", "a")).answers
    back = save(press("restore", "a"), gone, lost=BASE).answers

    assert back["lines"][0]["step"] == back["steps"][0]["id"]


# Whatever is pressed, and however often

VERBS: tuple[Verb | None, ...] = (
    "up", "down", "move", "remove", "copy", "restore", "add", None,
)  # fmt: skip
words = st.text("abcß \n\t", max_size=6)
cells = st.fixed_dictionaries({"what": words, "how": words, "places": st.lists(words, max_size=2)})


@dataclass
class Desk:
    """One section with its history, as the service keeps it."""

    versions: list[Answers]

    @property
    def now(self) -> Answers:
        return self.versions[-1]

    def lost(self, row: str) -> Answers | None:
        return next(
            (one for one in reversed(self.versions) if rows.find(one, ("steps", row))), None
        )

    def post(self, do: Do | None, written: dict[str, Value], page: str) -> Merged:
        """From a fresh page; its answer gets lost, and it is sent again."""
        posted = Posted(len(self.versions), page, written, do)
        shown = self.now
        lost = self.lost(do.row) if do and do.verb == "restore" else None
        first = save(posted, shown, lost=lost)
        self.versions += [one for one in (first.parting, first.answers) if one is not None]
        again = save(posted, self.now, base=shown, own=first.written, lost=lost)
        assert again.answers == first.answers, (do, written)
        assert again.parting is None
        assert not again.changed
        assert not again.clashes
        return first


@settings(max_examples=200, deadline=None)
@given(st.lists(cells, max_size=5), st.data())
def test_no_sequence_of_buttons_loses_a_cell_and_each_acts_once(
    table: list[dict[str, Any]], drawn: st.DataObject
) -> None:
    """Every cell that ever was in a row is there, or comes back with its row."""
    desk = Desk([{"steps": [{"id": f"r{n}", **row} for n, row in enumerate(table)]}])
    everything = {row["id"]: row for row in desk.now["steps"]}
    for turn in range(drawn.draw(st.integers(1, 8))):
        here = [row["id"] for row in desk.now["steps"]]
        verb = drawn.draw(st.sampled_from(VERBS))
        gone = [row for row in everything if row not in here]
        known = gone if verb == "restore" else here if verb != "add" else [""]
        if verb and not known:
            continue
        row = drawn.draw(st.sampled_from(known)) if verb else ""
        after = drawn.draw(st.sampled_from(["", *here])) if verb == "move" else ""
        written: dict[str, Value] = {}
        for place in drawn.draw(st.lists(st.sampled_from([*here, "new-1"]), unique=True)):
            column = drawn.draw(st.sampled_from(["what", "how"]))
            written[f"steps.{place}.{column}"] = drawn.draw(words)
        before = deepcopy(desk.now["steps"])
        merged = desk.post(Do(verb, "steps", row, after) if verb else None, written, f"t{turn}")

        now = {one["id"]: one for one in desk.now["steps"]}
        assert len(now) == len(desk.now["steps"]), "no row is there twice"
        stands = flat(merged.parting or merged.answers)
        assert all(saving.same(stands.get(name), text) for name, text in merged.written.items())
        everything |= {one["id"]: one for one in (merged.parting or {}).get("steps", [])} | now
        missing = {one["id"] for one in before} - now.keys()
        assert missing == ({row} if verb == "remove" else set())
        if verb == "copy":
            source, copy = now[row], merged.answers["steps"][here.index(row) + 1]
            assert copy == source | {"id": copy["id"]}

    for row in everything.keys() - {one["id"] for one in desk.now["steps"]}:
        desk.post(Do("restore", "steps", row), {}, f"back-{row}")
    assert {one["id"]: one for one in desk.now["steps"]} == everything


@settings(max_examples=200, deadline=None)
@given(st.permutations("abcd"), st.data())
def test_any_order_is_a_few_moves_away(wanted: list[str], drawn: st.DataObject) -> None:
    now = BASE
    for at, row in enumerate(wanted):
        now = save(press("move", row, after=wanted[at - 1] if at else ""), now).answers

    assert ids(now) == " ".join(wanted)
    assert sorted(map(str, now["steps"])) == sorted(map(str, BASE["steps"]))
