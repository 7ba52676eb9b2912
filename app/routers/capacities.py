"""What a mentor can take on, and a pause."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import Phrase
from app.i18n import LANGUAGES, _
from app.models import Capacity
from app.rules.policy import Who
from app.rules.template import template
from app.services import assignments, capacities, consents
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/mentoring")

LONGEST = timedelta(days=366)  # of a pause


class Said(Form):
    most: Annotated[int, Field(ge=0, le=50)] | None = None
    languages: list[Literal["en", "ru", "be"]] = []
    themes: list[str] = []
    words: Annotated[str, Field(max_length=500)] = ""

    def troubles(self) -> dict[str, Phrase]:
        known = template().texts.codes("strand")
        return {} if set(self.themes) <= known else {"themes": _("Please choose one of these.")}


class Pause(Form):
    until: date
    handover: Annotated[str, Field(max_length=2000)] = ""

    def troubles(self, today: date) -> dict[str, Phrase]:
        if self.until < today:
            return {"until": _("Choose today or a later day.")}
        if self.until > today + LONGEST:
            return {"until": _("Choose a day within the next year.")}
        return {}


@router.get("/capacity", name="capacity", dependencies=[Depends(Allowed("capacity.edit"))])
def show(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return _show(page, session, who)


@router.post("/capacity", name="say_capacity", dependencies=[Depends(Allowed("capacity.edit"))])
def say(
    form: Annotated[Filled[Said], Depends(Fill(Said))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means and (wrong := form.means.troubles()):
        form = form.but(**wrong)
    if (meant := form.means) is None:
        return _show(page, session, who, form)
    languages = [code for code in LANGUAGES if code in meant.languages]
    themes = list(dict.fromkeys(meant.themes))
    capacities.say(session, meant.most, languages, themes, meant.words, by=who)
    return page.go_to(page.url("mentoring") + "?done=saved")


@router.post("/pause", name="pause_mentoring", dependencies=[Depends(Allowed("capacity.edit"))])
def pause(
    form: Annotated[Filled[Pause], Depends(Fill(Pause))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means and (wrong := form.means.troubles(consents.today())):
        form = form.but(**wrong)
    if (meant := form.means) is None:
        return _show(page, session, who, pausing=form)
    capacities.pause(session, meant.until, meant.handover, by=who)
    return page.go("mentoring")


@router.post("/back", name="come_back", dependencies=[Depends(Allowed("capacity.edit"))])
def come_back(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    capacities.come_back(session, by=who)
    return page.go_to(page.url("mentoring") + "?done=back")


def _show(
    page: Page,
    session: Session,
    who: Who,
    form: Filled[Said] | None = None,
    pausing: Filled[Pause] | None = None,
) -> Response:
    """Two forms; the one that did not come back stands as it is kept."""
    said, today = capacities.of(session, who.id), consents.today()
    away = assignments.away(said, today)
    troubles = (form.troubles if form else {}) | (pausing.troubles if pausing else {})
    return page.show(
        "capacities/capacity.html",
        "",
        status=422 if troubles else 200,
        form=form or Filled[Said](*_kept(said)),
        pausing=pausing or Filled[Pause](_kept_pause(said, away)),
        troubles=troubles,
        away=away,
        helped=assignments.helped(session, who.id),
        today=today,
    )


def _kept(said: Capacity) -> tuple[dict[str, str], None, dict[str, Phrase], dict[str, list[str]]]:
    """What stands in the form of whoever opens it."""
    most = "" if said.most is None else str(said.most)
    several = {"languages": said.languages, "themes": said.themes}
    return {"most": most, "words": said.words}, None, {}, several


def _kept_pause(said: Capacity, away: date | None) -> dict[str, Any]:
    return {"until": away.isoformat(), "handover": said.handover} if away else {}
