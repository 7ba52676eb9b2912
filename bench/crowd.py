"""More of everything."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from secrets import token_hex
from typing import Any

from sqlmodel import Session

from app.models import (
    Affiliation,
    Assignment,
    Call,
    Capacity,
    Consent,
    Departure,
    End,
    Giver,
    Interest,
    InterestChange,
    Invitation,
    Letter,
    Membership,
    Organisation,
    Person,
    Phrase,
    Project,
    Purpose,
    Revision,
    Role,
    State,
    Support,
    Teammate,
    Vetting,
    Visibility,
    Welcome,
)
from app.models.base import now
from app.rules.template import template
from app.services import history, people
from bench.talk import Talk
from tests.make import Make
from tests.plans import COMPLETE

READERS = ("alina", "boris", "vera", "dan")
STATES = tuple(State)


class Crowd:
    """One project, one pitch and one camp that get more and more of everything that belongs to
    them."""

    def __init__(self, make: Make) -> None:
        self.make, self.numbers = make, count()
        call = self._another_call()
        self.project = make.project(State.developing, call_id=call.id, limits=call.limits)
        make.snapshot(self.project)
        shown = make.project(State.published, team=("lera", "maksim"))
        self.pitch = make.pitch(shown, Visibility.public_without_budget)
        self.rows = 0
        self.names: dict[str, Any] = {
            "project_id": self.project.id,
            "camp_id": make.camp.id,
            "code": self.pitch.code,
            "person_id": make.cast["alina"].id,
            "member_id": make.cast["maksim"].id,
            "section": "budget",
            "number": 1,
            "call_id": call.id,
        }  # what addresses are about
        self.talk = Talk(make, self.project, self.names)

    def grow(self, rows: int) -> None:
        """So many more lists' rows of each kind."""
        for _row in range(rows):
            self.rows += 1
            number = next(self.numbers)
            self._another_project(number)
            self._another_call()
            with self.make.database.writes.alone() as session:
                person = self._another_person(session, number)
                self._another_mentor(session, number)
                self._another_donor(session, number)
                self.talk.grow(session, number, person)
                self._more_paper(session, number, person)
        with self.make.database.writes.alone() as session:
            self._longer_budget(session)

    def _another_call(self) -> Call:
        """Open today."""
        today = now().date()
        with self.make.database.writes.alone() as session:
            call = Call(
                camp_id=self.make.camp.id,
                name={"en": "Summer"},
                opens=today,
                closes=today + timedelta(days=30),
                most=Decimal("6000.00"),
                currency="BYN",
                regions=["BY-HR"],
                template=template().key,
            )
            session.add(call)
            return call

    def _another_project(self, number: int) -> None:
        """Alina's in every state there is, and one more pitch."""
        state = STATES[number % len(STATES)]
        self.make.project(state, mentor="boris", team=("alina", "maksim"))
        self.make.pitch(self.make.project(State.published, team=("lera",)))

    def _another_person(self, session: Session, number: int) -> Person:
        """Joined, half of them not ticked off yet; a teammate in the project."""
        camp, vera = self.make.camp, self.make.cast["vera"]
        soon = date.today() + timedelta(days=400)  # noqa: DTZ011 (any zone will do)
        person = Person(user=f"young-{number}", name=f"Young {number}", adult_on=soon)
        session.add(person)
        session.flush()
        session.add(
            Membership(
                camp_id=camp.id,
                person_id=person.id,
                role=Role.participant,
                confirmed_at=now() if number % 2 else None,
            )
        )
        session.add(
            Consent(
                person_id=person.id,
                purpose=Purpose.account,
                giver=Giver.guardian,
                method="paper",
                text_version="1",
                language="en",
                given_on=now().date(),
                witness_id=vera.id,
            )
        )
        session.add(Teammate(project_id=self.project.id, person_id=person.id))
        self._another_departure(session, number)
        return person

    def _another_departure(self, session: Session, number: int) -> None:
        """Somebody who was a teammate once."""
        person = Person(user=f"gone-{number}", name=f"Gone {number}")
        session.add(person)
        session.flush()
        session.add(Departure(project_id=self.project.id, person_id=person.id, by_id=person.id))

    def _another_mentor(self, session: Session, number: int) -> None:
        """Vetted; helped here once."""
        person = Person(user=f"mentor-{number}", name=f"Mentor {number}")
        session.add(person)
        session.flush()
        session.add(
            Membership(
                camp_id=self.make.camp.id,
                person_id=person.id,
                role=Role.mentor,
                confirmed_at=now(),
            )
        )
        today = now().date()
        session.add(
            Vetting(
                person_id=person.id,
                kind="mentor",
                checked_on=today,
                expires_on=today + timedelta(days=300),
            )
        )
        session.add(
            Assignment(
                project_id=self.project.id, person_id=person.id, ended_at=now(), end=End.time
            )
        )
        until = today + timedelta(days=number % 2)
        session.add(Capacity(person_id=person.id, languages=["ru"], themes=[], away_until=until))
        boris = self.make.cast["boris"].id
        session.add(Phrase(person_id=boris, texts={"ru": f"Почему {number}?"}))

    def _another_donor(self, session: Session, number: int) -> None:
        """With an organisation of their own, interested in the pitch."""
        person = Person(user=f"donor-{number}", name=f"Donor {number}")
        words = {"en": f"Organisation {number}"}
        home = Organisation(name=words, purpose=words, verified_on=now().date())
        session.add_all([person, home])
        session.flush()
        session.add(Affiliation(organisation_id=home.id, person_id=person.id))
        for donor in (person, self.make.cast["dan"]) if number == 0 else (person,):
            interest = Interest(
                pitch_id=self.pitch.id,
                camp_id=self.pitch.camp_id,
                donor_id=donor.id,
                organisation_id=home.id,
                kind=Support.know_more,
                pitch_number=1,
                told={"en": "They will call."},
                told_at=now(),
                changed_at=now(),
            )
            session.add(interest)
            session.flush()
            self.names |= {"interest_id": interest.id, "organisation_id": home.id}
            session.add(
                InterestChange(
                    interest_id=interest.id, by_id=donor.id, what="interest.mark", was={}
                )
            )

    def _more_paper(self, session: Session, number: int, person: Person) -> None:
        """A letter for everybody, an invitation, a line of history, a saved section."""
        for user in READERS:
            session.add(
                Letter(
                    to_id=self.make.cast[user].id,
                    event="project.unready",
                    language="en",
                    subject="Something happened",
                    body="Please look.",
                )
            )
        invitation = Invitation(
            code_hash=token_hex(16),
            code=f"CODE{number}",
            welcomes=Welcome.participant,
            camp_id=self.make.camp.id,
            uses=30,
            expires_at=now() + timedelta(days=3),
            made_by_id=self.make.cast["vera"].id,
        )
        session.add(invitation)
        session.flush()
        self.names["invitation_id"] = invitation.id
        vera = people.who(session, self.make.cast["vera"])[0]
        history.write_about(session, "person.edit", person, by=vera)
        self._save(session, "problem", COMPLETE["problem"], person)

    def _longer_budget(self, session: Session) -> None:
        """Five lines for each row, as far as one table goes."""
        lines = range(min(200, self.rows * 5))
        budget = [COMPLETE["budget"]["budget"][0] | {"id": f"b{line}"} for line in lines]
        self._save(session, "budget", {"currency": "BYN", "budget": budget})

    def _save(
        self, session: Session, section: str, answers: dict[str, Any], by: Person | None = None
    ) -> None:
        """By Alina, or another teammate: another sitting in the list of versions."""
        project = session.get_one(Project, self.project.id)
        project.version += 1
        session.add(
            Revision(
                project_id=project.id,
                section=section,
                number=project.version,
                base=project.version - 1,
                language=project.language,
                written={},
                answers=answers,
                writer_id=(by or self.make.cast["alina"]).id,
            )
        )
