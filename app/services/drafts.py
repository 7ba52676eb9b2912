"""Drafts of feedback: what somebody is about to say in a project, kept for them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from app.errors import NotFound, Problem
from app.i18n import _
from app.models import Assignment, Departure, FeedbackDraft, Person, Point, Project
from app.models.base import now
from app.rules.policy import Who
from app.services import projects

LONGEST = 20_000  # characters; far above what can be sent, so that nobody loses the rest
MOST = 200  # drafts of one person
# What else stands in the form of a point: marked words, which of equal ones, others for them, and
# the part of a row.
BESIDE = ("quote", "nth", "wording", "column")


@dataclass(frozen=True)
class Draft:
    """As it comes back in its box."""

    text: str
    kind: str  # of a point
    beside: Mapping[str, str]  # see ``BESIDE``


@dataclass(frozen=True)
class Kept:
    """As it stands on its writer's own page."""

    draft: FeedbackDraft
    code: str
    title: str  # "" where they may not see the project any more
    language: str


def keep(
    session: Session,
    project_id: UUID,
    place: str,
    text: str,
    kind: str = "",
    beside: Mapping[str, str] | None = None,
    *,
    by: Who,
    refused: bool = False,
) -> FeedbackDraft | None:
    """The newest text of a place; an empty one without suggested wording drops the draft.
    ``beside``: what else stood in the form; only ``BESIDE`` is kept of it. For whoever sees the
    project, or helped in it once; NotFound for everybody else."""
    if not _was_here(session, project_id, by):
        raise NotFound
    # One of their requests after the other: two windows may be open at one place.
    session.exec(select(Person.id).where(Person.id == by.id).with_for_update()).one()
    also = {name: beside[name][:LONGEST] for name in BESIDE if beside and beside.get(name)}
    if not text.strip() and not also.get("wording", "").strip():
        drop(session, project_id, place, by=by)
        return None
    mine = select(FeedbackDraft).where(FeedbackDraft.person_id == by.id)
    here = mine.where(FeedbackDraft.project_id == project_id, FeedbackDraft.place == place)
    draft = session.exec(here).first()
    if draft is None:
        if len(session.exec(mine.limit(MOST)).all()) >= MOST:
            raise Problem(_("There are many drafts of yours already. Please delete some first."))
        draft = FeedbackDraft(person_id=by.id, project_id=project_id, place=place, text="")
    draft.text, draft.kind, draft.beside = text[:LONGEST], kind, also
    draft.saved_at, draft.refused = now(), refused
    session.add(draft)
    session.flush()
    return draft


def _was_here(session: Session, project_id: UUID, by: Who) -> bool:
    sees = (
        projects.visible_to(by).where(Project.id == project_id).with_only_columns(col(Project.id))
    )
    helped = select(Assignment.project_id).where(
        Assignment.project_id == project_id, Assignment.person_id == by.id
    )
    left = select(Departure.project_id).where(
        Departure.project_id == project_id, Departure.person_id == by.id
    )
    ids = (col(Project.id).in_(which) for which in (sees, helped, left))
    return session.exec(select(Project.id).where(or_(*ids))).first() is not None


def project_of(session: Session, point_id: UUID) -> UUID | None:
    return session.exec(select(Point.project_id).where(Point.id == point_id)).first()


def drop(session: Session, project_id: UUID, place: str, *, by: Who) -> None:
    """It was sent, or is not wanted any more."""
    session.execute(
        delete(FeedbackDraft).where(
            col(FeedbackDraft.person_id) == by.id,
            col(FeedbackDraft.project_id) == project_id,
            col(FeedbackDraft.place) == place,
        )
    )


def here(session: Session, project_id: UUID, by: Who) -> dict[str, Draft]:
    """Somebody's drafts in a project, by their places; one query."""
    mine = select(FeedbackDraft).where(
        FeedbackDraft.person_id == by.id, FeedbackDraft.project_id == project_id
    )
    return {one.place: as_draft(one) for one in session.exec(mine)}


def as_draft(one: FeedbackDraft) -> Draft:
    return Draft(one.text, one.kind, one.beside)


def mine(session: Session, by: Who) -> list[Kept]:
    """All of somebody's drafts, the newest first; one query."""
    sees = projects.visible_to(by).with_only_columns(col(Project.id))
    ones = (
        select(
            FeedbackDraft, Project.code, Project.title, Project.language, col(Project.id).in_(sees)
        )  # type: ignore[call-overload]
        .join(Project, col(Project.id) == FeedbackDraft.project_id)
        .where(FeedbackDraft.person_id == by.id)
        .order_by(col(FeedbackDraft.saved_at).desc(), FeedbackDraft.id)
    )
    return [
        Kept(draft, code, title if seen else "", language)
        for draft, code, title, language, seen in session.execute(ones)
    ]


def delete_own(session: Session, draft_id: UUID, *, by: Who) -> None:
    """Deleted twice, it is gone once."""
    session.execute(
        delete(FeedbackDraft).where(
            col(FeedbackDraft.id) == draft_id, col(FeedbackDraft.person_id) == by.id
        )
    )
