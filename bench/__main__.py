"""``make bench``, or ``python -m bench``: figures that mean something on any machine, as ratios.

Real servers on loopback ports, each with a database of its own; eight connections; everything
that is compared runs in turns. Prints a Markdown table, as it stands in docs/performance.md."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack

from bench import figures
from bench.dignity import checks
from bench.figures import Line, Plan
from bench.files import files
from bench.listening import listeners
from bench.opening import opening
from bench.queries import queries
from bench.servers import Server
from bench.sizes import sizes
from bench.stage import build, places
from bench.texts import comparisons

FEW, MANY, VERY_MANY = 100, 1_000, 10_000


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    parser.add_argument("--large", action="store_true", help=f"also with {VERY_MANY} pitches")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="for each round")
    return parser.parse_args()


def lines(given: argparse.Namespace) -> Iterator[Line]:
    plan = Plan(given.rounds, given.seconds)
    with places(given.postgresql) as place, ExitStack() as running:
        few, many = build(next(place), FEW), build(next(place), MANY)
        at_few = running.enter_context(Server(few.url, few.folder, app="bench.bare:app").running())
        at_many = running.enter_context(Server(many.url, many.folder).running())
        yield from figures.pages(few, at_few, plan)
        yield from opening(few, at_few, plan)
        yield from figures.saves(few, at_few, plan)
        yield from figures.growth((few, at_few), (many, at_many), plan)
        if given.large:
            at_many.stop()
            very_many = build(next(place), VERY_MANY)
            there = running.enter_context(Server(very_many.url, very_many.folder).running())
            yield from figures.growth((few, at_few), (very_many, there), plan)
        yield from listeners(few, at_few)
        yield from files(few, at_few)
        yield from sizes(few, at_few)
        yield from queries(next(place)[0])
        yield from comparisons()
        yield from checks()


def main() -> None:
    given = options()
    print(f"On {'PostgreSQL' if given.postgresql else 'SQLite'}.\n")
    print("| figure | measured | target | reached |\n|---|---|---|---|")
    for line in lines(given):
        reached = {True: "yes", False: "**no**", None: ""}[line.reached]
        print(f"| {line.what} | {line.value} | {line.target} | {reached} |", flush=True)


main()
