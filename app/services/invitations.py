"""Ways in: a camp's join code on the wall, and personal codes that work once."""

import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, select, update

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import Camp, Invitation, May, Organisation, Person, Project, Welcome
from app.models.base import now
from app.rules.policy import Who
from app.services import history
from app.services.people import hashed
from app.services.projects import EASY_TO_READ

JOIN_CODE = 8  # characters: typed from a wall by thirty people, so it is short
PERSONAL_CODE = 12
PAGE = 60


def make(
    session: Session,
    welcomes: Welcome,
    *,
    by: Who,
    camp: Camp | None = None,
    project: Project | None = None,
    organisation: Organisation | None = None,
    uses: int = 1,
    days: int = 14,
    note: str = "",
    may: May = May.write,
) -> tuple[Invitation, str]:
    """An invitation and its code. A participants' code can be read again from
    ``Invitation.code``; a personal one is never seen again. A teammate is asked to a project,
    whoever else to a camp; a donor may also be asked for an organisation that we know."""
    shared = welcomes == Welcome.participant
    code = _new(JOIN_CODE if shared else PERSONAL_CODE)
    invitation = Invitation(
        code_hash=hashed(code),
        code=code if shared else None,
        welcomes=welcomes,
        camp_id=camp.id if camp else project.camp_id if project else None,
        project_id=project.id if project else None,
        organisation_id=organisation.id if organisation else None,
        note=note,
        may=may,
        uses=uses,
        expires_at=now() + timedelta(days=days),
        made_by_id=by.id,
    )
    session.add(invitation)
    session.flush()
    action = "invitation.make"
    if project:
        action = "project.invite" if by.id in project.member_ids else "team.renew"
    history.write(session, action, invitation.camp_id, "invitation", invitation.id, by=by)
    return invitation, code


def _new(length: int) -> str:
    return "".join(secrets.choice(EASY_TO_READ) for _ in range(length))


def tidy(typed: str) -> str:
    """The code that somebody means: capitals, blanks and dashes do not matter."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def grouped(code: str) -> str:
    """As it is shown and printed: abcd-efgh."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find(session: Session, code: str) -> Invitation | None:
    """The invitation behind a typed code, while it lets somebody in."""
    found = select(Invitation).where(Invitation.code_hash == hashed(tidy(code)))
    return session.exec(
        found.where(
            col(Invitation.ended_at).is_(None),
            Invitation.expires_at > now(),
            Invitation.used < Invitation.uses,
        )
    ).first()


def listed(session: Session, camp_id: UUID, page: int = 1) -> tuple[list[Invitation], int]:
    """A page of a camp's invitations, the newest first, and how many there are; those by which a
    team asks for a teammate are its own affair."""
    ours = select(Invitation).where(
        Invitation.camp_id == camp_id, col(Invitation.project_id).is_(None)
    )
    order = (col(Invitation.created_at).desc(), col(Invitation.id))
    found = session.exec(ours.order_by(*order).offset((page - 1) * PAGE).limit(PAGE))
    count = session.execute(select(sql.count()).select_from(ours.subquery()))
    return list(found), count.scalar_one()


def of(session: Session, camp_id: UUID, invitation_id: UUID) -> Invitation:
    """One of them. Raises NotFound."""
    found = session.get(Invitation, invitation_id)
    if found is None or found.camp_id != camp_id or found.project_id is not None:
        raise NotFound
    return found


def to_team(session: Session, project: Project) -> list[tuple[Invitation, Person]]:
    """The codes that still let somebody into this team, the newest first, and who made each."""
    waiting = (
        select(Invitation, Person)
        .join(Person, col(Person.id) == Invitation.made_by_id)
        .where(
            Invitation.project_id == project.id,
            col(Invitation.ended_at).is_(None),
            Invitation.expires_at > now(),
            Invitation.used < Invitation.uses,
        )
    )
    return list(session.exec(waiting.order_by(col(Invitation.created_at).desc())))


def cancel(session: Session, project: Project, invitation_id: UUID, *, by: Who) -> None:
    """A team's code that is not wanted any more; cancelling it twice is cancelling it once.
    Raises NotFound for a code of another team, and NotOpen when somebody came with it first."""
    found = session.get(Invitation, invitation_id)
    if found is None or found.project_id != project.id:
        raise NotFound
    if decline(session, found):
        camp = project.camp_id
        history.write(session, "project.uninvite", camp, "invitation", found.id, by=by)
        return
    session.refresh(found)
    if found.used:
        raise NotOpen(_("Somebody has come with this code meanwhile, and is in the team now."))


class Course(StrEnum):
    """What has become of an invitation."""

    open = "open"
    used = "used"
    over = "over"
    ended = "ended"


def course(invitation: Invitation) -> Course:
    if invitation.ended_at is not None:
        return Course.ended
    if invitation.used >= invitation.uses:
        return Course.used
    return Course.open if invitation.expires_at > now() else Course.over


def spend(session: Session, invitation: Invitation) -> bool:
    """One use less. False when it ended meanwhile: of two who come at once for the last use,
    one is too late."""
    used = (
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.used) < col(Invitation.uses),
            col(Invitation.ended_at).is_(None),
            col(Invitation.expires_at) > now(),
        )
        .values(used=col(Invitation.used) + 1)
        .returning(col(Invitation.id))
    )
    return session.execute(used).first() is not None


def decline(session: Session, invitation: Invitation) -> bool:
    """Nobody is wanted by it, or wants to come. False when it was used or ended meanwhile."""
    declined = (
        update(Invitation)
        .where(
            col(Invitation.id) == invitation.id,
            col(Invitation.used) < col(Invitation.uses),
            col(Invitation.ended_at).is_(None),
        )
        .values(ended_at=now())
        .returning(col(Invitation.id))
    )
    return session.execute(declined).first() is not None


def end_of(session: Session, project: Project, person_id: UUID) -> None:
    """Codes that somebody has made to bring others into a team."""
    session.execute(
        update(Invitation)
        .where(
            col(Invitation.project_id) == project.id,
            col(Invitation.made_by_id) == person_id,
            col(Invitation.ended_at).is_(None),
        )
        .values(ended_at=now())
    )


def end(session: Session, invitation: Invitation, *, by: Who) -> None:
    """It lets nobody in any more; who has come stays."""
    if invitation.ended_at is None:
        invitation.ended_at = now()
        session.add(invitation)
        session.flush()
        history.write(
            session, "invitation.end", invitation.camp_id, "invitation", invitation.id, by=by
        )
