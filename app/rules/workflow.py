"""How a project travels from idea to pitch. The whole journey is ``MOVES``.

Policy says *who* may make a move (its ``action``); this table says *when*: which states it
leaves, which it enters, and what must be true.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.errors import NotOpen, Phrase, Reason
from app.i18n import _
from app.models import Project, State


@dataclass(frozen=True)
class Facts:
    """What conditions look at, gathered once by ``services.projects``."""

    think: list[Reason] = field(default_factory=list)  # must-fix checks that fail, by stage
    act: list[Reason] = field(default_factory=list)
    share: list[Reason] = field(default_factory=list)
    dignity: list[Reason] = field(default_factory=list)  # phrases that are still asked about
    unconfirmed: bool = False  # somebody of the team is not ticked off yet
    account_consent: bool = True  # of everyone under 16
    publish_consent: bool = True  # of everyone under 18
    mentor: bool = False  # chosen, and the vetting is valid
    snapshot: bool = False  # the team has asked for feedback
    unchanged: bool = False  # … and nothing was saved since
    signed_off: bool = False  # the newest snapshot that the mentor judged was marked ready
    agreed: bool = False  # an interest has been agreed
    ticked: bool = False  # "read for dignity, nobody identifiable"
    note: str = ""


Condition = Callable[[Facts], list[Reason]]


def think_holds(facts: Facts) -> list[Reason]:
    return facts.think


def act_holds(facts: Facts) -> list[Reason]:
    return facts.act


def share_holds(facts: Facts) -> list[Reason]:
    return facts.share


def dignity_holds(facts: Facts) -> list[Reason]:
    """Check V23. Drafting, feedback and the mentor's word are never stopped by it."""
    return facts.dignity


def confirmed(facts: Facts) -> list[Reason]:
    return _unless(
        not facts.unconfirmed,
        _("A coordinator has not ticked off everybody of the team yet. Ask at the camp's desk."),
    )


def account_consents(facts: Facts) -> list[Reason]:
    return _unless(
        facts.account_consent,
        _("The guardian of somebody in the team who is under 16 has not consented yet."),
    )


def publish_consents(facts: Facts) -> list[Reason]:
    return _unless(
        facts.publish_consent,
        _("A guardian's consent to publish is missing for somebody in the team who is under 18."),
    )


def a_vetted_mentor(facts: Facts) -> list[Reason]:
    return _unless(facts.mentor, _("Choose a mentor whose vetting is valid."))


def a_note(facts: Facts) -> list[Reason]:
    return _unless(bool(facts.note.strip()), _("Write a note: the team will read it."))


def shown_to_others(facts: Facts) -> list[Reason]:
    """What a team writes may reach the adults beside it."""
    return [*confirmed(facts), *account_consents(facts)]


def what_was_read(facts: Facts) -> list[Reason]:
    """A mentor judges a snapshot, so it must be what stands there."""
    if not facts.snapshot:
        return _unless(False, _("The team has not asked for feedback yet."))
    return _unless(facts.unchanged, _("The team has changed it since. Ask them to send it again."))


def signed_off(facts: Facts) -> list[Reason]:
    return _unless(facts.signed_off, _("The mentor has not marked the newest snapshot ready."))


def read_for_dignity(facts: Facts) -> list[Reason]:
    return _unless(
        facts.ticked, _("Read the pitch for dignity, then tick that nobody can be identified.")
    )


def an_agreed_interest(facts: Facts) -> list[Reason]:
    return _unless(facts.agreed, _("No interest in this pitch has been agreed yet."))


def _unless(holds: bool, says: Phrase) -> list[Reason]:
    return [] if holds else [Reason(says)]


@dataclass(frozen=True)
class Move:
    """``refuses``: what a page says above the conditions that do not hold."""

    action: str
    label: Phrase
    leaves: frozenset[State]
    enters: State
    needs: tuple[Condition, ...] = ()
    refuses: Phrase = ""


S = State
SHOWN = frozenset({S.published, S.paused, S.matched})
DISCUSSED = SHOWN | {S.developing, S.ready, S.awaiting_approval}  # feedback is asked and given
# From the mentor's "ready" until a coordinator has decided: what the rubric is filled for.
SELECTION = frozenset({S.ready, S.awaiting_approval})


def one(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES: dict[str, Move] = {
    "send": Move(
        "project.send", _("Send the idea"), one(S.idea), S.idea_sent,
        (think_holds, confirmed, account_consents), _("The idea cannot be sent yet."),
    ),
    "welcome": Move(
        "project.welcome", _("Welcome into development"), one(S.idea_sent), S.developing,
        (a_vetted_mentor,), _("The idea cannot be welcomed yet."),
    ),
    "return": Move(
        "project.return", _("Return with a note"), one(S.idea_sent), S.idea,
        (a_note,), _("The idea cannot be returned yet."),
    ),
    "ready": Move(
        "project.ready", _("Mark as ready"), one(S.developing), S.ready,
        (what_was_read, think_holds, act_holds),
        _("The project cannot be marked as ready yet."),
    ),
    "submit": Move(
        "project.submit", _("Ask to publish"), one(S.ready), S.awaiting_approval,
        (share_holds, dignity_holds), _("The pitch cannot go to a coordinator yet."),
    ),
    "send_back": Move(
        "project.send_back", _("Send back with a note"), one(S.awaiting_approval), S.ready,
        (a_note,), _("The pitch cannot be sent back yet."),
    ),
    "publish": Move(
        "pitch.publish", _("Publish"), one(S.awaiting_approval), S.published,
        (think_holds, act_holds, share_holds, dignity_holds, signed_off, account_consents,
         publish_consents, read_for_dignity),
        _("The pitch cannot be published yet."),
    ),
    "pause": Move("project.pause", _("Pause the pitch"), one(S.published), S.paused),
    "resume": Move("project.resume", _("Show the pitch again"), one(S.paused), S.published),
    "match": Move(
        "project.match", _("Mark as matched"), one(S.published), S.matched,
        (an_agreed_interest,), _("The project cannot be marked as matched yet."),
    ),
    "withdraw": Move(
        "project.withdraw", _("Withdraw"), frozenset(S) - {S.withdrawn, S.archived}, S.withdrawn
    ),
    "reopen": Move("project.reopen", _("Take it up again"), one(S.withdrawn), S.developing),
    "archive": Move(
        "project.archive", _("Archive"),
        one(S.matched, S.withdrawn, S.idea, S.developing), S.archived,
        (a_note,), _("The project cannot be archived yet."),
    ),
}  # fmt: skip


def open_moves(project: Project) -> dict[str, Move]:
    return {name: move for name, move in MOVES.items() if project.state in move.leaves}


def missing(name: str, facts: Facts) -> list[Reason]:
    """What still stands in the way of a move; empty when it may be made."""
    return [reason for condition in MOVES[name].needs for reason in condition(facts)]


def check(project: Project, name: str, facts: Facts) -> State:
    """The state that the move leads to. Raises NotOpen, with every reason."""
    move = MOVES[name]
    if project.state not in move.leaves:
        raise NotOpen
    if because := missing(name, facts):
        raise NotOpen(move.refuses, because)
    if name == "reopen" and project.welcomed_at is None:
        return S.idea
    return move.enters


def after_edit(state: State, section: str) -> State:
    """An edit takes readiness back: what was judged is no longer what stands there. The pitch
    section is the author's own and was not the mentor's to judge."""
    if section == "pitch":
        return S.ready if state == S.awaiting_approval else state
    return S.developing if state in {S.ready, S.awaiting_approval} else state


def after_request(state: State) -> State:
    """A mentor who asks for changes takes their own "ready" back."""
    return S.developing if state in {S.ready, S.awaiting_approval} else state
