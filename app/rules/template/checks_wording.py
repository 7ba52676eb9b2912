"""How answers are written: for show (V25), in mixed letters or another language (V26), too loud
(V27). Nothing of this stops anybody, but a section that is filled in for show is not complete.

Source: template notes, sections 1.5 and 1.7.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from app.i18n import LANGUAGES
from app.rules.template.findings import HINT, WARN, Check, Place, Reading, Written
from app.rules.template.texts import Texts
from app.rules.template.values import Choice, Label
from app.rules.template.writing import (
    Language,
    alike,
    language,
    mixed_word,
    near_invisible,
    repeats,
    shouts,
    words,
)

FILLER = "V25"
FEW = 6  # words: shorter texts are alike by chance
LONG_TITLE = 10  # words

# Where each row has its own thing to say. One shop may well be the source of every price, and one
# teacher the adult of every step.
OWN_IN_EACH_ROW = frozenset(
    {
        "evidence.claim",
        "results.statement",
        "activities.title",
        "activities.what",
        "risks.what",
        "risks.mitigation",
    }
)
SAID_BY_V08 = {"objective", "results.statement"}
# Names are written as they are, in whatever language.
NAMES = frozenset({"evidence.source", "partners.name"})


def filler(read: Reading) -> Iterator[Place]:
    first: dict[tuple[str, ...], Written] = {}
    for each in read.written:
        if _stands_alone(each):
            first.setdefault(words(each.said), each)
    for each in read.judged_words:
        other = first.get(words(each.said), each)
        if copied(read.template.texts, each.name, each.said):
            yield each.place("copied_example")
        elif _same(other, each):
            yield each.place("same_text", other_field=Label(other.name))
        elif repeats(each.said):
            yield each.place("repeated_words")


def _same(first: Written, other: Written) -> bool:
    if first.name == other.name and first.row is other.row:
        return False
    long = len(words(other.said)) >= FEW
    return _stands_alone(other) and long and {first.name, other.name} != SAID_BY_V08


def _stands_alone(each: Written) -> bool:
    """Whether nobody else says the same with good reason. One note may explain many ticks."""
    return each.name in OWN_IN_EACH_ROW if each.row is not None else not each.name.endswith("_note")


@lru_cache(8192)
def copied(texts: Texts, name: str, said: str) -> bool:
    """Whether it is what we say about this question ourselves, in any of our languages."""
    if len(words(said)) < FEW:
        return False
    return any(alike(said, ours) for ours in _ours(texts, name))


@cache
def _ours(texts: Texts, name: str) -> tuple[str, ...]:
    found = [texts.field(name, each) for each in LANGUAGES]
    said = {text for one in found for text in (one.good, one.help, one.weak)}
    return tuple(sorted(each for each in said if len(words(each)) >= FEW))


def letters(read: Reading) -> Iterator[Place]:
    """A plan that is as a whole in another language than its team said is told so once, at its
    first text; so all texts are looked at, whichever section is asked about."""
    told: list[tuple[Written, Language]] = []
    for each in read.written:
        if word := near_invisible(each.said):
            yield each.place("invisible", word=word)
        elif word := mixed_word(each.said):
            yield each.place("mixed_script", word=word)
        elif each.name not in NAMES and (found := language(each.said)):
            told.append((each, found))
    if not (ours := read.facts.language):
        return
    foreign = [each for each, found in told if found != ours]
    if 2 * len(foreign) > len(told):
        foreign = foreign[:1]
    for each in foreign:
        yield each.place("wrong_language", language=Choice("language", ours))


def loud(read: Reading) -> Iterator[Place]:
    for each in read.judged_words:
        count = len(words(each.said))
        if each.name == "title" and count > LONG_TITLE:
            yield each.place("long_title", count=count)
        elif shouts(each.said):
            yield each.place("all_capitals")
        elif "!!" in each.said:
            yield each.place("exclamation")


CHECKS = (
    Check(FILLER, WARN, None, filler),
    Check("V26", WARN, None, letters),
    Check("V27", HINT, None, loud),
)
