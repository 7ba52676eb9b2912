"""The consents of guardians: the paper to sign, the ledger, and the names behind it."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from app.errors import NotFound, Phrase
from app.i18n import LANGUAGES, _, reading_in
from app.models import Consent, Person, Purpose
from app.rules.consent_form import FORMS
from app.rules.policy import Who
from app.rules.safeguarding import CONSENT_TEXT, missing, needed
from app.services import consents, history, memberships, withdrawals
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/people/{person_id}")

OLDEST = 730  # days: an older paper is a slip of the pen, or no longer the guardian's word


class Signed(Form):
    """What stands on the paper. Nothing is ticked beforehand."""

    purpose: list[Purpose] = Field(min_length=1)
    given_on: date
    witness: UUID
    language: Literal["en", "ru", "be"]
    guardian_name: str = Field(max_length=120)
    guardian_contact: str = Field("", max_length=120)
    legal_name: str = Field("", max_length=120)

    def names(self) -> dict[str, str]:
        sealed = ("guardian_name", "guardian_contact", "legal_name")
        return {name: getattr(self, name) for name in sealed}


def wrong_with(signed: Signed, person: Person, witnesses: dict[UUID, str]) -> dict[str, Phrase]:
    today = consents.today()
    found: dict[str, Phrase] = {}
    if not set(signed.purpose) <= set(needed(person.adult_on, today)):
        found["purpose"] = _("At this age a guardian is not asked for that.")
    if signed.given_on > today:
        found["given_on"] = _("This day is still to come. Write the day of the signature.")
    elif (today - signed.given_on).days > OLDEST:
        found["given_on"] = _("This is more than two years ago. Please check the year.")
    if signed.witness not in witnesses:
        found["witness"] = _("Choose a coordinator of this camp.")
    return found


@router.post("/consents", name="record_consent")
def record(
    person: Annotated[Person, Depends(Allowed("consent.record"))],
    form: Annotated[Filled[Signed], Depends(Fill(Signed))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    camps = [camp.id for camp, _roles in memberships.shared(session, person, who)]
    witnesses = memberships.coordinators(session, camps)
    if signed := form.means:
        if not (wrong := wrong_with(signed, person, witnesses)):
            paper = consents.Paper(
                list(dict.fromkeys(signed.purpose)),
                signed.given_on,
                signed.language,
                signed.witness,
            )
            key = page.request.app.state.settings.sealing_key
            consents.record(session, person, paper, signed.names(), key, by=who)
            here = page.url("person", person_id=person.id)
            return page.go_to(f"{here}?recorded=1#recorded")
        form = form.but(**wrong)
    elif "purpose" in form.troubles:
        form = form.but(purpose=_("Tick what the guardian has ticked."))
    today = consents.today()
    return page.show(
        "consents/new.html",
        "",
        status=422,
        person=person,
        form=form,
        needed=needed(person.adult_on, today),
        missing=missing(person.adult_on, consents.of(session, person.id), today),
        witnesses=witnesses,
        spoken=LANGUAGES,
        today=today,
    )


@router.post("/consents/{consent_id}/withdraw", name="withdraw_consent")
def withdraw(
    person: Annotated[Person, Depends(Allowed("consent.withdraw"))],
    consent_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    consent = session.get(Consent, consent_id)
    if consent is None or consent.person_id != person.id:
        raise NotFound
    withdrawals.withdraw(session, person, consent, by=who)
    return page.go("person", person_id=person.id)


@router.get("/papers", name="papers")
def papers(
    person: Annotated[Person, Depends(Allowed("person.read_papers"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """The legal name and the guardian. That somebody opened them is written down first; if that
    fails, nothing is shown."""
    found = consents.papers(session, person.id, page.request.app.state.settings.sealing_key)
    return page.show(
        "consents/papers.html",
        "",
        before=written_down(page, person, who, list(found)),
        person=person,
        papers=found,
    )


def written_down(
    page: PageDep, person: Person, who: Who, fields: list[str]
) -> Callable[[], Awaitable[None]]:
    """A reading request cannot write; this is a short transaction of its own."""

    async def write() -> None:
        async with page.request.app.state.database.writes.session() as session:
            line = partial(
                history.write_about, session, "person.read_papers", person, by=who, fields=fields
            )
            await to_thread.run_sync(line)

    return write


@router.get("/consent-form", name="consent_form")
def consent_form(
    person: Annotated[Person, Depends(Allowed("person.read"))],
    page: PageDep,
    language: Annotated[Literal["en", "ru", "be"] | None, Query(alias="in")] = None,
) -> Response:
    """To print and to sign. It says nothing of what the young person wrote, and not even who they
    are: names are filled in by hand."""
    chosen = language or reading_in.get()
    return page.show(
        "consents/form.html",
        "",
        person=person,
        words=FORMS[chosen],
        chosen=chosen,
        spoken=LANGUAGES,
        purposes=needed(person.adult_on, consents.today()),
        version=CONSENT_TEXT,
    )
