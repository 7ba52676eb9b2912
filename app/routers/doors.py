"""Signing in and out."""

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field

from app.i18n import _
from app.services import devices, people
from app.web.allowed import OPEN, Allowed
from app.web.cast import CAST
from app.web.forms import Fill, Filled, Form
from app.web.guesses import found
from app.web.pages import Page, PageDep, ours
from app.web.session import SessionDep
from app.web.sign_in import WAYS, address_of, browser_of, device_of, let_go, let_in
from app.web.visitor import SignedIn

router = APIRouter()


class Key(Form):
    user: str = Field(max_length=40)
    passphrase: str = Field(max_length=200)
    next: str = "/home"


@router.get("/sign-in", name="sign_in", dependencies=[OPEN])
async def sign_in(page: PageDep, next: str = "/home") -> Response:
    form = Filled[Key]({"next": ours(next)})
    return _asked(page, form, 200)


@router.post("/sign-in", name="open_session", dependencies=[OPEN])
async def open_session(
    request: Request,
    page: PageDep,
    form: Annotated[Filled[Key], Depends(Fill(Key))],
) -> Response:
    """Without a transaction of its own: the passphrase is checked between short ones."""
    if key := form.means:
        opens = request.app.state.door.opens
        secret = await opens(key.user, key.passphrase, address_of(request), browser_of(request))
        if secret:
            return await let_in(request, page.go_to(ours(key.next)), secret)
        form = form.but(passphrase=_("The user name or the passphrase is not right."))
    return _asked(page, form, 422)


def _asked(page: Page, form: Filled[Key], status: int) -> Response:
    """In demo mode its people wait beside the form, each with a button."""
    demo = page.request.app.state.demo_passphrase
    return page.show(
        "doors/sign_in.html",
        "",
        status=status,
        form=form,
        ways=WAYS,
        guests=CAST if demo else (),
        demo_passphrase=demo,
    )


@router.post("/sign-out", name="sign_out", dependencies=[Depends(Allowed("person.leave"))])
def sign_out(request: Request, session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    settings = request.app.state.settings
    devices.forget(session, who.id, device_of(request))
    people.sign_out(session, request.cookies[settings.cookie])
    return let_go(page.go("sign_in"), settings)


@router.get("/sign-in/link/{secret}", name="sign_in_link", dependencies=[OPEN])
async def sign_in_link(secret: str, request: Request, page: PageDep) -> Response:
    """Only a button: whoever follows links in letters to look at them does not use this one up."""
    works = await found(request, partial(people.link, secret=secret)) is not None
    return page.show("doors/link.html", "", status=200 if works else 404, works=works, way=secret)


@router.post("/sign-in/link/{secret}", name="use_link", dependencies=[OPEN])
async def use_link(secret: str, request: Request, page: PageDep) -> Response:
    if await found(request, partial(people.link, secret=secret)):
        async with request.app.state.database.writes.session() as session:
            enter = partial(people.enter_by_link, session, secret, browser_of(request))
            inside = await to_thread.run_sync(enter)
        if inside:
            return await let_in(request, page.go_to(page.url("me") + "?done=link#key-h"), inside)
    return page.show("doors/link.html", "", status=404, works=False, way=secret)
