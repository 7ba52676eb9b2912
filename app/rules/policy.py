"""Who may do what. This is the only file that answers that question.

Read ``POLICY`` from top to bottom: each line is an action, and the people who may take it.
Routes name an action; they never test a role themselves. ``visible_to`` queries in the services
say the same for lists, and a test compares the two for everybody in the cast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import NotAllowed
from app.models import (
    Answer,
    Concern,
    Interest,
    Person,
    Phrase,
    Pitch,
    Point,
    Project,
    Role,
    State,
    Visibility,
)
from app.rules import concerns, conduct


@dataclass(frozen=True)
class Who:
    """Somebody who has signed in, and all that rules need to know of them today."""

    id: UUID
    user: str
    name: str
    language: str
    adult_on: date | None = None
    safeguarding: bool = False
    opens_camps: bool = False
    roles: frozenset[tuple[UUID, Role]] = frozenset()  # (camp, role)
    unconfirmed: frozenset[UUID] = frozenset()  # camps where nobody has ticked them off yet
    vetted: frozenset[str] = frozenset()  # kinds of vetting that are valid today
    affiliated: UUID | None = None  # the organisation a donor speaks for
    verified: bool = False  # … and whether it is verified today
    conduct: frozenset[str] = frozenset()  # versions of the code of conduct that they accepted

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def keeps_conduct(self) -> bool:
        """They have accepted the code of conduct as it is today."""
        return conduct.VERSION in self.conduct

    def camps(self, *roles: Role) -> set[UUID]:
        """The camps in which they have one of these roles."""
        return {camp for camp, role in self.roles if role in roles}


Visitor = Who | None


@dataclass(frozen=True)
class Rule:
    says: str
    holds: Callable[[Visitor, Any], bool]
    for_strangers: bool = False  # may hold for somebody who has not signed in

    def __or__(self, other: Rule) -> Rule:
        return Rule(
            f"{self.says}, or {other.says}",
            lambda who, what: self.holds(who, what) or other.holds(who, what),
            self.for_strangers or other.for_strangers,
        )

    def __and__(self, other: Rule) -> Rule:
        return Rule(
            f"{self.says} {other.says}",
            lambda who, what: self.holds(who, what) and other.holds(who, what),
            self.for_strangers and other.for_strangers,
        )


def rule(says: str, **more: bool) -> Callable[[Callable[[Visitor, Any], bool]], Rule]:
    return lambda holds: Rule(says, holds, **more)


def of_camp(says: str, role: Role) -> Rule:
    """Whoever has this role in the thing's camp; asked of nothing, in any camp."""

    @rule(says)
    def holds(who: Visitor, what: Any) -> bool:
        if who is None:
            return False
        camps = who.camps(role)
        return bool(camps) if what is None else bool(camps & _camps_of(what))

    return holds


def _camps_of(what: Any) -> set[UUID]:
    if isinstance(what, Person):
        return {membership.camp_id for membership in what.memberships}
    return {what.camp_id}


@rule("anyone", for_strangers=True)
def anyone(_who: Visitor, _what: Any) -> bool:
    return True


@rule("anyone who is signed in")
def signed_in(who: Visitor, _what: Any) -> bool:
    return who is not None


participant = of_camp("a participant of the camp", Role.participant)
coordinator = of_camp("a coordinator of the camp", Role.coordinator)
mentor_here = of_camp("a mentor of the camp", Role.mentor)


@rule("a coordinator of any camp")
def any_coordinator(who: Visitor, _what: Any) -> bool:
    return who is not None and (who.opens_camps or bool(who.camps(Role.coordinator)))


@rule("a donor whose organisation is verified")
def donor(who: Visitor, _what: Any) -> bool:
    return who is not None and who.verified


@rule("somebody who speaks for an organisation")
def affiliated(who: Visitor, _what: Any) -> bool:
    return who is not None and who.affiliated is not None


@rule("a member of the team")
def member(who: Visitor, project: Project) -> bool:
    return who is not None and who.id in project.member_ids


@rule("a member of the team who may write")
def writer(who: Visitor, project: Project) -> bool:
    return who is not None and who.id in project.writer_ids


@rule("whoever leads the team")
def lead(who: Visitor, project: Project) -> bool:
    return who is not None and who.id == project.lead_id


@rule("the project's mentor")
def assigned(who: Visitor, project: Project) -> bool:
    return who is not None and who.id in project.mentor_ids


@rule("while the vetting is valid")
def vetted(who: Visitor, _what: Any) -> bool:
    return who is not None and "mentor" in who.vetted


mentor = assigned & of_camp("and a mentor of the camp", Role.mentor) & vetted


@rule("who has accepted the present code of conduct")
def conducted(who: Visitor, _what: Any) -> bool:
    return who is not None and who.keeps_conduct


# A mentor who has not reads, and writes nothing.
writing_mentor = mentor & conducted


@rule("unless it is withdrawn or archived")
def being_written(_who: Visitor, project: Project) -> bool:
    return project.state not in {State.withdrawn, State.archived}


@rule("while nobody in the team may write")
def unwritten(_who: Visitor, project: Project) -> bool:
    return not project.writer_ids


@rule("anyone, once it is made public", for_strangers=True)
def made_public(_who: Visitor, pitch: Pitch) -> bool:
    return pitch.visibility == Visibility.public_without_budget


@rule("a member of its team")
def author(who: Visitor, pitch: Pitch) -> bool:
    return who is not None and who.id in pitch.member_ids


@rule("the donor who marked it")
def own_interest(who: Visitor, interest: Interest) -> bool:
    return who is not None and who.id == interest.donor_id


@rule("a person about themselves")
def oneself(who: Visitor, person: Person) -> bool:
    return who is not None and who.id == person.id


@rule("for somebody else")
def of_another(who: Visitor, person: Person) -> bool:
    return who is not None and who.id != person.id


@rule("for nobody who may do more than themselves")
def no_more_than_theirs(who: Visitor, person: Person) -> bool:
    """Whoever hands out a way in could go in by it."""
    runs = {one.camp_id for one in person.memberships if one.role == Role.coordinator}
    return who is not None and not person.safeguarding and runs <= who.camps(Role.coordinator)


@rule("a member of the team that the point is for")
def addressee(who: Visitor, point: Point) -> bool:
    return member.holds(who, point.project)


@rule("a member of the team that the point is for, who may write")
def writing_addressee(who: Visitor, point: Point) -> bool:
    return writer.holds(who, point.project)


@rule("a coordinator of the point's camp")
def point_coordinator(who: Visitor, point: Point) -> bool:
    return coordinator.holds(who, point.project)


@rule("the mentor of the point's project, while vetted, who has accepted the code of conduct")
def point_mentor(who: Visitor, point: Point) -> bool:
    return writing_mentor.holds(who, point.project)


@rule("whoever wrote it, while they may answer there")
def own_words(who: Visitor, words: Point | Answer) -> bool:
    here = addressee | point_mentor | point_coordinator
    point = words.point if isinstance(words, Answer) else words
    return who is not None and who.id == words.writer_id and here.holds(who, point)


@rule("a coordinator of the camp, of what somebody else wrote there")
def words_of_others(who: Visitor, words: Point | Answer) -> bool:
    point = words.point if isinstance(words, Answer) else words
    return who is not None and who.id != words.writer_id and point_coordinator.holds(who, point)


@rule("a coordinator of the camp, or whoever wrote it where a coordinator changed it")
def first_words(who: Visitor, words: Point | Answer) -> bool:
    point = words.point if isinstance(words, Answer) else words
    own = who is not None and who.id == words.writer_id
    return (own and words.reworded) or point_coordinator.holds(who, point)


@rule("unless the project is withdrawn or archived")
def project_being_written(who: Visitor, point: Point) -> bool:
    return being_written.holds(who, point.project)


@rule("whoever keeps the phrase")
def own_phrase(who: Visitor, phrase: Phrase) -> bool:
    return who is not None and who.id == phrase.person_id


@rule("whoever wrote it")
def own_concern(who: Visitor, concern: Concern) -> bool:
    return who is not None and who.id == concern.writer_id


@rule("a safeguarding lead, or somebody who may be asked to read in their place")
def may_be_asked_to_read(who: Visitor, _what: Any) -> bool:
    return who is not None and (who.safeguarding or any_coordinator.holds(who, None))


@rule("those whom rules/concerns.py chose to read it, and never somebody it may be about")
def concern_reader(who: Visitor, concern: Concern) -> bool:
    if who is None or who.id in {concern.writer_id, *concern.about_ids}:
        return False
    return (
        concerns.reads_as(
            concern.readers,
            lead=who.safeguarding,
            coordinator=concern.camp_id in who.camps(Role.coordinator),
            other=any_coordinator.holds(who, None),
        )
        is not None
    )


POLICY: dict[str, Rule] = {
    "home.read":           signed_in,
    "person.edit":         signed_in,
    "person.leave":        signed_in,
    "draft.keep":          signed_in,
    "letter.list":         signed_in,
    # Camps are for their coordinators; any coordinator may open another.
    "camp.list":           any_coordinator,
    "camp.open":           any_coordinator,
    "camp.read":           coordinator,
    "camp.edit":           coordinator,
    "call.list":           coordinator,
    "call.make":           coordinator,
    "call.edit":           coordinator,
    "invitation.list":     coordinator,
    "invitation.make":     coordinator,
    "invitation.end":      coordinator,
    "invitation.print":    coordinator,
    # People of a camp, for its coordinators. Every read of a person's papers is written down.
    "person.list":         coordinator,
    "person.read":         coordinator,
    "person.read_papers":  coordinator,
    "person.confirm":      coordinator,
    "consent.record":      coordinator,
    "consent.withdraw":    coordinator,
    "vetting.record":      coordinator & of_another,
    "link.make":           coordinator & no_more_than_theirs,
    # A project is private to its team, its mentor and the camp's coordinators.
    "project.list":        signed_in,
    "project.start":       participant,
    "project.read":        member | mentor | coordinator,
    "project.edit":        writer & being_written,
    "project.invite":      writer & being_written,
    "project.uninvite":    writer | coordinator,
    # What the dignity check asks about: kept with a reason, and asked about again.
    "dignity.dismiss":     writer & being_written,
    "dignity.take_back":   writer & being_written,
    # Its team: all read and answer the mentor's points; only who may write changes anything.
    "team.describe":       member & being_written,
    "team.change":         lead,
    "team.lead":           lead,
    "team.remove":         lead,
    "team.leave":          member,
    "team.renew":          coordinator & unwritten,
    # An idea card on paper, and what was written on one.
    "idea.print":          coordinator,
    "idea.enter":          coordinator,
    # Moves of the workflow; rules/workflow.py says when each is open.
    "project.send":        writer,
    "project.welcome":     coordinator,
    "project.return":      coordinator,
    "project.ready":       writing_mentor,
    "project.submit":      writer,
    "project.send_back":   coordinator,
    "pitch.publish":       coordinator,
    "project.pause":       writer | coordinator,
    "project.resume":      writer | coordinator,
    "project.match":       coordinator,
    "project.withdraw":    writer | coordinator,
    "project.reopen":      writer,
    "project.archive":     coordinator,
    "project.assign":      coordinator,
    "project.change_call": coordinator & being_written,
    "project.renew_template": coordinator & being_written,
    "assignment.end":      coordinator,
    "assignment.leave":    mentor,
    "approval.list":       coordinator,
    "approval.read":       coordinator,
    "safety.review":       coordinator,
    # Feedback: asked by the team, given by its mentor, read by every coordinator of the camp.
    "feedback.ask":        writer & being_written,
    "feedback.read":       member | mentor | coordinator,
    "feedback.review":     mentor | coordinator,
    "feedback.request":    writing_mentor,
    "signoff.give":        writing_mentor,
    # For the final selection: read by the team and the adults beside it, by nobody else.
    "rubric.read":         member | mentor | coordinator,
    "rubric.fill":         writing_mentor | coordinator,
    "rubric.read_first":   coordinator,  # what changed sheets said before
    "mentoring.list":      mentor_here,
    "conduct.read":        mentor_here,
    "conduct.accept":      mentor_here,
    "mentoring.skip":      mentor,
    "capacity.edit":       mentor_here,
    "phrase.list":         mentor_here | any_coordinator,
    "phrase.add":          mentor_here | any_coordinator,
    "phrase.edit":         own_phrase,
    "point.make":          writing_mentor | coordinator,
    "point.answer":        addressee | point_mentor | point_coordinator,
    "point.correct":       own_words,
    "point.reword":        words_of_others,
    "point.read_first":    first_words,  # what was changed said before
    "point.address":       writing_addressee,
    "suggestion.decide":   writing_addressee & project_being_written,
    "point.settle":        point_mentor | point_coordinator,
    # Words that hold a way to reach somebody outside wait here; the writer reads their own.
    "held.list":           coordinator,
    "held.decide":         coordinator,
    # What worries somebody. It is about nobody's rights here but the writer's and the readers'.
    "concern.make":        signed_in,
    "concern.follow":      own_concern,
    "concern.add":         own_concern,
    "concern.list":        may_be_asked_to_read,
    "concern.read":        concern_reader,
    "concern.decide":      concern_reader,
    # A pitch is the public face of a project: a frozen copy.
    "pitch.list":          anyone,
    "pitch.preview":       member | mentor | coordinator,
    "pitch.read":          made_public | donor | coordinator | author,
    "pitch.read_budget":   donor | coordinator | author,
    "pitch.read_paused":   coordinator | author,
    # Interest goes to the coordinators, never to the team.
    "interest.list":       affiliated,
    "interest.mark":       donor,
    "interest.withdraw":   own_interest,
    "interest.broker":     coordinator,
    "interest.move":       coordinator,
    "interest.tell":       coordinator,
    # Organisations are verified for the whole instance.
    "organisation.list":   any_coordinator,
    "organisation.verify": any_coordinator,
    "organisation.revoke": any_coordinator,
    "history.read":        any_coordinator,
}  # fmt: skip


def allows(who: Visitor, action: str, what: Any = None) -> bool:
    return POLICY[action].holds(who, what)


def require(who: Visitor, action: str, what: Any = None) -> None:
    if not allows(who, action, what):
        raise NotAllowed
