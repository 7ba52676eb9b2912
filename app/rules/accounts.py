"""What people may call themselves, and what opens the door for them. Each function takes what
was typed, returns what is kept, and raises ValueError with a phrase that says what to do."""

import re

from email_validator import EmailNotValidError, validate_email

from app.errors import Phrase
from app.i18n import _

USER = re.compile(r"[a-z0-9][a-z0-9._-]{2,29}")
ONE_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
SHORTEST_PASSPHRASE = 10


def user_name(typed: str) -> str:
    """What somebody signs in with; capitals do not matter."""
    user = typed.lower()
    if not USER.fullmatch(user):
        raise ValueError(
            _("Use 3 to 30 small Latin letters, digits, dots or dashes, such as lera-2010.")
        )
    return user


def nickname(typed: str) -> str:
    """A young person's name as others see it. A surname, a year of birth or a way to write to
    them from outside must not slip in (safeguarding notes, section 2.2, rule 4)."""
    if not (2 <= len(typed) <= 30 and ONE_WORD.fullmatch(typed)):
        raise ValueError(
            _("One word of 2 to 30 letters: a first name or a nickname, no surname, no digits.")
        )
    return typed


def passphrase(typed: str, user: str) -> str:
    if len(typed) < SHORTEST_PASSPHRASE:
        raise ValueError(_("Make it at least 10 characters long. Three or four words do well."))
    if typed.lower() == user:
        raise ValueError(_("It must not be the same as the user name."))
    return typed


def email(typed: str) -> str:
    """Well formed; whether letters arrive there is not asked of any server."""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError(_("Write an address such as name@example.org.")) from None


# What an organisation of donors can be.
KINDS: dict[str, Phrase] = {
    "foundation": _("Foundation"),
    "charity": _("Charity or association"),
    "company": _("Company"),
    "public": _("Public body"),
    "international": _("International organisation"),
    "other": _("Something else"),
}
