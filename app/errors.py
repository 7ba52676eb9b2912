"""What can go wrong in the domain. ``app.web.errors`` turns each into an answer.

A clash of two writers is not here: it is a result, with both texts (``rules.merging``)."""

from dataclasses import dataclass

from babel.support import LazyProxy

from app.i18n import _

Phrase = str | LazyProxy


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way, and the field where it can be mended, if there is one."""

    says: Phrase
    section: str = ""
    name: str = ""  # the form field, such as "budget.b1.item"


class Problem(Exception):
    status = 400
    says: Phrase = _("That did not work.")
    hint: Phrase = ""
    heading: Phrase = ""  # of the page, where that of its status is not the right one
    leads = ""  # an address where one can go on, and the words for it
    to: Phrase = ""

    def __init__(self, says: Phrase | None = None, because: list[Reason] | None = None) -> None:
        self.says = says or self.says
        self.because = because or []
        super().__init__(str(self.says))


class SignInNeeded(Problem):
    status = 401
    says = _("Please sign in first.")


class NotAllowed(Problem):
    status = 403
    says = _("You may look at this, but not do that.")


class NotFound(Problem):
    status = 404
    says = _("There is no such page.")
    hint = _("The address may be mistyped, or the page is not for this account.")


class Resting(NotFound):
    """A mentor's contact with a project is suspended. Why, they do not learn from us."""

    heading = _("This project is resting for now.")
    says = _("You need not do anything. When it goes on, it is back on your desk.")


class NotOpen(Problem):
    status = 409
    says = _("This step is not open now.")


class Gone(Problem):
    status = 410
    says = _("This pitch has been withdrawn.")
    hint = _("Its authors took it back. Nothing of it is shown any more.")


class TooLarge(Problem):
    status = 413
    says = _("That is more than can be sent at once. Nothing was saved; please shorten it.")


class TooMany(Problem):
    status = 429
    says = _("That was tried too often. Please wait a few minutes and try again.")


class TooBusy(Problem):
    status = 503
    says = _("Too many people are signing in. Please try again in a moment.")
