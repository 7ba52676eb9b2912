"""A mentor opens the address of a project that is not theirs, or no longer. They learn nothing from
the answer, which is that of any page that does not exist; the history of the camp says that it
happened."""

from functools import partial
from typing import Any
from uuid import UUID

from anyio import to_thread
from sqlmodel import Session, col, select

from app.db import Database
from app.errors import NotFound, Resting
from app.models import Answer, Assignment, Point, Project, Role
from app.rules.policy import Who
from app.services import history


class Refused(NotFound):
    """Like every page that is not there, but for the line in the history."""

    def __init__(self, project_id: UUID, camp_id: UUID, who: Who) -> None:
        super().__init__()
        self.project_id, self.camp_id, self.who = project_id, camp_id, who


def refusal(session: Session, name: str, key: Any, who: Who) -> NotFound:
    """What to raise for the thing of an address (``name`` as in ``allowed.THINGS``) that somebody
    may not know of."""
    asked = select(Project.id, Project.camp_id)
    if name == "point_id":
        asked = asked.join(Point).where(Point.id == key)
    elif name == "answer_id":
        asked = asked.join(Point).join(Answer).where(Answer.id == key)
    elif name == "project_id":
        asked = asked.where(Project.id == key)
    else:
        return NotFound()
    found = session.exec(asked).first() if who.camps(Role.mentor) else None
    if found is None:
        return NotFound()
    rests = select(Assignment.id).where(
        Assignment.project_id == found[0],
        Assignment.person_id == who.id,
        col(Assignment.ended_at).is_(None),
        Assignment.resting,
    )
    return Resting() if session.exec(rests).first() else Refused(*found, who)


async def write_down(database: Database, refused: Refused) -> None:
    """In a transaction of its own: that of the request has been undone."""
    async with database.writes.session() as session:
        line = partial(
            history.write, session, "project.refused", refused.camp_id, "project",
            refused.project_id, by=refused.who,
        )  # fmt: skip
        await to_thread.run_sync(line)
