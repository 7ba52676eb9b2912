"""Choose the reader's language once, at the door."""

from babel import negotiate_locale
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.i18n import LANGUAGES, reading_in

THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600  # seconds


def remember(answer: Response, name: str, chosen: str, secure: bool) -> Response:
    """A choice of language or colours, in a cookie of its own; nothing chosen forgets it."""
    if chosen:
        answer.set_cookie(
            name, chosen, max_age=A_YEAR, secure=secure, httponly=True, samesite="lax"
        )
    else:
        answer.delete_cookie(name, secure=secure, httponly=True)
    return answer


class SpeakTheirLanguage:
    """The ``language`` cookie if there is one, or else what the browser prefers.

    Plain ASGI: it costs a twentieth of BaseHTTPMiddleware, which also loses context variables."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self.app = app
        self.default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            reading_in.set(self._preferred(HTTPConnection(scope)))
        await self.app(scope, receive, send)

    def _preferred(self, browser: HTTPConnection) -> str:
        chosen = browser.cookies.get("language", "")
        if chosen in LANGUAGES:
            return chosen
        accepted = browser.headers.get("accept-language", "").split(",")
        wishes = [wish.partition(";")[0].strip() for wish in accepted]
        return negotiate_locale(wishes, LANGUAGES, sep="-") or self.default
