"""Covers: a drawn field for every pitch, so that no photograph of anybody is needed.

The theme picks the inks and the shapes of the plots, the slug picks the arrangement: the same
project has the same cover everywhere, on every machine and in every version of Python.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import NamedTuple

PLOT = 80  # the side of one plot, in the drawing's own units
LIMIT = 24  # plots in a row or a column, at most

INKS = {
    "paper": "#f8f1df",
    "spruce": "#1d3a33",
    "flax": "#2b5cab",
    "sky": "#a5c3f0",
    "rye": "#f4bc3a",
    "moss": "#3b7a50",
    "leaf": "#a8ce9b",
    "rowan": "#de5f35",
    "peach": "#f5c3a8",
    "straw": "#eadfc4",
}


class Theme(NamedTuple):
    ground: str
    inks: tuple[str, ...]
    plots: tuple[tuple[str, int], ...]
    """Shape and how often it falls."""


THEMES = {
    "migration": Theme("flax", ("paper", "sky", "rye"), (("route", 7), ("seed", 2), ("disc", 1))),
    "offers": Theme(
        "rye",
        ("spruce", "paper", "rowan"),
        (("dots", 4), ("quarter", 3), ("ring", 2), ("tick", 2)),
    ),
    "peers": Theme("moss", ("paper", "leaf", "rye"), (("ripple", 5), ("leaves", 3), ("disc", 1))),
    "media": Theme("peach", ("rowan", "spruce", "paper"), (("sound", 6), ("half", 3), ("disc", 1))),
    "stage": Theme("rowan", ("paper", "spruce", "rye"), (("quilt", 5), ("half", 3), ("ring", 2))),
    "labour": Theme(
        "straw", ("spruce", "flax", "rye"), (("furrow", 6), ("furrow_down", 6), ("seed", 2))
    ),
    "care": Theme("sky", ("flax", "paper", "moss"), (("petal", 6), ("leaves", 2), ("seed", 1))),
}

THEME_OF_FORM = {
    "labour": "labour",
    "domestic_servitude": "labour",
    "online_child_sexual": "media",
    "sexual": "care",
    "forced_marriage": "care",
    "organ_removal": "care",
    "begging": "stage",
    "criminality": "stage",
    "general": "peers",
}
THEME_OF_SETTING = {
    "border_transport": "migration",
    "workplace": "offers",
    "online": "media",
    "library": "stage",
    "village": "labour",
}
THEME_OF_STRAND = {
    "protection": "care",
    "prosecution": "offers",
    "partnership": "stage",
    "prevention": "peers",
}


def theme_of(strand: str = "", forms: Iterable[str] = (), setting: Iterable[str] = ()) -> str:
    """The theme of a project, from the option codes of its idea and its place.

    One named form of exploitation says most; "the basics of all forms" or several forms say
    little, and then the place and the strand decide. Codes we do not know count as not given.
    """
    named = {THEME_OF_FORM[form] for form in forms if form in THEME_OF_FORM and form != "general"}
    if len(named) == 1:
        return named.pop()
    for place in sorted(setting):
        if place in THEME_OF_SETTING:
            return THEME_OF_SETTING[place]
    return THEME_OF_STRAND.get(strand, "peers")


def cover(theme: str, slug: str, cols: int = 8, rows: int = 5) -> str:
    """A whole SVG document of ``cols`` x ``rows`` plots (2 to 24 each). Raises KeyError for a
    theme that is not in THEMES, ValueError for a size out of bounds."""
    ground, inks, plots = THEMES[theme]
    if not (2 <= cols <= LIMIT and 2 <= rows <= LIMIT):
        raise ValueError(f"a cover has 2 to {LIMIT} plots each way")
    lot = Lot(f"{theme}/{slug}")
    bag = [shape for shape, weight in plots for _ in range(weight)]
    width, height = cols * PLOT, rows * PLOT
    drawn = [f'<path fill="{INKS[ground]}" d="M0 0H{width}V{height}H0Z"/>']
    sown: set[tuple[int, int]] = set()
    for _ in range(4):  # a few double plots first
        x, y = lot(cols - 1), lot(rows - 1)
        cells = {(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)}
        if not cells & sown:
            sown |= cells
            drawn.append(_plot(lot, bag, inks, x, y, 2))
    drawn += [
        _plot(lot, bag, inks, x, y, 1)
        for y in range(rows)
        for x in range(cols)
        if (x, y) not in sown and lot(9)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" preserveAspectRatio="xMidYMid slice">'
        f"{''.join(drawn)}</svg>"
    )


class Lot:
    """Draws numbers below n. Our own, because `random` does not promise to stay the same."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._refills = 0
        self._left = int.from_bytes(sha256(key.encode()).digest(), "big")

    def __call__(self, n: int) -> int:
        if self._left < 1 << 32:
            self._refills += 1
            digest = sha256(f"{self._key}{self._refills}".encode()).digest()
            self._left = int.from_bytes(digest, "big")
        self._left, drawn = divmod(self._left, n)
        return drawn


def _plot(lot: Lot, bag: list[str], inks: tuple[str, ...], x: int, y: int, size: int) -> str:
    shape, ink, turn = bag[lot(len(bag))], INKS[inks[lot(len(inks))]], lot(4) * 90
    side = PLOT * size
    if shape in UPRIGHT:
        turn = 0
    body = SHAPES[shape](ink, side, lot)
    if lot(6) == 0 and shape not in ("route", "sound"):  # a plot sown on another ground
        under = INKS[inks[lot(len(inks))]]
        if under != ink:
            body = f'<path fill="{under}" d="M0 0H{side}V{side}H0Z"/>{body}'
    place = f"translate({x * PLOT} {y * PLOT})"
    if turn:
        place += f" rotate({turn} {side / 2:g} {side / 2:g})"
    return f'<g transform="{place}">{body}</g>'


def _fill(ink: str, d: str) -> str:
    return f'<path fill="{ink}" d="{d}"/>'


def _stroke(ink: str, width: float, d: str, more: str = "") -> str:
    return f'<path fill="none" stroke="{ink}" stroke-width="{width:g}"{more} d="{d}"/>'


def _arcs(s: int, *radii: float) -> str:
    return "".join(f"M{s * r:g} 0A{s * r:g} {s * r:g} 0 0 1 0 {s * r:g}" for r in radii)


def _quarter(ink: str, s: int, lot: Lot) -> str:
    return _fill(ink, f"M0 0H{s}A{s} {s} 0 0 1 0 {s}Z")


def _half(ink: str, s: int, lot: Lot) -> str:
    high = f"M0 {s / 2:g}A{s / 2:g} {s / 2:g} 0 0 1 {s} {s / 2:g}Z"
    low = f"M{s * 0.2:g} {s}A{s * 0.3:g} {s * 0.3:g} 0 0 1 {s * 0.8:g} {s}Z"
    return _fill(ink, high) + _fill(ink, low)


def _disc(ink: str, s: int, lot: Lot) -> str:
    return f'<circle fill="{ink}" cx="{s / 2:g}" cy="{s / 2:g}" r="{s * 0.36:g}"/>'


def _ring(ink: str, s: int, lot: Lot) -> str:
    return (
        f'<circle fill="none" stroke="{ink}" stroke-width="{s * 0.13:g}"'
        f' cx="{s / 2:g}" cy="{s / 2:g}" r="{s * 0.3:g}"/>'
    )


def _leaves(ink: str, s: int, lot: Lot) -> str:
    return _fill(ink, f"M0 0Q{s} 0 {s} {s}Q0 {s} 0 0Z")


def _petal(ink: str, s: int, lot: Lot) -> str:
    there = f"C{s * 0.02:g} {s * 0.3:g} {s * 0.4:g} {s * 0.02:g} {s} 0"
    back = f"C{s * 0.98:g} {s * 0.6:g} {s * 0.7:g} {s * 0.98:g} 0 {s}"
    return _fill(ink, f"M0 {s}{there}{back}Z")


def _quilt(ink: str, s: int, lot: Lot) -> str:
    return _fill(ink, f"M0 0H{s}L0 {s}Z")


def _seed(ink: str, s: int, lot: Lot) -> str:
    return (
        f'<ellipse fill="{ink}" cx="{s / 2:g}" cy="{s / 2:g}" rx="{s * 0.17:g}"'
        f' ry="{s * 0.32:g}" transform="rotate(45 {s / 2:g} {s / 2:g})"/>'
    )


def _tick(ink: str, s: int, lot: Lot) -> str:
    d = f"M{s * 0.22:g} {s * 0.52:g}l{s * 0.2:g} {s * 0.2:g}l{s * 0.36:g} -{s * 0.42:g}"
    return _stroke(ink, s * 0.14, d, ' stroke-linecap="square"')


def _dots(ink: str, s: int, lot: Lot) -> str:
    dots = "".join(
        f'<circle cx="{s * x:g}" cy="{s * y:g}" r="{s * 0.13:g}"/>'
        for x in (0.25, 0.75)
        for y in (0.25, 0.75)
    )
    return f'<g fill="{ink}">{dots}</g>'


def _route(ink: str, s: int, lot: Lot) -> str:
    far = f"M{s} {s * 0.75:g}A{s * 0.25:g} {s * 0.25:g} 0 0 0 {s * 0.75:g} {s}"
    return _stroke(ink, s * 0.1, _arcs(s, 0.25, 0.5, 0.75) + far)


def _ripple(ink: str, s: int, lot: Lot) -> str:
    return _stroke(ink, s * 0.12, _arcs(s, 0.3, 0.58, 0.86))


def _sound(ink: str, s: int, lot: Lot) -> str:
    heights = [0.25 + 0.14 * lot(6) for _ in range(4)]
    bars = "".join(
        f'<rect x="{s * (0.06 + 0.24 * n):g}" y="{s * (1 - h) / 2:g}" width="{s * 0.15:g}"'
        f' height="{s * h:g}" rx="{s * 0.075:g}"/>'
        for n, h in enumerate(heights)
    )
    return f'<g fill="{ink}">{bars}</g>'


def _furrow(ink: str, s: int, lot: Lot) -> str:
    lines = "".join(f"M0 {s * at:g}H{s}" for at in (0.125, 0.375, 0.625, 0.875))
    return _stroke(ink, s * 0.11, lines)


def _furrow_down(ink: str, s: int, lot: Lot) -> str:
    lines = "".join(f"M{s * at:g} 0V{s}" for at in (0.125, 0.375, 0.625, 0.875))
    return _stroke(ink, s * 0.11, lines)


SHAPES: dict[str, Callable[[str, int, Lot], str]] = {
    "quarter": _quarter,
    "half": _half,
    "disc": _disc,
    "ring": _ring,
    "leaves": _leaves,
    "petal": _petal,
    "quilt": _quilt,
    "seed": _seed,
    "tick": _tick,
    "dots": _dots,
    "route": _route,
    "ripple": _ripple,
    "sound": _sound,
    "furrow": _furrow,
    "furrow_down": _furrow_down,
}
UPRIGHT = {"furrow", "furrow_down", "sound", "tick"}
