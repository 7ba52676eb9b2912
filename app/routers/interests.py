"""What donors offer, and how coordinators carry it on."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import Phrase
from app.i18n import LANGUAGES, _
from app.models import Camp, Interest, Pitch, Stage, Support
from app.rules import filters, policy
from app.rules.interest_flow import INTEREST_MOVES, WITH_MONEY, WORDS, as_typed
from app.rules.template.money import amount
from app.services import interest_lists, interests, pitches
from app.web.allowed import Allowed
from app.web.forms import PHRASES, Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

Note = Annotated[str, Field(max_length=2000)]
Told = Annotated[str, Field(max_length=1000)]


class Offer(Form):
    kind: Support
    amount: str = ""
    note: Note = ""

    def troubles(self) -> dict[str, Phrase]:
        if self.kind not in WITH_MONEY or not (self.amount or self.kind == Support.fund_partly):
            return {}
        if not self.amount:
            return {"amount": _("Say about how much: it is not binding.")}
        if not amount(self.amount):
            return {"amount": PHRASES["decimal_parsing"]}
        return {}


class Reason(Form):
    reason: Note = ""


class Step(Form):
    state: Stage
    note: Note = ""


class Words(Form):
    told_en: Told = ""
    told_ru: Told = ""
    told_be: Told = ""

    @property
    def said(self) -> dict[str, str]:
        texts = {code: getattr(self, f"told_{code}") for code in LANGUAGES}
        return {code: text for code, text in texts.items() if text}


def offered(form: Annotated[Filled[Offer], Depends(Fill(Offer))]) -> Filled[Offer]:
    wrong = form.means.troubles() if form.means else {}
    return form.but(**wrong) if wrong else form


@router.post("/pitches/{code}/interest", name="mark_interest")
def mark(
    pitch: Annotated[Pitch, Depends(Allowed("interest.mark"))],
    form: Annotated[Filled[Offer], Depends(offered)],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    interest = interests.own(session, pitch, who)
    if said := form.means:
        offer = interests.Offer(said.kind, amount(said.amount), said.note)
        interest = interests.mark(session, pitch, offer, by=who)
        form = Filled(as_typed(interest))
        if not page.wants_fragment:
            address = page.url("pitch", code=f"{pitch.code}-{pitch.slug}")
            return page.go_to(f"{address}#marked")
    return page.show(
        "pitches/pitch.html",
        "interest",
        status=422 if form.troubles else 200,
        pitch=pitch,
        pitch_view=pitches.view(
            session, pitch, budget=policy.allows(who, "pitch.read_budget", pitch)
        ),
        interest=interest,
        interest_words=WORDS,
        form=form,
    )


@router.get("/interests", name="interests", dependencies=[Depends(Allowed("interest.list"))])
def show_own(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    found = interest_lists.of_donor(session, who)
    return page.show("interests/interests.html", "", interests=found, interest_words=WORDS)


@router.post("/interests/{interest_id}/withdraw", name="withdraw_interest")
def withdraw(
    interest: Annotated[Interest, Depends(Allowed("interest.withdraw"))],
    form: Annotated[Filled[Reason], Depends(Fill(Reason))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """A reason is welcome, never needed: a long one is cut, not refused."""
    reason = form.means.reason if form.means else form.typed.get("reason", "")[:2000]
    interests.withdraw(session, interest, reason, by=who)
    return page.go("interests")


def show_broker(
    page: PageDep, session: Session, camp: Camp, form: Filled[Any], at: Interest | None = None
) -> Response:
    """The camp's interests; ``at``: only this one, whose form came back."""
    params = page.request.query_params
    state = next((one for one in Stage if one == params.get("state")), None)
    after = filters.mark(params.get("after", ""))
    found, last = interest_lists.of_camp(session, camp.id, state, after, only=at.id if at else None)
    return page.show(
        "interests/broker.html",
        "",
        status=422 if form.troubles else 200,
        camp=camp,
        found=found,
        state=state,
        after=filters.written(last) if last else None,
        first=after is None,
        form=form,
        only=at.id if at else None,
        moves=INTEREST_MOVES,
        interest_words=WORDS,
    )


@router.get("/camps/{camp_id}/interests", name="camp_interests")
def broker(
    camp: Annotated[Camp, Depends(Allowed("interest.broker"))], session: SessionDep, page: PageDep
) -> Response:
    return show_broker(page, session, camp, Filled())


@router.post("/interests/{interest_id}/move", name="move_interest")
def move(
    interest: Annotated[Interest, Depends(Allowed("interest.move"))],
    form: Annotated[Filled[Step], Depends(Fill(Step))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        camp = session.get_one(Camp, interest.camp_id)
        return show_broker(page, session, camp, form, at=interest)
    interests.move(session, interest, form.means.state, form.means.note, by=who)
    return _back(page, interest)


@router.post("/interests/{interest_id}/tell", name="tell_team")
def tell(
    interest: Annotated[Interest, Depends(Allowed("interest.tell"))],
    form: Annotated[Filled[Words], Depends(Fill(Words))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        camp = session.get_one(Camp, interest.camp_id)
        return show_broker(page, session, camp, form, at=interest)
    interests.tell(session, interest, form.means.said, by=who)
    return _back(page, interest)


def _back(page: PageDep, interest: Interest) -> Response:
    """What was touched last stands first."""
    where = page.url("camp_interests", camp_id=interest.camp_id)
    return page.go_to(f"{where}#i-{interest.id}")
