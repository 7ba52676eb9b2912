"""The comparisons, each as lines of the table that is printed at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from secrets import token_hex
from typing import Any

from app.db import connect
from app.models import Project
from app.rules.saving import flat
from app.rules.template import template
from app.services import sections
from bench.client import Answer, Asks, Round, get, post
from bench.measure import Pair, Target, same, side_by_side
from bench.servers import Server
from bench.stage import Stage

SAVED = "problem"  # the section that is saved: long texts and a table


@dataclass(frozen=True)
class Line:
    what: str
    value: str
    target: str
    reached: bool | None  # None: no target


@dataclass(frozen=True)
class Plan:
    rounds: int
    seconds: float


def _per_second(one: Round) -> float:
    return one.per_second


def _p50(one: Round) -> float:
    return one.p50


def _p99(one: Round) -> float:
    return one.p99


def compared(
    pair: Pair, what: str, of: Callable[[Round], float], least: float = 0.0, most: float = 0.0
) -> Line:
    """A ratio, with its spread over the rounds."""
    middle, low, high = pair.ratio(of)
    return Line(
        what,
        f"**{middle:.2f}** ({low:.2f}–{high:.2f})",
        f"≥ {least}" if least else f"≤ {most}" if most else "",
        middle >= least if least else middle <= most if most else None,
    )


def pages(stage: Stage, server: Server, plan: Plan) -> list[Line]:
    """A signed-in page against a bare render of the same template with the same context."""
    project = stage.projects[0]
    lines = []
    for name, user, path in (
        ("catalogue, donor", "dan", "/pitches"),
        ("pitch, donor", "dan", f"/pitches/{stage.pitch}"),
        ("workspace, participant", "alina", f"/projects/{project}"),
        ("editor (budget), participant", "alina", f"/projects/{project}/sections/budget"),
        ("editor (problem), participant", "alina", f"/projects/{project}/sections/problem"),
    ):
        thing = Target(server.port, same(get(path, stage.cookies[user])))
        other = Target(server.port, same(get(f"/bare/page?of={path}", packed=False)))
        pair = side_by_side(name, thing, other, plan.rounds, plan.seconds)
        rate, bare_rate = pair.thing["per_second"], pair.other["per_second"]
        what = f"{name}: {rate:.0f}/s of {bare_rate:.0f}/s bare, {pair.other['size'] / 1000:.0f} kB"
        lines.append(compared(pair, what, _per_second, least=0.35))
    return lines


def saves(stage: Stage, server: Server, plan: Plan) -> list[Line]:
    """Saving a section against committing one row, by the same side of the same process."""
    database = connect(stage.url)
    with database.writes.alone() as session:
        project = session.get_one(Project, stage.projects[0])
        fields = as_posted(sections.plan(session, project)[SAVED])
    database.dispose()

    @cache
    def saving(number: int) -> Asks:
        path = f"/projects/{stage.projects[number]}/sections/{SAVED}"
        return autosaving(path, fields, stage.cookies["alina"])

    row = post("/bare/commit", fields)
    thing, other = Target(server.port, saving), Target(server.port, same(row))
    pair = side_by_side("section save", thing, other, plan.rounds, plan.seconds)
    times = f"{pair.thing['p50']:.1f} ms against {pair.other['p50']:.1f} ms"
    tails = f"{pair.thing['p99']:.1f} ms against {pair.other['p99']:.1f} ms"
    return [
        compared(pair, f"section save, time: {times}", _p50, most=3.0),
        compared(pair, f"section save, p99: {tails}", _p99),
    ]


def as_posted(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Every field of the section's form, as a page sends it."""
    pairs = []
    for name, value in flat(answers).items():
        if isinstance(value, list):
            pairs += [(name, ""), *((name, code) for code in value)]
        else:
            pairs.append((name, str(value)))
    return pairs


def autosaving(path: str, fields: list[tuple[str, str]], cookie: str) -> Asks:
    """A page that is typed in: each save says a little more than the one before, and is based
    on the version that the one before was told."""
    page, numbers, base = token_hex(8), count(1), template_version()
    typed = next(name for name, _value in fields if "." not in name)

    def ask(before: Answer | None) -> bytes:
        nonlocal base
        if before is not None:
            base = before.headers["x-seedbed-version"]
        more = f" And {next(numbers)}."
        said = [(name, value + more * (name == typed)) for name, value in fields]
        return post(path, [("base", base), ("page", page), *said, ("_end", "1")], cookie)

    return ask


def template_version() -> str:
    """A project of the stage begins with one version for each section."""
    return str(len(template().sections))


def growth(small: tuple[Stage, Server], large: tuple[Stage, Server], plan: Plan) -> list[Line]:
    """The catalogue with many pitches against one with few, and a pitch of each."""
    numbers = f"{large[0].pitches:,} against {small[0].pitches:,} pitches"
    lines = []
    for name, most in (("catalogue", 1.25), ("pitch", 1.15)):

        def target(where: tuple[Stage, Server], name: str = name) -> Target:
            stage, server = where
            path = "/pitches" if name == "catalogue" else f"/pitches/{stage.pitch}"
            return Target(server.port, same(get(path, stage.cookies["dan"])))

        pair = side_by_side(name, target(large), target(small), plan.rounds, plan.seconds)
        times = f"{pair.thing['p50']:.1f} ms against {pair.other['p50']:.1f} ms"
        lines.append(compared(pair, f"{name}, {numbers}: {times}", _p50, most=most))
    return lines
