"""The versions of a project, as people remember them: in sittings, newest first.

Every save is a version, and a page saves itself every few seconds, so what is shown is a sitting:
what one person wrote in one section without a long break, and without anybody else writing there
in between. A text kept aside, and a version brought back, each stand alone."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, extract
from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import Project, Revision, Snapshot
from app.rules import saving
from app.rules.comparing import compare
from app.rules.policy import Who
from app.rules.saving import Posted
from app.rules.template.shape import Plan, Section
from app.services import sections

# In place of a page's name: which version a save brought back. No page can be called that.
RESTORED = "version:"
RENEWED = "template:"  # … or that it moved the section to another version of the template
BREAK = timedelta(minutes=10)  # from here on it is another sitting
PAGE = 20  # sittings


@dataclass(frozen=True)
class Sitting:
    section: str
    writer_id: UUID
    first: int  # the numbers of its versions
    last: int
    saves: int
    began: datetime
    ended: datetime
    aside: bool  # a text that lost a clash: it never stood
    restored: int  # the version that was brought back; 0: something was written
    renewed: bool  # the questions were changed, by a coordinator
    extent: Counter[str]  # how much is another thing after it; see ``rules.comparing``


@dataclass(frozen=True)
class Milestone:
    """A snapshot that went to the mentor."""

    number: int
    version: int
    when: datetime


@dataclass(frozen=True)
class Versions:
    lines: list[Sitting | Milestone]  # newest first
    older: int | None  # the number below which the next page begins


def listed(
    session: Session, project: Project, section: str = "", below: int | None = None
) -> Versions:
    """One page; ``section``: only of this one. Three queries."""
    found = _sittings(session, project, section, below)
    shown, more = found[:PAGE], len(found) > PAGE
    older = shown[-1].last if more else None
    marks = _milestones(session, project, older or 0, below)
    lines: list[Sitting | Milestone] = [*_with_extents(session, project, shown), *marks]
    # A snapshot holds the version that it was made of, so it stands above it.
    return Versions(sorted(lines, key=_place, reverse=True), older)


def _place(line: Sitting | Milestone) -> tuple[int, bool]:
    return (line.version, True) if isinstance(line, Milestone) else (line.last, False)


def _sittings(session: Session, project: Project, section: str, below: int | None) -> Sequence[Any]:
    """One row each, and one more than fits on a page. The database groups, so that a sitting is
    whole on whichever page it is."""
    saves = _saves(project, section)
    # A save that begins a sitting counts one up, so the saves of a sitting have the same count.
    count = sql.sum(saves.c.begins).over(partition_by=saves.c.section, order_by=saves.c.number)
    one = select(saves, count.label("sitting")).subquery().c
    last = sql.max(one.number)
    sittings = (
        select(  # type: ignore[call-overload]
            one.section, one.writer_id, one.aside, one.mark,
            sql.min(one.number).label("first"), last.label("last"),
            sql.count().label("saves"), sql.min(one.before).label("before"),
            sql.min(one.created_at).label("began"), sql.max(one.created_at).label("ended"),
        )
        .group_by(one.section, one.sitting, one.writer_id, one.aside, one.mark)
        .order_by(last.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    return session.execute(sittings if below is None else sittings.having(last < below)).all()


def _saves(project: Project, section: str) -> Any:
    """Every save, whether a sitting begins with it, and the version that stood ``before`` it."""
    number, writer, when = col(Revision.number), col(Revision.writer_id), col(Revision.created_at)
    aside = col(Revision.aside)
    of_section: Any = {"partition_by": Revision.section, "order_by": number}
    page = col(Revision.page)
    mark = case((page.startswith(RESTORED) | page.startswith(RENEWED), page), else_="")
    alone = aside | (mark != "")

    def one_before(what: Any) -> Any:
        return sql.lag(what).over(**of_section)

    seconds = extract("epoch", when) - extract("epoch", one_before(when))
    begins = (
        alone
        | one_before(case((alone, 1), else_=0) == 1)
        | (one_before(writer) != writer)
        | (seconds >= BREAK.total_seconds())
    )
    stood = sql.max(case((~aside, number))).over(**of_section, rows=(None, -1))
    saves = select(  # type: ignore[call-overload]
        Revision.section, number, writer, when, aside, mark.label("mark"),
        case((begins, 1), else_=0).label("begins"), sql.coalesce(stood, 0).label("before"),
    ).where(Revision.project_id == project.id)  # fmt: skip
    return (saves.where(Revision.section == section) if section else saves).subquery()


def _with_extents(session: Session, project: Project, rows: Sequence[Any]) -> list[Sitting]:
    ends = {number for row in rows for number in (row.before, row.last)}
    numbered = select(Revision.number, Revision.answers).where(
        Revision.project_id == project.id, col(Revision.number).in_(ends)
    )
    answers = dict(session.execute(numbered).all())
    of = sections.ever_asked(project).sections
    return [
        Sitting(
            row.section, row.writer_id, row.first, row.last, row.saves, row.began, row.ended,
            row.aside, _restored(row.mark), row.mark.startswith(RENEWED),
            compare(of[row.section], answers.get(row.before, {}), answers[row.last]).extent,
        )
        for row in rows
    ]  # fmt: skip


def _restored(mark: str) -> int:
    return int(mark.removeprefix(RESTORED)) if mark.startswith(RESTORED) else 0


def _milestones(
    session: Session, project: Project, lowest: int, below: int | None
) -> list[Milestone]:
    sent = select(Snapshot.number, Snapshot.version, Snapshot.created_at).where(
        Snapshot.project_id == project.id, Snapshot.version >= lowest
    )
    if below is not None:
        sent = sent.where(Snapshot.version < below)
    return [Milestone(*row) for row in session.execute(sent)]


def one(session: Session, project: Project, number: int) -> Revision:
    """A version by its number; NotFound."""
    asked = select(Revision).where(Revision.project_id == project.id, Revision.number == number)
    if (found := session.exec(asked).first()) is None:
        raise NotFound
    return found


def at(
    session: Session, project: Project, number: int, section: str = ""
) -> tuple[Plan, Revision | None]:
    """The whole plan as it stood when this version was the newest; of a text kept aside, as it
    would have stood. With it that version, or the one of ``section`` that stood then; none before
    anybody wrote. NotFound where there is no such number."""
    if number == 0:
        return {}, None
    plan, found = sections.plan(session, project, upto=number), one(session, project, number)
    if found.aside:
        plan = plan | {found.section: found.answers}
    if not section or found.section == section:
        return plan, found
    asked = sections.template_of(project).sections[section]
    return plan, sections.latest(session, project, asked, upto=number)


def standing(session: Session, project: Project) -> set[int]:
    """The numbers of the versions that are the plan now, one of each section."""
    newest = (
        select(sql.max(Revision.number))
        .where(Revision.project_id == project.id, col(Revision.aside).is_(False))
        .group_by(col(Revision.section))
    )
    return set(session.exec(newest))


def restore(
    session: Session, project: Project, section: Section, old: Revision, base: int, *, by: Who
) -> int | None:
    """Make a section what it was in an earlier version, or would have been in one kept aside. It
    is a save like any other: a version of its own, after which nothing of the past is different.

    Returns its number; None if the section stands so already. Raises ``NotOpen`` where somebody
    wrote in it after ``base``, the project's version that was seen: whoever brings a whole
    section back has to know what it takes the place of."""
    now_stands = sections.latest(session, project, section)
    before = now_stands.answers if now_stands else {}
    changed = saving.changed(section, before, old.answers)
    if not changed:
        return None
    if now_stands is not None and now_stands.number > base:
        raise NotOpen(_("Somebody has written in this section meanwhile. Please look again."))
    answers = deepcopy(old.answers)
    fields = saving.flat(answers)
    written = {
        name: fields.get(name, "") for name in sorted(changed) if saving.question(section, name)
    }
    posted = Posted(base, f"{RESTORED}{old.number}", written, None)
    sections.accept(session, project, section, posted, written, answers, by)
    session.flush()
    return project.version
