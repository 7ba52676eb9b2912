"""Lists of interests: a donor's own, and those that a camp's coordinators carry on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, tuple_
from sqlmodel import Session, col, select

from app.models import Interest, InterestChange, Organisation, Person, Pitch, Stage
from app.models.base import Spoken
from app.rules.filters import Mark
from app.rules.policy import Who


@dataclass(frozen=True)
class Own:
    """An interest as its donor reads it."""

    interest: Interest
    code: str
    slug: str
    title: str
    language: str  # of the title
    number: int  # of the pitch as it stands
    open: bool
    withdrawn_at: datetime | None


def of_donor(session: Session, who: Who) -> list[Own]:
    """A donor's own, the last changed first; one query."""
    mine = (
        select(  # type: ignore[call-overload]
            Interest, Pitch.code, Pitch.slug, Pitch.title, Pitch.language, Pitch.number,
            Pitch.open, Pitch.withdrawn_at,
        )
        .join(Pitch, col(Pitch.id) == Interest.pitch_id)
        .where(Interest.donor_id == who.id)
        .order_by(col(Interest.changed_at).desc())
    )  # fmt: skip
    return [Own(*row) for row in session.execute(mine)]


@dataclass(frozen=True)
class Brokered:
    """An interest as coordinators read it, with the names of both sides and every step so far."""

    interest: Interest
    code: str
    slug: str
    title: str
    language: str  # of the title
    withdrawn_at: datetime | None
    donor: str
    email: str | None
    organisation: Spoken
    steps: list[tuple[InterestChange, str]]  # the newest first, each with who made it


def of_camp(
    session: Session,
    camp_id: UUID,
    state: Stage | None = None,
    after: Mark | None = None,
    *,
    only: UUID | None = None,
    limit: int = 50,
) -> tuple[list[Brokered], Mark | None]:
    """A page of a camp's interests, the last changed first, and where the next page begins; two
    queries."""
    key: Any = col(Interest.changed_at)
    id_: Any = col(Interest.id)
    asked = [col(Interest.camp_id) == camp_id]
    if state is not None:
        asked.append(col(Interest.state) == state)
    if only is not None:
        asked.append(id_ == only)
    if after is not None:
        last = tuple_(literal(after[0], key.type), literal(after[1], id_.type))
        asked.append(tuple_(key, id_) < last)
    found = (
        select(  # type: ignore[call-overload]
            Interest, Pitch.code, Pitch.slug, Pitch.title, Pitch.language, Pitch.withdrawn_at,
            Person.name, Person.email, Organisation.name,
        )
        .join(Pitch, col(Pitch.id) == Interest.pitch_id)
        .join(Person, col(Person.id) == Interest.donor_id)
        .join(Organisation, col(Organisation.id) == Interest.organisation_id)
        .where(*asked)
        .order_by(key.desc(), id_.desc())
        .limit(limit + 1)
    )  # fmt: skip
    rows = session.execute(found).all()
    steps = _steps(session, [row[0].id for row in rows[:limit]])
    brokered = [
        Brokered(one, code, slug, title, language, gone, donor, email, home, steps[one.id])
        for one, code, slug, title, language, gone, donor, email, home in rows[:limit]
    ]
    end = rows[limit - 1][0] if len(rows) > limit else None
    return brokered, (end.changed_at, end.id) if end else None


def _steps(
    session: Session, ids: list[UUID]
) -> defaultdict[UUID, list[tuple[InterestChange, str]]]:
    found: defaultdict[UUID, list[tuple[InterestChange, str]]] = defaultdict(list)
    made = (
        select(InterestChange, Person.name)
        .join(Person, col(Person.id) == InterestChange.by_id)
        .where(col(InterestChange.interest_id).in_(ids))
        .order_by(col(InterestChange.created_at).desc())
    )
    for change, name in session.exec(made):
        found[change.interest_id].append((change, name))
    return found
