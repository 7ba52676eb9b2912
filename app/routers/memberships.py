"""The people of a camp, for its coordinators: tick them off, look after them, let them in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.errors import NotFound
from app.i18n import LANGUAGES, _
from app.models import Camp, Person, Role
from app.rules.safeguarding import age_band, missing, needed
from app.services import assignments, camps, consents, history, memberships, people, vettings
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.qr import qr
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()


class Chosen(Form):
    person: list[UUID]


def show_people(
    page: PageDep,
    session: SessionDep,
    camp: Camp,
    number: int,
    form: Filled[Chosen],
    ticked: list[UUID] | None = None,
) -> Response:
    """``ticked``: whom somebody has ticked off a moment ago."""
    every, unconfirmed = memberships.counts(session, camp.id)
    adults = memberships.adults(session, camp.id)
    return page.show(
        "memberships/people.html",
        "",
        status=422 if form.troubles else 200,
        camp=camp,
        form=form,
        ticked_now=memberships.ticked(session, camp.id, ticked) if ticked else [],
        participants=memberships.participants(session, camp.id, number),
        every=every,
        unconfirmed=unconfirmed,
        mentors=adults[Role.mentor],
        coordinators=adults[Role.coordinator],
        loads=assignments.loads(session, camp.id),
        number=number,
        most=memberships.PAGE,
        today=consents.today(),
    )


@router.get("/camps/{camp_id}/people", name="people")
def show_all(
    camp: Annotated[Camp, Depends(Allowed("person.list"))],
    session: SessionDep,
    page: PageDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
    ticked: Annotated[list[UUID] | None, Query(max_length=memberships.PAGE)] = None,
) -> Response:
    return show_people(page, session, camp, number, Filled(), ticked)


def _ticked(page: PageDep, camp: Camp, people: list[UUID]) -> Response:
    which = "&".join(f"ticked={id}" for id in people[: memberships.PAGE])
    return page.go_to(f"{page.url('people', camp_id=camp.id)}?{which}#ticked")


@router.post("/camps/{camp_id}/people/confirm", name="confirm_people")
def confirm_chosen(
    camp: Annotated[Camp, Depends(Allowed("person.confirm"))],
    form: Annotated[Filled[Chosen], Depends(Fill(Chosen))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None or not form.means.person:
        nobody = form.but(person=_("Choose whom you know from the camp."))
        return show_people(page, session, camp, 1, nobody)
    memberships.confirm(session, camp, form.means.person, by=who)
    return _ticked(page, camp, form.means.person)


@router.post("/camps/{camp_id}/people/{person_id}/confirm", name="confirm_person")
def confirm(
    person: Annotated[Person, Depends(Allowed("person.confirm"))],
    camp_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """The guard has asked about any camp of this person; this asks about the one that is named."""
    camp = camps.own(session, camp_id, who)
    memberships.confirm(session, camp, [person.id], by=who)
    return _ticked(page, camp, [person.id])


@router.get("/people/{person_id}", name="person")
def show(
    person: Annotated[Person, Depends(Allowed("person.read"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    recorded: bool = False,
) -> Response:
    """``recorded``: a guardian's consent, a moment ago."""
    today = consents.today()
    shared = memberships.shared(session, person, who)
    ledger, checks = consents.of(session, person.id), vettings.of(session, person.id)
    named = {line.witness_id for line in ledger} | {
        check.checked_by_id for check in checks if check.checked_by_id
    }
    return page.show(
        "memberships/person.html",
        "",
        person=person,
        shared=shared,
        band=age_band(person.adult_on, today),
        needed=needed(person.adult_on, today),
        missing=missing(person.adult_on, ledger, today),
        ledger=ledger,
        recorded=recorded,
        vettings=checks,
        names=memberships.names(session, named),
        witnesses=memberships.coordinators(session, [camp.id for camp, _roles in shared]),
        has_papers=consents.has_papers(session, person.id),
        spoken=LANGUAGES,
        today=today,
        form=Filled[Form]({"language": person.language, "witness": str(who.id)}),
    )


@router.post("/people/{person_id}/links", name="make_link")
def make_link(
    person: Annotated[Person, Depends(Allowed("link.make"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """Shown once, on the answer itself: the secret is kept nowhere."""
    if person.suspended_at is not None:
        raise NotFound
    secret = people.make_link(session, person.id, by=who)
    history.write_about(session, "link.make", person, by=who)
    address = page.full_url("sign_in_link", secret=secret)
    return page.show("memberships/link.html", "", person=person, address=address, qr=qr(address))
