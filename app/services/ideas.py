"""Idea cards that were written on paper."""

from collections.abc import Mapping

from sqlmodel import Session

from app.models import Camp, Person, Project
from app.rules.notices import Audience
from app.rules.policy import Who
from app.rules.saving import Posted, Value
from app.services import calls, history, letters, projects, sections

Written = Mapping[str, Mapping[str, Value]]  # section → form field → what stands on the card


def enter(
    session: Session, camp: Camp, author: Person, language: str, written: Written, *, by: Who
) -> Project:
    """A project that its author leads, with what a coordinator has read from their card as
    ordinary versions. Nothing is sent on: that stays the author's own step."""
    call = calls.only_open(session, camp)
    project = projects.begin(session, camp, language, author.id, call)
    history.write(session, "idea.enter", camp.id, "project", project.id, by=by)
    asked = sections.template_of(project).sections
    for key, answers in written.items():
        posted = Posted(project.version, "", dict(answers), None)
        sections.save(session, project, asked[key], posted, by=by)
    to = {Audience.person: [author]}
    letters.write(session, "idea.enter", to, f"/projects/{project.id}", code=project.code)
    return project
