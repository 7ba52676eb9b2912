"""Concerns as their readers have them: which wait, what stands there, and what is decided."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import case
from sqlmodel import Session, col, select

from app.errors import NotOpen
from app.i18n import _
from app.models import (
    Concern,
    ConcernStep,
    Event,
    Person,
    Project,
    Readers,
    Rest,
    Role,
    Severity,
    Step,
)
from app.models.base import now
from app.rules import concerns as rules
from app.rules.notices import Audience
from app.rules.policy import Who, allows
from app.rules.safeguarding import ADULT, under
from app.services import concerns, consents, history, letters
from app.services.sealing import sealed

LISTED = 200


@dataclass(frozen=True)
class Line:
    """One in the list: nothing of what is written in it."""

    concern: Concern
    code: str  # of the project, if it is about one


@dataclass(frozen=True)
class Done:
    step: ConcernStep
    by: str
    words: str


@dataclass(frozen=True)
class Opened:
    concern: Concern
    words: str
    answer: str
    writer: str
    writer_is_minor: bool
    about: list[str]  # whom it names
    code: str
    title: str
    language: str  # of the project
    steps: list[Done]
    looked: list[Event]  # who opened it, the newest first
    names: dict[UUID, str]
    resting: list[Rest]


def listed(session: Session, who: Who) -> list[Line]:
    """What somebody reads: what is unread first, of that the most pressing, then the oldest; what
    is closed last."""
    unread = col(Concern.read_at).is_(None)
    pressing = (col(Concern.severity) == Severity.s1) & unread
    found = (
        concerns.readable_by(who)
        .add_columns(col(Project.code))
        .outerjoin(Project, col(Project.id) == Concern.project_id)
        .order_by(
            col(Concern.closed_at).is_not(None),
            case((pressing, 0), (unread, 1), else_=2),
            col(Concern.created_at),
        )
        .limit(LISTED)
    )
    return [Line(concern, code or "") for concern, code in session.execute(found)]


def opened(session: Session, concern: Concern, key: str) -> Opened:
    """Everything that its readers need. Whoever calls this writes down that somebody opened it."""
    steps = list(
        session.exec(
            select(ConcernStep)
            .where(ConcernStep.concern_id == concern.id)
            .order_by(col(ConcernStep.created_at))
        )
    )
    looked = [one for one in history.of(session, str(concern.id)) if one.action == "concern.read"]
    resting = concerns.rests_of(session, concern)
    ids = {concern.writer_id, *concern.about_ids, *(one.by_id for one in steps)}
    ids |= {one.who_id for one in looked if one.who_id}
    named: Any = select(Person.id, Person.name, Person.adult_on)
    named = named.where(col(Person.id).in_(ids))
    people = {id: (name, adult_on) for id, name, adult_on in session.execute(named)}
    names = {id: name for id, (name, _adult_on) in people.items()}
    writer, adult_on = people[concern.writer_id]
    about = select(Project.code, Project.title, Project.language)
    code, title, language = session.exec(about.where(Project.id == concern.project_id)).first() or (
        "", "", concern.language,
    )  # fmt: skip
    return Opened(
        concern,
        concerns.opened_words(concern.sealed, key),
        concerns.opened_words(concern.sealed_answer, key),
        writer,
        under(ADULT, adult_on, consents.today()),
        [names[id] for id in concern.about_ids] if concern.about in rules.NAMED else [],
        code,
        title,
        language,
        [Done(one, names[one.by_id], concerns.opened_words(one.sealed, key)) for one in steps],
        looked,
        names,
        resting,
    )


def role_of(concern: Concern, who: Who) -> Readers:
    """As what somebody reads it; the policy has let them."""
    assert allows(who, "concern.read", concern)
    role = rules.reads_as(
        concern.readers,
        lead=who.safeguarding,
        coordinator=concern.camp_id in who.camps(Role.coordinator),
        other=True,
    )
    assert role is not None
    return role


def mark_read(session: Session, concern: Concern, *, by: Who) -> None:
    """Its writer sees that it was read, and by which role. Pressed twice, it is done once."""
    if concern.read_at is None:
        concern.read_at = now()
        _step(session, concern, Step.read, by)


def weigh(
    session: Session, concern: Concern, severity: Severity, why: str, key: str, *, by: Who
) -> None:
    """More or less pressing than the rules said. Raised to S1, contact rests from now on; lowered,
    it rests until somebody lifts it."""
    if severity == concern.severity:
        return
    concern.severity = severity
    _step(session, concern, Step.weighed, by, sealed(why.encode(), key))
    if rules.rests(concern.about, severity):
        concerns.let_rest(session, concern)


def lift(session: Session, concern: Concern, why: str, key: str, *, by: Who) -> None:
    """The mentor may open the project again, unless another concern stands in the way."""
    resting = concerns.rests_of(session, concern)
    if not resting:
        return
    for one in resting:
        one.ended_at = now()
        session.add(one)
    _step(session, concern, Step.lifted, by, sealed(why.encode(), key))


def close(session: Session, concern: Concern, why: str, answer: str, key: str, *, by: Who) -> None:
    """Somebody has done what can be done. ``why`` is for its readers, ``answer`` for its writer,
    who is told only if they wished to be. Contact that rests goes on resting."""
    if concern.closed_at is not None:
        raise NotOpen(_("Somebody has closed it meanwhile."))
    if concern.read_at is None:
        raise NotOpen(_("There are words here that nobody has marked as read yet."))
    concern.closed_at = now()
    if answer and concern.may_answer:
        concern.sealed_answer = sealed(answer.encode(), key)
    _step(session, concern, Step.closed, by, sealed(why.encode(), key))
    if answer and concern.may_answer:
        writer = session.get_one(Person, concern.writer_id)
        letters.write(
            session, "concern.answer", {Audience.person: [writer]}, f"/concern/{concern.id}"
        )


def _step(session: Session, concern: Concern, what: Step, by: Who, words: str = "") -> None:
    session.add(concern)
    session.add(
        ConcernStep(
            concern_id=concern.id,
            by_id=by.id,
            what=what,
            role=role_of(concern, by),
            severity=concern.severity if what == Step.weighed else None,
            sealed=words,
        )
    )
    session.flush()
    concerns.write_down(session, f"concern.{ACTS[what]}", concern, by)


ACTS = {Step.read: "mark", Step.weighed: "weigh", Step.lifted: "lift", Step.closed: "close"}
