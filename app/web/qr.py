"""An address as a picture that a phone's camera reads: SVG inside the page, with no style
attribute, dark modules only; the page gives it a light ground."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """The middle level of error correction: it is read even when a corner is stained."""
    picture = segno.make(address, error="m", micro=False)
    return Markup(picture.svg_inline(omitsize=True, border=0, dark="#1b2622"))  # noqa: S704 (ours)
