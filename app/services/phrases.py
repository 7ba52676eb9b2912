"""Words that somebody keeps for their points."""

from sqlalchemy import func as sql
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotOpen
from app.i18n import _
from app.models import Phrase
from app.models.base import Spoken
from app.rules import phrases
from app.rules.policy import Visitor, Who


def visible_to(who: Visitor) -> SelectOfScalar[Phrase]:
    """The policy line ``phrase.edit`` as a query: one's own."""
    return select(Phrase).where(Phrase.person_id == (who.id if who else None))


def own(session: Session, who: Who) -> list[Phrase]:
    """The newest first."""
    return list(session.exec(visible_to(who).order_by(col(Phrase.created_at).desc())))


def offered(session: Session, who: Who, language: str) -> list[str]:
    """What can be put into a point for somebody who reads this language; one query."""
    return phrases.offered((one.texts for one in own(session, who)), language)


def keep(session: Session, texts: Spoken, *, by: Who) -> None:
    """One more; NotOpen when there are ``MOST`` already."""
    kept = select(sql.count(col(Phrase.id))).where(Phrase.person_id == by.id)
    if session.exec(kept).one() >= phrases.MOST:
        raise NotOpen(_("You keep as many phrases as there is room for. Remove one first."))
    session.add(Phrase(person_id=by.id, texts=texts))
    session.flush()


def change(session: Session, phrase: Phrase, texts: Spoken) -> None:
    phrase.texts = texts
    session.add(phrase)
    session.flush()


def remove(session: Session, phrase: Phrase) -> None:
    """Points in which it was used keep their words."""
    session.delete(phrase)
    session.flush()
