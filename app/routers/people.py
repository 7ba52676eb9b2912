"""What people say about themselves, and where they are signed in."""

from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field, field_validator
from sqlmodel import Session

from app.errors import Phrase
from app.i18n import LANGUAGES, _
from app.models import Pace, Person, Role
from app.models.base import now
from app.rules import accounts
from app.rules.policy import Who
from app.rules.safeguarding import ADULT, under
from app.services import devices, letters, people
from app.web.allowed import Allowed, AllowedAlone
from app.web.forms import Fill, Filled, Form, TypedDep
from app.web.language import remember
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.sign_in import address_of, device_of
from app.web.visitor import SignedIn

router = APIRouter(prefix="/me")

Guarded = Depends(Allowed("person.edit"))


class Profile(Form):
    name: str = Field(min_length=2, max_length=80)
    language: str
    email: str | None = Field(default=None, max_length=254)

    @field_validator("language")
    @classmethod
    def spoken(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(_("Please choose one of these."))
        return language

    @field_validator("email")
    @classmethod
    def reachable(cls, email: str | None) -> str | None:
        return accounts.email(email) if email else None


class YoungProfile(Profile):
    _name = field_validator("name")(accounts.nickname)


class AdultProfile(Profile):
    email: str = Field(max_length=254)


class NewPassphrase(Form):
    present: str = Field("", max_length=200)
    passphrase: str = Field(max_length=200)


class Choice(Form):
    pace: Pace


PACES = (
    (Pace.at_once, _("At once"), _("Each piece of news as a letter of its own.")),
    (Pace.daily, _("Once a day"), _("At 17:00, if there is any news that you have not read yet.")),
    (Pace.weekly, _("Once a week"), _("On Fridays at 17:00, if there is any.")),
    (Pace.waiting, _("Only what waits on me"), _("No news by e-mail: only when you are asked for"
     " something.")),
)  # fmt: skip
DONE = {
    "saved": _("Saved."),
    "link": _("You are signed in. Choose a new passphrase now; then you need no link next time."),
    "passphrase": _("Your passphrase is changed. Everywhere else you are signed out."),
    "sessions": _("Everywhere else you are signed out."),
}


@router.get("", name="me", dependencies=[Guarded])
def me(
    who: SignedIn, session: SessionDep, page: PageDep, request: Request, done: str = ""
) -> Response:
    return _shown(session, page, request, who, flash=DONE.get(done, ""))


@router.post("", name="edit_me", dependencies=[Guarded])
def edit(
    who: SignedIn, session: SessionDep, page: PageDep, request: Request, typed: TypedDep
) -> Response:
    form = Fill(YoungProfile if _young(who) else AdultProfile).read(typed)
    if form.means is None:
        return _shown(session, page, request, who, form)
    people.edit(session, form.means.name, form.means.language, form.means.email, by=who)
    answer = page.go_to(page.url("me") + "?done=saved")
    return remember(answer, "language", form.means.language, request.app.state.settings.secure)


@router.post("/letters", name="choose_letters", dependencies=[Guarded])
def choose_letters(
    who: SignedIn,
    session: SessionDep,
    page: PageDep,
    request: Request,
    form: Annotated[Filled[Choice], Depends(Fill(Choice))],
) -> Response:
    if form.means is None:
        return _shown(session, page, request, who, choice=form)
    letters.choose(session, form.means.pace, by=who)
    return page.go_to(page.url("me") + "?done=saved")


@router.post("/sessions/end", name="end_sessions", dependencies=[Guarded])
def end_sessions(who: SignedIn, session: SessionDep, page: PageDep, request: Request) -> Response:
    people.end_sessions(session, who.id, but=_secret(request))
    devices.forget_others(session, who.id, device_of(request))
    return page.go_to(page.url("me") + "?done=sessions")


@router.post(
    "/passphrase", name="change_passphrase", dependencies=[Depends(AllowedAlone("person.edit"))]
)
async def change_passphrase(
    who: SignedIn,
    page: PageDep,
    request: Request,
    form: Annotated[Filled[NewPassphrase], Depends(Fill(NewPassphrase))],
) -> Response:
    """The present one is asked for: the browser may be one that somebody left open. Not of those
    who came by a one-time link, because they have forgotten it."""
    database, door = request.app.state.database, request.app.state.door
    form = _strong_enough(form, who)
    async with database.reads.session() as session:
        forgotten = await to_thread.run_sync(people.came_by_link, session, _secret(request))
    if (
        (means := form.means)
        and not forgotten
        and not await door.knows(who.user, means.present, address_of(request))
    ):
        form = form.but(present=_("This is not your present passphrase."))
    if form.means is None:
        async with database.reads.session() as session:
            shown = partial(_shown, session, page, request, who, key=form)
            return await to_thread.run_sync(shown)
    hashed = await door.hash(form.means.passphrase)
    async with database.writes.session() as session:
        change = partial(people.change_passphrase, session, hashed, _secret(request), by=who)
        await to_thread.run_sync(change)
        await to_thread.run_sync(devices.forget_others, session, who.id, device_of(request))
    return page.go_to(page.url("me") + "?done=passphrase")


def _strong_enough(form: Filled[NewPassphrase], who: Who) -> Filled[NewPassphrase]:
    if form.means:
        try:
            accounts.passphrase(form.means.passphrase, who.user)
        except ValueError as weak:
            return form.but(passphrase=str(weak))
    return form


def _shown(
    session: Session,
    page: Page,
    request: Request,
    who: Who,
    form: Filled[Any] | None = None,
    key: Filled[NewPassphrase] | None = None,
    choice: Filled[Choice] | None = None,
    flash: Phrase = "",
) -> Response:
    person = session.get_one(Person, who.id)
    said = {"name": person.name, "language": person.language, "email": person.email or ""}
    return page.show(
        "people/me.html",
        "",
        status=422 if form or key or choice else 200,
        form=form or Filled[Any](said),
        key=key or Filled[NewPassphrase](),
        sessions=people.sessions(session, who.id),
        here_now=people.hashed(_secret(request)),
        forgotten=people.came_by_link(session, _secret(request)),
        young=_young(who),
        paces=PACES,
        pace=person.pace,
        choice=choice or Filled[Choice](),
        reachable=bool(person.email),
        minor=under(ADULT, who.adult_on, now().date()),
        flash=flash,
    )


def _young(who: Who) -> bool:
    """Participants go by a nickname and need no e-mail address."""
    return Role.participant in {role for _camp, role in who.roles}


def _secret(request: Request) -> str:
    return request.cookies[request.app.state.settings.cookie]
