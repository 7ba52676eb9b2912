"""How long the dignity check takes: for ordinary texts, and for those written to make it slow."""

from collections.abc import Iterator
from time import perf_counter

from app.rules.dignity import matching
from app.rules.dignity.matching import LONGEST, sentences
from app.rules.template.writing import Language
from bench.figures import Line

SECONDS = 0.3  # promised for one text


def _filled(unit: str) -> str:
    return (unit * (LONGEST // len(unit) + 1))[:LONGEST]


ORDINARY: dict[Language, str] = {
    "en": _filled("We hold classes for students and tell them how to check an offer of work; "),
    "ru": _filled("Мы проводим занятия для студентов и рассказываем, как проверить работу; "),
    "be": _filled("Мы праводзім заняткі для навучэнцаў і расказваем, як праверыць прапанову; "),
}

# Each begins what patterns look for, again and again, and never ends it.
HOSTILE = {
    "one letter": _filled("а"),
    "one word": _filled("фото"),
    "image words": _filled("фото плакат "),
    "pictures": _filled("poster picture "),
    "spaces": _filled(" \u00a0\n"),
    "words of one letter": _filled("а б "),
    "half of a count": _filled("третье место по "),
    "half of an age": _filled("средний возраст жертв "),
    "half of a deed": _filled("опубликуем "),
    "rescue": _filled("спасти всех "),
    "rescue in Belarusian": _filled("выратаваць усіх "),
    "hyphens": _filled("секс-"),
    "the only ones": _filled("only women are "),
    "average ages": _filled("average age of - "),
    "invisible signs": _filled("\u200b\u00ad"),
    "stress marks": _filled("а\u0301"),
    "two alphabets": _filled("aа"),
    "denials": _filled("не выявляем жертв "),
    "soft signs": _filled("зьн"),
}


def checks() -> Iterator[Line]:
    """All rules on one text that fills an answer, ordinary and hostile; and on it as it is read
    again, as after each save."""
    times = {f"ordinary, {one}": _seconds(text, one) for one, text in ORDINARY.items()}
    times |= {name: max(_seconds(text, one) for one in ORDINARY) for name, text in HOSTILE.items()}
    ordinary = max(ORDINARY, key=lambda one: times[f"ordinary, {one}"])
    worst = max(times, key=lambda one: times[one])
    for name in (f"ordinary, {ordinary}", worst):
        what = f"the dignity check of {LONGEST:,} characters, all rules ({name})"
        yield Line(what, f"{times[name]:.2f} s", f"≤ {SECONDS} s", times[name] <= SECONDS)
    _seconds(ORDINARY["ru"], "ru")
    again = _judged(ORDINARY["ru"], "ru")
    yield Line("the same, known already", f"{again * 1000:.1f} ms", "≤ 5 ms", again <= 0.005)


def _seconds(said: str, language: Language) -> float:
    """As if no sentence had ever been seen."""
    matching._matches.cache_clear()
    return _judged(said, language)


def _judged(said: str, language: Language) -> float:
    began = perf_counter()
    for start, end in sentences(said):
        matching.matches(said[start:end], language)
    return perf_counter() - began


if __name__ == "__main__":
    for shape, text in HOSTILE.items():
        print(f"{_seconds(text, 'ru'):.3f} s  {shape}")
    for line in checks():
        print(f"{line.what}: {line.value} (target {line.target})")
