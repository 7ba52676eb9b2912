"""Words that wait for a coordinator: let through, worded otherwise, or not sent."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from app.errors import NotOpen
from app.i18n import _
from app.models import Camp
from app.services import holds
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn
from app.web.words import no_longer

router = APIRouter(prefix="/camps/{camp_id}/held")


class Decided(Form):
    decision: Literal["let", "reword", "refuse"]
    wording: Annotated[str, AfterValidator(no_longer)] = ""
    word: Annotated[str, Field(max_length=1000)] = ""


@router.get("", name="held")
def show(
    camp: Annotated[Camp, Depends(Allowed("held.list"))], session: SessionDep, page: PageDep
) -> Response:
    return _show(page, session, camp)


@router.post("/{held_id}", name="decide_held")
def decide(
    camp: Annotated[Camp, Depends(Allowed("held.decide"))],
    held_id: UUID,
    form: Annotated[Filled[Decided], Depends(Fill(Decided))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    held = holds.one(session, camp.id, held_id)
    meant = form.means
    if meant and meant.decision == "reword" and not meant.wording:
        form = form.but(wording=_("Write the words that are to be sent."))
    if meant and meant.decision == "refuse" and not meant.word:
        form = form.but(word=_("Write a word to its writer: why it is not sent."))
    if form.troubles or meant is None:
        return _show(page, session, camp, held_id, form, status=422)
    try:
        if meant.decision == "refuse":
            holds.refuse(session, held, meant.word, by=who)
        else:
            wording = meant.wording if meant.decision == "reword" else ""
            holds.let_through(session, held, wording, by=who)
    except NotOpen as refusal:
        return _show(page, session, camp, held_id, form, status=409, refusal=refusal)
    return page.go("held", camp_id=camp.id)


def _show(
    page: Page,
    session: SessionDep,
    camp: Camp,
    about: UUID | None = None,
    form: Filled[Any] | None = None,
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
) -> Response:
    return page.show(
        "holds/held.html",
        "",
        status=status,
        camp=camp,
        waiting=holds.of_camp(session, camp.id, waiting=True),
        decided=holds.of_camp(session, camp.id, waiting=False),
        about=about,
        form=form or Filled(),
        refusal=refusal,
    )
