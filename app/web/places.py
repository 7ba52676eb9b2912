"""The few places that a signed-in person goes to, by what they are: the masthead on a desk, the
tab bar on a phone. What is behind them is guarded by the policy; this only chooses what to show."""

from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _
from app.rules.policy import Visitor, allows


@dataclass(frozen=True)
class Place:
    key: str
    href: str
    label: Phrase
    icon: str
    count: int = 0
    tab: Phrase = ""  # where the label is too long for a phone

    @property
    def short(self) -> Phrase:
        return self.tab or self.label


def places(who: Visitor, unread: int) -> list[Place]:
    if who is None:
        return [
            Place("pitches", "/pitches", _("Pitches"), "layout-grid"),
            Place("learn", "/learn", _("How it works"), "lightbulb"),
        ]
    found = [Place("home", "/home", _("Home"), "house")]
    if allows(who, "project.start"):
        found.append(Place("projects", "/projects", _("Projects"), "notebook-pen"))
    if allows(who, "mentoring.list"):
        found.append(Place("mentoring", "/mentoring", _("Mentoring"), "inbox"))
    if allows(who, "camp.list"):
        found.append(Place("camps", "/camps", _("Camps"), "users"))
    if allows(who, "interest.list"):
        found.append(Place("interests", "/interests", _("Interests"), "handshake", tab=_("Marks")))
    return [
        *found,
        Place("pitches", "/pitches", _("Pitches"), "layout-grid"),
        Place("letters", "/letters", _("Letters"), "mail", unread),
    ]
