"""A mentor's word on one section: given, changed, taken back."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotFound, NotOpen
from app.i18n import reading_in
from app.models import Meant, Project, SectionVerdict
from app.rules.holds import Outside
from app.rules.policy import Who
from app.rules.template import template
from app.services import drafts, feedback, holds, sections, signoffs
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep, ours
from app.web.session import SessionDep
from app.web.visitor import SignedIn
from app.web.words import InsideDep, KeepWords, section_place

router = APIRouter()


class Given(Form):
    """``verdict`` is "nothing": the last word is taken back."""

    snapshot: Annotated[int, Field(ge=1, le=1_000_000)]
    section: Annotated[str, Field(max_length=40)]
    verdict: SectionVerdict | Literal["nothing"]
    words: Annotated[str, Field(max_length=2000)] = ""


@router.post(
    "/projects/{project_id}/signoffs",
    name="sign_off_section",
    dependencies=[Depends(KeepWords("words"))],
)
def give(
    project: Annotated[Project, Depends(Allowed("signoff.give"))],
    form: Annotated[Filled[Given], Depends(Fill(Given))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    inside: InsideDep,
) -> Response:
    if (meant := form.means) is None:
        return _show(page, session, project, who, form, status=422)
    asked = feedback.snapshot(session, project, meant.snapshot)
    if asked is None or meant.section not in template(asked.template).sections:
        raise NotFound
    try:
        if meant.verdict == "nothing":
            signoffs.take_back(session, project, meant.section, by=who)
        else:
            signoffs.give(
                session, project, asked, meant.section, meant.verdict, meant.words,
                by=who, inside=inside,
            )  # fmt: skip
    except Outside as caught:
        if not form.typed.get("insist"):
            return _show(page, session, project, who, form, status=409, refusal=caught)
        about = {
            "snapshot": str(asked.number),
            "section": meant.section,
            "verdict": str(meant.verdict),
        }
        draft = section_place(meant.section)
        holds.hold(session, project, Meant.section, about, caught, draft, by=who)
        if page.wants_fragment:
            return _show(page, session, project, who, _only_place(form), held=True)
        return page.go_to(f"/projects/{project.id}/review#held")
    except NotOpen as refusal:
        return _show(page, session, project, who, form, status=409, refusal=refusal)
    if meant.verdict != "nothing":
        drafts.drop(session, project.id, section_place(meant.section), by=who)
    if page.wants_fragment:
        return _show(page, session, project, who, _only_place(form))
    usual = page.url("review", project_id=project.id)
    where = ours(form.typed.get("back", ""), usual).partition("#")[0]
    return page.go_to(f"{where}#signoff-{meant.section}")


def _only_place(form: Filled[Given]) -> Filled[Given]:
    """Which section, without the words."""
    return Filled({name: form.typed.get(name, "") for name in ("snapshot", "section", "back")})


def _show(
    page: Page,
    session: Session,
    project: Project,
    who: Who,
    form: Filled[Any],
    *,
    status: int = 200,
    refusal: NotOpen | None = None,
    held: bool = False,
) -> Response:
    """One section's block: for htmx, which swaps it, and for a word that came back."""
    asked = feedback.newest(session, project)
    key = form.typed.get("section", "").strip()
    if asked is None or key not in template(asked.template).sections:
        raise NotFound
    plan = sections.plan(session, project)
    given = signoffs.by_section(project, signoffs.of(session, project), plan)
    return page.show(
        "signoffs/signoff.html",
        "signoff",
        status=status,
        project=project,
        key=key,
        title=template(asked.template).texts.section(key, reading_in.get()).title,
        signed=given,
        number=asked.number,
        last=asked.number,
        signing=form if form.troubles or refusal else None,
        sign_refusal=refusal,
        swapped=page.wants_fragment,
        drafts=drafts.here(session, project.id, who),
        held_now=held,
        back=form.typed.get("back", ""),
    )
