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
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.errors import Problem
from app.i18n import _
from app.rules import rows, saving
from app.rules.buttons import Do
from app.rules.paragraphs import paragraph_merge
from app.rules.saving import Posted, Row, Value, cell_of, flat, put, question, rows_in, same
from app.rules.template.reading import says_something
from app.rules.template.shape import Answers, Kind, Section

NEVER = _("The form names a row that was never there. Nothing was saved.")


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
    removed: Row | None  # the row that this writer took away, which can be brought back
    parting: Answers | None  # with that row, where something in it has been in no version yet


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
    made: Row | None  # what ``do`` adds to a table, or makes of ``target``

    @property
    def removes(self) -> Row | None:
        return self.target if self.do and self.do.verb == "remove" else None

    @property
    def seen(self) -> list[str]:
        """The rows of the target's table, as the writer saw them."""
        order = self.order if self.target in self.order else self.here
        return [row_id for table, row_id in order if self.target and table == self.target[0]]


def merge(
    section: Section,
    base: Answers,
    latest: Answers,
    posted: Posted,
    own: Mapping[str, Any],
    project: str,
    new_id: Callable[[], str] = lambda: secrets.token_hex(5),
    lost: Answers | None = None,
    starter: str = "",
) -> Merged:
    """Put a save into the latest answers; the arguments stay as they are.

    ``own`` is what the very same page wrote since ``base`` (of each name the newest ``written``):
    it must not clash with itself. ``lost`` are answers that still had the row which is brought
    back, ``starter`` the words that go into a field that is empty. ``new_id`` is for forms without
    a ``page``. Raises ``Problem`` for a row that never was, or that cannot be told from another."""
    form = _form(section, base, latest, posted, own, saving.naming(posted.page, project, new_id))
    answers = deepcopy(latest)
    for row in form.fresh:
        saving.row_of(answers, row)
    written, clashes = _write(form, answers, flat(latest))
    parting = None
    if form.removes:
        refused = _refused(form, form.removes, flat(answers))
        clashes = refused | clashes
        if not refused and rows.find(answers, form.removes):
            parting = deepcopy(answers) if any(_of(written, form.removes).values()) else None
            rows.remove(answers, form.removes)
    else:
        written |= _press(form, answers, lost or {}, starter)
    there = saving.rows(section, answers)
    known = {*form.known, *form.here, *form.fresh}
    return Merged(
        answers,
        written,
        clashes,
        saving.changed(section, latest, answers),
        there != form.here or there != saving.rows(section, base),
        _unseen(flat(answers), form.before | form.typed),
        saving.outgrown(form.here, there),
        _aside(form, answers, clashes) if clashes else answers,
        form.removes if form.removes in known and form.removes not in there else None,
        parting,
    )


def late(section: Section, base: Answers, latest: Answers, posted: Posted, project: str) -> Merged:
    """What comes of a save that the same page has long followed up: nothing, but the page that
    sent it learns what stands."""
    real = saving.naming(posted.page, project, lambda: "")
    shown = flat(base) | saving.renamed(section, posted.written, real)
    reshaped = saving.rows(section, latest) != saving.rows(section, base)
    unseen = _unseen(flat(latest), shown)
    return Merged(latest, {}, {}, frozenset(), reshaped, unseen, [], latest, None, None)


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
        raise Problem(NEVER)
    order = list(dict.fromkeys(known + rows_in(typed)))
    target = saving.target(do, [*order, *here], real)
    wanted = new & saving.wanted(section, typed, do, target)
    fresh = [row for row in order if row in wanted]
    made = None
    if do and do.verb == "add":
        made = (do.table, real(do.table, f"add-{posted.base}"))
        fresh.append(made)
    elif do and do.verb == "copy" and target:
        made = (target[0], real(target[0], f"copy-{posted.base}-{target[1]}"))
    fresh = [row for row in fresh if row not in known and row not in here]
    return _Form(section, typed, before, known, here, fresh, order, do, target, made)


def _write(
    form: _Form, answers: Answers, now: dict[str, Any]
) -> tuple[dict[str, Value], dict[str, Clash]]:
    """Put what was typed into ``answers``, except where it clashes."""
    written: dict[str, Value] = {}
    clashes: dict[str, Clash] = {}
    there = {*form.here, *form.fresh}
    for name, mine in form.typed.items():
        cell, asked, before = cell_of(name), question(form.section, name), form.before.get(name)
        row = (cell.table, cell.row) if cell else None
        if asked is None or same(mine, before):
            continue
        if row and row not in there:
            if row in form.known and row != form.removes:
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
        for name, theirs in _of(now, row).items()
        if not same(theirs, form.before.get(name))
        and not same(theirs, form.typed.get(name, form.before.get(name)))
    }


def _press(form: _Form, answers: Answers, lost: Answers, starter: str) -> dict[str, Value]:
    """Do what a button does that takes nothing away. The cells of the row that it makes are
    written by this page: it knows them from now on."""
    do, row = form.do, form.target
    if do and do.verb == "start" and starter and not says_something(answers.get(do.field)):
        answers[do.field] = starter
        return {do.field: starter}
    if do and do.verb == "restore":
        given = [one for one in saving.rows(form.section, lost) if do.table in ("", one[0])]
        row = next((one for one in [*given, *form.here] if one[1] == do.row), None)
        if row is None:
            raise Problem(NEVER)
        if row not in form.here:
            rows.restore(answers, row, lost)
            return _of(flat(answers), row)
    elif do and row and rows.find(answers, row):
        if do.verb == "copy" and form.made and form.made not in [*form.known, *form.here]:
            rows.copy(answers, row, form.made[1])
            return _of(flat(answers), form.made)
        if do.verb in ("up", "down"):
            rows.move(answers, row, form.seen, up=do.verb == "up")
        if do.verb == "move":
            rows.move_below(answers, row, form.seen, do.after)
    return {}


def _of(named: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """Those that are in this row."""
    return {name: value for name, value in named.items() if rows_in([name]) == [row]}


def _unseen(saved: dict[str, Any], shown: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in saved.items() if not same(value, shown.get(name)))


def _aside(form: _Form, answers: Answers, clashes: dict[str, Clash]) -> Answers:
    """Mine everywhere: rows that are gone come back where they were, with what I wrote."""
    aside = deepcopy(answers)
    shown = form.before | form.typed
    for table, row_id in rows_in(name for name, clash in clashes.items() if clash.theirs is None):
        at = [other for key, other in form.order if key == table].index(row_id)
        aside.setdefault(table, []).insert(at, {"id": row_id})
        for name, value in _of(shown, (table, row_id)).items():
            put(aside, name, value)
    for name, clash in clashes.items():
        if clash.mine is not None:
            put(aside, name, clash.mine)
    if form.removes and any(clash.mine is None for clash in clashes.values()):
        rows.remove(aside, form.removes)
    return aside
