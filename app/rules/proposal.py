"""A whole plan as a proposal: one structure, from which every format is written, so that the
page, the paper and the files say the same. Our words are in the reader's language; what the team
wrote stays as it wrote it and says in which language that is.

No proposal names a person. The team is a number and an age band; where a plan says who leads or
watches over something and that is the name of somebody in the team, it says "Team member 2".
"""

import re
from collections.abc import Iterator

from app.i18n import _, gettext, money, ngettext, reading_in, speaking
from app.rules.proposal_parts import (
    CHAPTERS,
    COLUMNS,
    COVER,
    ENDING,
    IN_MATRIX,
    MATRIX,
    NUMBERS,
    PERSONS,
    QUESTIONS,
    SHORT,
    UNHOLDABLE,
    About,
    Block,
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Pairs,
    Paragraph,
    Part,
    Proposal,
    Said,
    Words,
)
from app.rules.template import Template
from app.rules.template.checks_safety import score
from app.rules.template.codes import ORPHAN
from app.rules.template.document import Asked, Document, Line, Shown, document
from app.rules.template.shape import Field, Plan, Table


def proposal(template: Template, plan: Plan, about: About) -> Proposal:
    """In the language that is read in now (``i18n.reading_in``)."""
    writer = _Writer(template, document(template, plan), about)
    parts = [Part("cover", "", (*writer.cover(),))]
    for chapter in CHAPTERS:
        title = f"{chapter.number}. {chapter.title}" if chapter.number else str(chapter.title)
        blocks = tuple(writer.blocks(chapter.questions))
        if blocks and blocks[0] == Heading(str(chapter.title)):
            blocks = blocks[1:]
        parts.append(Part(chapter.key, title, blocks or (Paragraph(writer.nothing),)))
    mark = mark_of(about.version, draft=about.draft)
    return Proposal(writer.title(), mark, about.draft, reading_in.get(), tuple(parts))


def mark_of(version: int, *, draft: bool) -> str:
    """What stands on every page."""
    says = _("Draft v%(n)s, not for circulation") if draft else _("Version %(n)s")
    return str(says) % {"n": version}


class _Writer:
    def __init__(self, template: Template, plan: Document, about: About) -> None:
        self.template, self.plan, self.about = template, plan, about
        self.asked = {one.key: one for part in plan.parts for one in part.asked}
        self.nothing = Words(gettext("Not written yet"))
        with speaking(about.language):  # it stands within what the team wrote
            named = [(_("Team member %(n)s") % {"n": n}, p) for n, p in enumerate(about.team, 1)]
            named += [(gettext("Mentor"), names) for names in about.mentors]
        self.called = [(_any_of(names), instead) for instead, names in named if any(names)]

    def title(self) -> Words:
        said = self.asked["title"].answer
        return self._words(said)[0] if said else Words(gettext("An idea without a title"))

    def cover(self) -> Iterator[Block]:
        facts, *rest = self.blocks(COVER)
        assert isinstance(facts, Pairs)
        size, band = self.about.team_size, self.about.age_band.replace("-", "–")
        team = ngettext(
            "%(count)s person, aged %(band)s", "%(count)s people, aged %(band)s", size
        ) % {"count": size, "band": band}
        sums = [(words, (Words(sum_),)) for words, sum_ in self._sums()]
        yield Pairs((*facts.rows, (gettext("Team"), (Words(team),)), *sums, *self._progress()))
        yield from rest

    def _progress(self) -> Iterator[tuple[str, tuple[Words, ...]]]:
        """The same count and the same percent as on the pages of the project."""
        if (done := self.about.progress) is not None:
            says = gettext("%(n)s of %(all)s checks of the whole plan pass")
            says %= {"n": done.passed, "all": done.applicable}
            yield gettext("How far"), (Words(f"{says}, {done.percent}\xa0%"),)

    def blocks(self, questions: str) -> Iterator[Block]:
        """Short answers are gathered; a text or a table has a heading of its own."""
        pairs: list[tuple[str, tuple[Words, ...]]] = []
        for one in (self.asked[key] for key in questions.split() if key in self.asked):
            asked = self.template.section_of(one.key).question(one.key)
            if one.is_empty and not _is_required(asked):
                continue
            if one.key.endswith("_note") and pairs:
                label, words = pairs.pop()
                pairs.append((label, (*words, *self._words(one.answer))))
            elif isinstance(asked, Field) and asked.kind in SHORT:
                pairs.append((self.label(one.key), self._words(one.answer) or (self.nothing,)))
            else:
                if pairs:
                    yield Pairs(tuple(pairs))
                    pairs = []
                yield Heading(self.label(one.key))
                yield from self._long(one)
        if pairs:
            yield Pairs(tuple(pairs))

    def _long(self, one: Asked) -> Iterator[Block]:
        if one.is_empty:
            yield Paragraph(self.nothing)
        elif one.key == "results":
            yield self._matrix(one, self.asked["indicators"])
        elif one.is_table:
            yield self._grid(one)
        elif one.answer and one.answer.items:
            yield Bullets(self._words(one.answer))
        else:
            for words in self._words(one.answer):
                for text in re.split(r"\n\s*\n", words.text):
                    yield Paragraph(Words(text.strip("\n"), words.language))

    def label(self, key: str) -> str:
        """What a question is called in the trade, if it has such a name; else how it is asked."""
        texts = self.template.texts.field(key, reading_in.get())
        found = texts.label if key.startswith(QUESTIONS) else texts.term or texts.label
        return found[:1].upper() + found[1:]

    def _words(self, shown: Shown | None) -> tuple[Words, ...]:
        if not shown:
            return ()
        language = "" if shown.ours else self.about.language
        texts = shown.items or (shown.text,)
        if shown.key in PERSONS:
            texts = tuple(self._unnamed(text) for text in texts)
        return tuple(Words(UNHOLDABLE.sub("", text), language) for text in texts)

    def _unnamed(self, text: str) -> str:
        for name, instead in self.called:
            text = name.sub(instead, text)
        return text

    def _grid(self, one: Asked) -> Grid:
        columns = _columns(COLUMNS[one.key])
        kinds = self._kinds(one.key)
        return Grid(
            self.label(one.key),
            tuple(
                Column(self.label(f"{one.key}.{key}"), width, kinds.get(key, "whole") in NUMBERS)
                for key, width in columns
            ),
            tuple(self._row(one.key, line, [key for key, _width in columns]) for line in one.lines),
            self._sums() if one.key == "budget" else (),
        )

    def _kinds(self, table: str) -> dict[str, str]:
        asked = self.template.section_of(table).question(table)
        return {each.key: each.kind for each in asked.columns} if isinstance(asked, Table) else {}

    def _row(self, table: str, line: Line, columns: list[str]) -> tuple[Cell, ...]:
        known = {*columns, "output"} if line.code.strip(ORPHAN) else columns  # its number says so
        rest = [cell for cell in line.cells if cell.key not in known]
        name, *others = columns
        return (
            (*self._name(line), *self._told(table, rest)),
            *(self._cell(line, key) for key in others),
        )

    def _name(self, line: Line) -> Cell:
        said = self._words(line.title) or (Words("…"),)
        code = f"{line.code} " if line.code else ""
        return (Said(Words(code + ", ".join(w.text for w in said), said[0].language)),)

    def _told(self, table: str, cells: list[Shown]) -> Cell:
        return tuple(
            Said(Words(", ".join(w.text for w in words), words[0].language),
                 self.label(f"{table}.{cell.key}"))
            for cell in cells
            if (words := self._words(cell))
        )  # fmt: skip

    def _cell(self, line: Line, key: str) -> Cell:
        if key == "total":
            return (Said(Words(line.total or "…")),)
        if key == "score":
            found = score({cell.key: cell.code for cell in line.cells})
            return (Said(Words(str(found))),) if found else ()
        shown = next((cell for cell in line.cells if cell.key == key), None)
        words = self._words(shown)
        return tuple(Said(one) for one in words)

    def _sums(self) -> tuple[tuple[str, str], ...]:
        totals = self.asked["budget"].totals
        if totals is None or not totals.total:
            return ()
        option = self.template.texts.option
        payers = [
            (option("paid_by", payer, reading_in.get()) if payer else gettext("Nobody chosen yet"),
             sum_)
            for payer, sum_ in totals.by_payer.items()
        ]  # fmt: skip
        lines = [*payers, (gettext("Altogether"), totals.total)]
        return tuple((words, money(sum_, self.plan.currency)) for words, sum_ in lines)

    def _matrix(self, results: Asked, indicators: Asked) -> Grid:
        """A line for each indicator; what serves no result stands at the end."""
        columns = tuple(Column(self.label(key), width) for key, width in _columns(MATRIX))
        found: list[tuple[Cell, ...]] = []
        placed: set[str] = set()
        for line in results.lines:
            ours = [one for one in indicators.lines if _measures(one) == line.id]
            placed |= {one.id for one in ours}
            level = [cell for cell in line.cells if cell.key not in ("assumption", "parent")]
            name = (*self._name(line), *self._told("results", level))
            found.append((name, *self._measured(ours[0] if ours else None),
                          self._cell(line, "assumption")))  # fmt: skip
            again: Cell = (Said(Words(line.code)),)
            found += [(again, *self._measured(one), ()) for one in ours[1:]]
        rest = [one for one in indicators.lines if one.id not in placed]
        found += [((Said(Words(ORPHAN)),), *self._measured(one), ()) for one in rest]
        return Grid(self.label("results"), columns, tuple(found))

    def _measured(self, line: Line | None) -> tuple[Cell, Cell, Cell, Cell]:
        if line is None:
            return (Said(self.nothing),), (), (), ()
        rest = [cell for cell in line.cells if cell.key not in IN_MATRIX]
        return (
            (*self._name(line), *self._told("indicators", rest)),
            self._cell(line, "baseline"),
            self._cell(line, "target"),
            self._cell(line, "source"),
        )


def _measures(line: Line) -> str:
    """The id of the result that an indicator is for."""
    return next((cell.code for cell in line.cells if cell.key == "result"), "")


def _columns(text: str) -> list[tuple[str, int]]:
    pairs = (each.split(":") for each in text.split())
    return [(key, int(width)) for key, width in pairs]


def _is_required(asked: Field | Table | None) -> bool:
    return asked.least > 0 if isinstance(asked, Table) else bool(asked and asked.required)


def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a person by each of their names, with up to two letters of another ending."""
    stems = (re.escape(name.rstrip(ENDING) if len(name) > 3 else name) for name in names if name)
    return re.compile(rf"(?<!\w)(?:{'|'.join(stems)})\w{{0,2}}(?!\w)", re.IGNORECASE)
