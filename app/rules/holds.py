"""Contact stays inside: what happens to words that hold a way to reach somebody outside.

They are caught before they are sent, and come back to their writer with the passage marked. Whoever
wishes to send them all the same hands them to a coordinator of the camp, and not to the person
they are for."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.errors import NotOpen, Phrase
from app.i18n import _
from app.models import Project
from app.rules.contacts import Hit, Kind, find
from app.rules.policy import Who, allows

FOUND: dict[Kind, Phrase] = {
    Kind.email: _("This looks like an e-mail address."),
    Kind.phone: _("This looks like a telephone number."),
    Kind.messenger: _("This looks like a way to talk in a messenger or elsewhere."),
    Kind.link: _("This looks like a link that leads away from here."),
    Kind.meeting: _("This looks like a place or time to meet."),
    Kind.silence: _("This asks somebody to keep something from other adults."),
}


NO_SECRETS = _("Your words have not been sent yet: nothing here is a secret from other adults.")


class Outside(NotOpen):
    """Words that are not sent as they are. They come back, or wait for a coordinator."""

    says = _("Your words have not been sent yet: they hold a way to reach somebody outside.")

    def __init__(
        self, text: str, hits: tuple[Hit, ...], beside: str = "", also: tuple[Hit, ...] = ()
    ) -> None:
        """``also``: what was found in the words ``beside`` the text."""
        self.text, self.hits, self.beside, self.also = text, hits, beside, also
        super().__init__(NO_SECRETS if self.kinds == [Kind.silence] else self.says)

    @property
    def kinds(self) -> list[Kind]:
        """What was found, each kind once."""
        hits = self.hits + self.also
        return [kind for kind in Kind if any(hit.kind == kind for hit in hits)]

    @property
    def found(self) -> list[Phrase]:
        return [FOUND[kind] for kind in self.kinds]

    @property
    def parts(self) -> list[tuple[str, bool]]:
        return list(marked(self.text, self.hits)) if self.hits else []

    @property
    def parts_beside(self) -> list[tuple[str, bool]]:
        return list(marked(self.beside, self.also)) if self.also else []


def marked(text: str, hits: tuple[Hit, ...]) -> Iterator[tuple[str, bool]]:
    """The text in pieces; True for those that were found."""
    done = 0
    for hit in hits:
        if hit.start > done:
            yield text[done : hit.start], False
        yield text[hit.start : hit.end], True
        done = hit.end
    if done < len(text):
        yield text[done:], False


@dataclass(frozen=True)
class Inside:
    """What words pass before a service sends them. ``site``: our own host, to which links may
    lead. ``open``: a coordinator has let these words through."""

    site: str = ""
    open: bool = False

    def keep(self, text: str, project: Project, by: Who, *, beside: str = "") -> None:
        """Raises Outside. ``beside``: what is sent with the text, such as other words that it
        suggests. Coordinators decide on the words of others, and on their own."""
        if self.open or allows(by, "held.decide", project):
            return
        sites = [self.site] if self.site else []
        hits, also = find(text, sites), find(beside, sites)
        if hits or also:
            raise Outside(text, hits, beside, also)


STAYS = Inside()
LET_THROUGH = Inside(open=True)
