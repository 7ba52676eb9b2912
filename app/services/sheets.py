"""What the checks say of a plan, kept for the next page that asks.

Opening a full plan costs mostly what judging it costs, and people open far more pages than they
save. A plan follows from its project's version, findings from the plan and the ``Facts``, and a
version never changes; so what is kept is either right or of another version, in however many
processes. The time of the last save is compared too: after an older backup was put back, a number
may be given for the second time."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from uuid import UUID

from sqlmodel import Session

from app.models import Project
from app.rules.sheets import Checked
from app.rules.template.checks import Facts
from app.services import sections

KEPT = 64  # projects; a plan is some ten kilobytes

Of = tuple[int, datetime, Facts]

_kept: OrderedDict[UUID, tuple[Of, Checked]] = OrderedDict()
_turn = Lock()


def checked(session: Session, project: Project, facts: Facts) -> Checked:
    """The whole plan as it stands, to be read only: others read the same. One query, or none.

    For pages that read. Within a save the plan that would be kept might never be committed."""
    asked = project.version, project.edited_at, facts
    with _turn:
        of, found = _kept.get(project.id, (None, None))
        if found is not None and of == asked:
            _kept.move_to_end(project.id)
            return found
    made = Checked(sections.template_of(project), sections.plan(session, project), facts)
    with _turn:
        _kept[project.id] = asked, made
        _kept.move_to_end(project.id)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def forget() -> None:
    """Everything that is kept: for whoever counts what a page costs the first time."""
    with _turn:
        _kept.clear()
