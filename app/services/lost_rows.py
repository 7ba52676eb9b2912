"""Rows that were taken out of a table, where they are to be brought back."""

from contextlib import closing

from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from app.models import Project, Revision
from app.rules import saving
from app.rules.saving import Posted
from app.rules.template.shape import Answers, Section


def newest_with(
    session: Session, project: Project, section: Section, posted: Posted
) -> Answers | None:
    """The newest version that still has the row which is to be brought back."""
    if posted.do is None or posted.do.verb != "restore":
        return None
    name = posted.do.row
    versions = (
        select(Revision.answers)
        .where(
            Revision.project_id == project.id,
            Revision.section == section.key,
            col(Revision.aside).is_(False),
            cast(col(Revision.answers), String).contains(f'"{name}"'),  # there, or referred to
        )
        .order_by(col(Revision.number).desc())
        .execution_options(yield_per=20)
    )
    with closing(session.exec(versions)) as found:
        for one in found:
            answers = dict(one)
            if any(row_id == name for _table, row_id in saving.rows(section, answers)):
                return answers
    return None
