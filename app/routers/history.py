"""What was done in a camp, line by line, and whether anybody has touched the lines since."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.errors import NotFound
from app.models import INSTANCE
from app.rules import deeds
from app.services import camps, history, memberships, projects
from app.web.allowed import Allowed
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter()

PAGE = 100
Number = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@router.get("/history", name="history", dependencies=[Depends(Allowed("history.read"))])
def show(
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    camp: str = "",
    after: Number = None,
    check: bool = False,
) -> Response:
    """Newest first; ``after`` is the number below which the page begins. ``check`` follows the
    whole chain, which takes as long as the chain is."""
    own = {str(one.id): one for one, _numbers in camps.listed(session, who)}
    chain = camp or next(iter(own))
    if chain != INSTANCE and chain not in own:
        raise NotFound
    lines = history.of(session, chain, after, PAGE + 1)
    shown, more = lines[:PAGE], len(lines) > PAGE
    about = {line.about_id for line in shown}
    ids = about | {line.who_id for line in shown if line.who_id}
    return page.show(
        "history/history.html",
        "",
        camps=own,
        camp=own.get(chain),
        instance=INSTANCE,
        chain=chain,
        lines=shown,
        deeds=deeds,
        names=memberships.known_to(session, ids, who),
        codes=projects.codes(session, about, who),
        older=shown[-1].number if more else None,
        after=after,
        check=check,
        broken_at=history.broken_at(session, chain) if check else None,
        length=history.length(session, chain) if check else 0,
    )
