"""The first words that a question lends to whoever finds it hard, and how they are told from an
answer: what somebody else has written is nobody's plan.

A line takes one of them, a longer text all of them, each on a line of its own.
"""

from functools import cache, lru_cache

from app.i18n import LANGUAGES
from app.rules.template.shape import Field
from app.rules.template.texts import Texts
from app.rules.template.writing import words

GAP = ("…", "...")  # to be filled by the writer


def offered(texts: Texts, field: Field, language: str) -> tuple[str, ...]:
    """What can be put into a field of a section while it is empty, to choose from."""
    found = texts.field(field.key, language).starters
    if field.kind == "line":
        return found
    return ("\n".join(found),) if found and field.kind in ("prose", "lines") else ()


@lru_cache(8192)
def unfinished(texts: Texts, name: str, said: str) -> bool:
    """Whether a line of it still is as we lent it, in any of our languages. Without its gap a line
    is the writer's: "Ticket" may well be all that there is to say."""
    ours = _ours(texts, name)
    open_lines = (line for line in said.split("\n") if any(gap in line for gap in GAP))
    return bool(ours) and any(words(line) in ours for line in open_lines)


@cache
def _ours(texts: Texts, name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words(one) for each in LANGUAGES for one in texts.field(name, each).starters)
