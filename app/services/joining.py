"""Coming in with an invitation, as somebody new or with an account that is here already."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.errors import NotOpen, Problem
from app.i18n import _
from app.models import (
    Affiliation,
    Camp,
    Invitation,
    May,
    Membership,
    Organisation,
    Person,
    Project,
    Role,
    Welcome,
)
from app.models.base import now
from app.rules import policy, safeguarding
from app.rules.notices import Audience
from app.rules.policy import Visitor, Who
from app.services import camps, consents, history, invitations, letters, people, teams


class Taken(Problem):
    """Somebody has this user name already."""

    status = 422
    says = _("Somebody has this user name already. Please choose another.")


class UsedUp(NotOpen):
    says = _("This code was used up a moment ago. Ask whoever gave it to you for another.")


class Obstacle(StrEnum):
    """Why somebody who is signed in cannot take an invitation up."""

    already = "already"  # they are that
    young = "young"  # it is for adults
    other_camp = "other_camp"
    closed = "closed"  # the project is withdrawn or archived


@dataclass(frozen=True)
class Newcomer:
    user: str
    name: str
    language: str
    passphrase: str  # its hash
    email: str | None = None
    adult_on: date | None = None


@dataclass(frozen=True)
class Introduced:
    """An organisation that we do not know yet, in the words of who speaks for it."""

    name: str
    kind: str
    purpose: str


@dataclass(frozen=True)
class Offer:
    """An invitation, and what it is for."""

    invitation: Invitation
    camp: Camp | None
    project: Project | None
    organisation: Organisation | None
    team: tuple[str, ...] = ()  # the names of the teammates who may be shown

    @property
    def asks_organisation(self) -> bool:
        return self.invitation.welcomes == Welcome.donor and self.organisation is None

    def obstacle(self, who: Visitor) -> Obstacle | None:
        if who is None:
            return None
        welcomes, camp_id = self.invitation.welcomes, self.invitation.camp_id
        if welcomes == Welcome.teammate:
            return self._to_team(who)
        if welcomes == Welcome.donor:
            ours = self.organisation.id if self.organisation else who.affiliated
            already = who.affiliated is not None and who.affiliated == ours
        else:
            already = (camp_id, Role(welcomes)) in who.roles
        if already:
            return Obstacle.already
        grown = not safeguarding.under(safeguarding.ADULT, who.adult_on, consents.today())
        return None if grown or welcomes == Welcome.participant else Obstacle.young

    def _to_team(self, who: Who) -> Obstacle | None:
        if self.project is None or not policy.being_written.holds(who, self.project):
            return Obstacle.closed
        needed = self.invitation.may == May.write and not self.project.writer_ids
        if who.id in self.project.member_ids and not needed:
            return Obstacle.already
        here = policy.participant.holds(who, self.project)
        return None if here else Obstacle.other_camp


def offer(session: Session, code: str) -> Offer | None:
    """What a typed code offers, while it lets somebody in."""
    found = invitations.find(session, code)
    if found is None:
        return None
    project = session.get(Project, found.project_id) if found.project_id else None
    return Offer(
        found,
        session.get(Camp, found.camp_id) if found.camp_id else None,
        project,
        session.get(Organisation, found.organisation_id) if found.organisation_id else None,
        tuple(one.name for one in teams.shown(session, project)) if project else (),
    )


def is_free(session: Session, user: str) -> bool:
    return session.exec(select(Person.id).where(Person.user == user)).first() is None


def come(
    session: Session, offer: Offer, newcomer: Newcomer, introduced: Introduced | None = None
) -> Person:
    """Somebody new. Raises Taken when another was faster with the user name, and UsedUp when
    others were faster with the code."""
    _spend(session, offer)
    person = Person(**vars(newcomer))
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        raise Taken from None
    _become(session, offer, introduced, by=people.who(session, person)[0])
    return person


def take_up(
    session: Session, offer: Offer, introduced: Introduced | None = None, *, by: Who
) -> None:
    """Somebody who has an account becomes one thing more. The caller has asked for obstacles."""
    if offer.invitation.welcomes == Welcome.teammate:
        return _join_team(session, offer, by=by)
    _spend(session, offer)
    return _become(session, offer, introduced, by=by)


def _join_team(session: Session, offer: Offer, *, by: Who) -> None:
    """The project's row is locked first, as by everybody who changes a team; what has become of
    it meanwhile is looked at again."""
    project = session.exec(
        select(Project).where(Project.id == offer.invitation.project_id).with_for_update()
    ).one()
    obstacle = replace(offer, project=project).obstacle(by)
    if obstacle == Obstacle.already:
        return
    if obstacle:
        raise NotOpen
    _spend(session, offer)
    teams.join(session, project, offer.invitation.may, by=by)


def decline(session: Session, offer: Offer, *, by: Who) -> None:
    """ "No, thank you." The code ends, and whoever made it is told, while the project is still
    theirs to read."""
    invitation, project = offer.invitation, offer.project
    assert project is not None
    if not invitations.decline(session, invitation):
        raise UsedUp
    camp = project.camp_id
    history.write(session, "invitation.decline", camp, "invitation", invitation.id, by=by)
    inviter = session.get_one(Person, invitation.made_by_id)
    if policy.allows(people.who(session, inviter)[0], "project.read", project):
        path = f"/projects/{project.id}/team"
        to = {Audience.person: [inviter]}
        letters.write(session, "project.declined", to, path, code=project.code)


def _spend(session: Session, offer: Offer) -> None:
    if not invitations.spend(session, offer.invitation):
        raise UsedUp


def _become(session: Session, offer: Offer, introduced: Introduced | None, *, by: Who) -> None:
    """The role, a line in the history, and a letter to the coordinators of the camp."""
    invitation, camp_id = offer.invitation, offer.invitation.camp_id
    inviter = session.get_one(Person, invitation.made_by_id)
    told = camps.coordinators(session, camp_id) if camp_id else [inviter]
    to = {Audience.coordinators: told}
    fields = [invitation.welcomes.value]
    if invitation.welcomes == Welcome.donor:
        organisation = offer.organisation or _introduce(session, introduced, by)
        session.add(Affiliation(organisation_id=organisation.id, person_id=by.id))
        history.write(session, "person.join", camp_id, "person", by.id, by=by, fields=fields)
        if not organisation.verified_on:
            letters.write(session, "organisation.join", to, "/organisations")
        return
    assert camp_id is not None
    vouched = invitation.welcomes != Welcome.participant
    session.add(
        Membership(
            camp_id=camp_id,
            person_id=by.id,
            role=Role(invitation.welcomes),
            confirmed_at=now() if vouched else None,
            confirmed_by_id=invitation.made_by_id if vouched else None,
        )
    )
    history.write(session, "person.join", camp_id, "person", by.id, by=by, fields=fields)
    event = f"{invitation.welcomes}.join" if vouched else "person.join"
    letters.write(session, event, to, f"/camps/{camp_id}/people")


def _introduce(session: Session, introduced: Introduced | None, by: Who) -> Organisation:
    """Not verified: until a coordinator has looked at it, its people see what strangers see."""
    assert introduced is not None
    organisation = Organisation(
        name={by.language: introduced.name},
        purpose={by.language: introduced.purpose},
        kind=introduced.kind,
    )
    session.add(organisation)
    session.flush()
    return organisation
