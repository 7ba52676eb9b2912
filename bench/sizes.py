"""What a browser has to load."""

import re
from http.client import HTTPConnection
from posixpath import dirname, join, normpath

from bench.client import HOST, Answer
from bench.figures import Line
from bench.servers import Server
from bench.stage import Stage

LINKED = re.compile(r'(?:href|src)="(/[^"#]*\.(?:css|js|svg))')
IMPORTED = re.compile(r'^import (?:.* from )?"(\..*\.js)";', re.MULTILINE)


def sizes(stage: Stage, server: Server) -> list[Line]:
    """The catalogue, as it is sent: compressed. Fonts are kept from the first visit on."""
    html = fetched(server.port, "/pitches", stage.cookies["dan"])
    loaded = _with_all_it_names(server.port, html.text)
    kinds = {kind: _sum(loaded, kind) for kind in ("css", "js", "svg")}
    first = len(html.body) + kinds["css"] + kinds["js"]
    parts = (
        f"CSS {_kb(kinds['css'])}, JS {_kb(kinds['js'])}; icons and covers {_kb(kinds['svg'])} more"
    )
    return [
        Line("catalogue: HTML", _kb(len(html.body)), "≤ 12 kB", len(html.body) <= 12_000),
        Line(f"first load: HTML, CSS, JS ({parts})", _kb(first), "≤ 60 kB", first <= 60_000),
    ]


def _with_all_it_names(port: int, html: str) -> dict[str, Answer]:
    """Every linked file, and the modules that scripts import."""
    loaded: dict[str, Answer] = {}
    waiting = LINKED.findall(html)
    while waiting:
        path = waiting.pop()
        if path in loaded:
            continue
        loaded[path] = fetched(port, path)
        if path.endswith(".js"):
            imported = IMPORTED.findall(loaded[path].text)
            waiting += [normpath(join(dirname(path), name)) for name in imported]
    return loaded


def _sum(loaded: dict[str, Answer], kind: str) -> int:
    return sum(len(file.body) for path, file in loaded.items() if path.endswith(f".{kind}"))


def _kb(size: int) -> str:
    return f"{size / 1000:.1f} kB"


def fetched(port: int, path: str, cookie: str = "") -> Answer:
    connection = HTTPConnection(HOST, port, timeout=30)
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "ru"}
    connection.request("GET", path, headers=headers | {"Cookie": f"seedbed={cookie}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)
