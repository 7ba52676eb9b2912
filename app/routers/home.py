"""The pages that everybody may read, and where those who have signed in begin."""

from typing import Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from app.i18n import LANGUAGES
from app.rules.template import template
from app.services import catalogue, home
from app.web.allowed import OPEN, Allowed
from app.web.language import THEMES, remember
from app.web.pages import PageDep, ours
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Become = Literal["participant", "mentor", "coordinator", "donor"]


@router.get("/", name="landing", dependencies=[OPEN])
def landing(session: SessionDep, page: PageDep) -> Response:
    if page.who:
        return page.go("home")
    minutes = template().minutes_of_idea
    cards = catalogue.latest_public(session)
    answer = page.show("home/start.html", "", cards=cards, minutes=minutes)
    answer.headers["X-Robots-Tag"] = "all"  # the one page that search engines may keep
    return answer


@router.get("/home", name="home", dependencies=[Depends(Allowed("home.read"))])
def at_home(
    who: SignedIn, session: SessionDep, page: PageDep, now: Become | None = None
) -> Response:
    """``now``: what somebody has just become by a code."""
    desk, minutes = home.desk(session, who), template().minutes_of_idea
    return page.show("home/home.html", "", desk=desk, minutes=minutes, now=now)


@router.get("/learn", name="learn", dependencies=[OPEN])
async def learn(page: PageDep) -> Response:
    return page.show("home/learn.html", "")


@router.get("/help-lines", name="help_lines", dependencies=[OPEN])
async def help_lines(page: PageDep) -> Response:
    return page.show("home/help_lines.html", "")


@router.get("/language", name="set_language", dependencies=[OPEN])
async def set_language(request: Request, to: str = "", next: str = "/") -> Response:
    return _chosen(request, next, "language", to if to in LANGUAGES else None)


@router.get("/theme", name="set_theme", dependencies=[OPEN])
async def set_theme(request: Request, to: str = "", next: str = "/") -> Response:
    """ "auto" is what no cookie says."""
    return _chosen(request, next, "theme", to if to in THEMES else "" if to == "auto" else None)


def _chosen(request: Request, next: str, name: str, chosen: str | None) -> Response:
    answer = RedirectResponse(ours(next, "/"), status_code=303)
    if chosen is None:  # no such choice
        return answer
    return remember(answer, name, chosen, request.app.state.settings.secure)
