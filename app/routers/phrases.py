"""Words that somebody keeps for their points: added, changed, removed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from app.errors import NotOpen
from app.i18n import LANGUAGES, _, reading_in
from app.models import Phrase, Project
from app.rules.phrases import LONGEST, MOST, READY
from app.rules.policy import Who
from app.rules.writing_guide import GUIDE
from app.services import phrases
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import Page, PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

PAGE = "/mentoring/phrases"

Text = Annotated[str, Field(max_length=LONGEST)]


class Written(Form):
    en: Text = ""
    ru: Text = ""
    be: Text = ""

    def texts(self) -> dict[str, str]:
        every = {code: getattr(self, code) for code in LANGUAGES}
        return {code: text for code, text in every.items() if text}


def written(form: Annotated[Filled[Written], Depends(Fill(Written))]) -> Filled[Written]:
    """Without any text there is nothing to keep."""
    if form.means and not form.means.texts():
        return form.but(en=_("Write it in at least one language."))
    return form


WrittenDep = Annotated[Filled[Written], Depends(written)]


@router.get(PAGE, name="phrases", dependencies=[Depends(Allowed("phrase.list"))])
def show(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return _show(page, session, who)


@router.post(PAGE, name="add_phrase", dependencies=[Depends(Allowed("phrase.add"))])
def add(form: WrittenDep, session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    if form.means is None:
        return _show(page, session, who, form)
    try:
        phrases.keep(session, form.means.texts(), by=who)
    except NotOpen as refusal:
        return _show(page, session, who, form, refusal=refusal)
    return page.go("phrases")


@router.post(PAGE + "/{phrase_id}", name="change_phrase")
def change(
    phrase: Annotated[Phrase, Depends(Allowed("phrase.edit"))],
    form: WrittenDep,
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    if form.means is None:
        return _show(page, session, who, form, changing=phrase)
    phrases.change(session, phrase, form.means.texts())
    return page.go("phrases")


@router.post(PAGE + "/{phrase_id}/remove", name="remove_phrase")
def remove(
    phrase: Annotated[Phrase, Depends(Allowed("phrase.edit"))], session: SessionDep, page: PageDep
) -> Response:
    phrases.remove(session, phrase)
    return page.go("phrases")


@router.get("/projects/{project_id}/phrases", name="phrases_beside")
def beside(
    project: Annotated[Project, Depends(Allowed("point.make"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    """What can be put into a point on this project, in its language. The review page asks for it
    when it has been read; without scripts it is a page to copy from."""
    return page.show(
        "phrases/beside.html",
        "beside",
        project=project,
        phrases=phrases.offered(session, who, project.language),
        guide=GUIDE[reading_in.get()],
    )


def _show(
    page: Page,
    session: Session,
    who: Who,
    form: Filled[Written] | None = None,
    *,
    changing: Phrase | None = None,
    refusal: NotOpen | None = None,
) -> Response:
    """``changing``: the phrase whose form came back; without one it is that of a new phrase."""
    form = form or Filled()
    return page.show(
        "phrases/phrases.html",
        "",
        status=409 if refusal else 422 if form.troubles else 200,
        own=phrases.own(session, who),
        ready=READY,
        most=MOST,
        longest=LONGEST,
        form=form,
        changing=changing.id if changing else None,
        refusal=refusal,
    )
