"""What the call of a project allows (V29). A project that began without one has no such limits.

All are a must of Act: they are arithmetic and a list, as V01's limits and V02's period are, and a
donor's money cannot be spent otherwise. None belongs to Think: an idea is welcome whatever it
costs, and a mentor helps to make it fit.
"""

from collections.abc import Iterator

from app.rules.template.findings import MUST, Check, Place, Reading
from app.rules.template.money import totals
from app.rules.template.values import Choices, Value


def asked(read: Reading) -> Iterator[Place]:
    """Sums in another currency are not compared: that is V29b's matter first."""
    call = read.facts.call
    if call is None or read.says("currency") not in ("", call.currency):
        return
    amount = totals(read.rows("budget")).requested
    if amount > call.most:
        values: dict[str, Value] = {"amount": amount, "most": call.most}
        values |= {"over": amount - call.most, "currency": call.currency}
        yield Place("budget", values=values)


def currency(read: Reading) -> Iterator[Place]:
    call, chosen = read.facts.call, read.says("currency")
    if call is not None and chosen not in ("", call.currency):
        values: dict[str, Value] = {"most": call.most, "limit": call.currency, "currency": chosen}
        yield Place("currency", values=values)


def region(read: Reading) -> Iterator[Place]:
    call, chosen = read.facts.call, read.says("region")
    if call is not None and call.regions and chosen and chosen not in call.regions:
        yield Place("region", values={"regions": Choices("region", call.regions)})


def _under_a_call(read: Reading, *keys: str) -> tuple[str, ...]:
    return keys if read.facts.call is not None else ()


def _in_regions(read: Reading) -> tuple[str, ...]:
    return ("region",) if read.facts.call is not None and read.facts.call.regions else ()


CHECKS = (
    Check("V29a", MUST, "act", asked, about=lambda read: _under_a_call(read, "budget")),
    Check("V29b", MUST, "act", currency, about=lambda read: _under_a_call(read, "currency")),
    Check("V29c", MUST, "act", region, about=_in_regions),
)
