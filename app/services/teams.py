"""Teams: who comes, what each may do, who leads, who goes. The caller holds the project's row, so
of two who leave at once one is the last."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotOpen
from app.i18n import _
from app.models import Departure, May, Person, Project, State, Teammate, Welcome
from app.rules import policy
from app.rules import teams as rules
from app.rules.notices import Audience
from app.rules.policy import Who
from app.services import camps, consents, history, invitations, letters

NOBODY_LEFT = _(
    "This project is withdrawn, and nobody is left who could take it up again. Its texts stay here"
    " to be read. A coordinator can archive it; whoever wants to go on with the idea begins a new"
    " project."
)


class HasLeft(NotOpen):
    says = _("This teammate has left the team meanwhile.")


def mate(project: Project, person_id: UUID) -> Teammate | None:
    return next((one for one in project.team if one.person_id == person_id), None)


def shown(session: Session, project: Project) -> list[Person]:
    """The teammates whose names others may read: whoever holds a code learns who asks them."""
    people = [one.person for one in project.team]
    standings = consents.standings(session, people, project.camp_id)
    return [one for one in people if standings[one.id].may_be_shown]


def former(session: Session, project: Project) -> list[Departure]:
    """Who was in the team and is not now, each once, by their last departure; the newest first."""
    gone = select(Departure).where(
        Departure.project_id == project.id, col(Departure.person_id).not_in(project.member_ids)
    )
    last: dict[UUID, Departure] = {}
    for one in session.exec(gone.order_by(col(Departure.created_at).desc())):
        last.setdefault(one.person_id, one)
    return list(last.values())


def join(session: Session, project: Project, may: May, *, by: Who) -> None:
    """Somebody came with a teammate's code. Whoever comments there already may write from now on,
    if the code says so and nobody else does (``joining.Offer`` lets nobody else so far)."""
    own = mate(project, by.id)
    if own is None:
        session.add(Teammate(project_id=project.id, person_id=by.id, may=may))
        _write_down(session, "project.join", project, by)
        _tell(session, "project.joined", project, by)
    elif own.may != may:
        own.may = may
        session.add(own)
        _write_down(session, "team.change", project, by)
    _settle(session, project, by)


def renew(session: Session, project: Project, *, by: Who) -> str:
    """A coordinator's code for a project that nobody is left to write; answers the code. Raises
    NotOpen where nobody could come with it."""
    if project.state == State.withdrawn:
        raise NotOpen(NOBODY_LEFT)
    if project.state == State.archived:
        raise NotOpen(_("This project is withdrawn or archived, so nobody can join it now."))
    return invitations.make(session, Welcome.teammate, project=project, by=by)[1]


def describe(session: Session, project: Project, role: str, *, by: Who) -> None:
    """What somebody does in the team, in their own words."""
    own = next(member for member in project.team if member.person_id == by.id)
    if own.role == role:
        return
    own.role = role
    session.add(own)
    _write_down(session, "team.describe", project, by, fields=["role"])


def change(session: Session, project: Project, person_id: UUID, may: May, *, by: Who) -> None:
    """Whoever leads says what another may do. Codes that they have made to bring in others go
    with the right to write."""
    other = _other(project, person_id, by)
    if other.may == may:
        return
    other.may = may
    session.add(other)
    if may == May.comment:
        invitations.end_of(session, project, person_id)
    _write_down(session, "team.change", project, by, fields=["may"])
    to = {Audience.person: [other.person]}
    letters.write(session, "team.change", to, _page(project), code=project.code)


def hand_over(session: Session, project: Project, person_id: UUID, *, by: Who) -> None:
    other = _other(project, person_id, by)
    if other.may != May.write:
        raise NotOpen(_("Only somebody who may write can lead. Let them write first."))
    _lead(session, project, other, by)


def remove(session: Session, project: Project, person_id: UUID, *, by: Who) -> None:
    other = _other(project, person_id, by)
    _part(session, project, other, by)
    _write_down(session, "team.remove", project, by)
    _tell(session, "team.remove", project, by, about=other.person)


def leave(session: Session, project: Project, *, by: Who) -> None:
    """Whoever goes need not settle anything: the lead passes on, and a project that nobody is
    left to write goes to the coordinators."""
    own = next(member for member in project.team if member.person_id == by.id)
    was_written = bool(project.writer_ids)
    _part(session, project, own, by)
    _write_down(session, "team.leave", project, by)
    _tell(session, "team.leave", project, by)
    _settle(session, project, by)
    if was_written and not project.writer_ids and policy.being_written.holds(by, project):
        _tell(session, "team.unwritten", project, by)


def heir(project: Project, who: Who) -> Teammate | None:
    """Who would lead if somebody left now."""
    return rules.leads(one for one in project.team if one.person_id != who.id)


def _other(project: Project, person_id: UUID, by: Who) -> Teammate:
    found = mate(project, person_id)
    if found is None:
        raise HasLeft
    if found.person_id == by.id:
        raise NotOpen(_("This is about the others. You can hand over the lead, or leave."))
    return found


def _part(session: Session, project: Project, member: Teammate, by: Who) -> None:
    """Access ends with the row, and so does every code by which they could come back."""
    session.add(Departure(project_id=project.id, person_id=member.person_id, by_id=by.id))
    invitations.end_of(session, project, member.person_id)
    session.delete(member)
    session.flush()
    session.refresh(project, ["team"])


def _settle(session: Session, project: Project, by: Who) -> None:
    session.flush()
    session.refresh(project, ["team"])
    leads = rules.leads(project.team)
    if leads is not None and not leads.lead:
        _lead(session, project, leads, by)


def _lead(session: Session, project: Project, member: Teammate, by: Who) -> None:
    for one in project.team:
        one.lead = one.person_id == member.person_id
        session.add(one)
    _write_down(session, "team.lead", project, by)
    _tell(session, "team.lead", project, by, about=member.person)


def _write_down(
    session: Session, action: str, project: Project, by: Who, fields: list[str] | None = None
) -> None:
    session.flush()
    camp = project.camp_id
    history.write(session, action, camp, "project", project.id, by=by, fields=fields or ())


def _tell(
    session: Session, event: str, project: Project, by: Who, about: Person | None = None
) -> None:
    """Everybody but whoever did it."""
    to = {
        Audience.person: [about] if about and about.id != by.id else [],
        Audience.team: [one.person for one in project.team if one.person_id != by.id],
        Audience.coordinators: camps.coordinators(session, project.camp_id),
    }
    letters.write(session, event, to, _page(project), code=project.code)


def _page(project: Project) -> str:
    return f"/projects/{project.id}/team"
