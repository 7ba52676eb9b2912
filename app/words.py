"""Keeps the catalogues of phrases in step with the code: extract, update, and find gaps."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from re import findall

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.db import ROOT
from app.i18n import LANGUAGES, LOCALES

APP = ROOT / "app"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {
    "templates/**.html": {
        "extensions": "jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}


def extracted() -> Catalog:
    """Every phrase that the code and the templates mark."""
    found = Catalog(project="Seedbed", charset="utf-8", fuzzy=False)
    for file, line, phrase, comments, context in extract_from_dir(
        APP, METHODS, OPTIONS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)}
    ):
        found.add(phrase, None, [(f"app/{file}", line)], auto_comments=comments, context=context)
    return found


def compile_words(*, check: bool) -> list[str]:
    """Update each catalogue; returns what is missing in it, a line each."""
    template = extracted()
    missing: list[str] = []
    for language in LANGUAGES:
        if language == "en":
            continue
        file = LOCALES / f"{language}.po"
        catalogue = _read(file, language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        missing += [f"{language}: {gap}" for gap in gaps(catalogue)]
        if not check:
            with file.open("wb") as into:
                write_po(into, catalogue, width=100, no_location=True, sort_output=True,
                         omit_header=False)  # fmt: skip
    return missing


def _read(file: Path, language: str) -> Catalog:
    if not file.exists():
        return Catalog(locale=language, project="Seedbed", charset="utf-8", fuzzy=False)
    return read_po(BytesIO(file.read_bytes()), locale=language)


def gaps(catalogue: Catalog) -> Iterator[str]:
    """Phrases without a translation, unsure ones, and those that lost or invented a name."""
    for message in catalogue:
        if not message.id:
            continue
        phrase = message.id if isinstance(message.id, str) else message.id[0]
        texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
        forms = catalogue.num_plurals if message.pluralizable else 1
        if len(texts) != forms or not all(texts):
            yield f"not translated: {phrase}"
        elif message.fuzzy:
            yield f"unsure: {phrase}"
        elif any(_names(text) - _names_of(message) for text in texts) or not any(
            _names(text) == _names_of(message) for text in texts
        ):
            yield f"other names in it: {phrase}"


def _names(text: str) -> set[str]:
    return set(findall(r"%\(\w+\)s|\{\w+\}", text))


def _names_of(message: Message) -> set[str]:
    ids = [message.id] if isinstance(message.id, str) else message.id
    return set().union(*(_names(text) for text in ids))
