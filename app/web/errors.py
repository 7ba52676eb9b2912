"""One problem, three dresses: a page, a fragment, or JSON."""

import logging
from http import HTTPStatus
from secrets import token_hex
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from app.errors import NotFound, NotOpen, Problem, SignInNeeded, TooLarge
from app.i18n import _
from app.rules.policy import Visitor
from app.web import refusals
from app.web.headers import HEADERS
from app.web.pages import Page, here
from app.web.visitor import visitor

log = logging.getLogger("seedbed")

PHRASES = {
    405: _("This address is not for that."),
    413: TooLarge.says,
    415: _("Forms are all that can be sent here."),
}
KINDS = (Problem, HTTPException, RequestValidationError, IntegrityError, OperationalError)


def install(app: FastAPI) -> None:
    for kind in (*KINDS, PoolTimeout, Exception):
        app.add_exception_handler(kind, answer)


async def answer(request: Request, error: Exception) -> Response:
    """The headers too: a 500 is answered outside our own middleware."""
    if isinstance(error, refusals.Refused):
        await refusals.write_down(request.app.state.database, error)
    problem = _problem(error)
    response = _dressed(request, problem, await _reader(request, problem))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"
    return response


async def _reader(request: Request, problem: Problem) -> Visitor:
    """Whoever is signed in finds their menu on the page of a problem too. An address that there is
    not has asked nobody who they are; where something is broken, nothing more is asked."""
    known: Visitor = getattr(request.state, "visitor", None)
    if known or problem.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
        return known
    return await visitor(request)


def _dressed(request: Request, problem: Problem, who: Visitor) -> Response:
    page = Page(request, who)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"status": problem.status, "title": str(problem.says)}, problem.status)
    if isinstance(problem, SignInNeeded) and not page.wants_fragment:
        return RedirectResponse(f"/sign-in?next={quote(here(request))}", status_code=303)
    response = page.show("problem.html", "notice", status=problem.status, problem=problem)
    if page.wants_fragment:
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case HTTPException():
            known = PHRASES.get(error.status_code)
            problem = NotFound() if error.status_code == 404 else Problem(known)
            problem.status = error.status_code
            return problem
        case RequestValidationError():
            problem = Problem()
            problem.status = 422
            return problem
        case IntegrityError():  # two did the same at once; the other was first
            return NotOpen(_("Somebody was faster. Please look again."))
        case OperationalError() | PoolTimeout():
            log.error("the database does not answer", exc_info=error)
            problem = Problem(_("The database does not answer. Your text is still on this page."))
            problem.status = 503
            return problem
    reference = token_hex(4)
    log.error("%s", reference, exc_info=None if isinstance(error, DBAPIError) else error)
    problem = Problem(
        f"{_('Something broke on our side. Please tell us this number:')} {reference}"
    )
    problem.status = 500
    return problem
