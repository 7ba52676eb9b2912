"""The camps of a coordinator: the list, the board, and what is said of a camp."""

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from app.errors import Phrase
from app.i18n import LANGUAGES, _, reading_in
from app.models import Camp
from app.rules.template import template
from app.services import boards, camps
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/camps")

# Where camps are held or could be; a camp keeps another one that it has already.
TIME_ZONES = (
    "Europe/Minsk", "Europe/Warsaw", "Europe/Vilnius", "Europe/Riga", "Europe/Tallinn",
    "Europe/Kyiv", "Europe/Chisinau", "Europe/Berlin", "Asia/Tbilisi", "UTC",
)  # fmt: skip
KNOWN_ZONES = available_timezones()
REGIONS = template().texts.codes("region")

Name = Annotated[str, Field(max_length=120)]
Text = Annotated[str, Field(max_length=4000)]
Lines = Annotated[str, Field(max_length=2000)]


class CampForm(Form):
    """A camp as a coordinator writes it: ``name_ru`` is its name in Russian, and so on."""

    name_en: Name = ""
    name_ru: Name = ""
    name_be: Name = ""
    place_en: Name = ""
    place_ru: Name = ""
    place_be: Name = ""
    text_en: Text = ""
    text_ru: Text = ""
    text_be: Text = ""
    starts_on: date
    ends_on: date
    time_zone: str
    currency: Literal["BYN", "EUR", "USD"]
    default_language: Literal["en", "ru", "be"]
    region: str = ""
    answer_days: Annotated[int, Field(ge=1, le=60)] = 5
    organisers_en: Lines = ""
    organisers_ru: Lines = ""
    organisers_be: Lines = ""
    supporters_en: Lines = ""
    supporters_ru: Lines = ""
    supporters_be: Lines = ""

    def about(self) -> dict[str, Any]:
        """By the names of ``Camp``."""
        plain = (
            "starts_on", "ends_on", "time_zone", "currency", "default_language", "region",
            "answer_days",
        )  # fmt: skip
        return {
            **{name: self._said(name) for name in ("name", "place", "text")},
            **{name: getattr(self, name) for name in plain},
            **{name: self._list(name) for name in ("organisers", "supporters")},
        }

    def _said(self, name: str) -> dict[str, str]:
        """What was written, by language; languages left blank fall back on the others."""
        every = {code: getattr(self, f"{name}_{code}") for code in LANGUAGES}
        return {code: text for code, text in every.items() if text}

    def _lines(self, name: str) -> dict[str, list[str]]:
        return {
            code: [line.strip() for line in text.splitlines() if line.strip()]
            for code, text in self._said(name).items()
        }

    def _list(self, name: str) -> list[dict[str, str]]:
        """The first line of each language names the same one, and so on."""
        lines = self._lines(name)
        most = max(map(len, lines.values()), default=0)
        return [{code: texts[n] for code, texts in lines.items()} for n in range(most)]

    def troubles(self) -> dict[str, Phrase]:
        found: dict[str, Phrase] = {}
        for name in ("name", "place"):
            if not self._said(name):
                found[f"{name}_en"] = _("Write it in at least one language.")
        if self.ends_on < self.starts_on:
            found["ends_on"] = _("The last day cannot be before the first.")
        if self.time_zone not in KNOWN_ZONES:
            found["time_zone"] = _("Please choose one of these.")
        if self.region and self.region not in REGIONS:
            found["region"] = _("Please choose one of these.")
        for name in ("organisers", "supporters"):
            lines = self._lines(name)
            longest = max(map(len, lines.values()), default=0)
            for code, texts in lines.items():
                if len(texts) < longest:
                    found[f"{name}_{code}"] = _(
                        "Write as many lines in each language, in the same order."
                    )
        return found


def written(form: Annotated[Filled[CampForm], Depends(Fill(CampForm))]) -> Filled[CampForm]:
    wrong = form.means.troubles() if form.means else {}
    return form.but(**wrong) if wrong else form


CampFormDep = Annotated[Filled[CampForm], Depends(written)]


def as_typed(camp: Camp) -> dict[str, str]:
    """A camp as it stands in its form."""
    typed = {
        name: str(getattr(camp, name)) for name in CampForm.model_fields if hasattr(camp, name)
    }
    for code in LANGUAGES:
        for name in ("name", "place", "text"):
            typed[f"{name}_{code}"] = getattr(camp, name).get(code, "")
        for name in ("organisers", "supporters"):
            lines = [one.get(code, "") for one in getattr(camp, name)]
            typed[f"{name}_{code}"] = "\n".join(lines) if any(lines) else ""
    return typed


def show_form(page: PageDep, form: Filled[CampForm], camp: Camp | None) -> Response:
    zones = {zone: zone for zone in (*TIME_ZONES, *([camp.time_zone] if camp else []))}
    status = 422 if form.troubles else 200
    return page.show("camps/edit.html", "", status=status, form=form, camp=camp, zones=zones)


@router.get("", name="camps", dependencies=[Depends(Allowed("camp.list"))])
def show_all(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return page.show("camps/camps.html", "", camps=camps.listed(session, who))


@router.get("/new", name="new_camp", dependencies=[Depends(Allowed("camp.open"))])
async def begin(page: PageDep) -> Response:
    settings = page.request.app.state.settings
    usual = {"time_zone": settings.time_zone, "currency": "BYN", "answer_days": "5"}
    return show_form(page, Filled(usual | {"default_language": reading_in.get()}), None)


@router.post("/new", name="open_camp", dependencies=[Depends(Allowed("camp.open"))])
def open_camp(form: CampFormDep, session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    if form.means is None:
        return show_form(page, form, None)
    camp = camps.open_camp(session, form.means.about(), by=who)
    return page.go("camp", camp_id=camp.id)


@router.get("/{camp_id}/edit", name="edit_camp")
def edit(camp: Annotated[Camp, Depends(Allowed("camp.edit"))], page: PageDep) -> Response:
    return show_form(page, Filled(as_typed(camp)), camp)


@router.post("/{camp_id}/edit", name="change_camp")
def change(
    camp: Annotated[Camp, Depends(Allowed("camp.edit"))],
    form: CampFormDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return show_form(page, form, camp)
    camps.edit(session, camp, form.means.about(), by=who)
    return page.go("camp", camp_id=camp.id)


@router.get("/{camp_id}", name="camp")
def show(
    camp: Annotated[Camp, Depends(Allowed("camp.read"))],
    session: SessionDep,
    page: PageDep,
    stage: Literal["think", "act", "ready", "share", "past"] | None = None,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """The board; with ``stage``, all projects of that stage, page by page."""
    states = boards.counts(session, camp.id)
    about: dict[str, Any] = {"camp": camp, "states": states, "columns": boards.COLUMNS}
    if stage:
        tiles = boards.tiles(session, camp.id, stage, page=number)[stage]
        last = boards.pages(states, stage)
        return page.show(
            "camps/stage.html", "", **about, stage=stage, tiles=tiles, number=number, last=last
        )
    board = boards.tiles(session, camp.id, "think", "act", "ready", "share")
    waiting = boards.waiting(session, camp.id, states)
    overdue = boards.overdue(session, camp)
    return page.show("camps/camp.html", "", **about, board=board, waiting=waiting, overdue=overdue)
