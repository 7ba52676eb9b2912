"""Pitches as donors read them, and as their team sees them beforehand."""

import re
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from app.errors import NotFound, NotOpen
from app.models import Pitch, Project
from app.rules import filters, policy
from app.rules.covers import THEMES, cover
from app.rules.interest_flow import PAUSED, WORDS, as_typed
from app.rules.template import template
from app.services import catalogue, interests, pitches, sections
from app.web.allowed import OPEN, Allowed
from app.web.forms import Filled
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import VisitorDep

router = APIRouter()

SLUG = re.compile(r"[a-z0-9-]{1,80}")
WIDE = (14, 4)  # plots of the band on a pitch's page
drawn = lru_cache(512)(cover)


@router.get("/pitches", name="pitches", dependencies=[Depends(Allowed("pitch.list"))])
def show_all(session: SessionDep, who: VisitorDep, page: PageDep) -> Response:
    asked = filters.read(page.request.query_params.multi_items(), template())
    compares = catalogue.may_compare_sums(who)
    asked = asked if compares else asked.without_sums()
    response = page.show(
        "pitches/pitches.html",
        "results",
        filters=asked,
        found=catalogue.listed(session, who, asked),
        camps=catalogue.camps(session, who),
        compares=compares,
        lists=filters.LISTS,
    )
    if page.wants_fragment:
        query = asked.query()
        response.headers["HX-Push-Url"] = page.url("pitches") + (f"?{query}" if query else "")
    return response


@router.get("/pitches/{code}", name="pitch")
def show(
    pitch: Annotated[Pitch, Depends(Allowed("pitch.read"))],
    code: str,
    session: SessionDep,
    who: VisitorDep,
    page: PageDep,
) -> Response:
    """While it is paused it is read by its team and the coordinators only."""
    if not pitch.open and not policy.allows(who, "pitch.read_paused", pitch):
        raise NotOpen(PAUSED)
    words = code.partition("-")[2]
    if words and words != pitch.slug:
        return RedirectResponse(page.url("pitch", code=f"{pitch.code}-{pitch.slug}"), 301)
    interest = interests.own(session, pitch, who)
    return page.show(
        "pitches/pitch.html",
        "interest",
        pitch=pitch,
        pitch_view=pitches.view(
            session, pitch, budget=policy.allows(who, "pitch.read_budget", pitch)
        ),
        interest=interest,
        interest_words=WORDS,
        form=Filled(as_typed(interest)),
    )


@router.get("/projects/{project_id}/pitch", name="pitch_preview")
def preview(
    project: Annotated[Project, Depends(Allowed("pitch.preview"))],
    session: SessionDep,
    page: PageDep,
) -> Response:
    view = pitches.preview(session, project, sections.plan(session, project))
    pitch = pitches.of(session, project)
    return page.show(
        "pitches/preview.html",
        "",
        project=project,
        pitch=pitch,
        pitch_view=view,
        changed=pitch is not None and pitches.differs(pitch, view),
    )


@router.get("/covers/{theme}/{name}.svg", name="cover", dependencies=[OPEN])
async def draw_cover(theme: str, name: str, page: PageDep) -> Response:
    """The same address is the same drawing for ever. With ``?wide``: a band."""
    if theme not in THEMES or not SLUG.fullmatch(name):
        raise NotFound
    shape = WIDE if "wide" in page.request.query_params else ()
    keep = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(drawn(theme, name, *shape), media_type="image/svg+xml", headers=keep)
