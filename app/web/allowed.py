"""Whether they may. Every route names an action here, or says that it is open to all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from sqlmodel import Session, col
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Gone, NotFound, SignInNeeded
from app.models import (
    Answer,
    Camp,
    Concern,
    Interest,
    Organisation,
    Person,
    Phrase,
    Pitch,
    Point,
    Project,
)
from app.rules import policy
from app.services import (
    camps,
    concerns,
    feedback,
    interests,
    organisations,
    people,
    phrases,
    pitches,
    projects,
)
from app.web import refusals
from app.web.origin import SAFE
from app.web.session import SessionDep
from app.web.visitor import VisitorDep

# Path parameter → (what of it somebody may know to exist, the column it names).
# Where an address names two, the first of these that it has is what the action is about.
THINGS: dict[str, tuple[Callable[[policy.Visitor], SelectOfScalar[Any]], Any]] = {
    "concern_id": (concerns.visible_to, Concern.id),
    "interest_id": (interests.visible_to, Interest.id),
    "organisation_id": (organisations.visible_to, Organisation.id),
    "phrase_id": (phrases.visible_to, Phrase.id),
    "point_id": (feedback.visible_to, Point.id),
    "answer_id": (feedback.answers_visible_to, Answer.id),
    "person_id": (people.visible_to, Person.id),
    "camp_id": (camps.visible_to, Camp.id),
    "project_id": (projects.visible_to, Project.id),
    "code": (pitches.visible_to, Pitch.code),
}


@dataclass(frozen=True)
class Allowed:
    """``Annotated[Project, Depends(Allowed("project.edit"))]``: ask a stranger to sign in, then
    fetch the project of the address within what this person may see, then ask the policy.

    For a change the thing's row is locked, so that what was judged stays true until the commit."""

    action: str

    def __post_init__(self) -> None:
        assert self.action in policy.POLICY, self.action

    def __call__(self, request: Request, who: VisitorDep, session: SessionDep) -> Any:
        if who is None and not policy.POLICY[self.action].for_strangers:
            raise SignInNeeded
        thing = self._named_in(request, who, session)
        if isinstance(thing, Pitch) and thing.withdrawn_at:
            raise Gone
        policy.require(who, self.action, thing)
        request.state.allowed = True  # what goes wrong from here on is not for want of access
        return thing

    def _named_in(self, request: Request, who: policy.Visitor, session: Session) -> Any:
        for name, (visible_to, column) in THINGS.items():
            if name not in request.path_params:
                continue
            key = _key(name, request.path_params[name])
            query = visible_to(who).where(col(column) == key)
            if request.method not in SAFE:
                query = query.with_for_update(key_share=True)
            if thing := session.exec(query).first():
                return thing
            # A stranger learns nothing from the difference between hidden and absent.
            raise refusals.refusal(session, name, key, who) if who else SignInNeeded
        return None


@dataclass(frozen=True)
class AllowedAlone(Allowed):
    """The same, for what is about nothing in particular and must not hold the line to the
    database: a passphrase is hashed outside every transaction."""

    async def __call__(self, who: VisitorDep) -> None:  # type: ignore[override]
        if who is None and not policy.POLICY[self.action].for_strangers:
            raise SignInNeeded
        policy.require(who, self.action)


def _key(name: str, text: str) -> Any:
    """A pitch's code may be followed by its words; every other key is a UUID."""
    if name == "code":
        return text.partition("-")[0]
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


async def open_to_all() -> None:
    """A route that anybody may use, signed in or not, says so with ``OPEN``."""


OPEN = Depends(open_to_all)


def table(app: FastAPI) -> list[dict[str, Any]]:
    """The app's own routes, one line per method, each with its one action or ``open``."""
    lines = []
    for route in iter_route_contexts(app.routes):
        if not hasattr(route, "dependant"):  # files under /static
            continue
        calls = list(_calls(route.dependant))
        actions = {call.action for call in calls if isinstance(call, Allowed)}
        assert len(actions) <= 1, f"{route.path} names {actions}"
        for method in sorted(route.methods or ()):
            line: dict[str, Any] = {"method": method, "path": route.path_format, "name": route.name}
            lines.append(line | {"action": next(iter(actions), None), "open": open_to_all in calls})
    return lines


def _calls(needs: Dependant) -> Iterator[Any]:
    for need in needs.dependencies:
        yield need.call
        yield from _calls(need)
