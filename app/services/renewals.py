"""Moving a project to a newer version of its template: the report first, then the step."""

from sqlmodel import Session

from app.errors import NotOpen
from app.i18n import _
from app.models import Project
from app.rules.policy import Who
from app.rules.saving import Posted
from app.rules.template import Template, moving, newer
from app.rules.template.moving import Moved
from app.services import history, letters, projects, sections
from app.services.versions import RENEWED


def offered(project: Project) -> Template | None:
    """The version that the project could be moved to, if there is a newer one than its own."""
    return newer(project.template)


def report(session: Session, project: Project, to: Template) -> Moved:
    """What would become of the plan; nothing is written."""
    return moving.move(sections.template_of(project), to, sections.plan(session, project))


def renew(session: Session, project: Project, to: str, base: int, *, by: Who) -> None:
    """``to`` and ``base`` are the template and the project's version that the report was about.

    Each section in which something changes gets a version, so that all is there as it was;
    snapshots keep their own template. Raises NotOpen when the report is out of date."""
    new = offered(project)
    if new is None or new.key != to or project.version != base:
        raise NotOpen(_("This report is out of date. Here is a new one; please read it again."))
    moved = report(session, project, new)
    project.template = new.key
    # Where only its words are new, one line still says when; an edit of Share disturbs nobody.
    touched = moved.touched or {list(new.sections)[-1]}
    for section in new.sections.values():
        if section.key in touched:
            posted = Posted(base, RENEWED + new.key, {}, None)
            answers = moved.plan.get(section.key, {})
            sections.accept(session, project, section, posted, {}, answers, by)
    session.flush()
    camp, action = project.camp_id, "project.renew_template"
    history.write(session, action, camp, "project", project.id, by=by, fields=["template"])
    to_whom = projects.audiences(session, project)
    letters.write(session, action, to_whom, f"/projects/{project.id}", code=project.code)
