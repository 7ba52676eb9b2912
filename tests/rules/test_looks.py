"""What is shown of a plan that somebody has seen before, and from when on it is a new visit."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.rules.comparing import Difference, compare
from app.rules.looks import VISIT, Looked, excerpts, looked
from app.rules.passages import Span, cut, lines
from app.rules.pointing import Target
from app.rules.template import template
from app.rules.template.shape import Answers, Plan
from tests.rules.test_comparing import PAIRS

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def places(plan: Plan) -> list[str]:
    """Every place of it, and one that it has not."""
    found = ["budget.gone"]
    for key, answers in plan.items():
        found.append(Target(key).key)
        for name, answer in answers.items():
            found.append(name)
            if isinstance(answer, list):
                found += [f"{name}.{row['id']}" for row in answer if isinstance(row, dict)]
    return found


@given(PAIRS, st.data())
def test_every_difference_is_shown_and_nothing_equal_but_for_an_open_point(
    pair: tuple[str, Answers, Answers], data: st.DataObject
) -> None:
    section, was, now = pair
    new = {section: now}
    wanted = data.draw(st.sets(st.sampled_from(places(new))))
    asked = template().sections[section]
    compared = compare(asked, was, now)
    differ = set()
    for one in compared.questions:
        if isinstance(one, Difference):
            differ.add(one.field.key)
        else:
            differ |= {f"{one.table.key}.{row.row['id']}" for row in one.rows}

    shown = [place for one in excerpts(template(), new, [compared], wanted) for place in one.places]

    keys = [place.target.key for place in shown]
    assert len(keys) == len(set(keys))
    assert {place.target.key for place in shown if place.differs} == differ
    there = {*places(new), *(question.key for question in asked.questions)} - {"budget.gone"}
    assert set(keys) == differ | (wanted & there)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=12), st.data())
def test_a_reload_within_a_visit_moves_nothing(minutes: list[int], data: st.DataObject) -> None:
    """Whoever comes back is compared with what had been shown when the last visit ended."""
    last: Looked | None = None
    at, newest, before, answered = NOON, 1, None, 0
    for gap in minutes:
        newest += data.draw(st.integers(0, 1))
        at += timedelta(minutes=gap)
        away = timedelta(minutes=gap) >= VISIT
        arrived = last is not None and newest > last.snapshot
        if last is not None and (
            away or (arrived and (before is None or answered == last.snapshot))
        ):
            before = last.snapshot
        last = looked(last, newest, at, answered)
        assert (last.snapshot, last.before, last.at) == (newest, before, at)
        answered = data.draw(st.sampled_from((answered, newest)))
    assert looked(last, 1, at).snapshot == newest  # an old one is read again


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@given(st.text("aб <\n", max_size=40), SPANS)
def test_marked_passages_leave_the_text_as_it_is(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(start, end, number) for number, (start, end) in enumerate(ends)]
    real = [one for one in spans if 0 <= one.start < one.end <= len(text)]

    parts = list(cut(text, spans))

    assert "".join(part.text for part in parts) == text
    assert sorted(of for part in parts for of in part.ends) == [one.of for one in real]
    at = 0
    for part in parts:
        over = [one for one in real if one.start <= at < one.end]
        assert part.marked == bool(over)
        at += len(part.text)
    kept = [line for paragraph in lines(text, spans) for line in paragraph]
    assert ["".join(part.text for part in line) for line in kept] == [
        line for line in text.split("\n") if line.strip()
    ]
