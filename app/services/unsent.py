"""What somebody wrote in a project that has not reached anybody: what waits with a coordinator or
was not let through, and drafts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, union_all
from sqlmodel import Session, col, select

from app.models import FeedbackDraft, Held, Outcome, Project, SignOff
from app.models.base import now
from app.rules.policy import Who
from app.services import signoffs
from app.services.drafts import Draft, as_draft

SHOWN = 20  # held texts, the newest
LATELY = timedelta(days=14)  # for so long a writer reads why theirs was not sent


@dataclass(frozen=True)
class Own:
    """A held text as its writer reads it."""

    text: str
    language: str
    outcome: Outcome
    word: str
    created_at: datetime


@dataclass(frozen=True)
class Unsent:
    held: list[Own]  # the newest first
    drafts: dict[str, Draft]  # by their places


@dataclass(frozen=True)
class Beside:
    """The same with the mentors' words on sections, so that both are one query."""

    unsent: Unsent
    signed: list[SignOff]


def of(session: Session, project: Project, by: Who) -> Beside:
    signed = signoffs.standing(project).with_only_columns(col(SignOff.id))
    ids = union_all(*which(project, by), signed).subquery()
    rows: Any = (
        select(Held, FeedbackDraft, SignOff)
        .select_from(ids)
        .outerjoin(Held, col(Held.id) == ids.c.id)
        .outerjoin(FeedbackDraft, col(FeedbackDraft.id) == ids.c.id)
        .outerjoin(SignOff, col(SignOff.id) == ids.c.id)
    )
    found: list[Any] = list(session.execute(rows))
    return Beside(gathered((row[0], row[1]) for row in found), [row[2] for row in found if row[2]])


def which(project: Project, by: Who) -> tuple[Any, Any]:
    """The ids of the rows, of which each is in one of the two tables. A page that needs more asks
    for all of it at once."""
    held = select(Held.id).where(
        Held.project_id == project.id,
        Held.writer_id == by.id,
        or_(
            col(Held.outcome) == Outcome.waiting,
            and_(col(Held.outcome) == Outcome.refused, col(Held.decided_at) >= now() - LATELY),
        ),
    )
    drafts = select(FeedbackDraft.id).where(
        FeedbackDraft.project_id == project.id, FeedbackDraft.person_id == by.id
    )
    return held, drafts


def gathered(found: Iterable[tuple[Held | None, FeedbackDraft | None]]) -> Unsent:
    """In any order, with rows between them that are neither."""
    held, drafts = [], {}
    for waits, draft in found:
        if waits:
            held.append(
                Own(waits.text, waits.language, waits.outcome, waits.word, waits.created_at)
            )
        if draft:
            drafts[draft.place] = as_draft(draft)
    held.sort(key=lambda one: one.created_at, reverse=True)
    return Unsent(held[:SHOWN], drafts)
