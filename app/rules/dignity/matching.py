"""What the rules find in a sentence, as quickly as a page can wait for it.

Each sentence is judged in the language that it is written in, and remembered: of all sentences of
a plan a save changes one or two. Time is bounded: so are all repeats, and texts are cut.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from app.rules.dignity.normal import BETWEEN, normal
from app.rules.dignity.rules import WEIGHT, Rule, ruleset
from app.rules.template.writing import CYRILLIC, LATIN, ONLY_BELARUSIAN, ONLY_RUSSIAN, Language

LONGEST = 20_000  # characters that are looked at
WORD = 40  # letters: no word that a rule is about is longer
GAP = 9  # signs between two words
# Where a sentence ends. A line that goes on in small letters is the same sentence, only broken.
END = re.compile(
    r"""(?<=[.!?…])["»”)]{0,3}\s{1,9}(?=\W{0,3}[A-ZА-ЯЁІЎҐ])"""
    r"|\n\s{0,9}\n|\n(?=\W{0,9}[A-ZА-ЯЁІЎҐ\d])"
)
# Both in the normal form, as all patterns.
DENIED = re.compile(
    r"\b(?:не|ни|ня|ні|никогда|ніколі|без|not|never|nobody|cannot|without|[a-z]{1,6}n't)\s"
    r"(?:[\w'-]{1,20}\s){0,2}$"
)
NOT_ONLY = re.compile(
    r"\b(?:не|not)\s(?:толко|просто|толкі|проста|only|just)\s(?:[\w'-]{1,20}\s)?$"
)
BEFORE = 70  # characters in which a denial may stand


class Match(NamedTuple):
    rule: Rule
    language: Language
    start: int  # in the text as it was typed
    end: int

    def covers(self, other: "Match") -> bool:
        return self.start <= other.start and other.end <= self.end


class Sentence(NamedTuple):
    start: int
    end: int


def sentences(said: str) -> Iterator[Sentence]:
    start = 0
    for one in END.finditer(said):
        yield Sentence(start, one.start())
        start = one.end()
    yield Sentence(start, len(said))


def matches(sentence: str, language: Language) -> tuple[Match, ...]:
    """All that any rule finds, in the order of the text. ``language``: that of the team, which
    decides where the sentence itself does not."""
    return _matches(sentence[:LONGEST], language)


@lru_cache(8192)
def _matches(sentence: str, language: Language) -> tuple[Match, ...]:
    read = normal(sentence)
    found = []
    for spoken in _languages(read.text, language):
        for rule, pattern in _patterns(spoken):
            for one in pattern.finditer(read.text):
                if one.end() > one.start() and not (rule.about_deeds and _denied(one)):
                    found.append(Match(rule, spoken, *read.typed(one.start(), one.end())))
    return tuple(sorted(found, key=lambda one: (one.start, -one.end, -WEIGHT[one.rule.severity])))


def _languages(text: str, language: Language) -> Iterator[Language]:
    """English wherever there are Latin letters; of the two in Cyrillic the one whose own letters
    are more, for a stem of one may be an innocent word of the other."""
    if LATIN.search(text):
        yield "en"
    if CYRILLIC.search(text):
        signs = len(ONLY_BELARUSIAN.findall(text)) - len(ONLY_RUSSIAN.findall(text))
        if signs:
            yield "be" if signs > 0 else "ru"
        else:
            yield "be" if language == "be" else "ru"


def _denied(found: re.Match[str]) -> bool:
    """ "We do not look for victims" is what a plan should say; "not only" denies nothing."""
    before = found.string[max(0, found.start() - BEFORE) : found.start()]
    return bool(DENIED.search(before)) and not NOT_ONLY.search(before)


@cache
def _patterns(language: Language) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple(
        (rule, compiled(rule.words[language].patterns))
        for rule in ruleset().rules
        if language in rule.words
    )


def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """As they are written, but bounded, and for a text that is normal. re.error: it is none."""
    return re.compile("|".join(f"(?:{bounded(one)})" for one in patterns))


def bounded(pattern: str) -> str:
    """No repeat without an end, so that no text makes a search slow."""
    pattern = pattern.replace(r"\s+", r"\s").replace(r"\s*", r"\s?")  # many are one by now
    for kind, most in ((r"\w", WORD), (r"\W", GAP)):
        pattern = pattern.replace(f"{kind}+", f"{kind}{{1,{most}}}")
        pattern = pattern.replace(f"{kind}*", f"{kind}{{0,{most}}}")
    return BETWEEN.sub("", pattern)
