"""From a template to an answer. Every route ends in ``page.show`` or ``page.go``.

A page is one template. Its named blocks are also its fragments: htmx gets the blocks that the
route names, everybody else gets the page around them. Either is rendered when it is sent, which
is after the commit and outside the lock: a template cannot read the database.
"""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from anyio import to_thread
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import iter_route_contexts
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.datastructures import URL
from starlette.types import Receive, Scope, Send

from app import i18n
from app.rules import policy
from app.rules.template import TEMPLATES, reading
from app.web.assets import ASSETS
from app.web.origin import SAFE
from app.web.passages import marked
from app.web.places import places
from app.web.visitor import VisitorDep

Before = Callable[[], Awaitable[None]]

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
    extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
)
templates.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]


@lru_cache(4096)
def _whole(phrase: str, _language: str) -> Markup:
    return Markup(i18n.gettext(phrase)) % {}  # noqa: S704  our own words, from the catalogue


def words(phrase: str, **values: Any) -> Markup:
    """``_("…")`` in a template. What the environment brings along looks at its context at each
    call, and a page has some hundreds of phrases."""
    if values:
        return Markup(i18n.gettext(phrase)) % values  # noqa: S704
    return _whole(phrase, i18n.reading_in.get())


templates.globals["_"] = words


def paragraphs(text: str) -> Markup:
    return marked(text, ())


@pass_context
def moment(context: Context, when: Any) -> str:
    return i18n.moment(when, ZoneInfo(context["time_zone"]))


def spoken(said: Callable[..., str]) -> Callable[..., str]:
    """A filter whose answer depends on the reader. Taking the context keeps Jinja from working
    out ``{{ 5500|number }}`` once for everybody, when the template is compiled."""

    @pass_context
    def speak(_context: Context, *about: Any) -> str:
        return said(*about)

    return speak


templates.filters |= {
    "money": spoken(i18n.money),
    "number": spoken(i18n.number),
    "day": spoken(i18n.day),
    "moment": moment,
    "said": spoken(i18n.said),
    "paragraphs": paragraphs,
    "marked": marked,
    "characters": reading.characters,
    "lines": reading.lines,
    "initials": lambda name: "".join(word[0] for word in name.split()[:2]).upper(),
}
templates.globals |= {
    "language": i18n.reading_in.get,
    "languages": i18n.LANGUAGES,
    "asset": ASSETS.address,
    "template_of": TEMPLATES.__getitem__,
}
templates.globals["ui"] = templates.get_template("ui.html").module


class Shown(HTMLResponse):
    def __init__(self, render: Callable[[], str], status: int, before: Before | None) -> None:
        super().__init__("", status, headers={"Vary": "HX-Request, Cookie, Accept-Language"})
        self._html, self._before = render, before

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._before:
            await self._before()
        self.body = (await to_thread.run_sync(self._html)).encode()
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def addresses(app: FastAPI) -> dict[str, str]:
    """Route name → its address, with names in braces. Looking for the route each time would
    cost more than the rest of a page."""
    routes = reversed(list(iter_route_contexts(app.routes)))
    return {one.name: one.path_format for one in routes if one.name and one.path_format}


class Page:
    def __init__(self, request: Request, who: VisitorDep) -> None:
        self.request = request
        self.who = who
        headers = request.headers
        self.wants_fragment = "hx-request" in headers and "hx-boosted" not in headers

    def show(
        self,
        template: str,
        fragment: str,
        *,
        status: int = 200,
        before: Before | None = None,
        **about: Any,
    ) -> Response:
        """``fragment`` may name several blocks ("saved totals"); the later ones carry
        hx-swap-oob and update other parts of the same page. ``before`` runs first and may stop
        the answer: a read that must be written down is written down before it is shown."""
        settings = self.request.app.state.settings
        theirs = about.get("project") or about.get("camp")  # whose days and hours count
        context = {
            "visitor": self.who,
            "can": lambda action, what=None: policy.allows(self.who, action, what),
            "url": self.url,
            "full_url": self.full_url,
            "places": places(self.who, getattr(self.request.state, "unread", 0)),
            "here": here(self.request),
            "theme": lambda: self.request.cookies.get("theme", ""),
            "site_name": settings.site_name,
            "demo": settings.mode == "demo",
            "time_zone": getattr(theirs, "time_zone", "") or settings.time_zone,
            "fragment": self.wants_fragment,
        }
        assert not context.keys() & about.keys(), "names that every page has are taken"
        blocks = fragment.split() if self.wants_fragment else []
        return Shown(lambda: _render(template, blocks, context | about), status, before)

    def url(self, route: str, **names: Any) -> str:
        address: str = self.request.app.state.addresses[route]
        return address.format(**names)

    def full_url(self, route: str, **names: Any) -> str:
        """The whole of it, as it is printed on paper or sent in a letter."""
        base: str = self.request.app.state.settings.base_url
        return base.rstrip("/") + self.url(route, **names)

    def go(self, route: str, **names: Any) -> Response:
        return self.go_to(self.url(route, **names))

    def go_to(self, where: str) -> Response:
        if self.wants_fragment:
            return Response(status_code=204, headers={"HX-Redirect": where})
        return RedirectResponse(where, status_code=303)


def _render(template: str, blocks: list[str], about: dict[str, Any]) -> str:
    page = templates.get_template(template)
    context = page.new_context(about)
    functions = [page.blocks[name] for name in blocks] or [page.root_render_func]
    return "".join(part for function in functions for part in function(context))


async def page(request: Request, who: VisitorDep) -> Page:
    """Async, because making it must not cost a thread."""
    return Page(request, who)


PageDep = Annotated[Page, Depends(page)]


def here(request: Request) -> str:
    """The address to come back to. Many addresses that are posted to cannot be opened, so after
    a post it is that of the page that posted."""
    url = request.url
    if request.method not in SAFE:
        try:
            came_from = URL(request.headers.get("referer", ""))
            if came_from.netloc != url.netloc:
                return "/home"
        except ValueError:  # what came is no address
            return "/home"
        url = came_from
    return url.path + (f"?{url.query}" if url.query else "")


def ours(address: str, otherwise: str = "/home") -> str:
    """An address to go on to, if it is one of this site: never another host's."""
    plain = address.startswith("/") and address[1:2] not in ("/", "\\") and "\\" not in address
    return address if plain and address.isprintable() else otherwise
