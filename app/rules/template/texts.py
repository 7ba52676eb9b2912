"""The teaching texts of a template: content in three languages, in the template's own data.

They are not in the phrase catalogue, because whoever changes a template changes its questions,
advice and examples together. A page looks up hundreds of them, so each is put together once per
language and kept for the life of the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "texts"
FALLBACK = "en"

Words = Mapping[str, Any]  # language → text, or a list of texts


@dataclass(frozen=True)
class SectionTexts:
    title: str
    lede: str
    minutes: int  # of writing


@dataclass(frozen=True)
class FieldTexts:
    """What a page says around a question; "" and () where the template says nothing."""

    label: str
    term: str  # the word of the trade: "outcome"
    help: str
    why: str
    good: str  # an example
    weak: str  # another
    weak_because: str  # what is wrong with that
    starters: tuple[str, ...]
    empty_hint: str


class Texts:
    """Lookups raise KeyError for what the template does not have, except option codes: those
    come from answers, and an unknown one is shown as it is."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def section(self, key: str, language: str) -> SectionTexts:
        return _section(self, key, language)

    def field(self, key: str, language: str) -> FieldTexts:
        """``key`` is "title", or "budget.quantity" for a column."""
        return _field(self, key, language)

    def options(self, list_name: str, language: str) -> tuple[tuple[str, str], ...]:
        """(code, label) in the order in which they are offered."""
        return _options(self, list_name, language)

    def codes(self, list_name: str) -> frozenset[str]:
        return _codes(self, list_name)

    def option(self, list_name: str, code: str, language: str) -> str:
        return _labels(self, list_name, language).get(code, code)

    def check(self, check: str, variant: str, language: str, /, **values: str) -> str:
        """What a check says; ``variant`` "" is its general message. Values are shown as given."""
        return _message(self, check, variant, language).format_map(_Gaps(values))


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


@cache
def load(template: str) -> Texts:
    """ "camp-project/1" → the texts of camp-project-1.yaml."""
    source = FOLDER / f"{template.replace('/', '-')}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it was built
    return Texts(yaml.load(source.read_text("utf-8"), loader))  # noqa: S506  both are safe loaders


def _said(words: Words | None, language: str) -> str:
    return str((words or {}).get(language) or (words or {}).get(FALLBACK) or "")


@cache
def _section(texts: Texts, key: str, language: str) -> SectionTexts:
    entry = texts.data["sections"][key]
    return SectionTexts(
        _said(entry["title"], language), _said(entry["lede"], language), entry["minutes"]
    )


@cache
def _field(texts: Texts, key: str, language: str) -> FieldTexts:
    entry = texts.data["fields"][key]
    label, help_ = entry["label"], entry["help"]
    if asked := texts.data["safety"].get(key):  # the full question, and why it is asked
        label, help_ = asked["question"], asked["explanation"]
    elif promised := texts.data["noharm"].get(key):
        label = promised["text"]
    starters = entry.get("starter") or {}
    weak, _dash, because = _said(entry.get("weak"), language).partition(" — (")
    return FieldTexts(
        label=_said(label, language),
        term=_said(entry.get("term"), language),
        help=_said(help_, language),
        why=_said(entry.get("why"), language),
        good=_said(entry.get("good"), language),
        weak=weak,
        weak_because=because.removesuffix(")"),
        starters=tuple(starters.get(language) or starters.get(FALLBACK) or ()),
        empty_hint=_said(entry.get("empty_hint"), language),
    )


@cache
def _options(texts: Texts, list_name: str, language: str) -> tuple[tuple[str, str], ...]:
    entries = texts.data["options"][list_name].items()
    return tuple((code, _said(entry["label"], language)) for code, entry in entries)


@cache
def _labels(texts: Texts, list_name: str, language: str) -> dict[str, str]:
    return dict(_options(texts, list_name, language))


@cache
def _codes(texts: Texts, list_name: str) -> frozenset[str]:
    return frozenset(texts.data["options"][list_name])


@cache
def _message(texts: Texts, check: str, variant: str, language: str) -> str:
    entry = texts.data["checks"][check]
    return _said(entry["variants"][variant] if variant else entry["message"], language)
