"""The policy seen from the other side: a person's name, and what they may do."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.demo import Cast
from app.models import (
    About,
    Assignment,
    Camp,
    Concern,
    ConcernPerson,
    Danger,
    Interest,
    May,
    Organisation,
    Person,
    Phrase,
    Pitch,
    Point,
    PointKind,
    Project,
    Readers,
    Severity,
    State,
    Support,
    Teammate,
    Visibility,
)
from app.models.base import now
from app.rules.policy import POLICY, Visitor, allows
from app.services import (
    camps,
    feedback,
    interests,
    organisations,
    people,
    pitches,
    projects,
)
from tests.make import Make

# ✓ may, · may not. Alina and Maksim are the team, which Alina leads; Tima may comment in it. Boris
# is their mentor; Irina mentors them too, but her vetting has expired; Lera takes part in the same
# camp, Vera and Pavel coordinate it; Olga coordinates the other camp, where Mallory takes part and
# Nina mentors. Dan's organisation is verified, Emma's is not; Sofia is a safeguarding lead. The
# pitch is for verified donors.
WHO_MAY = """
                     alina maksim tima boris irina lera vera pavel olga mallory nina dan emma sofia stranger
home.read              ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
person.edit            ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
person.leave           ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
draft.keep             ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
letter.list            ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
camp.list              ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
camp.open              ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
camp.read              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
camp.edit              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
call.list              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
call.make              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
call.edit              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
invitation.list        ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
invitation.make        ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
invitation.end         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
invitation.print       ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
person.list            ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
person.read            ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
person.read_papers     ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
person.confirm         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
consent.record         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
consent.withdraw       ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
vetting.record         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
link.make              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.list           ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ·
project.start          ✓      ✓     ✓    ·     ·     ✓    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.read           ✓      ✓     ✓    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.edit           ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.invite         ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.uninvite       ✓      ✓     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
dignity.dismiss        ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
dignity.take_back      ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.describe          ✓      ✓     ✓    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.change            ✓      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.lead              ✓      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.remove            ✓      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.leave             ✓      ✓     ✓    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
team.renew             ·      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
idea.print             ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
idea.enter             ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.send           ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.welcome        ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.return         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.ready          ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.submit         ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.send_back      ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
pitch.publish          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.pause          ✓      ✓     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.resume         ✓      ✓     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.match          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.withdraw       ✓      ✓     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.reopen         ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
project.archive        ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.assign         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.change_call    ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
project.renew_template   ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
assignment.end         ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
assignment.leave       ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
approval.list          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
approval.read          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
safety.review          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
feedback.ask           ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
feedback.read          ✓      ✓     ✓    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
feedback.review        ·      ·     ·    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
feedback.request       ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
signoff.give           ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
rubric.read            ✓      ✓     ✓    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
rubric.fill            ·      ·     ·    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
rubric.read_first      ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
mentoring.list         ·      ·     ·    ✓     ✓     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
conduct.read           ·      ·     ·    ✓     ✓     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
conduct.accept         ·      ·     ·    ✓     ✓     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
mentoring.skip         ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
capacity.edit          ·      ·     ·    ✓     ✓     ·    ·    ·     ·     ·      ✓   ·    ·    ·       ·
phrase.list            ·      ·     ·    ✓     ✓     ·    ✓    ✓     ✓     ·      ✓   ·    ·    ·       ·
phrase.add             ·      ·     ·    ✓     ✓     ·    ✓    ✓     ✓     ·      ✓   ·    ·    ·       ·
phrase.edit            ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
point.make             ·      ·     ·    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
point.answer           ✓      ✓     ✓    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
point.correct          ·      ·     ·    ✓     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
point.reword           ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
point.read_first       ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
point.address          ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
suggestion.decide      ✓      ✓     ·    ·     ·     ·    ·    ·     ·     ·      ·   ·    ·    ·       ·
point.settle           ·      ·     ·    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
held.list              ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
held.decide            ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
concern.make           ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ·
concern.follow         ✓   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
concern.add            ✓   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·
concern.list           ·   ·   ·   ·   ·   ·   ✓   ✓   ✓   ·   ·   ·   ·   ✓   ·
concern.read           ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ✓   ·
concern.decide         ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ✓   ·
pitch.list             ✓      ✓     ✓    ✓     ✓     ✓    ✓    ✓     ✓     ✓      ✓   ✓    ✓    ✓       ✓
pitch.preview          ✓      ✓     ✓    ✓     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
pitch.read             ✓      ✓     ✓    ·     ·     ·    ✓    ✓     ·     ·      ·   ✓    ·    ·       ·
pitch.read_budget      ✓      ✓     ✓    ·     ·     ·    ✓    ✓     ·     ·      ·   ✓    ·    ·       ·
pitch.read_paused      ✓      ✓     ✓    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
interest.list          ·      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ✓    ✓    ·       ·
interest.mark          ·      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ✓    ·    ·       ·
interest.withdraw      ·      ·     ·    ·     ·     ·    ·    ·     ·     ·      ·   ✓    ·    ·       ·
interest.broker        ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
interest.move          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
interest.tell          ·      ·     ·    ·     ·     ·    ✓    ✓     ·     ·      ·   ·    ·    ·       ·
organisation.list      ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
organisation.verify    ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
organisation.revoke    ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
history.read           ·      ·     ·    ·     ·     ·    ✓    ✓     ✓     ·      ·   ·    ·    ·       ·
"""  # noqa: E501

NAMES, *LINES = (line.split() for line in WHO_MAY.strip().splitlines())


class Stage:
    """One of everything, in Alina's camp."""

    def __init__(self, make: Make, database: Database, cast: Cast) -> None:
        self.project = make.project(State.published, team=("alina", "maksim"))
        with database.writes.alone() as session:
            tima = cast["tima"].id
            session.add(Teammate(project_id=self.project.id, person_id=tima, may=May.comment))
            mentors = [cast["irina"]]
            for mentor in mentors:
                session.add(_assignment(self.project, mentor))
        self.pitch = make.pitch(self.project)
        snapshot = make.snapshot(self.project)
        with database.writes.alone() as session:
            point = Point(
                project_id=self.project.id,
                snapshot_id=snapshot.id,
                section="idea",
                field="title",
                kind=PointKind.question,
                text="Why?",
                language="en",
                writer_id=cast["boris"].id,
            )
            interest = Interest(
                pitch_id=self.pitch.id,
                camp_id=self.pitch.camp_id,
                donor_id=cast["dan"].id,
                organisation_id=cast.organisations["linden"].id,
                kind=Support.know_more,
                pitch_number=1,
                changed_at=now(),
            )
            self.phrase = Phrase(person_id=cast["boris"].id, texts={"en": "Why?"})
            session.add_all([point, interest, self.phrase])
        with database.reads.alone() as session:
            self.project = make.reload(session, self.project.id)
            self.point = session.get_one(Point, point.id)
            assert self.point.project.assignments is not None
            assert self.point.project.team is not None
            self.interest = session.get_one(Interest, interest.id)
            self.pitch = session.get_one(Pitch, self.pitch.id)
            self.person = session.get_one(Person, cast["alina"].id)
            assert self.person.memberships
        id = uuid4()
        self.concern = Concern(
            id=id,
            camp_id=make.camp.id,
            writer_id=cast["alina"].id,
            about=About.mentor,
            danger=Danger.no,
            severity=Severity.s1,
            readers=Readers.leads,
            sealed="",
            language="ru",
            may_answer=True,
            people=[ConcernPerson(concern_id=id, person_id=cast["boris"].id)],
        )
        self.camp = make.camp
        self.organisation = cast.organisations["linden"]

    def thing(self, action: str) -> Any:
        """What the route of this action is about."""
        if action in {"pitch.publish", "pitch.preview"}:
            return self.project
        if action in {"interest.mark", "pitch.read", "pitch.read_budget", "pitch.read_paused"}:
            return self.pitch
        if action in {
            "interest.broker",
            "project.start",
            "approval.list",
            "person.list",
            "held.list",
            "held.decide",
        }:
            return self.camp
        if action in NOTHING:
            return None
        return {
            "camp": self.camp,
            "concern": self.concern,
            "call": self.camp,
            "invitation": self.camp,
            "person": self.person,
            "consent": self.person,
            "link": self.person,
            "vetting": self.person,
            "project": self.project,
            "dignity": self.project,
            "team": self.project,
            "idea": self.camp,
            "approval": self.project,
            "assignment": self.project,
            "mentoring": self.project,
            "phrase": self.phrase,
            "safety": self.project,
            "feedback": self.project,
            "signoff": self.project,
            "rubric": self.project,
            "point": self.project if action == "point.make" else self.point,
            "suggestion": self.point,
            "interest": self.interest,
            "organisation": self.organisation,
        }[action.split(".")[0]]


OF_CAMP = {"mentoring.list", "conduct.read", "conduct.accept"}

NOTHING = {
    "home.read", "person.edit", "person.leave", "draft.keep", "letter.list", "camp.list",
    "camp.open", "project.list", "pitch.list", "interest.list", "organisation.list",
    "concern.make", "concern.list", "history.read", "capacity.edit", "phrase.list", "phrase.add",
}  # fmt: skip


def _assignment(project: Project, mentor: Person) -> Any:
    return Assignment(project_id=project.id, person_id=mentor.id)


@pytest.fixture
def stage(make: Make, database: Database, cast: Cast) -> Stage:
    return Stage(make, database, cast)


def test_who_may(stage: Stage, make: Make) -> None:
    """Every action × everybody in the cast, in their own camp and in another."""
    visitors: list[Visitor] = [*(make.who(name) for name in NAMES[:-1]), None]
    found, expected = {}, {}
    for action, *marks in LINES:
        thing = stage.camp if action in OF_CAMP else stage.thing(action)
        expected[action] = "".join(marks)
        found[action] = "".join("✓" if allows(who, action, thing) else "·" for who in visitors)
    assert found == expected


def test_every_action_is_in_the_table() -> None:
    assert [line[0] for line in LINES] == list(POLICY)


def test_nobody_edits_what_is_withdrawn_or_archived(make: Make) -> None:
    for state in (State.withdrawn, State.archived):
        assert not allows(make.who("alina"), "project.edit", make.project(state))


def test_a_coordinator_finds_a_writer_only_where_there_is_none(make: Make) -> None:
    vera = make.who("vera")
    left = make.project(State.developing, plan={}, team=())

    assert allows(vera, "team.renew", left)
    assert not allows(vera, "team.renew", make.project(State.developing, plan={}))
    assert not allows(make.who("olga"), "team.renew", left)


def test_a_public_pitch_is_for_everybody_but_its_budget_is_not(make: Make) -> None:
    pitch = make.pitch(make.project(State.published), Visibility.public_without_budget)
    visitors = [None, *(make.who(name) for name in ("emma", "mallory", "olga", "irina"))]

    assert all(allows(who, "pitch.read", pitch) for who in visitors)
    assert not any(allows(who, "pitch.read_budget", pitch) for who in visitors)
    assert allows(make.who("dan"), "pitch.read_budget", pitch)


Visible = Callable[[Visitor], Any]
LISTS: tuple[tuple[Any, str, Visible], ...] = (
    (Project, "project.read", projects.visible_to),
    (Pitch, "pitch.read", pitches.visible_to),
    (Camp, "camp.read", camps.visible_to),
    (Person, "person.read", people.visible_to),
    (Organisation, "organisation.list", organisations.visible_to),
)


def test_lists_and_pages_agree(stage: Stage, make: Make, database: Database, cast: Cast) -> None:
    """``visible_to`` and the policy are two statements of one rule, for everybody."""
    for state in State:
        make.project(state, team=("lera",), mentor="kastus")
    make.pitch(make.project(State.published), Visibility.public_without_budget)
    with database.reads.alone() as session:
        visitors: list[Visitor] = [*(make.who(user) for user in cast.people), None]
        for who in visitors:
            for kind, action, visible_to in LISTS:
                assert _ids(session, visible_to(who)) == {
                    thing.id for thing in session.exec(select(kind)) if allows(who, action, thing)
                }, (who and who.user, action)


def test_points_and_interests_are_as_visible_as_what_they_hang_on(
    stage: Stage, make: Make, database: Database, cast: Cast
) -> None:
    with database.reads.alone() as session:
        for who in [*(make.who(user) for user in cast.people), None]:
            may_read = allows(who, "project.read", stage.project)
            assert bool(_ids(session, feedback.visible_to(who))) == may_read
            marked = who is not None and who.id == stage.interest.donor_id
            brokers = allows(who, "interest.move", stage.interest)
            assert bool(_ids(session, interests.visible_to(who))) == (marked or brokers)


def _ids(session: Session, query: Any) -> set[Any]:
    return {thing.id for thing in session.exec(query)}
