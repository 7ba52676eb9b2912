"""Coming in with an invitation's code."""

from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import Field, ValidationInfo, field_validator
from sqlmodel import Session

from app.errors import SignInNeeded, TooMany
from app.i18n import LANGUAGES, _, months, reading_in
from app.models import Welcome
from app.rules import accounts, safeguarding
from app.rules.policy import Who
from app.services import consents, invitations, joining, limits, people
from app.services.joining import Introduced, Newcomer, Obstacle, Offer
from app.web.allowed import OPEN
from app.web.forms import Fill, Filled, Form, TypedDep
from app.web.gate import Typed
from app.web.guesses import found
from app.web.pages import Page, PageDep, ours
from app.web.sign_in import browser_of, let_in

router = APIRouter()

UNKNOWN = _("This code lets nobody in: it is mistyped, used up, or too old.")


class Code(Form):
    code: str = Field(max_length=80)
    next: str = ""


class Born(Form):
    """Year and month only, and only the day from which somebody counts as 18 is kept."""

    year: int = Field(ge=1900, le=2200)
    month: int = Field(ge=1, le=12)

    @field_validator("month")
    @classmethod
    def not_to_come(cls, month: int, info: ValidationInfo) -> int:
        today = consents.today()
        if (info.data.get("year", 0), month) > (today.year, today.month):
            raise ValueError(_("This month is still to come."))
        return month

    @property
    def adult_on(self) -> date:
        return safeguarding.adult_on(self.year, self.month)

    @property
    def too_young(self) -> bool:
        return safeguarding.under(safeguarding.YOUNGEST, self.adult_on, consents.today())


class Introduction(Form):
    organisation: str = Field(min_length=2, max_length=120)
    kind: str
    purpose: str = Field(min_length=10, max_length=1000)

    @field_validator("kind")
    @classmethod
    def known(cls, kind: str) -> str:
        if kind not in accounts.KINDS:
            raise ValueError(_("Please choose one of these."))
        return kind


class Account(Form):
    name: str
    user: str
    passphrase: str = Field(max_length=200)
    language: str
    email: str | None = Field(default=None, max_length=254)
    read: str = Field(default="", validate_default=True)
    next: str = ""

    _user = field_validator("user")(accounts.user_name)

    @field_validator("passphrase")
    @classmethod
    def strong(cls, passphrase: str, info: ValidationInfo) -> str:
        return accounts.passphrase(passphrase, info.data.get("user", ""))

    @field_validator("email")
    @classmethod
    def reachable(cls, email: str | None) -> str | None:
        return accounts.email(email) if email else None

    @field_validator("language")
    @classmethod
    def spoken(cls, language: str) -> str:
        if language not in LANGUAGES:
            raise ValueError(_("Please choose one of these."))
        return language

    @field_validator("read")
    @classmethod
    def ticked(cls, read: str) -> str:
        if read != "yes":
            raise ValueError(_("Please read what happens to your data, then tick this."))
        return read


class Young(Account, Born):
    _name = field_validator("name")(accounts.nickname)


class Adult(Account):
    name: str = Field(min_length=2, max_length=80)
    email: str = Field(max_length=254)


class Donor(Introduction, Adult):
    pass


SHAPES: dict[Welcome, type[Account]] = {
    Welcome.participant: Young,
    Welcome.mentor: Adult,
    Welcome.coordinator: Adult,
    Welcome.donor: Adult,
}


@router.get("/join", name="join", dependencies=[OPEN])
async def ask_code(page: PageDep, next: str = "") -> Response:
    return page.show("joining/code.html", "", form=Filled[Code]({"next": ours(next, "")}))


@router.post("/join", name="find_invitation", dependencies=[OPEN])
async def find_invitation(
    request: Request, page: PageDep, form: Annotated[Filled[Code], Depends(Fill(Code))]
) -> Response:
    if (means := form.means) and (code := invitations.tidy(means.code)):
        if await found(request, partial(joining.offer, code=code)):
            onward = f"?next={quote(means.next)}" if ours(means.next, "") else ""
            return page.go_to(page.url("join_with", code=code) + onward)
        form = form.but(code=UNKNOWN)
    return page.show("joining/code.html", "", status=422, form=form)


@router.get("/join/{code}", name="join_with", dependencies=[OPEN])
async def join_with(code: str, request: Request, page: PageDep, next: str = "") -> Response:
    offer = await found(request, partial(joining.offer, code=code))
    if offer is None:
        return _no_such(page, code)
    form = Filled[Any]({"language": reading_in.get(), "next": ours(next, "")})
    return _ask(page, offer, code, form, 200)


@router.post("/join/{code}", name="accept", dependencies=[OPEN])
async def accept(code: str, request: Request, page: PageDep, typed: TypedDep) -> Response:
    offer = await found(request, partial(joining.offer, code=code))
    if offer is None:
        return _no_such(page, code)
    if page.who:
        return await _take_up(offer, code, request, page, typed, by=page.who)
    if offer.invitation.welcomes == Welcome.teammate:
        raise SignInNeeded
    return await _begin(offer, code, request, page, typed)


@router.post("/join/{code}/decline", name="decline", dependencies=[OPEN])
async def decline(code: str, request: Request, page: PageDep) -> Response:
    """ "No, thank you" to a team, by somebody who could have joined it."""
    offer = await found(request, partial(joining.offer, code=code))
    if offer is None:
        return _no_such(page, code)
    if page.who is None:
        raise SignInNeeded
    if offer.project is None or offer.obstacle(page.who):
        return _ask(page, offer, code, Filled[Any](), 403)
    async with request.app.state.database.writes.session() as session:
        await to_thread.run_sync(partial(joining.decline, session, offer, by=page.who))
    return page.show("joining/declined.html", "")


def _no_such(page: Page, code: str) -> Response:
    form = Filled[Code]({"code": code, "next": ""}, None, {"code": UNKNOWN})
    return page.show("joining/code.html", "", status=404, form=form)


def _ask(page: Page, offer: Offer, code: str, form: Filled[Any], status: int) -> Response:
    this_year = consents.today().year
    template = "joining/take_up.html" if page.who else "joining/join.html"
    return page.show(
        template,
        "",
        status=status,
        offer=offer,
        obstacle=offer.obstacle(page.who),
        code=code,
        form=form,
        months=months(),
        years=[(year, year) for year in range(this_year - 5, this_year - 80, -1)],
        kinds=accounts.KINDS,
    )


async def _begin(offer: Offer, code: str, request: Request, page: Page, typed: Typed) -> Response:
    """Somebody new. Of somebody too young nothing is kept, not even that they were here."""
    if offer.invitation.welcomes == Welcome.participant:
        born = Fill(Born).read(typed).means
        if born and born.too_young:
            return page.show("joining/too_young.html", "", status=422)
    shape = Donor if offer.asks_organisation else SHAPES[offer.invitation.welcomes]
    form = Fill(shape).read(typed)
    if form.means is None:
        return _ask(page, offer, code, form, 422)
    try:
        secret = await _settle(offer, form.means, request)
    except joining.Taken as taken:
        return _ask(page, offer, code, form.but(user=taken.says), 422)
    return await let_in(request, page.go_to(ours(form.means.next)), secret)


async def _settle(offer: Offer, means: Account, request: Request) -> str:
    """A new account and its first session. The passphrase is hashed between transactions."""
    database, door = request.app.state.database, request.app.state.door
    async with database.writes.session() as session:
        key, window = f"join|{offer.invitation.id}", limits.JOINS[1]
        tries = await to_thread.run_sync(limits.count, session, key, window)
    if tries > limits.JOINS[0]:
        raise TooMany
    async with database.reads.session() as session:
        if not await to_thread.run_sync(joining.is_free, session, means.user):
            raise joining.Taken
    newcomer = Newcomer(
        means.user,
        means.name,
        means.language,
        await door.hash(means.passphrase),
        means.email,
        means.adult_on if isinstance(means, Young) else None,
    )
    async with database.writes.session() as session:
        come = partial(_come, session, offer, newcomer, _introduced(means), browser_of(request))
        return await to_thread.run_sync(come)


def _come(
    session: Session, offer: Offer, newcomer: Newcomer, introduced: Introduced | None, browser: str
) -> str:
    person = joining.come(session, offer, newcomer, introduced)
    return people.sign_in(session, person.id, browser)


def _introduced(means: Form) -> Introduced | None:
    if not isinstance(means, Introduction):
        return None
    return Introduced(means.organisation, means.kind, means.purpose)


async def _take_up(
    offer: Offer, code: str, request: Request, page: Page, typed: Typed, *, by: Who
) -> Response:
    """Somebody who has an account here already, by one button."""
    obstacle = offer.obstacle(by)
    if obstacle == Obstacle.already:
        return _onward(page, offer)
    form = Fill(Introduction if offer.asks_organisation else Form).read(typed)
    if obstacle or form.means is None:
        return _ask(page, offer, code, form, 403 if obstacle else 422)
    async with request.app.state.database.writes.session() as session:
        introduced = _introduced(form.means)
        await to_thread.run_sync(partial(joining.take_up, session, offer, introduced, by=by))
    return _onward(page, offer, f"?now={offer.invitation.welcomes}")


def _onward(page: Page, offer: Offer, says: str = "") -> Response:
    """``says``: what somebody has become; a team's project says that itself."""
    if offer.project:
        return page.go_to(f"/projects/{offer.project.id}")
    return page.go_to(page.url("home") + says)
