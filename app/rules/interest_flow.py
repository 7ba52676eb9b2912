"""How an interest travels from a donor's mark to support, and in which words each side reads it.
Only coordinators move it along; the donor may withdraw it at any time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _
from app.models import Interest, Stage, Support

S = Stage

INTEREST_MOVES: dict[Stage, tuple[Stage, ...]] = {
    S.new: (S.acknowledged, S.declined),
    S.acknowledged: (S.introduced, S.declined),
    S.introduced: (S.agreed, S.declined),
    S.agreed: (S.funded, S.declined),
    S.funded: (S.declined,),
    S.declined: (),
    S.withdrawn: (),
}

# A donor who changes a mark in one of these asks anew.
ENDED = frozenset({S.declined, S.withdrawn})

WITH_MONEY = frozenset({Support.fund_fully, Support.fund_partly})
PAUSED = _("This pitch is paused. Its authors may show it again.")

SUPPORTS: dict[Support, Phrase] = {
    Support.know_more: _("I would like to know more"),
    Support.fund_fully: _("We could fund it fully"),
    Support.fund_partly: _("We could fund a part"),
    Support.in_kind: _("We could give things or services"),
    Support.expertise: _("We could give expertise"),
    Support.venue: _("We could give a venue"),
    Support.not_for_us: _("Not for us"),
}

STAGES: dict[Stage, Phrase] = {
    S.new: _("New"),
    S.acknowledged: _("Acknowledged"),
    S.introduced: _("Introduced"),
    S.agreed: _("Agreed"),
    S.funded: _("Funded"),
    S.declined: _("Declined"),
    S.withdrawn: _("Withdrawn"),
}

STEPS: dict[Stage, Phrase] = {  # what the coordinator's button says
    S.acknowledged: _("I have answered the donor"),
    S.introduced: _("I have introduced both sides"),
    S.agreed: _("They have agreed"),
    S.funded: _("The support has arrived"),
    S.declined: _("It will not work out"),
}

NEXT: dict[Stage, Phrase] = {  # what a donor may expect
    S.new: _("A coordinator will read it and write to you."),
    S.acknowledged: _("A coordinator has read it and is in touch with you."),
    S.introduced: _("A coordinator has brought you and the team together."),
    S.agreed: _("You have agreed with the team; a coordinator sees it through."),
    S.funded: _("Your support has arrived. Thank you."),
    S.declined: _("It did not work out this time. You can change your mark to ask anew."),
    S.withdrawn: _("You have withdrawn it. You can mark the pitch again at any time."),
}

NOTED = _("Noted. Nobody will write to you about it.")


def awaits(interest: Interest) -> Phrase:
    """What a donor may expect now."""
    if interest.kind == Support.not_for_us and interest.state not in ENDED:
        return NOTED
    return NEXT[interest.state]


@dataclass(frozen=True)
class Words:
    """All of these for templates."""

    supports: Mapping[Support, Phrase]
    stages: Mapping[Stage, Phrase]
    steps: Mapping[Stage, Phrase]
    awaits: Callable[[Interest], Phrase]


WORDS = Words(SUPPORTS, STAGES, STEPS, awaits)


def as_typed(interest: Interest | None) -> dict[str, str]:
    """An interest as it stands in its form."""
    if interest is None:
        return {}
    amount = "" if interest.amount is None else f"{interest.amount:f}".removesuffix(".00")
    return {"kind": interest.kind.value, "amount": amount, "note": interest.note}
