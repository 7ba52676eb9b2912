"""The workflow as a table: when each move is open, where it leads, and what it needs."""

from typing import Any
from uuid import uuid4

import pytest

from app.errors import NotOpen, Reason
from app.models import Project, State
from app.models.base import now
from app.rules import workflow
from app.rules.policy import POLICY
from app.rules.workflow import MOVES, Facts

# move: the states it leaves → the state it enters; everything else is refused.
TABLE = """
send       idea                                → idea_sent
welcome    idea_sent                           → developing
return     idea_sent                           → idea
ready      developing                          → ready
submit     ready                               → awaiting_approval
send_back  awaiting_approval                   → ready
publish    awaiting_approval                   → published
pause      published                           → paused
resume     paused                              → published
match      published                           → matched
withdraw   idea idea_sent developing ready awaiting_approval published paused matched → withdrawn
reopen     withdrawn                           → developing
archive    idea developing matched withdrawn   → archived
"""
ROWS = [line.partition("→") for line in TABLE.strip().splitlines()]
EXPECTED = {left.split()[0]: (set(left.split()[1:]), right.strip()) for left, _arrow, right in ROWS}

FINE = Facts(
    mentor=True, snapshot=True, unchanged=True, signed_off=True, agreed=True, ticked=True, note="…"
)
WRONG = [Reason("something is missing")]

# What each move needs: one fact that is not as it should be, and nothing else.
NEEDS: dict[str, list[dict[str, Any]]] = {
    "send": [{"think": WRONG}, {"unconfirmed": True}, {"account_consent": False}],
    "welcome": [{"mentor": False}],
    "return": [{"note": " "}],
    "ready": [{"think": WRONG}, {"act": WRONG}, {"snapshot": False}, {"unchanged": False}],
    "submit": [{"share": WRONG}],
    "send_back": [{"note": ""}],
    "publish": [
        {"think": WRONG}, {"act": WRONG}, {"share": WRONG}, {"signed_off": False},
        {"account_consent": False}, {"publish_consent": False}, {"ticked": False},
    ],
    "match": [{"agreed": False}],
    "archive": [{"note": ""}],
}  # fmt: skip


def project(state: State, *, welcomed: bool = True) -> Project:
    welcomed_at = now() if welcomed else None
    return Project(
        camp_id=uuid4(), code="abc234", language="en", state=state, welcomed_at=welcomed_at
    )


def facts(**wrong: object) -> Facts:
    return Facts(**{**vars(FINE), **wrong})


def test_the_table_knows_every_move_and_every_action_is_in_the_policy() -> None:
    assert EXPECTED.keys() == MOVES.keys()
    assert {move.action for move in MOVES.values()} <= POLICY.keys()


@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_open_where_the_table_says_and_nowhere_else(name: str) -> None:
    leaves, enters = EXPECTED[name]
    for state in State:
        if state in leaves:
            assert workflow.check(project(state), name, FINE) == enters
        else:
            with pytest.raises(NotOpen):
                workflow.check(project(state), name, FINE)


def test_every_state_is_reached_and_every_state_but_the_last_is_left() -> None:
    reached = {move.enters for move in MOVES.values()} | {State.idea}
    left = {state for move in MOVES.values() for state in move.leaves}
    assert reached == set(State)
    assert set(State) - left == {State.archived}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_refused_with_a_reason_for_each_thing_that_is_missing(name: str) -> None:
    state = next(iter(MOVES[name].leaves))
    for wrong in NEEDS.get(name, []):
        with pytest.raises(NotOpen) as refused:
            workflow.check(project(state), name, facts(**wrong))
        assert len(refused.value.because) == 1, wrong
    every = {key: value for wrong in NEEDS.get(name, []) for key, value in wrong.items()}
    if "snapshot" in every:
        del every["unchanged"]  # of a snapshot that is not there nothing else is said
    assert len(workflow.missing(name, facts(**every))) == len(every)


def test_an_idea_that_was_never_welcomed_is_reopened_as_an_idea() -> None:
    assert workflow.check(project(State.withdrawn, welcomed=False), "reopen", FINE) == State.idea


def test_an_edit_takes_readiness_back_but_an_edit_of_the_pitch_only_the_wait_for_approval() -> None:
    edited = {state: workflow.after_edit(state, "budget") for state in State}
    assert {was for was, after in edited.items() if was != after} == {
        State.ready,
        State.awaiting_approval,
    }
    assert {edited[State.ready], edited[State.awaiting_approval]} == {State.developing}
    assert workflow.after_edit(State.ready, "pitch") == State.ready
    assert workflow.after_edit(State.awaiting_approval, "pitch") == State.ready
    assert workflow.after_edit(State.published, "pitch") == State.published


def test_a_mentor_who_asks_for_changes_takes_the_own_ready_back() -> None:
    after = {state: workflow.after_request(state) for state in State}
    assert after[State.ready] == after[State.awaiting_approval] == State.developing
    assert all(
        now == was for was, now in after.items() if was not in {"ready", "awaiting_approval"}
    )
