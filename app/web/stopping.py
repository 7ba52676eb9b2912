"""The address in a letter that stops news. Whoever holds it may do this one thing for this one
person, and learns nothing of them: the person's id is sealed in it.

It has no end: a letter may be found years later, and "too late to stop this" is no answer. It
dies with the account, and when the instance changes its ``SECRET_KEY``."""

from uuid import UUID

from app.services.sealing import InvalidToken, opened, sealed
from app.settings import Settings

PURPOSE = "stop letters: "  # so that nothing else that is sealed with this key can be put here


def address(person_id: UUID, settings: Settings) -> str:
    """Without the "=" at the end, which programs that look for addresses in a text leave out."""
    token = sealed(person_id.bytes, PURPOSE + settings.signing_key).rstrip("=")
    return f"{settings.base_url.rstrip('/')}/letters/stop/{token}"


def whose(token: str, settings: Settings) -> UUID | None:
    """Of the last part of such an address; None if it is none of ours."""
    token += "=" * (-len(token) % 4)
    try:
        return UUID(bytes=opened(token, PURPOSE + settings.signing_key))
    except InvalidToken:
        return None
