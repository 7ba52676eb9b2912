"""For machines: is the process alive, can it serve."""

from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import text
from sqlmodel import Session

from app.db import ROOT
from app.services import outbox
from app.web.allowed import OPEN

router = APIRouter()

HEAD = ScriptDirectory.from_config(Config(ROOT / "alembic.ini")).get_current_head()


@router.get("/healthz", name="healthz", dependencies=[OPEN])
async def healthz() -> Response:
    return JSONResponse({"status": "ok"})


@router.get("/readyz", name="readyz", dependencies=[OPEN])
async def readyz(request: Request) -> Response:
    """The database answers and its schema is ours. Details only for this machine itself."""
    zone = request.app.state.settings.time_zone
    try:
        async with request.app.state.database.reads.session() as session:
            found = await to_thread.run_sync(_look, session, zone)
    except Exception:
        return JSONResponse({"status": "the database does not answer"}, 503)
    ready = found["schema"] == HEAD
    near = request.client is not None and request.client.host in {"127.0.0.1", "::1"}
    about = {"status": "ok" if ready else "the schema is not up to date"}
    return JSONResponse(about | (found if near else {}), 200 if ready else 503)


def _look(session: Session, zone: str) -> dict[str, Any]:
    waiting = outbox.waiting(session, zone)
    schema = session.connection().execute(text("SELECT version_num FROM alembic_version"))
    return {
        "schema": schema.scalar(),
        "letters_waiting": len(waiting),
        "oldest_letter": waiting[0].created_at.isoformat() if waiting else None,
    }
