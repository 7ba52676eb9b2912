"""Seedbed with bare twins beside it, in one process: what the same would cost with nothing
around it. ``uvicorn bench.bare:app``.

``/bare/page?of=<address>`` renders what that address rendered last, with the same template and
context, and sends it: no session, no policy, no query, no route to look up, no compression.
``/bare/commit`` writes the body as one row and commits it, in the same line and by the same
connection as a save."""

from contextvars import ContextVar
from functools import cache
from typing import Any

from anyio import to_thread
from sqlalchemy import text
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.asgi import app as seedbed
from app.i18n import reading_in
from app.web import pages

ROW = text("INSERT INTO bench (said) VALUES (:said)")

Rendered = tuple[str, list[str], dict[str, Any]]

_render = pages._render
_last: dict[str, tuple[str, Rendered]] = {}
_asked: ContextVar[str] = ContextVar("asked")


def _remembering(template: str, blocks: list[str], about: dict[str, Any]) -> str:
    known = about | {"url": cache(about["url"])}
    _last[_asked.get()] = reading_in.get(), (template, blocks, known)
    return _render(template, blocks, about)


async def page(request: Request) -> Response:
    language, rendered = _last[request.query_params["of"]]
    reading_in.set(language)
    return HTMLResponse(_render(*rendered))


async def commit(request: Request) -> Response:
    said = (await request.body()).decode()
    async with seedbed.state.database.writes.session() as session:
        await to_thread.run_sync(_write, session, said)
    return PlainTextResponse("ok")


def _write(session: Session, said: str) -> None:
    session.connection().execute(ROW, {"said": said})


pages._render = _remembering
bare = Starlette(
    routes=[Route("/bare/page", page), Route("/bare/commit", commit, methods=["POST"])]
)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    path = scope.get("path", "")
    _asked.set(path)
    await (bare if path.startswith("/bare/") else seedbed)(scope, receive, send)
