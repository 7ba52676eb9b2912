"""How long the files take that are made on request: one reader, a whole demo plan."""

from statistics import median
from time import perf_counter

from bench.figures import Line
from bench.servers import Server
from bench.sizes import fetched
from bench.stage import Stage

TIMES = 7
MADE = {
    "proposal.pdf": "whole plan as PDF",
    "proposal.docx": "whole plan as a Word file",
    "proposal.md": "whole plan as Markdown",
    "budget.xlsx": "budget as a workbook",
}
MOST = 1.0  # seconds


def files(stage: Stage, server: Server) -> list[Line]:
    """The first of each warms up."""
    return [_line(stage, server, name, what) for name, what in MADE.items()]


def _line(stage: Stage, server: Server, name: str, what: str) -> Line:
    path, cookie = f"/projects/{stage.projects[0]}/{name}", stage.cookies["alina"]
    fetched(server.port, path, cookie)
    times = []
    for _time in range(TIMES):
        begun = perf_counter()
        body = fetched(server.port, path, cookie).body
        times.append(perf_counter() - begun)
    took = median(times)
    said = f"{took:.2f} s ({min(times):.2f}–{max(times):.2f}), {len(body) / 1000:.0f} kB"
    return Line(what, said, f"≤ {MOST:.0f} s", took <= MOST)
