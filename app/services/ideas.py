"""Idea cards that were written on paper."""

import json
from collections.abc import Mapping
from uuid import uuid4, uuid5

from sqlmodel import Session

from app.models import Camp, Person, Project
from app.rules.notices import Audience
from app.rules.policy import Who
from app.rules.saving import Posted, Value
from app.services import calls, history, letters, projects, sections

Written = Mapping[str, Mapping[str, Value]]  # section → form field → what stands on the card


def enter(
    session: Session,
    camp: Camp,
    author: Person,
    language: str,
    written: Written,
    *,
    page: str = "",
    by: Who,
) -> Project:
    """A project that its author leads, with what a coordinator has read from their card as
    ordinary versions. Nothing is sent on: that stays the author's own step.

    The same card from the same ``page`` is the same project, however often it arrives; another
    card typed on a page that somebody went back to is another. The caller holds the camp's row,
    so of two at once the second finds the first."""
    says = json.dumps([page, str(author.id), language, written], sort_keys=True)
    id = uuid5(camp.id, says) if page else uuid4()
    if there := session.get(Project, id):
        return there
    call = calls.only_open(session, camp)
    project = projects.begin(session, camp, language, author.id, call, id)
    history.write(session, "idea.enter", camp.id, "project", project.id, by=by)
    asked = sections.template_of(project).sections
    for key, answers in written.items():
        posted = Posted(project.version, "", dict(answers), None)
        sections.save(session, project, asked[key], posted, by=by)
    to = {Audience.person: [author]}
    letters.write(session, "idea.enter", to, f"/projects/{project.id}", code=project.code)
    return project
