"""Who of a team is writing where."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func as sql
from sqlmodel import Session, col, select

from app.models import Project, Revision
from app.models.base import now
from app.rules.policy import Who

LATELY = timedelta(seconds=60)


def writing(session: Session, project: Project, who: Who) -> list[tuple[str, UUID, int]]:
    """Who else has saved in which section within the last moments, and the newest version there.
    That is presence without a lock: whoever stops writing is gone by themselves."""
    lately = (
        select(Revision.section, Revision.writer_id, sql.max(Revision.number))
        .where(
            Revision.project_id == project.id,
            Revision.writer_id != who.id,
            Revision.created_at > now() - LATELY,
            col(Revision.aside).is_(False),
        )
        .group_by(col(Revision.section), col(Revision.writer_id))
    )
    return [(section, writer, number) for section, writer, number in session.execute(lately)]
