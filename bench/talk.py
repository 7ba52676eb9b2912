"""More of what is said about one project."""

from copy import deepcopy
from typing import Any

from sqlmodel import Session, select

from app.models import (
    About,
    Answer,
    Concern,
    ConcernStep,
    Danger,
    FeedbackDraft,
    Held,
    Meant,
    Person,
    Point,
    PointKind,
    Project,
    Readers,
    Rubric,
    SectionVerdict,
    Severity,
    SignOff,
    Snapshot,
    Step,
)
from app.rules import pointing
from app.rules.pointing import Target
from app.rules.rubric import CRITERIA
from tests.make import Make
from tests.plans import COMPLETE


class Talk:
    """Points, answers, mentors' words on sections, sheets of the rubric, what waits with a
    coordinator, drafts, concerns."""

    def __init__(self, make: Make, project: Project, names: dict[str, Any]) -> None:
        """``names``: what addresses are about; it is added to."""
        self.make, self.project, self.names = make, project, names

    def grow(self, session: Session, number: int, person: Person) -> None:
        """By one of each. ``person``: a teammate of Alina's."""
        self._feedback(session, number, person)
        self._unsent(session, number)
        self._concern(session)

    def _feedback(self, session: Session, number: int, person: Person) -> None:
        """One more snapshot, with a point on a field and one on a row, each answered."""
        boris, alina = self.make.cast["boris"], self.make.cast["alina"]
        snapshot = Snapshot(
            project_id=self.project.id,
            number=number + 2,
            version=self.project.version,
            template=self.project.template,
            language=self.project.language,
            plan=deepcopy(COMPLETE),
            asked_by_id=alina.id,
        )
        session.add(snapshot)
        session.flush()
        for field, row in (("problem", ""), ("evidence", "e1")):
            point = Point(
                project_id=self.project.id,
                snapshot_id=snapshot.id,
                section="problem",
                field=field,
                row=row,
                about=pointing.value(snapshot.plan, Target("problem", field, row)),
                kind=PointKind.question,
                text="How do you know?",
                language="en",
                writer_id=boris.id,
            )
            session.add(point)
            session.flush()
            self.names["point_id"] = point.id
            for writer in (alina, person):
                session.add(
                    Answer(point_id=point.id, text="We asked.", language="en", writer_id=writer.id)
                )

        self._judged(session, snapshot, person)

    def _judged(self, session: Session, snapshot: Snapshot, person: Person) -> None:
        """One more word on a section, and one more sheet of the rubric."""
        about: dict[str, Any] = {
            "project_id": self.project.id,
            "by_id": person.id,
            "language": "en",
        }
        session.add(
            SignOff(
                snapshot_id=snapshot.id,
                section="problem",
                says=SectionVerdict.good,
                answers=snapshot.plan["problem"],
                **about,
            )
        )
        marks = dict.fromkeys((one.key for one in CRITERIA), 3)
        words = dict.fromkeys(marks, "Well shown.")
        session.add(Rubric(version=snapshot.version, marks=marks, words=words, **about))

    def _unsent(self, session: Session, number: int) -> None:
        """Words of Alina's and Boris's that wait, and a draft of each."""
        here = select(Point.id).where(Point.project_id == self.project.id)
        answered = {"point": str(session.exec(here.limit(1)).one())}
        for meant, user, at in ((Meant.answer, "alina", answered), (Meant.point, "boris", {})):
            about: dict[str, Any] = {"project_id": self.project.id, "text": "Mail a@example.org"}
            writer = self.make.cast[user].id
            session.add(Held(writer_id=writer, meant=meant, language="en", place=at, **about))
            place = f"point.evidence.e{number}"
            session.add(FeedbackDraft(person_id=writer, place=place, **about))

    def _concern(self, session: Session) -> None:
        """Alina's, for the coordinators; one of them has more and more words."""
        alina, vera = self.make.cast["alina"].id, self.make.cast["vera"].id
        concern = Concern(
            camp_id=self.make.camp.id,
            project_id=self.project.id,
            writer_id=alina,
            about=About.other,
            danger=Danger.no,
            severity=Severity.s3,
            readers=Readers.coordinators,
            sealed="",
            language="ru",
            may_answer=True,
        )
        session.add(concern)
        session.flush()
        first = self.names.setdefault("concern_id", concern.id)
        for by, what in ((alina, Step.added), (vera, Step.read)):
            session.add(
                ConcernStep(concern_id=first, by_id=by, what=what, role=Readers.coordinators)
            )
