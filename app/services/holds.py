"""Words that wait for a coordinator, because they hold a way to reach somebody outside.

What is let through is sent by the same service, and in the name of the same writer, as if it had
been sent in that moment. A text that was decided on is never decided on again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import (
    Held,
    Meant,
    Outcome,
    Person,
    Point,
    PointKind,
    Project,
    SectionVerdict,
    Snapshot,
    Teammate,
)
from app.models.base import now
from app.rules.contacts import find
from app.rules.holds import LET_THROUGH, Outside, marked
from app.rules.notices import Audience
from app.rules.pointing import Target
from app.rules.policy import Who, allows
from app.services import (
    camps,
    consents,
    feedback,
    history,
    letters,
    moves,
    people,
    points,
    signoffs,
    told,
)
from app.services.drafts import drop
from app.services.points import Words

ACTIONS = {
    Meant.point: "point.make",
    Meant.answer: "point.answer",
    Meant.request: "feedback.request",
    Meant.ready: "project.ready",
    Meant.section: "signoff.give",
    Meant.ask: "feedback.ask",
}
DECIDED = 20  # the last ones that a coordinator still sees


@dataclass(frozen=True)
class Waiting:
    """A held text as a coordinator reads it."""

    held: Held
    code: str
    title: str
    language: str  # of the project
    writer: str
    writer_is_minor: bool | None
    read_by_minors: bool  # somebody of the team is one
    decided_by: str | None
    answers: str  # the point that it is an answer to

    @property
    def parts(self) -> list[tuple[str, bool]]:
        return list(marked(self.held.text, find(self.held.text)))

    @property
    def suggested(self) -> list[tuple[str, bool]]:
        """The wording that a point suggests for words of the plan."""
        wording = self.held.place.get("wording", "")
        return list(marked(wording, find(wording)))

    @property
    def leads_outside(self) -> bool:
        """The wording that it suggests does."""
        return any(found for _words, found in self.suggested)


def hold(
    session: Session,
    project: Project,
    meant: Meant,
    place: dict[str, str],
    caught: Outside,
    draft: str,
    *,
    by: Who,
) -> Held:
    """Hand a text to the coordinators. Pressed twice, it waits once. ``draft``: the place of the
    writer's draft, which is done with."""
    same = select(Held).where(
        Held.project_id == project.id,
        Held.writer_id == by.id,
        Held.meant == meant,
        Held.text == caught.text,
        Held.outcome == Outcome.waiting,
    )
    drop(session, project.id, draft, by=by)
    if found := next((one for one in session.exec(same) if one.place == place), None):
        return found
    held = Held(
        project_id=project.id,
        meant=meant,
        place=place,
        text=caught.text,
        language=by.language,
        kinds=[str(kind) for kind in caught.kinds],
        writer_id=by.id,
    )
    session.add(held)
    session.flush()
    _write_down(session, "held.make", project, held, by)
    to = {Audience.coordinators: camps.coordinators(session, project.camp_id)}
    letters.write(session, "held.make", to, f"/camps/{project.camp_id}/held", code=project.code)
    return held


def of_camp(session: Session, camp_id: UUID, *, waiting: bool) -> list[Waiting]:
    """For its coordinators: what waits, the oldest first, or what was decided last."""
    decider = aliased(Person)
    ones: Any = (
        select(  # type: ignore[call-overload]
            Held, Project.code, Project.title, Project.language, Person.name,
            _is_minor(), _has_minors(), decider.name,
        )
        .join(Project, col(Project.id) == Held.project_id)
        .join(Person, col(Person.id) == Held.writer_id)
        .outerjoin(decider, col(decider.id) == Held.decided_by_id)
        .where(Project.camp_id == camp_id)
    )  # fmt: skip
    if waiting:
        ones = ones.where(Held.outcome == Outcome.waiting).order_by(Held.created_at, Held.id)
    else:
        ones = ones.where(Held.outcome != Outcome.waiting)
        ones = ones.order_by(col(Held.decided_at).desc(), Held.id).limit(DECIDED)
    found: list[Any] = list(session.execute(ones))
    answered = [UUID(row[0].place["point"]) for row in found if row[0].meant == Meant.answer]
    said: Any = select(Point.id, Point.text).where(col(Point.id).in_(answered))
    texts = {str(id): text for id, text in session.execute(said)} if answered else {}
    rows = [(*row, texts.get(row[0].place.get("point", ""), "")) for row in found]
    return [Waiting(*row) for row in rows]


def _is_minor() -> Any:
    """Of the person in the query around it."""
    return col(Person.adult_on) > consents.today()


def _has_minors() -> Any:
    """Of the team of the project in the query around it."""
    mate = aliased(Person)
    ones = select(Teammate.person_id).join(mate, col(mate.id) == Teammate.person_id)
    return ones.where(
        Teammate.project_id == Project.id, col(mate.adult_on) > consents.today()
    ).exists()


def one(session: Session, camp_id: UUID, held_id: UUID) -> Held:
    """To decide on it: the row is locked. NotFound in another camp."""
    in_camp = select(Held).join(Project, col(Project.id) == Held.project_id)
    found = session.exec(
        in_camp.where(Project.camp_id == camp_id, Held.id == held_id).with_for_update(of=Held)
    ).first()
    if found is None:
        raise NotFound
    return found


def let_through(session: Session, held: Held, wording: str = "", *, by: Who) -> None:
    """Send it now, as it was written or in the coordinator's ``wording``. Raises NotOpen, and
    it stays, when its writer could not send it now."""
    _still_waits(held)
    project = _project(session, held)
    writer = _writer(session, held)
    text = wording or held.text
    reworded = text != held.text
    sent = _send(session, project, held, text, writer)
    if reworded:
        name = {Meant.ask: "note_reworded", Meant.request: "says_reworded"}.get(held.meant)
        setattr(sent, "says_reworded" if held.meant == Meant.ready else name or "reworded", True)
        session.add(sent)
        held.wording = text
    _decide(session, project, held, Outcome.reworded if reworded else Outcome.let_through, by)
    _write_down(session, "held.reword" if reworded else "held.let", project, held, by)


def refuse(session: Session, held: Held, word: str, *, by: Who) -> None:
    """It is not sent. The writer reads why."""
    _still_waits(held)
    project = _project(session, held)
    held.word = word
    _decide(session, project, held, Outcome.refused, by)
    _write_down(session, "held.refuse", project, held, by)


def _still_waits(held: Held) -> None:
    if held.outcome != Outcome.waiting:
        raise NotOpen(_("Another coordinator has decided on these words meanwhile."))


def _project(session: Session, held: Held) -> Project:
    return session.exec(
        select(Project).where(Project.id == held.project_id).with_for_update(key_share=True)
    ).one()


def _writer(session: Session, held: Held) -> Who:
    return people.who(session, session.get_one(Person, held.writer_id))[0]


def _send(session: Session, project: Project, held: Held, text: str, writer: Who) -> Any:
    """What became of it: a point, an answer, a word on a section or a snapshot."""
    thing: Any = project
    if held.meant == Meant.answer:
        which = select(Point).where(Point.id == UUID(held.place["point"]))
        thing = session.exec(which.with_for_update(key_share=True)).one()
    if not allows(writer, ACTIONS[held.meant], thing):
        raise NotOpen(_("Whoever wrote this may not write here any more, so it cannot be sent."))
    if held.meant == Meant.answer:
        return points.answer(session, thing, text, by=writer, inside=LET_THROUGH)
    if held.meant == Meant.ask:
        asked = feedback.ask(session, project, text, by=writer, inside=LET_THROUGH)
        if asked.note != text:
            raise NotOpen(_("The team has asked for feedback meanwhile, without these words."))
        return asked
    read = feedback.snapshot(session, project, int(held.place["snapshot"]))
    assert read is not None
    if held.meant == Meant.point:
        return _point(session, project, held, read, text, writer)
    if held.meant == Meant.section:
        section, says = held.place["section"], SectionVerdict(held.place["verdict"])
        return signoffs.give(
            session, project, read, section, says, text, by=writer, inside=LET_THROUGH
        )
    if held.meant == Meant.request:
        feedback.request(session, project, read, text, by=writer, inside=LET_THROUGH)
    else:
        moves.sign_off(session, project, read, text, by=writer, inside=LET_THROUGH)
    return read


def _point(
    session: Session, project: Project, held: Held, read: Snapshot, text: str, writer: Who
) -> Point:
    """With its passage, and the wording that it suggests, as it was written. Where a coordinator
    changed the words, a wording that leads outside is left out."""
    said = held.place
    wording = said["wording"] if text == held.text or not find(said["wording"]) else ""
    return points.make(
        session,
        project,
        read,
        Target(said["section"], said["field"], said["row"], said["column"]),
        Words(PointKind(said["kind"]), text, said["quote"], int(said["nth"]), wording),
        by=writer,
        inside=LET_THROUGH,
    )


def _decide(session: Session, project: Project, held: Held, outcome: Outcome, by: Who) -> None:
    held.outcome, held.decided_by_id, held.decided_at = outcome, by.id, now()
    session.add(held)
    session.flush()
    told.tell(session, project)
    writer = session.get_one(Person, held.writer_id)
    page = "feedback" if writer.id in project.member_ids else "review"
    path = f"/projects/{project.id}/{page}"
    letters.write(session, "held.decide", {Audience.person: [writer]}, path, code=project.code)


def _write_down(session: Session, action: str, project: Project, held: Held, by: Who) -> None:
    fields = [str(held.meant), *held.kinds]
    history.write(session, action, project.camp_id, "held", held.id, by=by, fields=fields)
