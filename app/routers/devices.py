"""The key that a page asks for to keep drafts on the device (see ``services.devices``)."""

import secrets
from base64 import b64encode
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from app.services import devices
from app.settings import Settings
from app.web.allowed import Allowed
from app.web.session import SessionDep
from app.web.sign_in import device_of
from app.web.visitor import SignedIn

router = APIRouter(prefix="/me/device-key")


async def settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


SettingsDep = Annotated[Settings, Depends(settings)]


@router.get("", name="device_key", dependencies=[Depends(Allowed("draft.keep"))])
def show(session: SessionDep, who: SignedIn, request: Request, given: SettingsDep) -> Response:
    """Most pages find one; a page that does not, posts."""
    device = device_of(request)
    key = devices.key(session, who.id, device, given.sealing_key) if device else None
    return JSONResponse({"key": b64encode(key).decode()}) if key else Response(status_code=204)


@router.post("", name="make_device_key", dependencies=[Depends(Allowed("draft.keep"))])
def make(session: SessionDep, who: SignedIn, request: Request, given: SettingsDep) -> Response:
    device = device_of(request) or secrets.token_urlsafe(24)
    key = devices.make_key(session, who.id, device, given.sealing_key)
    answer = JSONResponse({"key": b64encode(key).decode()})
    answer.set_cookie(
        given.device_cookie,
        device,
        max_age=int(devices.REMEMBERED.total_seconds()),
        httponly=True,
        secure=given.secure,
        samesite="lax",
        path="/",
    )
    return answer
