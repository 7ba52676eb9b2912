"""Keeping a phrase that the dignity check asks about, and being asked again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotOpen
from app.i18n import _
from app.models import Because, Project
from app.rules.dignity.remarks import Key
from app.services import dismissals, sections
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form, TypedDep
from app.web.pages import Page, PageDep, ours
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/projects/{project_id}/dismissals")

Name = Annotated[str, Field(max_length=64)]


class Dismissed(Form):
    """What it is about is filled in by the page; only the reason and the words are anybody's."""

    section: Name
    field: Name
    row: Name = ""
    column: Name = ""
    rule: Name
    sentence: Name
    because: Because
    words: Annotated[str, Field(max_length=500)] = ""


@router.post("", name="dismiss")
def dismiss(
    project: Annotated[Project, Depends(Allowed("dignity.dismiss"))],
    form: Annotated[Filled[Dismissed], Depends(Fill(Dismissed))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    section, key = form.typed.get("section", ""), _key(form.typed)
    if form.means and form.means.because == Because.other and not form.means.words:
        form = form.but(words=_("Please say it in your words."))
    if (meant := form.means) is None:
        return _show(page, session, project, section, key, form)
    try:
        dismissals.dismiss(session, project, section, key, meant.because, meant.words, by=who)
    except NotOpen as refused:
        dismissals.remark(session, project, section, key)  # it stands there no more: that is said
        return _show(page, session, project, section, key, form.but(because=refused.says))
    return _done(page, session, project, section, key, form.typed.get("back", ""))


@router.post("/{dismissal_id}/end", name="end_dismissal")
def end(
    project: Annotated[Project, Depends(Allowed("dignity.take_back"))],
    dismissal_id: UUID,
    typed: TypedDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    one = dismissals.take_back(session, project, dismissal_id, by=who)
    key = Key(one.field, one.row, one.column, one.rule, one.sentence)
    return _done(page, session, project, one.section, key, dict(typed).get("back", ""))


def _key(typed: dict[str, str]) -> Key:
    return Key(*(typed.get(name, "").strip() for name in Key._fields))


def _done(
    page: Page, session: Session, project: Project, section: str, key: Key, back: str
) -> Response:
    """The remark alone for htmx; everybody else goes back to where they pressed the button."""
    if page.wants_fragment:
        return _show(page, session, project, section, key, Filled())
    usual = page.url("section", project_id=project.id, section=section)
    where = ours(back, usual).partition("#")[0]
    place = ".".join(part for part in key[:2] if part)
    return page.go_to(f"{where}#words-{place}")


def _show(
    page: Page,
    session: Session,
    project: Project,
    section: str,
    key: Key,
    form: Filled[Dismissed],
) -> Response:
    return page.show(
        "dismissals/dismissal.html",
        "remark",
        status=422 if form.troubles else 200,
        project=project,
        questions=sections.template_of(project),
        remark=dismissals.remark(session, project, section, key),
        keeping=form,
        back=form.typed.get("back", ""),
    )
