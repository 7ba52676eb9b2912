"""Something new is said about a project: told to the pages that are open on it, once it is
committed. What is told is a number, never anybody's words."""

from uuid import UUID

from sqlalchemy import func as sql
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select, update

from app.db import TOLD
from app.models import Project
from app.rules import policy
from app.services import people, projects

CHANNEL = "seedbed_told"


def tell(session: Session, project: Project) -> None:
    """One more thing is said. Call it before the history is written: others hold the project's
    row while they wait for the end of the history's chain, never the other way round.

    PostgreSQL tells every process itself when this transaction commits; for SQLite, which serves
    one process, ``db.Side`` does."""
    one_more = (
        update(Project)
        .where(col(Project.id) == project.id)
        .values(told=col(Project.told) + 1)
        .returning(col(Project.told))
        .execution_options(synchronize_session=False)
    )
    count = session.execute(one_more).scalar_one()
    set_committed_value(project, "told", count)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(sql.pg_notify(CHANNEL, f"{project.id} {count}")))
    else:
        session.info.setdefault(TOLD, {})[project.id] = count


def look(session: Session, secret: str, project_id: UUID) -> int | None:
    """How much has been said, for whoever is signed in with this secret; None when their session
    is over or the project is not theirs to read any more."""
    if (opened := people.signed_in(session, secret)) is None:
        return None
    who, _unread = people.who(session, opened)
    project = session.exec(projects.visible_to(who).where(Project.id == project_id)).first()
    return project.told if project and policy.allows(who, "feedback.read", project) else None
