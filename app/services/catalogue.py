"""Lists of pitches. Only the columns that a card shows are read, never entities; and the number
of queries is the same for one card and for a full page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, literal, true, tuple_
from sqlalchemy import func as sql
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from app.i18n import reading_in
from app.models import Camp, Pitch, PitchTag, PitchText, Role, Teammate
from app.rules.filters import AMOUNT, SEVERAL, Filters, Mark
from app.rules.pitching import MONEY
from app.rules.policy import Visitor
from app.rules.template import template
from app.services import pitches, search

PAGE = 24
COUNTED = 1000  # a larger number says no more than "many", and costs more than the list


@dataclass(frozen=True)
class Card:
    """What a list says of a pitch, with the names of options in the reader's language."""

    code: str
    slug: str
    theme: str
    title: str
    one_line: str
    language: str  # of these two
    camp: dict[str, str]
    region: str
    forms: list[str]
    asks: list[str]  # all but the money that ``amount`` says
    amount: Decimal | None  # None: there is none, or it is not for this reader
    currency: str
    languages: list[str]  # in which it can be read


@dataclass(frozen=True)
class Found:
    cards: list[Card]
    count: int  # at most COUNTED
    more: bool  # there are more than that
    last: Mark | None  # where the next page begins, if there is one


def may_compare_sums(who: Visitor) -> bool:
    """To filter or sort by sums is to learn them, so it is for those who read every budget."""
    return who is not None and who.verified


def listed(session: Session, who: Visitor, filters: Filters, limit: int = PAGE) -> Found:
    """One page of the open pitches that somebody may read; three queries."""
    if not may_compare_sums(who):
        filters = filters.without_sums()
    asked = _asked(who, filters)
    some = select(literal(1)).select_from(Pitch).where(asked).limit(COUNTED + 1).subquery()
    count = session.execute(select(sql.count()).select_from(some)).scalar_one()
    rows = session.execute(_page(who, asked, filters).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Found(
        cards=_cards(session, rows[:limit]),
        count=min(count, COUNTED),
        more=count > COUNTED,
        last=(last.key, last.id) if last else None,
    )


def latest_public(session: Session, limit: int = 3) -> list[Card]:
    """The newest that everybody may read, as strangers read them; two queries."""
    page = _page(None, _asked(None, Filters()), Filters())
    return _cards(session, session.execute(page.limit(limit)).all())


def camps(session: Session, who: Visitor) -> list[tuple[UUID, dict[str, str]]]:
    """The camps from which there is something to read."""
    theirs = select(Pitch.camp_id).where(_asked(who, Filters()))
    named = select(Camp.id, Camp.name).where(col(Camp.id).in_(theirs))
    return list(session.execute(named.order_by(col(Camp.starts_on).desc())).all())


def _asked(who: Visitor, filters: Filters) -> ColumnElement[bool]:
    readable = pitches.visible_to(who).whereclause
    found: list[Any] = [col(Pitch.open), true() if readable is None else readable]
    if filters.q:
        found.append(search.matching(col(Pitch.words), filters.q))
    for column, code in (
        (Pitch.region, filters.region),
        (Pitch.strand, filters.strand),
        (Pitch.currency, filters.compared_in),
        (Pitch.camp_id, filters.camp),
    ):
        if code:
            found.append(col(column) == code)
    if filters.min is not None:
        found.append(col(Pitch.amount) >= filters.min)
    if filters.max is not None:
        found.append(col(Pitch.amount) <= filters.max)
    groups = (filters.group,) if filters.group else ()
    for kind, codes in [("group", groups), *((kind, getattr(filters, kind)) for kind in SEVERAL)]:
        if codes:
            tagged = select(PitchTag.pitch_id).where(
                PitchTag.kind == kind, col(PitchTag.value).in_(codes)
            )
            found.append(col(Pitch.id).in_(tagged))
    return and_(*found)


def _page(who: Visitor, asked: ColumnElement[bool], filters: Filters) -> Select[Any]:
    """The newest first, or the smallest sum first; after the last card of the page before."""
    own, theirs = aliased(PitchText), aliased(PitchText)
    by_sum = filters.sort == AMOUNT
    key: Any = col(Pitch.amount) if by_sum else col(Pitch.published_at)
    found = (
        select(  # type: ignore[call-overload]
            key.label("key"), Pitch.id, Pitch.code, Pitch.slug, Pitch.theme, Pitch.region,
            Pitch.amount, Pitch.currency, Camp.name.label("camp"),  # type: ignore[attr-defined]
            _readable(who).label("readable"),
            sql.coalesce(theirs.title, own.title).label("title"),
            sql.coalesce(theirs.one_line, own.one_line).label("one_line"),
            sql.coalesce(theirs.language, own.language).label("language"),
        )
        .join(Camp, col(Camp.id) == Pitch.camp_id)
        .join(own, col(own.pitch_id) == Pitch.id)
        .outerjoin(
            theirs, (col(theirs.pitch_id) == Pitch.id) & (col(theirs.language) == reading_in.get())
        )
        .where(asked, col(own.language) == Pitch.language)
    )  # fmt: skip
    id_: Any = col(Pitch.id)
    if filters.after is not None:
        after, after_id = filters.after
        here = tuple_(key, id_)
        last = tuple_(literal(after, key.type), literal(after_id, id_.type))
        found = found.where(here > last if by_sum else here < last)
    order = (key, id_) if by_sum else (key.desc(), id_.desc())
    return found.order_by(*order)  # type: ignore[no-any-return]


def _readable(who: Visitor) -> ColumnElement[Any]:
    """The policy line ``pitch.read_budget`` as a column."""
    if who is None:
        return false()
    if who.verified:
        return true()
    own = select(Teammate.project_id).where(Teammate.person_id == who.id)
    ours = col(Pitch.camp_id).in_(who.camps(Role.coordinator))
    return or_(ours, col(Pitch.project_id).in_(own))


def _cards(session: Session, rows: Sequence[Row[Any]]) -> list[Card]:
    texts, language = template().texts, reading_in.get()
    tags: dict[tuple[UUID, str], list[str]] = {}
    theirs = select(PitchTag).where(col(PitchTag.pitch_id).in_([row.id for row in rows]))
    columns = theirs.with_only_columns(
        col(PitchTag.pitch_id), col(PitchTag.kind), col(PitchTag.value)
    )
    for pitch_id, kind, value in session.execute(columns.order_by(PitchTag.value)):
        tags.setdefault((pitch_id, kind), []).append(value)

    def named(list_name: str, codes: list[str]) -> list[str]:
        return [texts.option(list_name, code, language) for code in codes]

    def asked(row: Row[Any], amount: Decimal | None) -> list[str]:
        kinds = tags.get((row.id, "ask"), [])
        return named("ask_kind", [kind for kind in kinds if kind != MONEY or amount is None])

    amounts = [row.amount if row.readable and row.amount else None for row in rows]
    return [
        Card(
            code=row.code,
            slug=row.slug,
            theme=row.theme,
            title=row.title,
            one_line=row.one_line,
            language=row.language,
            camp=row.camp,
            region=texts.option("region", row.region, language),
            forms=named("forms", tags.get((row.id, "form"), [])),
            asks=asked(row, amount),
            amount=amount,
            currency=row.currency,
            languages=tags.get((row.id, "language"), []),
        )
        for row, amount in zip(rows, amounts, strict=True)
    ]
