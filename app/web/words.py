"""Words on their way to somebody: what they may hold, and what becomes of them when their writer
may not send them any more."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from anyio import to_thread
from fastapi import Depends, Request
from sqlmodel import Session

from app.errors import NotAllowed, NotFound, Problem
from app.i18n import _
from app.rules.holds import Inside
from app.rules.pointing import Target
from app.rules.policy import Who
from app.services import drafts
from app.web.forms import TypedDep
from app.web.refusals import Refused, write_down
from app.web.visitor import VisitorDep

LONGEST = 4000  # characters of one point or answer


async def inside(request: Request) -> Inside:
    """Links to our own pages lead nowhere outside."""
    return Inside(site=urlsplit(request.app.state.settings.base_url).netloc)


InsideDep = Annotated[Inside, Depends(inside)]


def no_longer(text: str) -> str:
    """Pydantic calls it: a text that is too long comes back whole, with what to do."""
    if len(text) > LONGEST:
        raise ValueError(
            _("This is longer than 4,000 characters. Nothing was sent; please split it into parts.")
        )
    return text


def point_place(place: Target) -> str:
    """Where the draft of a point belongs: one for each section, field, or row of a table."""
    return f"point.{place.key}"


def section_place(section: str) -> str:
    """Where the draft of a word on a section belongs."""
    return f"section.{section}"


class NotSent(NotFound):
    says = _(
        "Your words were not sent: you have no access to this project any more. They are kept for"
        " you, and nobody else reads them."
    )
    leads = "/me/drafts"
    to = _("To your drafts")


class NotYours(NotAllowed):
    says = _("Your words were not sent: you may not write here now. They are kept for you.")
    leads = "/me/drafts"
    to = _("To your drafts")


class ConductFirst(NotAllowed):
    says = _(
        "Your words were not sent: please read the code of conduct for mentors first. They are kept"
        " and wait in their box."
    )
    leads = "/mentoring/conduct"
    to = _("Read the code of conduct")


@dataclass(frozen=True)
class KeepWords:
    """Named in the ``dependencies`` of a route that sends words. If the route refuses because its
    person has no access any more, the words become a draft of theirs, in a transaction of its own:
    that of the request is rolled back by then."""

    name: str  # of the form field

    async def __call__(
        self, request: Request, who: VisitorDep, typed: TypedDep
    ) -> AsyncIterator[None]:
        try:
            yield
        except (NotFound, NotAllowed) as problem:
            said = dict(typed)
            text = said.get(self.name, "").strip()
            if who is None or not text or getattr(request.state, "allowed", False):
                raise
            keep = partial(_keep, names=request.path_params, said=said, text=text, by=who)
            async with request.app.state.database.writes.session() as session:
                kept = await to_thread.run_sync(partial(keep, session, self.name))
            if not kept:
                raise
            if isinstance(problem, Refused):
                await write_down(request.app.state.database, problem)
            raise _instead(problem, who) from None


def _instead(problem: Problem, who: Who) -> Problem:
    if isinstance(problem, NotFound):
        return NotSent()
    return NotYours() if who.keeps_conduct else ConductFirst()


def _keep(
    session: Session,
    name: str,
    *,
    names: dict[str, str],
    said: dict[str, str],
    text: str,
    by: Who,
) -> bool:
    """False for whoever never had to do with the project: to them there is no such page."""
    try:
        ids = {key: UUID(value) for key, value in names.items()}
    except ValueError:
        return False
    if "point_id" in ids:
        project_id = drafts.project_of(session, ids["point_id"])
        place = f"answer.{ids['point_id']}"
    else:
        project_id = ids["project_id"]
        parts = (said.get(part, "").strip() for part in ("section", "field", "row"))
        place = name
        if name == "text":
            place = point_place(Target(*parts))
        elif name == "words":
            place = section_place(said.get("section", "").strip())
    if project_id is None or len(place) > 120:
        return False
    kind = said.get("kind", "")[:20]
    try:
        drafts.keep(session, project_id, place, text, kind, said, by=by, refused=True)
    except Problem:
        return False
    return True
