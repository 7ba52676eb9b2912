"""How a posted section meets what others saved since it was written.

Nobody overwrites anybody, not even oneself in a second tab, and nothing that was typed is lost:
it stands in the answers, or it is a clash, with both texts. Only what the writer changed can
clash. Different fields, rows and cells merge, and so do different paragraphs of one text and
different choices of one group.

A page whose answer got lost on the way sends the same again, from the same ``base``. So every
step here does nothing when it is repeated: the ids of new rows follow from the page, and a row
moves past the neighbour that its writer saw, not simply one place up.
"""

import secrets
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.errors import Problem
from app.i18n import _
from app.rules import saving
from app.rules.saving import Do, Posted, Row, Value, cell_of, flat, put, question, rows_in, same
from app.rules.template.shape import Answers, Kind, Section

Edit = tuple[int, int, list[str]]  # the paragraphs of the base from here to there become these


@dataclass(frozen=True)
class Clash:
    mine: Value | None  # None: this writer removes the row
    theirs: Value | None  # None: the row is gone


@dataclass(frozen=True)
class Merged:
    """What comes of a save. Names are those of form fields, with real ids for new rows."""

    answers: Answers  # with all of this save in them that clashes with nobody
    written: dict[str, Value]  # what this writer changed and now stands, as they typed it
    clashes: dict[str, Clash]  # empty: the whole save stands
    changed: frozenset[str]  # where ``answers`` differ from the latest; a table: its rows do
    reshaped: bool  # rows came, went or moved: the page must show its form again
    unseen: frozenset[str]  # what this page shows otherwise: written by others, or merged
    too_many: list[str]  # tables that would outgrow what we take
    aside: Answers  # as this writer would have had them; without clashes, ``answers``


@dataclass(frozen=True)
class _Form:
    """A posted section under the real ids of its rows, next to what its page knew."""

    section: Section
    typed: dict[str, Value]
    before: dict[str, Any]  # name → what this page last knew to be saved
    known: list[Row]  # what this page was shown or has saved
    here: list[Row]  # what the latest answers have
    fresh: list[Row]  # what this save adds
    order: list[Row]  # as the writer saw them
    do: Do | None
    target: Row | None  # of ``do``; None if there never was such a row


def merge(
    section: Section,
    base: Answers,
    latest: Answers,
    posted: Posted,
    own: Mapping[str, Any],
    project: str,
    new_id: Callable[[], str] = lambda: secrets.token_hex(5),
) -> Merged:
    """Put a save into the latest answers; the arguments stay as they are.

    ``own`` is what the very same page wrote since ``base`` (of each name the newest ``written``):
    it must not clash with itself. ``new_id`` is for forms without a ``page``. Raises ``Problem``
    for a row that never was, or that cannot be told from another."""
    form = _form(section, base, latest, posted, own, saving.naming(posted.page, project, new_id))
    answers = deepcopy(latest)
    for row in form.fresh:
        saving.row_of(answers, row)
    written, clashes = _write(form, answers, flat(latest))
    if form.do and form.target and form.target in form.here + form.fresh:
        if form.do.verb == "remove":
            refused = _refused(form, form.target, flat(answers))
            clashes = refused | clashes
            if not refused:
                _remove(answers, form.target)
        else:
            _move(answers, form, form.target, up=form.do.verb == "up")
    rows = saving.rows(section, answers)
    return Merged(
        answers,
        written,
        clashes,
        saving.changed(section, latest, answers),
        rows != form.here or rows != saving.rows(section, base),
        _unseen(flat(answers), form.before | form.typed),
        saving.outgrown(form.here, rows),
        _aside(form, answers, clashes) if clashes else answers,
    )


def _form(
    section: Section,
    base: Answers,
    latest: Answers,
    posted: Posted,
    own: Mapping[str, Any],
    real: saving.Naming,
) -> _Form:
    do, typed = posted.do, saving.renamed(section, posted.written, real)
    here, before = saving.rows(section, latest), flat(base) | dict(own)
    known = list(dict.fromkeys(saving.rows(section, base) + rows_in(own)))
    new = {(table, real(table, row)) for table, row in rows_in(posted.written) if "-" in row}
    if not {*rows_in(typed)} <= {*known, *here, *new}:
        raise Problem(_("The form names a row that was never there. Nothing was saved."))
    order = list(dict.fromkeys(known + rows_in(typed)))
    target = saving.target(do, [*order, *here], real)
    wanted = new & saving.wanted(section, typed, do, target)
    fresh = [row for row in order if row in wanted]
    if do and do.verb == "add":
        fresh.append((do.table, real(do.table, f"add-{posted.base}")))
    fresh = [row for row in fresh if row not in known and row not in here]
    return _Form(section, typed, before, known, here, fresh, order, do, target)


def _write(
    form: _Form, answers: Answers, now: dict[str, Any]
) -> tuple[dict[str, Value], dict[str, Clash]]:
    """Put what was typed into ``answers``, except where it clashes."""
    written: dict[str, Value] = {}
    clashes: dict[str, Clash] = {}
    there = {*form.here, *form.fresh}
    removed = form.target if form.do and form.do.verb == "remove" else None
    for name, mine in form.typed.items():
        cell, asked, before = cell_of(name), question(form.section, name), form.before.get(name)
        row = (cell.table, cell.row) if cell else None
        if asked is None or same(mine, before):
            continue
        if row and row not in there:
            if row in form.known and row != removed:
                clashes[name] = Clash(mine, None)
            continue
        theirs = now.get(name) or ""
        stands = _meet(asked.kind, before or "", mine, theirs)
        if stands is None:
            clashes[name] = Clash(mine, theirs)
            continue
        written[name] = mine
        if not same(stands, theirs):
            put(answers, name, stands)
    for table, row_id in [row for row in form.fresh if row not in rows_in(written)]:
        columns = next(t.columns for t in form.section.tables if t.key == table)
        written[f"{table}.{row_id}.{columns[0].key}"] = ""  # empty, but its page knows it now
    return written, clashes


def _meet(kind: Kind, before: Value, mine: Value, theirs: Value) -> Value | None:
    """What becomes of an answer that this writer changed; None: it is a clash."""
    if same(theirs, before) or same(theirs, mine):
        return mine
    if kind == "several":
        gone = [code for code in before if code not in mine]
        new = [code for code in mine if code not in before and code not in theirs]
        return [code for code in theirs if code not in gone] + new
    if kind in ("prose", "lines"):
        merged = paragraph_merge(str(before), str(mine), str(theirs))
        return merged if merged is not None and saving.length(merged) <= saving.LONGEST else None
    return None


def _refused(form: _Form, row: Row, now: dict[str, Any]) -> dict[str, Clash]:
    """What somebody else wrote into a row that this writer removes without having seen it."""
    return {
        name: Clash(None, theirs)
        for name, theirs in now.items()
        if rows_in([name]) == [row]
        and not same(theirs, form.before.get(name))
        and not same(theirs, form.typed.get(name, form.before.get(name)))
    }


def _remove(answers: Answers, row: Row) -> None:
    """References to it stay, and dangle: the checks say so, and a writer decides."""
    table, gone = row
    answers[table] = [found for found in answers[table] if found["id"] != gone]


def _move(answers: Answers, form: _Form, row: Row, *, up: bool) -> None:
    table, moved = row
    order = form.order if row in form.order else form.here
    seen = [row_id for key, row_id in order if key == table]
    at = seen.index(moved) + (-1 if up else 1)
    rows = answers[table]
    ids = [found["id"] for found in rows]
    if not 0 <= at < len(seen) or seen[at] not in ids:
        return
    old, new = ids.index(moved), ids.index(seen[at])
    if old > new if up else old < new:
        rows.insert(new, rows.pop(old))


def _unseen(saved: dict[str, Any], shown: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in saved.items() if not same(value, shown.get(name)))


def _aside(form: _Form, answers: Answers, clashes: dict[str, Clash]) -> Answers:
    """Mine everywhere: rows that are gone come back where they were, with what I wrote."""
    aside = deepcopy(answers)
    shown = form.before | form.typed
    for table, row_id in rows_in(name for name, clash in clashes.items() if clash.theirs is None):
        at = [other for key, other in form.order if key == table].index(row_id)
        aside.setdefault(table, []).insert(at, {"id": row_id})
        for name in shown:
            if rows_in([name]) == [(table, row_id)]:
                put(aside, name, shown[name])
    for name, clash in clashes.items():
        if clash.mine is not None:
            put(aside, name, clash.mine)
    if form.target and any(clash.mine is None for clash in clashes.values()):
        _remove(aside, form.target)
    return aside


def paragraph_merge(base: str, mine: str, theirs: str) -> str | None:
    """Three ways, by paragraphs, each a line. None: both changed the same one.

    What both add in one place is all kept, theirs first: it was saved first. Where one emptied
    the text, or both began it, there is no telling what belongs together: None."""
    if base in (mine, theirs) or mine == theirs:
        return theirs if mine == base else mine
    if not (base.strip() and mine.strip() and theirs.strip()):
        return None
    old = base.split("\n")
    edits = [*_edits(old, theirs.split("\n")), *_edits(old, mine.split("\n"))]
    merged: list[str] = []
    at, last = 0, (-1, -1, [""])
    for edit in sorted(edits, key=lambda edit: edit[:2]):  # stable: theirs first
        start, end, new = edit
        if start == end and (start, end) == last[:2]:
            new = [] if last[2][: len(new)] == new else new
            new = new[len(last[2]) :] if new[: len(last[2])] == last[2] else new
        elif edit == last:
            continue
        elif start < at:
            return None
        merged += old[at:start] + new
        at, last = end, edit
    return "\n".join(merged + old[at:])


def _edits(old: list[str], new: list[str]) -> list[Edit]:
    """What was done to the old paragraphs. As many for as many are one edit each."""
    edits: list[Edit] = []
    i = j = 0
    for i2, j2 in [*common(_told_apart(old), _told_apart(new)), (len(old), len(new))]:
        end, end2 = i2, j2
        while end > i and end2 > j and old[end - 1] == new[end2 - 1]:
            end, end2 = end - 1, end2 - 1
        while i < end and j < end2 and old[i] == new[j]:
            i, j = i + 1, j + 1
        if end - i == end2 - j:
            pairs = zip(range(i, end), new[j:end2], strict=True)
            edits += [(n, n + 1, [line]) for n, line in pairs if old[n] != line]
        else:
            edits.append((i, end, new[j:end2]))
        i, j = i2 + 1, j2 + 1
    return edits


def _told_apart(lines: list[str]) -> list[Any]:
    """A name for each paragraph: what it says and which one of these it is; for a blank line
    also what it follows. No name comes twice, so comparing costs little whatever the text."""
    names: list[Any] = []
    counts: Counter[Any] = Counter()
    follows: Any = None
    for line in lines:
        said = (line, None if line.strip() else follows)
        counts[said] += 1
        names.append((said, counts[said]))
        follows = names[-1] if line.strip() else follows
    return names


def common(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Where both have the same in the same order, as often as possible (patience sorting, from
    the end). Nothing may come twice in either."""
    places = {name: place for place, name in enumerate(new)}
    tops: list[int] = []  # the latest place that can begin a sequence of each length, negative
    chains: list[Any] = []  # and that sequence: its first pair, then the rest
    for i in range(len(old) - 1, -1, -1):
        if (place := places.get(old[i])) is not None:
            n = bisect_left(tops, -place)
            tops[n : n + 1] = [-place]
            chains[n : n + 1] = [((i, place), chains[n - 1] if n else None)]
    rest = chains[-1] if chains else None
    while rest:
        pair, rest = rest
        yield pair
