"""What a mentor can take on, and a pause."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from app.models import Capacity
from app.rules.policy import Who


def of(session: Session, person_id: UUID) -> Capacity:
    """What somebody has said; an unsaved blank for whoever has not."""
    said = session.exec(select(Capacity).where(Capacity.person_id == person_id)).first()
    return said or Capacity(person_id=person_id, languages=[], themes=[])


def say(
    session: Session,
    most: int | None,
    languages: Sequence[str],
    themes: Sequence[str],
    words: str,
    *,
    by: Who,
) -> None:
    """How many projects at a time, in which languages, on which themes."""
    said = of(session, by.id)
    said.most, said.words = most, words
    said.languages, said.themes = list(languages), list(themes)
    session.add(said)
    session.flush()


def pause(session: Session, until: date, handover: str, *, by: Who) -> None:
    """Away until this day, which is the last one; it ends by itself. Nobody is asked to take a
    project meanwhile; the projects they have stay theirs."""
    said = of(session, by.id)
    said.away_until, said.handover = until, handover
    session.add(said)
    session.flush()


def come_back(session: Session, *, by: Who) -> None:
    """Back sooner. What was written for the time away goes with it."""
    said = of(session, by.id)
    said.away_until, said.handover = None, ""
    session.add(said)
    session.flush()
