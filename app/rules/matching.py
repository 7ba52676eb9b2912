"""Which mentor could help which project, with the reasons in words.

A coordinator reads the list and decides; nothing here is done by itself. What stops somebody (no
valid vetting, a conflict of interest, a pause) is said of the person to coordinators only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import Phrase
from app.i18n import LANGUAGES, _, day


@dataclass(frozen=True)
class Wanted:
    """What a project needs: the language in which its team writes, and its strand."""

    language: str
    theme: str = ""


@dataclass(frozen=True)
class Candidate:
    """A mentor of the camp as of today. Empty languages and themes, and no ``most``: has not
    said."""

    id: UUID
    name: str
    vetted: bool
    load: int = 0  # projects that they help now
    most: int | None = None
    languages: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    away_until: date | None = None  # of a pause that is not over
    conflict: bool = False  # they declared one, with this project
    here: bool = False  # helps this project already
    words: str = ""  # their own, on what they can take on


@dataclass(frozen=True)
class Because:
    """One reason: for (True), against (False), or only to know (None)."""

    holds: bool | None
    phrase: Phrase
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """In the reader's language."""
        told = {
            name: day(one) if isinstance(one, date) else one for name, one in self.about.items()
        }
        return str(self.phrase).format(**told)


@dataclass(frozen=True)
class Match:
    mentor: Candidate
    stops: Because | None  # why this mentor cannot be chosen
    because: tuple[Because, ...]


def suggested(mentors: Iterable[Candidate], wanted: Wanted) -> list[Match]:
    """Every mentor once. Those who can be chosen first: whoever speaks the team's language, then
    knows the theme, then has a free place, then helps fewest; then by name. How fast or how well
    somebody answers is no reason: this is not a contest."""
    ordered = sorted(mentors, key=lambda one: _order(one, wanted))
    return [Match(one, stops(one), _because(one, wanted)) for one in ordered]


def _order(one: Candidate, wanted: Wanted) -> tuple[Any, ...]:
    """Whoever has not said which languages or themes stands between those who can and cannot."""
    return (
        stops(one) is not None,
        _rank(_fits(wanted.language, one.languages)),
        _rank(_fits(wanted.theme, one.themes)),
        one.most is not None and one.load >= one.most,
        one.load,
        one.name.casefold(),
        str(one.id),
    )


def _fits(needed: str, said: frozenset[str]) -> bool | None:
    return needed in said if needed and said else None


def _rank(fits: bool | None) -> int:
    return {True: 0, None: 1, False: 2}[fits]


def stops(one: Candidate) -> Because | None:
    """Why somebody cannot be asked to mentor the project, the weightiest reason."""
    if one.here:
        return Because(False, _("Mentors it already."))
    if not one.vetted:
        return Because(False, _("The vetting is not valid."))
    if one.conflict:
        return Because(False, _("Has declared a conflict of interest with this project."))
    if one.away_until:
        return Because(False, _("Is away until {day}."), {"day": one.away_until})
    return None


LANGUAGE = {
    True: {"en": _("Writes English with the team."), "ru": _("Writes Russian with the team."),
           "be": _("Writes Belarusian with the team.")},
    False: {"en": _("Does not offer English."), "ru": _("Does not offer Russian."),
            "be": _("Does not offer Belarusian.")},
}  # fmt: skip


def _because(one: Candidate, wanted: Wanted) -> tuple[Because, ...]:
    speaks, knows = _fits(wanted.language, one.languages), _fits(wanted.theme, one.themes)
    found = []
    if speaks is None:
        found.append(Because(None, _("Has not said in which languages.")))
    elif wanted.language in LANGUAGES:
        found.append(Because(speaks, LANGUAGE[speaks][wanted.language]))
    if knows is not None:
        says = _("Knows the theme.") if knows else _("Has named other themes.")
        found.append(Because(knows, says))
    if one.most is None:
        found.append(Because(None, _("Helps {load} now; has not said how many at most."),
                             {"load": one.load}))  # fmt: skip
    elif one.load < one.most:
        free = {"free": one.most - one.load, "most": one.most}
        found.append(Because(True, _("Free places: {free} of {most}."), free))
    else:
        found.append(Because(False, _("No free place: helps {load} of {most}."),
                             {"load": one.load, "most": one.most}))  # fmt: skip
    if not stops(one):
        found.append(Because(True, _("Vetted, not away, no conflict of interest.")))
    return tuple(found)
