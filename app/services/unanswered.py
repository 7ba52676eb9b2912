"""Young people whose guardian never answered (scenario P02; Law 99-Z: under 16 nothing is kept
without consent). Their coordinators and they themselves are told three days before; after 14 days
the account goes, and what they wrote alone and never sent. Nothing that others wrote is lost.

Of the account a row without anything in it stays, because lines of the history and versions of a
shared plan point at who wrote them.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from app.models import (
    Approval,
    Assignment,
    Concern,
    Consent,
    Departure,
    DeviceKey,
    Invitation,
    LegalRecord,
    Letter,
    Link,
    Membership,
    Person,
    Project,
    Revision,
    Role,
    SignIn,
    Snapshot,
    State,
    Teammate,
)
from app.models.base import now
from app.rules.notices import Audience
from app.rules.safeguarding import OWN_DATA_CONSENT, under
from app.services import camps, consents, history, letters, people, teams

WAIT = timedelta(days=14)
WARNING = timedelta(days=3)  # before the end
EVENT = "consent.unanswered"
ALONE = frozenset({State.idea, State.withdrawn, State.archived})  # nobody is reading it now


def due(session: Session) -> tuple[list[UUID], list[UUID]]:
    """Who is to be warned now, and whose time is over. Nobody's time is over before the warning
    has stood for three days, however seldom anybody asks."""
    old_enough = select(Person).where(
        col(Person.adult_on).is_not(None), Person.created_at <= now() - (WAIT - WARNING)
    )
    young = [one for one in session.exec(old_enough) if _waits(session, one)]
    told = {one.id: _warned(session, one) for one in young}
    over = [one.id for one in young if told[one.id] and _is_over(session, one)]
    return [one.id for one in young if not told[one.id]], over


def warn(session: Session, person_id: UUID) -> None:
    person = _locked(session, person_id)
    if person is None or _warned(session, person):
        return
    here = [one.camp_id for one in person.memberships]
    to = {
        Audience.coordinators: [one for camp in here for one in camps.coordinators(session, camp)],
        Audience.person: [person],
    }
    letters.write(session, EVENT, to, f"/people/{person.id}")


def erase(session: Session, person_id: UUID) -> None:
    """Looked at again under the lock: a consent may have come a moment ago. One person in one
    transaction, so that nobody who holds a project waits for another."""
    person = _locked(session, person_id)
    if person is None or not _is_over(session, person):
        return
    own = select(Teammate.project_id).where(Teammate.person_id == person.id)
    theirs = select(Project).where(col(Project.id).in_(own)).order_by(col(Project.id))
    by = people.who(session, person)[0]
    for project in session.exec(theirs.with_for_update(of=Project)).all():
        if _nobody_elses(session, project, person):
            _delete(session, project)
        else:
            teams.leave(session, project, by=by)
    history.write_about(session, "person.erase", person, by=None)
    for table, column in (
        (SignIn, SignIn.person_id),
        (Link, Link.person_id),
        (DeviceKey, DeviceKey.person_id),
        (LegalRecord, LegalRecord.person_id),
        (Letter, Letter.to_id),
        (Membership, Membership.person_id),
    ):
        session.execute(delete(table).where(col(column) == person.id))
    person.user, person.name = f"gone-{secrets.token_hex(8)}", "–"
    person.passphrase, person.email, person.adult_on = "", None, None
    person.suspended_at = now()
    session.add(person)
    session.flush()


def _waits(session: Session, person: Person) -> bool:
    """Under 16 today, here to take part and as nothing else, and no guardian has ever said
    anything. A suspended account is a matter for people, not for a clock."""
    roles = {one.role for one in person.memberships}
    return (
        person.suspended_at is None
        and roles == {Role.participant}
        and under(OWN_DATA_CONSENT, person.adult_on, consents.today())
        and session.exec(select(Consent.id).where(Consent.person_id == person.id)).first() is None
    )


def _warned(session: Session, person: Person) -> bool:
    told = select(Letter.id).where(Letter.to_id == person.id, Letter.event == EVENT)
    return session.exec(told).first() is not None


def _is_over(session: Session, person: Person) -> bool:
    long_ago = select(Letter.id).where(
        Letter.to_id == person.id, Letter.event == EVENT, Letter.created_at <= now() - WARNING
    )
    waited = person.created_at <= now() - WAIT
    return waited and session.exec(long_ago).first() is not None


def _locked(session: Session, person_id: UUID) -> Person | None:
    """While they still wait; None where somebody is at work on them just now: the next tick."""
    query = select(Person).where(Person.id == person_id).with_for_update(skip_locked=True)
    person = session.exec(query).first()
    return person if person and _waits(session, person) else None


def _nobody_elses(session: Session, project: Project, person: Person) -> bool:
    """Theirs alone, never sent, and without a word of anybody else in it."""
    if project.member_ids != {person.id} or project.state not in ALONE or project.welcomed_at:
        return False
    others = (
        select(Revision.id).where(
            Revision.project_id == project.id, Revision.writer_id != person.id
        ),
        select(Approval.id).where(
            Approval.project_id == project.id,
            or_(col(Approval.by_id) != person.id, col(Approval.what) == "send"),
        ),
        select(Departure.id).where(Departure.project_id == project.id),
        select(Snapshot.id).where(Snapshot.project_id == project.id),
        select(Concern.id).where(Concern.project_id == project.id),  # outlives its writer's account
    )
    return all(session.exec(each.limit(1)).first() is None for each in others)


def _delete(session: Session, project: Project) -> None:
    for table, column in (
        (Revision, Revision.project_id),
        (Approval, Approval.project_id),
        (Assignment, Assignment.project_id),
        (Invitation, Invitation.project_id),
        (Teammate, Teammate.project_id),
        (Project, Project.id),
    ):
        session.execute(delete(table).where(col(column) == project.id))
