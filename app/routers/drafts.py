"""Drafts of feedback: kept while somebody writes, and their own page of them.

The address names no project: a draft is its writer's, also when the project is theirs no more."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field

from app.errors import Problem
from app.services import drafts
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/me/drafts")


class Written(Form):
    """``text`` may be empty: then the draft is gone."""

    project: UUID
    place: Annotated[
        str,
        Field(
            pattern=r"^(?:says|note|(?:section|rubric)\.\w+|point\.[\w.]+:?|answer\.[0-9a-f-]{36})$",
            max_length=120,
        ),
    ]
    kind: Annotated[str, Field(max_length=20)] = ""
    text: Annotated[str, Field(max_length=drafts.LONGEST)] = ""
    quote: Annotated[str, Field(max_length=drafts.LONGEST)] = ""
    nth: Annotated[str, Field(max_length=10)] = ""
    wording: Annotated[str, Field(max_length=drafts.LONGEST)] = ""
    column: Annotated[str, Field(max_length=60)] = ""


@router.get("", name="drafts", dependencies=[Depends(Allowed("draft.keep"))])
def show(session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    return page.show("drafts/drafts.html", "", drafts=drafts.mine(session, who))


@router.post("", name="keep_draft", dependencies=[Depends(Allowed("draft.keep"))])
def keep(
    form: Annotated[Filled[Written], Depends(Fill(Written))], session: SessionDep, who: SignedIn
) -> Response:
    """Sent by ``words.js``. The header tells the device that it need not keep the text."""
    if (meant := form.means) is None:
        problem = Problem()
        problem.status = 422
        raise problem
    beside = meant.model_dump(include=set(drafts.BESIDE))
    drafts.keep(session, meant.project, meant.place, meant.text, meant.kind, beside, by=who)
    return Response(status_code=204, headers={"X-Seedbed-Version": "draft"})


@router.post(
    "/{draft_id}/delete", name="delete_draft", dependencies=[Depends(Allowed("draft.keep"))]
)
def delete(draft_id: UUID, session: SessionDep, who: SignedIn, page: PageDep) -> Response:
    drafts.delete_own(session, draft_id, by=who)
    return page.go("drafts")
