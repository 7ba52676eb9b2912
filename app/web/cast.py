"""The demo's people, as the sign-in page offers them in demo mode: who, and what to try."""

from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _


@dataclass(frozen=True)
class Guest:
    user: str
    name: Phrase
    what: Phrase
    tries: Phrase


CAST = (
    Guest("vera", _("Vera"), _("Coordinator."),
          _("Read the ideas that wait, tick people off, approve a pitch.")),
    Guest("pavel", _("Pavel"), _("Coordinator of the same camp."),
          _("See what Vera did, and go on from there.")),
    Guest("alina", _("Alina"), _("Participant, 15; her guardian has consented."),
          _("Write a project from the first idea to the pitch.")),
    Guest("maksim", _("Maksim"), _("Participant, 19; Alina's teammate."),
          _("Write in the same section at the same time as Alina.")),
    Guest("lera", _("Lera"), _("Participant, 17."), _("Look at projects in several states.")),
    Guest("nadia", _("Nadia"), _("Participant, 15; waits for her guardian's consent."),
          _("Write a draft, and see that it cannot be sent yet.")),
    Guest("boris", _("Boris"), _("Mentor of Alina's team."),
          _("Read what was sent, ask, praise, mark it ready.")),
    Guest("irina", _("Irina"), _("Mentor whose vetting has expired."),
          _("See what she may no longer open.")),
    Guest("dan", _("Dan"), _("Donor; his organisation is verified."),
          _("Find a pitch and mark interest.")),
    Guest("emma", _("Emma"), _("Donor; her organisation is not verified yet."),
          _("See how little is shown to her.")),
    Guest("olga", _("Olga"), _("Coordinator of the other camp."),
          _("Look for anything of this camp in vain.")),
    Guest("mallory", _("Mallory"), _("Participant of the other camp."),
          _("Try addresses that are none of her business.")),
    Guest("sofia", _("Sofia"), _("Safeguarding lead."), _("See that no project opens for her.")),
    Guest("tamara", _("Tamara"), _("The second safeguarding lead."), _("There are always two.")),
)  # fmt: skip
