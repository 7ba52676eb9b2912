"""That somebody looks at a page, written down when it is shown."""

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.models import Project
from app.services import looks
from app.services.threads import PointThread
from app.web.origin import SAFE
from app.web.pages import Before, Page
from app.web.visitor import by_itself

log = logging.getLogger("seedbed")


def looks_at(page: Page) -> bool:
    """A person opened the whole page: it is no fragment, no answer to a form, and nothing that a
    page or a browser asked for by itself."""
    request = page.request
    return request.method in SAFE and not page.wants_fragment and not by_itself(request)


def noting(page: Page, write: Callable[[Session], None]) -> Before:
    """A reading request cannot write, so this is a short transaction of its own. What is not
    written down today is written down the next time: no page fails for it."""

    async def note() -> None:
        try:
            await page.request.app.state.database.writes.once(write)
        except SQLAlchemyError:
            log.warning("a look was not written down", exc_info=True)

    return note


def seen_by_team(page: Page, project: Project, shown: list[PointThread]) -> Before | None:
    """The team has seen these points, if it is somebody of the team who looks."""
    new = [one.point.id for one in shown if one.point.seen_at is None]
    if not new or page.who is None or page.who.id not in project.member_ids:
        return None
    if not looks_at(page):
        return None
    return noting(page, lambda session: looks.see_points(session, project.id, new))
