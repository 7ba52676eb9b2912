"""What a change and an indicator say: neutral words (V07), no step in a change's clothes (V08),
and whether the plan says who, where, when and how it is seen (V09).

Source: template notes, section 1.5. The word lists are short on purpose: a word that often means
something else ("train", "more", "повышение квалификации") is not worth a false alarm.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.rules.template.checks_plan import of_level
from app.rules.template.findings import WARN, Check, Place, Reading
from app.rules.template.money import amount, day
from app.rules.template.reading import row_id, text
from app.rules.template.values import Parts
from app.rules.template.writing import alike, words

DIRECTION = re.compile(
    r"\b(?:increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|reduc(?:e|es|ing|tion)"
    r"|improv(?:e|es|ed|ing|ement)|fewer"
    r"|увелич\w+|уменьш\w+|сни(?:зи|жа|же)\w+|улучш\w+|сокра(?:ти|ща|ще)\w+"
    r"|рост (?:числа|количества|доли)"
    r"|повы(?:си|ша|ше)\w+(?! квалификации)"
    r"|павяліч\w+|павелічэнн\w+|паменш\w+|памянш\w+|зні(?:зі|жа|жэ)\w+|палепш\w+|паляпш\w+"
    r"|скара(?:ці|ча|чэ)\w+|рост (?:ліку|колькасці|долі)"
    r"|павы(?:сі|ша|шэ)\w+(?! кваліфікацыі))\b",
    re.IGNORECASE,
)
PERCENT = re.compile(r"\b\d+(?:[.,]\d+)?\s?%")
# "60 students …" is a target; "14-year-olds …", "10 класс …" and "3 warning signs" name a thing.
HOW_MANY = re.compile(r"\d{2,}(?= [^\W\d_])(?! (?:год|лет|клас|курс|year|grade))", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
TWO_DIGITS = 10

# First words of a statement that tell what the team does.
STEPS = frozenset(
    word
    for language in (
        "conduct conducting hold holding organise organising organize organizing arrange arranging"
        " prepare create creating develop developing teach teaching distribute publish",
        "провести проводить проведение проведём проведем организовать организовывать организуем"
        " создать создание создадим разработать разработка разработаем подготовить напечатать"
        " распечатать раздать обучить научить рассказать расскажем показать снять сделать",
        "правесці праводзіць правядзенне правядзём арганізаваць арганізоўваць арганізуем"
        " стварыць стварэнне створым распрацаваць распрацоўка распрацуем падрыхтаваць надрукаваць"
        " раздаць навучыць расказаць раскажам паказаць зняць зрабіць",
    )
    for word in language.split()
)


@lru_cache(4096)
def leaning(title: str, target: str) -> str:
    """The word or number that makes an indicator lean; "" where it is neutral."""
    for pattern in (DIRECTION, PERCENT):
        if found := pattern.search(title):
            return found.group()
    if found := HOW_MANY.match(title):
        return found.group()
    goal = amount(target)
    if goal is None or goal < TWO_DIGITS:  # "3 warning signs" may well have the target 3
        return ""
    return next((each for each in NUMBER.findall(title) if amount(each) == goal), "")


def neutral(read: Reading) -> Iterator[Place]:
    for row in read.rows("indicators"):
        if word := leaning(text(row.get("title")), text(row.get("target"))):
            yield Place("indicators", row, "title", values={"word": word})


def changes_not_steps(read: Reading) -> Iterator[Place]:
    for row in of_level(read, "outcome"):
        said = [word for word in words(text(row.get("statement"))) if word != "to"]
        first = said[0] if said else ""
        if first in STEPS:
            yield Place("results", row, "statement", "starts_as_activity", {"word": first})
    objective = read.says("objective")
    for row in of_level(read, "output"):
        if objective and alike(objective, text(row.get("statement"))):
            same = {"row": read.label("results", row)}
            yield Place("objective", variant="objective_equals_output", values=same)
            return


def whole_changes(read: Reading) -> Iterator[Place]:
    """A change need not say everything in its own sentence, but the plan around it must. What
    comes later on the pages is missed only when it has been begun."""
    dated = not read.rows("activities") or any(day(read.answer(key)) for key in ("start", "end"))
    missing = tuple(
        part
        for part, there in (
            ("who", read.rows("groups")),
            ("date", dated),
            ("place", read.says("region") or read.says("place")),
        )
        if not there
    )
    targets: dict[str, list[str]] = {}
    for row in read.rows("indicators"):
        targets.setdefault(text(row.get("result")), []).append(text(row.get("target")))
    for row in of_level(read, "outcome"):
        hoped = targets.get(row_id(row))  # None: V05 asks for an indicator
        if found := (*missing, *(("measure",) if hoped and not any(hoped) else ())):
            yield Place("results", row, "statement", values={"missing": Parts("V09", found)})


CHECKS = (
    Check("V07", WARN, "act", neutral),
    Check("V08", WARN, "act", changes_not_steps),
    Check("V09", WARN, "act", whole_changes),
)
