"""Projects and their mentors. Their teams are in ``services.teams``, moves of the workflow in
``services.moves``."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.models import (
    Assignment,
    Call,
    Camp,
    Departure,
    Membership,
    Person,
    Project,
    Role,
    Teammate,
    Vetting,
)
from app.rules import policy
from app.rules.notices import Audience
from app.rules.policy import Visitor, Who
from app.rules.template import template
from app.services import camps, consents, history

EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that looks like another


def new_code() -> str:
    return "".join(secrets.choice(EASY_TO_READ) for _ in range(6))


def visible_to(who: Visitor) -> SelectOfScalar[Project]:
    """The policy line ``project.read`` as a query; a test keeps the two in agreement."""
    if who is None:
        return select(Project).where(col(Project.id).is_(None))
    own = select(Teammate.project_id).where(Teammate.person_id == who.id)
    ways: list[ColumnElement[bool]] = [
        col(Project.id).in_(own),
        col(Project.camp_id).in_(who.camps(Role.coordinator)),
    ]
    if "mentor" in who.vetted:
        ways.append(
            col(Project.id).in_(mentored(who)) & col(Project.camp_id).in_(who.camps(Role.mentor))
        )
    return select(Project).where(or_(*ways))


def mentored(who: Who) -> SelectOfScalar[UUID]:
    return select(Assignment.project_id).where(
        Assignment.person_id == who.id, col(Assignment.ended_at).is_(None), ~Assignment.resting
    )


def listed(session: Session, who: Who) -> list[Row[Any]]:
    """Somebody's own projects, for a list: only the columns that it shows."""
    own = select(Teammate.project_id).where(Teammate.person_id == who.id)
    mine = (
        select(Project.id, Project.code, Project.title, Project.language, Project.state,  # type: ignore[call-overload]
               Project.edited_at)
        .where(col(Project.id).in_(own))
        .order_by(col(Project.edited_at).desc())
    )  # fmt: skip
    return list(session.execute(mine))


def codes(session: Session, ids: set[UUID], who: Who) -> dict[UUID, str]:
    """What those of these projects are called that somebody may read."""
    theirs = visible_to(who).where(col(Project.id).in_(ids))
    named = theirs.with_only_columns(col(Project.id), col(Project.code))
    return dict(session.execute(named).all())


def start(
    session: Session, camp: Camp, language: str, call: Call | None = None, *, by: Who
) -> Project:
    """A new idea card; its starter leads the team until they hand it over."""
    policy.require(by, "project.start", camp)  # the guard asked about any camp
    project = begin(session, camp, language, by.id, call)
    history.write(session, "project.start", camp.id, "project", project.id, by=by)
    return project


def begin(
    session: Session,
    camp: Camp,
    language: str,
    lead_id: UUID,
    call: Call | None,
    id: UUID | None = None,
) -> Project:
    """It keeps the template and the limits of its call as they are today, or without a call
    today's template, until a coordinator says otherwise. ``id``: where it follows from what was
    sent; otherwise a random one."""
    asked = template().key
    project = Project(
        id=id or uuid4(), camp_id=camp.id, language=language, code=new_code(), template=asked
    )
    if call is not None:
        project.call_id, project.limits, project.template = call.id, call.limits, call.template
    session.add(project)
    session.flush()
    session.add(Teammate(project_id=project.id, person_id=lead_id, lead=True))
    session.flush()
    return project


def assign(session: Session, project: Project, mentor: Person, *, by: Who) -> None:
    """One more mentor, from now on. Whether they can is the caller's to ask
    (``assignments.require``)."""
    if mentor.id not in project.assigned_ids:
        session.add(Assignment(project_id=project.id, person_id=mentor.id))
    session.flush()
    session.refresh(project, ["assignments"])
    history.write(
        session, "project.assign", project.camp_id, "project", project.id, by=by, fields=["mentor"]
    )


def vetted_on(today: date) -> ColumnElement[bool]:
    """Whether the person of the query around it has a valid vetting as a mentor."""
    valid = select(Vetting.id).where(
        Vetting.person_id == Person.id,
        Vetting.kind == "mentor",
        Vetting.checked_on <= today,
        Vetting.expires_on >= today,
    )
    return valid.correlate(Person).exists()


def vetted_mentors(session: Session, project: Project) -> list[Person]:
    """The project's mentors who may be told and asked today."""
    if not project.mentor_ids:
        return []
    here = select(Membership.person_id).where(
        Membership.camp_id == project.camp_id, Membership.role == Role.mentor
    )
    those = select(Person).where(
        col(Person.id).in_(project.mentor_ids),
        col(Person.id).in_(here),
        vetted_on(consents.today()),
    )
    return list(session.exec(those.order_by(Person.user)))


def hidden(session: Session, project: Project, who: Who) -> set[UUID]:
    """The teammates, of now and of before, who may not be shown to whoever asks: not ticked off,
    or under 16 without a guardian's consent. Coordinators see all of them, and everybody sees
    themselves."""
    if policy.allows(who, "person.list", project):
        return set()
    left = select(Departure.person_id).where(Departure.project_id == project.id)
    team = [member.person for member in project.team]
    standings = consents.standings(session, team, project.camp_id, also=left)
    return {id for id, one in standings.items() if not one.may_be_shown} - {who.id}


def names(session: Session, project: Project, who: Who) -> dict[UUID, str]:
    """What those of the team are called who may be shown to whoever asks."""
    unknown = hidden(session, project, who)
    return {one.person_id: one.person.name for one in project.team if one.person_id not in unknown}


def audiences(session: Session, project: Project) -> dict[Audience, list[Person]]:
    """Whom letters about a project can go to."""
    return {
        Audience.team: [member.person for member in project.team],
        Audience.mentors: vetted_mentors(session, project),
        Audience.coordinators: camps.coordinators(session, project.camp_id),
    }
