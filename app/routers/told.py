"""News of a project for a page that is open on it: only that there is something new. The page
fetches it by its usual address, which guards it as always."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.models import Project
from app.services import told
from app.web.allowed import Allowed
from app.web.told import Told

router = APIRouter()


@router.get("/projects/{project_id}/events", name="told")
async def listen(
    project: Annotated[Project, Depends(Allowed("feedback.read"))], request: Request
) -> Response:
    state, project_id = request.app.state, project.id
    secret = request.cookies[state.settings.cookie]

    async def look() -> int | None:
        async with state.database.reads.session() as session:
            return await to_thread.run_sync(told.look, session, secret, project_id)

    return Told(state.told, project_id, look)
