"""What worries people: written down, handed to those who may read it, followed by its writer.

Nothing here writes into the history of a camp, tells a page of a project, or sends a letter to
anybody but the readers and the writer: whoever it is about must not see that there is anything."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import ColumnElement
from sqlalchemy import func as sql
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Problem
from app.i18n import _
from app.models import (
    About,
    Assignment,
    Concern,
    ConcernPerson,
    ConcernStep,
    Danger,
    Person,
    Project,
    Readers,
    Rest,
    Role,
    Severity,
    Step,
    Teammate,
)
from app.rules import concerns as rules
from app.rules.notices import Audience
from app.rules.policy import Visitor, Who
from app.rules.safeguarding import ADULT, under
from app.services import consents, history, letters
from app.services.concern_choices import Around, Choice, readers_of
from app.services.sealing import InvalidToken, opened, sealed


@dataclass(frozen=True)
class New:
    text: str
    choice: Choice
    danger: Danger
    may_answer: bool
    key: str  # of the form: pressed twice, it is one


@dataclass(frozen=True)
class Followed:
    """As its writer follows it: what became of it, never the words themselves."""

    concern: Concern
    steps: list[ConcernStep] = field(default_factory=list)
    answer: str = ""
    resting: bool = False  # the mentor cannot open the project meanwhile
    nobody: bool = False  # there is nobody who may read it


def readable_by(who: Who) -> SelectOfScalar[Concern]:
    """The policy line ``concern.read`` as a query; a test keeps the two in agreement."""
    mine = select(ConcernPerson.concern_id).where(ConcernPerson.person_id == who.id)
    found = select(Concern).where(Concern.writer_id != who.id, col(Concern.id).not_in(mine))
    if who.safeguarding:
        return found
    here = who.camps(Role.coordinator)
    in_camp = (col(Concern.readers) == Readers.coordinators) & col(Concern.camp_id).in_(here)
    ways: ColumnElement[bool] = in_camp
    if here or who.opens_camps:
        ways = or_(ways, Concern.readers == Readers.others)
    return found.where(ways)


def unread(session: Session, who: Who) -> int:
    """How many of those that somebody reads hold words that nobody has marked as read."""
    waits = readable_by(who).where(col(Concern.read_at).is_(None))
    return session.exec(select(sql.count()).select_from(waits.subquery())).one()


def visible_to(who: Visitor) -> SelectOfScalar[Concern]:
    """Of which concerns somebody may know at all: their own, and those that they read."""
    if who is None:
        return select(Concern).where(col(Concern.id).is_(None))
    readable = readable_by(who).with_only_columns(col(Concern.id))
    return select(Concern).where(
        or_(col(Concern.writer_id) == who.id, col(Concern.id).in_(readable))
    )


def make(session: Session, new: New, around: Around, key: str, *, by: Who) -> Concern:
    """Write it down, let contact rest where the rules say so, and tell its readers at once.
    Pressed twice, it is one. ``key`` seals the words."""
    id = uuid5(NAMESPACE_URL, f"{by.id}:{new.key}")
    if found := session.get(Concern, id):
        return found
    team = [one.person for project in around.projects for one in project.team]
    adult_on = [by.adult_on, *(one.adult_on for one in team)]
    minor = any(under(ADULT, one, consents.today()) for one in adult_on)
    project = around.chosen or _only(around, new.choice)
    camp_id = project.camp_id if project else around.camp_id
    readers, people = readers_of(session, camp_id, {by.id, *new.choice.people})
    concern = Concern(
        id=id,
        camp_id=camp_id,
        project_id=project.id if project else None,
        writer_id=by.id,
        about=new.choice.about,
        danger=new.danger,
        severity=rules.weigh(rules.Said(new.choice.about, new.danger, minor)),
        readers=readers,
        sealed=_sealed(new.text, key),
        language=by.language,
        may_answer=new.may_answer,
    )
    session.add(concern)
    session.flush()
    for person_id in new.choice.people:
        session.add(ConcernPerson(concern_id=id, person_id=person_id))
    session.flush()
    session.refresh(concern, ["people"])
    if rules.rests(concern.about, concern.severity):
        let_rest(session, concern)
    write_down(session, "concern.make", concern, by)
    _tell(session, "urgent" if concern.severity == Severity.s1 else "make", concern, people)
    return concern


def _only(around: Around, choice: Choice) -> Project | None:
    """The one project that it can be about, where the form was not opened from a project."""
    if choice.about == About.mentor:
        here = [one for one in around.projects if choice.people & one.assigned_ids]
    else:
        here = around.projects if choice.about == About.teammate else []
    return here[0] if len(here) == 1 else None


def _meets(session: Session, who: Iterable[UUID], writer_id: UUID) -> list[UUID]:
    """The projects in which these people are mentors and the writer is in the team."""
    shared = (
        select(Assignment.project_id)
        .join(Teammate, col(Teammate.project_id) == Assignment.project_id)
        .where(
            col(Assignment.person_id).in_(who),
            col(Assignment.ended_at).is_(None),
            Teammate.person_id == writer_id,
        )
    )
    return list(session.exec(shared.distinct()))


def let_rest(session: Session, concern: Concern) -> None:
    """The mentor it is about cannot open the project it is about, nor any other in which they meet
    its writer, from the next request on. Nothing else changes, and nobody is told."""
    here = {concern.project_id} if concern.project_id else set()
    for project_id in here | set(_meets(session, concern.about_ids, concern.writer_id)):
        for person_id in concern.about_ids:
            session.merge(
                Rest(
                    concern_id=concern.id,
                    project_id=project_id,
                    person_id=person_id,
                    ended_at=None,
                )
            )
    session.flush()


def rests_of(session: Session, concern: Concern) -> list[Rest]:
    """Where contact still rests because of it."""
    on = select(Rest).where(Rest.concern_id == concern.id, col(Rest.ended_at).is_(None))
    return list(session.exec(on))


def add(session: Session, concern: Concern, text: str, key: str, *, by: Who) -> None:
    """More words of its writer: all of it waits to be read again."""
    concern.read_at = concern.closed_at = None
    session.add(concern)
    session.add(
        ConcernStep(concern_id=concern.id, by_id=by.id, what=Step.added, sealed=_sealed(text, key))
    )
    session.flush()
    write_down(session, "concern.add", concern, by)
    but = {concern.writer_id, *concern.about_ids}
    _tell(session, "add", concern, readers_of(session, concern.camp_id, but)[1])


def _tell(session: Session, event: str, concern: Concern, people: list[Person]) -> None:
    path = f"/concerns/{concern.id}"
    letters.write(session, f"concern.{event}", {Audience.readers: people}, path)


def unwelcome(project_id: Any, by: Who) -> SelectOfScalar[UUID]:
    """The mentors of a project with whom contact rests because of what somebody wrote: nothing
    that these said waits for that person. Everybody else's pages stay as they are."""
    return (
        select(Rest.person_id)
        .join(Concern, col(Concern.id) == Rest.concern_id)
        .where(Rest.project_id == project_id, col(Rest.ended_at).is_(None))
        .where(Concern.writer_id == by.id)
    )


def unwelcome_in(session: Session, project: Project, by: Who) -> set[UUID]:
    """No query where contact rests with nobody."""
    if not any(one.resting for one in project.assignments):
        return set()
    return set(session.exec(unwelcome(project.id, by)))


def own(session: Session, by: Who) -> list[Concern]:
    """What somebody has written, the newest first."""
    mine = select(Concern).where(Concern.writer_id == by.id)
    return list(session.exec(mine.order_by(col(Concern.created_at).desc())))


def followed(session: Session, concern: Concern, key: str) -> Followed:
    steps = select(ConcernStep).where(
        ConcernStep.concern_id == concern.id,
        col(ConcernStep.what).in_((Step.added, Step.read, Step.closed)),
    )
    but = {concern.writer_id, *concern.about_ids}
    return Followed(
        concern,
        list(session.exec(steps.order_by(col(ConcernStep.created_at)))),
        opened_words(concern.sealed_answer, key),
        bool(rests_of(session, concern)),
        not readers_of(session, concern.camp_id, but)[1],
    )


def write_down(session: Session, action: str, concern: Concern, by: Who) -> None:
    """A line in the chain of this concern, which nobody reads but its readers."""
    history.write(session, action, concern.id, "concern", concern.id, by=by)


def _sealed(text: str, key: str) -> str:
    return sealed(text.encode(), key) if text else ""


def opened_words(words: str, key: str) -> str:
    try:
        return opened(words, key).decode() if words else ""
    except InvalidToken:
        raise Problem(_("These words cannot be opened: the data key has changed.")) from None
