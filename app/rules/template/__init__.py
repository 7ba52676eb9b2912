"""The project-development templates, as data.

To add a question, add a line to think.py, act.py or share.py and its texts to the yaml. Pages,
autosave, checks and pitches all read these tables; no migration is needed. A template never
changes its meaning: what would break written plans is a new template (``camp-project/2``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.rules.template import texts
from app.rules.template.act import ACT
from app.rules.template.shape import Section, Stage
from app.rules.template.share import ON_PITCH, SHARE
from app.rules.template.texts import Texts
from app.rules.template.think import THINK

CURRENT = "camp-project/1"


@dataclass(frozen=True, eq=False)
class Template:
    key: str
    sections: dict[str, Section]
    texts: Texts
    on_pitch: Mapping[str, frozenset[str]]  # question → columns that a published pitch shows
    defaults: Mapping[str, str]  # question → the answer that stands until another is given

    def of(self, stage: Stage) -> tuple[Section, ...]:
        return tuple(section for section in self.sections.values() if section.stage == stage)

    def minutes(self, keys: Iterable[str]) -> int:
        """About how long it takes to write these sections."""
        return sum(self.texts.section(key, texts.FALLBACK).minutes for key in keys)

    @property
    def minutes_of_idea(self) -> int:
        """The one figure that every page gives for the idea card."""
        return self.minutes(section.key for section in self.of("think"))

    def section_of(self, question: str) -> Section:
        """Keys of questions are unique in a template."""
        return next(each for each in self.sections.values() if each.question(question))

    def named(self, question: str, column: str, language: str) -> str:
        """A place as people call it: "Budget: Price of one"; "" where there is none."""
        section = next((each for each in self.sections.values() if each.question(question)), None)
        key = f"{question}.{column}" if column else question
        if section is None or key not in self.texts.data["fields"]:
            return ""
        title = self.texts.section(section.key, language).title
        return f"{title}: {self.texts.field(key, language).label}"

    def shows(self, question: str, column: str = "") -> bool:
        """Whether a published pitch carries this answer."""
        columns = self.on_pitch.get(question)
        return columns is not None and (column in columns if column else True)


TEMPLATES: dict[str, Template] = {
    CURRENT: Template(
        key=CURRENT,
        sections={section.key: section for section in (*THINK, *ACT, *SHARE)},
        texts=texts.load(CURRENT),
        on_pitch=ON_PITCH,
        defaults={"strand": "prevention", "visibility": "vetted_donors"},
    )
}


def template(key: str = "") -> Template:
    """That of a project; "" is the one that new projects begin with. KeyError: no such template."""
    return TEMPLATES[key or CURRENT]


def earlier(key: str) -> list[str]:
    """The versions of a template before this one, the newest first: "camp-project/1" is before
    "camp-project/2"."""
    name, number = _version(key)
    found = [(_version(each)[1], each) for each in TEMPLATES if _version(each)[0] == name]
    return [each for n, each in sorted(found, reverse=True) if n < number]


def newer(key: str) -> Template | None:
    """The newest version of a template after this one. Questions come and go; the sections stay,
    because versions and points stand in them."""
    kept = TEMPLATES[key].sections.keys()
    found = [
        (_version(each)[1], each)
        for each, one in TEMPLATES.items()
        if key in earlier(each) and kept <= one.sections.keys()
    ]
    return TEMPLATES[max(found)[1]] if found else None


def _version(key: str) -> tuple[str, int]:
    name, _slash, number = key.rpartition("/")
    return name, int(number)
