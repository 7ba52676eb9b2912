"""Idea cards on paper: blank ones to print, and the page on which a coordinator types one in."""

from secrets import token_urlsafe
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import col

from app.errors import Phrase
from app.i18n import LANGUAGES, _, reading_in, speaking
from app.models import Camp, Person, Project, Role
from app.rules import idea_card
from app.rules.saving import LONGEST, normal
from app.rules.template import template
from app.services import camps, ideas, projects
from app.web.allowed import Allowed
from app.web.forms import Fill, Filled, Form
from app.web.pages import PageDep
from app.web.session import SessionDep
from app.web.visitor import SignedIn

router = APIRouter(prefix="/camps/{camp_id}")

Language = Literal["en", "ru", "be"]
Text = Annotated[str, Field(max_length=LONGEST)]

PAPER = {
    "title": _("The idea card"),
    "about": _("Write what you know and skip what you do not. Write no names and no real person's"
               " story. A coordinator types your card in; then you find it in Seedbed, where only"
               " you and your team go on with it."),
    "name": _("Your user name, or what others call you"),
    "camp": _("Camp"),
}  # fmt: skip

# Form field of a section → the field of this page. A first row is ``new-1``, as in the editor.
FIELDS = {
    "idea": {
        "title": "title",
        "change_if": "change_if",
        "change_then": "change_then",
        "change_because": "change_because",
    },
    "problem": {"problem": "problem"},
    "people": {
        "groups.new-1.group": "group",
        "groups.new-1.age_min": "age_min",
        "groups.new-1.age_max": "age_max",
        "groups.new-1.direct": "direct",
    },
    "place": {"region": "region", "place": "place"},
}


class Card(Form):
    """What the main questions of the card say, as it stands there; only a name is needed."""

    person: UUID
    language: Language
    title: Text = Field(min_length=1)
    problem: Text = ""
    group: str = ""
    age_min: Text = ""
    age_max: Text = ""
    direct: Text = ""
    change_if: Text = ""
    change_then: Text = ""
    change_because: Text = ""
    region: str = ""
    place: Text = ""
    page: str = Field("", max_length=40)  # random: the button pressed twice makes one project

    def troubles(self, people: list[Person]) -> dict[str, Phrase]:
        texts = template().texts
        found: dict[str, Phrase] = {}
        if self.person not in {one.id for one in people}:
            found["person"] = _("Please choose one of these.")
        for name in ("group", "region"):
            if (code := getattr(self, name)) and code not in texts.codes(name):
                found[name] = _("Please choose one of these.")
        return found

    def written(self) -> ideas.Written:
        found: dict[str, dict[str, str]] = {}
        for section, names in FIELDS.items():
            for name, field in names.items():
                if text := getattr(self, field):
                    found.setdefault(section, {})[name] = normal(text)
        return found


@router.get("/idea-card", name="idea_card")
def show_card(
    camp: Annotated[Camp, Depends(Allowed("idea.print"))],
    page: PageDep,
    language: Language | None = None,
) -> Response:
    """In the language of whoever writes on it, whoever prints it."""
    chosen = language or reading_in.get()
    with speaking(chosen):
        words = {name: str(phrase) for name, phrase in PAPER.items()}
    return page.show(
        "ideas/card.html",
        "",
        camp=camp,
        chosen=chosen,
        spoken=LANGUAGES,
        words=words,
        parts=idea_card.paper(template(), chosen),
    )


@router.get("/ideas/new", name="new_idea")
def show_new(
    camp: Annotated[Camp, Depends(Allowed("idea.enter"))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
    entered: UUID | None = None,
) -> Response:
    """``entered``: the one that was typed in before this."""
    before = None
    if entered:
        before = session.exec(projects.visible_to(who).where(col(Project.id) == entered)).first()
    language = before.language if before else camp.default_language
    form = Filled[Card]({"language": language, "page": token_urlsafe(9)})
    return _show(page, session, camp, form, before)


def _show(
    page: PageDep,
    session: SessionDep,
    camp: Camp,
    form: Filled[Card],
    entered: Project | None = None,
) -> Response:
    people = camps.members(session, camp.id, Role.participant)
    return page.show(
        "ideas/new.html",
        "",
        status=422 if form.troubles else 200,
        camp=camp,
        people=sorted(people, key=lambda one: (one.name.casefold(), one.user)),
        texts=template().texts,
        form=form,
        entered=entered,
    )


@router.post("/ideas/new", name="enter_idea")
def enter(
    camp: Annotated[Camp, Depends(Allowed("idea.enter"))],
    form: Annotated[Filled[Card], Depends(Fill(Card))],
    session: SessionDep,
    who: SignedIn,
    page: PageDep,
) -> Response:
    people = camps.members(session, camp.id, Role.participant)
    card = form.means
    if card and (wrong := card.troubles(people)):
        form = form.but(**wrong)
    if card is None or form.means is None:
        return _show(page, session, camp, form)
    author = next(one for one in people if one.id == card.person)
    project = ideas.enter(
        session, camp, author, card.language, card.written(), page=card.page, by=who
    )
    return page.go_to(page.url("new_idea", camp_id=camp.id) + f"?entered={project.id}")
