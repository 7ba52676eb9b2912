"""The calls for ideas of a camp: the list, a new one, and what is said of one."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import Phrase
from app.i18n import LANGUAGES, _
from app.models import Call, Camp
from app.rules.template import CURRENT, TEMPLATES, template
from app.rules.template.money import amount
from app.services import calls
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/camps/{camp_id}/calls")

REGIONS = template().texts.codes("region")
HIGHEST = Decimal("99999999.99")

Name = Annotated[str, Field(max_length=120)]


class CallForm(Form):
    """A call as a coordinator writes it: ``name_ru`` is its name in Russian, and so on."""

    name_en: Name = ""
    name_ru: Name = ""
    name_be: Name = ""
    opens: date
    closes: date
    most: str
    currency: Literal["BYN", "EUR", "USD"]
    regions: list[str] = []  # none: everywhere
    template: str = CURRENT
    drafts: Literal["keep", "follow"] | None = None  # what has begun already, when limits change

    def about(self) -> dict[str, Any]:
        """By the names of ``Call``."""
        names = {code: getattr(self, f"name_{code}") for code in LANGUAGES}
        plain = ("opens", "closes", "currency", "template")
        return {
            "name": {code: text for code, text in names.items() if text},
            **{name: getattr(self, name) for name in plain},
            "most": amount(self.most),
            "regions": sorted(set(self.regions)),
        }

    def troubles(self) -> dict[str, Phrase]:
        found: dict[str, Phrase] = {}
        if not self.about()["name"]:
            found["name_en"] = _("Write it in at least one language.")
        if self.closes < self.opens:
            found["closes"] = _("The last day cannot be before the first.")
        if not (most := amount(self.most)) or most > HIGHEST:
            found["most"] = _("Please write an amount, such as 250 or 99.50.")
        if not REGIONS.issuperset(self.regions):
            found["regions"] = _("Please choose one of these.")
        if self.template not in TEMPLATES:
            found["template"] = _("Please choose one of these.")
        return found


def written(form: Annotated[Filled[CallForm], Depends(Fill(CallForm))]) -> Filled[CallForm]:
    wrong = form.means.troubles() if form.means else {}
    return form.but(**wrong) if wrong else form


CallFormDep = Annotated[Filled[CallForm], Depends(written)]


def as_typed(call: Call) -> Filled[CallForm]:
    """A call as it stands in its form."""
    names = ("opens", "closes", "most", "currency", "template")
    typed = {name: str(getattr(call, name)) for name in names}
    typed |= {f"name_{code}": call.name.get(code, "") for code in LANGUAGES}
    return Filled(typed, several={"regions": call.regions})


def show_form(
    page: Page, form: Filled[CallForm], camp: Camp, call: Call | None, drafts: int = 0
) -> Response:
    return page.show(
        "calls/edit.html",
        "",
        status=422 if form.troubles else 200,
        form=form,
        camp=camp,
        call=call,
        drafts=drafts,
        templates=[(key, key) for key in TEMPLATES],
    )


@router.get("", name="calls")
def show_all(
    camp: Annotated[Camp, Depends(Allowed("call.list"))], session: SessionDep, page: PageDep
) -> Response:
    found, today = calls.listed(session, camp.id), calls.today(camp)
    return page.show("calls/calls.html", "", camp=camp, calls=found, today=today)


@router.get("/new", name="new_call")
def begin(camp: Annotated[Camp, Depends(Allowed("call.make"))], page: PageDep) -> Response:
    usual = {"currency": camp.currency, "template": CURRENT, "opens": str(calls.today(camp))}
    return show_form(page, Filled(usual), camp, None)


@router.post("/new", name="make_call")
def make(
    camp: Annotated[Camp, Depends(Allowed("call.make"))],
    form: CallFormDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return show_form(page, form, camp, None)
    calls.make(session, camp, form.means.about(), by=who)
    return page.go("calls", camp_id=camp.id)


@router.get("/{call_id}", name="edit_call")
def edit(
    camp: Annotated[Camp, Depends(Allowed("call.edit"))],
    call_id: UUID,
    session: SessionDep,
    page: PageDep,
) -> Response:
    call = calls.one(session, camp.id, call_id)
    return show_form(page, as_typed(call), camp, call, calls.count_drafts(session, call))


@router.post("/{call_id}", name="change_call")
def change(
    camp: Annotated[Camp, Depends(Allowed("call.edit"))],
    call_id: UUID,
    form: CallFormDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """Other limits need a word on what has begun under those of before."""
    call = calls.one(session, camp.id, call_id)
    drafts = calls.count_drafts(session, call)
    limits = calls.LIMITS & calls.changes(call, form.means.about()) if form.means else None
    if form.means and limits and drafts and form.means.drafts is None:
        form = form.but(drafts=_("The limits are others now. Say what holds for these drafts."))
    if form.means is None:
        return show_form(page, form, camp, call, drafts)
    follow = form.means.drafts == "follow"
    calls.edit(session, call, form.means.about(), drafts_follow=follow, by=who)
    return page.go("calls", camp_id=camp.id)


@router.post("/{call_id}/close", name="close_call")
def close(
    camp: Annotated[Camp, Depends(Allowed("call.edit"))],
    call_id: UUID,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    calls.close(session, camp, calls.one(session, camp.id, call_id), by=who)
    return page.go("calls", camp_id=camp.id)
