"""A text with the passages marked that points are about, each with a link to its point."""

from collections.abc import Sequence
from uuid import UUID

from markupsafe import Markup, escape

from app.i18n import gettext
from app.rules.passages import Cut, Span, lines
from app.services.threads import PointThread
from app.web.assets import ASSETS

LINK = Markup(
    '<a class="pin" href="#point-{}" aria-label="{}"><svg class="i" aria-hidden="true"'
    ' focusable="false"><use href="{}#i-message-circle"/></svg></a>'
)


def marked(text: str, threads: Sequence[PointThread]) -> Markup:
    """Somebody's text as paragraphs and lines. Nothing in it is markup."""
    text = text.replace("\r\n", "\n")
    found = [_paragraph(one) for one in lines(text, list(_spans(text, threads)))]
    return Markup("").join(Markup("<p>{}</p>").format(one) for one in found)


def _spans(text: str, threads: Sequence[PointThread]) -> list[Span[UUID]]:
    """Only of words that stand there still, exactly where they are looked for."""
    return [
        Span(place.start, place.end, one.point.id)
        for one in threads
        if (place := one.standing.place)
        and place.state == "there"
        and text[place.start : place.end] == one.standing.quote
    ]


def _paragraph(rows: list[list[Cut[UUID]]]) -> Markup:
    return Markup("<br>").join(Markup("").join(map(_part, row)) for row in rows)


def _part(part: Cut[UUID]) -> Markup:
    if not part.marked:
        return escape(part.text)
    label, icons = gettext("To the point on these words"), ASSETS.address("icons.svg")
    links = Markup("").join(LINK.format(one, label, icons) for one in part.ends)
    return Markup("<mark>{}</mark>{}").format(part.text, links)
