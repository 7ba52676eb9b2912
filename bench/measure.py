"""Two things side by side, in turns: on a machine that is busy with other work only their ratio
means anything, and only when both met the same noise."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.client import Asks, Round, load

CONNECTIONS = 8


@dataclass(frozen=True)
class Target:
    port: int
    ask: Callable[[int], Asks]  # the number of a connection → what it asks
    expect: int = 200


def same(request: bytes) -> Callable[[int], Asks]:
    """Every connection asks the same again and again."""
    return lambda _number: lambda _answer: request


@dataclass
class Pair:
    """Rounds of a thing and of what it is compared with."""

    name: str
    things: list[Round] = field(default_factory=list)
    others: list[Round] = field(default_factory=list)

    def ratio(self, of: Callable[[Round], float]) -> tuple[float, float, float]:
        """Median, least and most of the rounds' ratios."""
        pairs = zip(self.things, self.others, strict=True)
        ratios = [of(thing) / of(other) for thing, other in pairs]
        return median(ratios), min(ratios), max(ratios)

    @property
    def thing(self) -> dict[str, Any]:
        return _middle(self.things)

    @property
    def other(self) -> dict[str, Any]:
        return _middle(self.others)


def _middle(rounds: list[Round]) -> dict[str, Any]:
    return {
        "per_second": median(one.per_second for one in rounds),
        "p50": median(one.p50 for one in rounds) * 1000,
        "p99": median(one.p99 for one in rounds) * 1000,
        "size": rounds[-1].size,
    }


def side_by_side(name: str, thing: Target, other: Target, rounds: int, seconds: float) -> Pair:
    """One round of each to warm up, then in turns."""
    pair = Pair(name)
    _one(name, thing, seconds / 2)
    _one(name, other, seconds / 2)
    for _round in range(rounds):
        pair.things.append(_one(name, thing, seconds))
        pair.others.append(_one(name, other, seconds))
    return pair


def _one(name: str, target: Target, seconds: float) -> Round:
    seen = asyncio.run(load(target.port, [target.ask(n) for n in range(CONNECTIONS)], seconds))
    if seen.statuses.keys() != {target.expect}:
        raise RuntimeError(f"{name}: answers {dict(seen.statuses)}, expected {target.expect}")
    return seen
