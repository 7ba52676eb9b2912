"""What somebody wrote in a project that has not reached anybody: what waits with a coordinator or
was not let through, and drafts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import union_all
from sqlmodel import Session, col, select

from app.models import Dismissal, FeedbackDraft, Held, Outcome, Project
from app.rules.dignity.remarks import Kept, Key
from app.rules.policy import Who
from app.services import dismissals
from app.services.drafts import Draft

SHOWN = 20  # held texts, the newest


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


def of(session: Session, project: Project, by: Who) -> Unsent:
    """One query."""
    return _read(session, *_written(project, by))[0]


def beside(session: Session, project: Project, by: Who) -> tuple[Unsent, dict[Key, Kept]]:
    """The same, with what the team keeps although the dignity check asks about it: for the page
    that shows both. Still one query."""
    kept = dismissals.standing(project).with_only_columns(col(Dismissal.id))
    return _read(session, *_written(project, by), kept)


def _written(project: Project, by: Who) -> tuple[Any, Any]:
    """Which rows."""
    held = select(Held.id).where(
        Held.project_id == project.id,
        Held.writer_id == by.id,
        col(Held.outcome).in_([Outcome.waiting, Outcome.refused]),
    )
    drafts = select(FeedbackDraft.id).where(
        FeedbackDraft.project_id == project.id, FeedbackDraft.person_id == by.id
    )
    return held, drafts


def _read(session: Session, *which: Any) -> tuple[Unsent, dict[Key, Kept]]:
    """Each id is of one row in one of the tables."""
    ids = union_all(*which).subquery()
    rows: Any = (
        select(Held, FeedbackDraft, Dismissal)
        .select_from(ids)
        .outerjoin(Held, col(Held.id) == ids.c.id)
        .outerjoin(FeedbackDraft, col(FeedbackDraft.id) == ids.c.id)
        .outerjoin(Dismissal, col(Dismissal.id) == ids.c.id)
    )
    found = list(session.execute(rows))
    held = [
        Own(one.text, one.language, one.outcome, one.word, one.created_at)
        for one, _draft, _kept in found
        if one
    ]
    held.sort(key=lambda one: one.created_at, reverse=True)
    drafts = {one.place: Draft(one.text, one.kind) for _held, one, _kept in found if one}
    return Unsent(held[:SHOWN], drafts), dismissals.by_key(one for *_unsent, one in found if one)
