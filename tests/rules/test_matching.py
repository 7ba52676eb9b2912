"""Which mentor is proposed first, whatever the mentors are like."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.i18n import speaking
from app.rules.matching import Candidate, Wanted, stops, suggested

WANTED = Wanted("ru", "prevention")
THEMES = ("prevention", "protection", "prosecution", "partnership")
some_mentor = st.builds(
    Candidate,
    id=st.uuids(),
    name=st.text(max_size=8),
    vetted=st.booleans(),
    load=st.integers(0, 5),
    most=st.none() | st.integers(0, 4),
    languages=st.frozensets(st.sampled_from(("en", "ru", "be"))),
    themes=st.frozensets(st.sampled_from(THEMES)),
    away_until=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    conflict=st.booleans(),
    here=st.booleans(),
)
mentors = st.lists(some_mentor, max_size=8, unique_by=lambda one: one.id)


def mentor(name: str, **about: object) -> Candidate:
    return Candidate(**({"id": uuid4(), "name": name, "vetted": True} | about))  # type: ignore[arg-type]


def order(*ones: Candidate) -> list[str]:
    return [match.mentor.name for match in suggested(ones, WANTED)]


@given(mentors)
def test_everybody_stands_in_the_list_once_and_whoever_cannot_be_asked_below_the_others(
    ones: list[Candidate],
) -> None:
    found = suggested(ones, WANTED)
    assert {match.mentor.id for match in found} == {one.id for one in ones}
    assert len(found) == len(ones)
    stopped = [match.stops is not None for match in found]
    assert stopped == sorted(stopped)


@given(mentors, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_asking(
    ones: list[Candidate], random: object
) -> None:
    shuffled = list(ones)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert suggested(shuffled, WANTED) == suggested(ones, WANTED)


@given(some_mentor)
def test_whoever_can_be_asked_is_vetted_present_and_without_conflict(one: Candidate) -> None:
    can = one.vetted and not one.away_until and not one.conflict and not one.here
    assert (stops(one) is None) == can


@given(mentors, st.data())
def test_one_more_project_moves_nobody_up(ones: list[Candidate], data: st.DataObject) -> None:
    if not ones:
        return
    busier = data.draw(st.sampled_from(ones))
    after = [
        Candidate(**(vars(one) | {"load": one.load + 1})) if one is busier else one for one in ones
    ]
    assert _place(after, busier.id) >= _place(ones, busier.id)


def _place(ones: list[Candidate], id: UUID) -> int:
    return [match.mentor.id for match in suggested(ones, WANTED)].index(id)


@given(some_mentor)
def test_every_mentor_has_reasons_and_they_can_be_read_in_every_language(one: Candidate) -> None:
    (match,) = suggested([one], WANTED)
    for language in ("en", "ru", "be"):
        with speaking(language):
            words = [because.says for because in match.because]
            assert words
            assert not any("{" in says for says in words)
            assert match.stops is None or "{" not in match.stops.says


def test_language_comes_before_theme_and_theme_before_places() -> None:
    speaks = mentor("Speaks", languages=frozenset({"ru"}), themes=frozenset({"protection"}))
    knows = mentor("Knows", languages=frozenset({"en"}), themes=frozenset({"prevention"}))
    says_nothing = mentor("Says nothing")
    full = mentor("Full", languages=frozenset({"ru"}), themes=frozenset({"prevention"}), load=2,
                  most=2)  # fmt: skip
    assert order(knows, says_nothing, speaks, full) == ["Full", "Speaks", "Says nothing", "Knows"]


def test_among_equals_whoever_helps_fewest_stands_first_and_then_the_alphabet() -> None:
    assert order(mentor("Anna", load=2), mentor("Vika"), mentor("Boris")) == [
        "Boris", "Vika", "Anna",
    ]  # fmt: skip


def test_the_reasons_are_words() -> None:
    one = mentor("Boris", languages=frozenset({"ru", "be"}), themes=frozenset({"prevention"}),
                 load=1, most=2)  # fmt: skip
    (match,) = suggested([one], WANTED)
    assert [because.says for because in match.because] == [
        "Writes Russian with the team.",
        "Knows the theme.",
        "Free places: 1 of 2.",
        "Vetted, not away, no conflict of interest.",
    ]
