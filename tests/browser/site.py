"""A running Seedbed with the cast of the demo, and a Chromium to walk it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Response as Answer

from app import demo
from app.db import connect
from app.settings import DEMO_KEY
from app.web.sign_in import HASHES
from bench.servers import Server, migrate
from tests.make import Make

AXE = (Path(__file__).parent.parent / "vendor" / "axe-4.14.1.min.js").read_text()
SENDS = "button:not([type=button])"
PATIENCE = 20_000  # milliseconds until a step counts as stuck


@dataclass
class Site:
    """``make`` puts things into its database beside the server, without anybody's pressing."""

    address: str
    make: Make


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """With the worker that sends letters. No project is there."""
    url = f"sqlite:///{folder / 'seedbed.db'}"
    migrate(url)
    database = connect(url)
    with database.writes.alone() as session:
        cast = demo.fill_cast(session, HASHES.hash(demo.PASSPHRASE), DEMO_KEY)
    with Server(url, folder, mode="demo").running() as server:
        yield Site(f"http://127.0.0.1:{server.port}", Make(database, cast))
    database.dispose()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield _launched(playwright)


def _launched(playwright: Playwright) -> Browser:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
    return playwright.chromium.launch(
        executable_path=found,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )


def _pressed(answer: Answer) -> bool:
    """Not what a page sends by itself to keep words that are being written."""
    by_itself = ("/me/drafts", "/me/device-key")
    return answer.request.method == "POST" and not answer.url.endswith(by_itself)


class Visit:
    """One person's browser. Presses buttons by the action they carry, so that no test depends on
    words, and notes whatever the page complains about."""

    def __init__(
        self, browser: Browser, address: str, language: str, *, scripts: bool, phone: bool = False
    ) -> None:
        size: Any = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        self.context: BrowserContext = browser.new_context(
            base_url=address, java_script_enabled=scripts, viewport=size, locale=language
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_cookies([{"name": "language", "value": language, "url": address}])
        self.scripts, self.language = scripts, language
        self.complaints: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text)
                if "Content Security Policy" in said.text
                else None
            ),
        )
        self.page = page
        return page

    def go(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, (path, answer.status)

    def sign_in(self, user: str) -> None:
        self.go("/sign-in")
        self.page.locator("form:not(:has(input[type=hidden][name=user])) #user").fill(user)
        self.page.locator("#passphrase").fill(demo.PASSPHRASE)
        self.press("form:has(#passphrase)")

    def press(self, form: str, button: str = SENDS, status: int = 200) -> None:
        """Press a form's button, and wait for the answer and the page after it."""
        target = self.page.locator(f"{form} >> {button}").first
        self.unfold(target)
        with self.page.expect_response(_pressed) as found:
            target.click()
            self._confirm()
        answer = found.value
        assert answer.status < 400 or answer.status == status, (form, answer.status)
        self.page.wait_for_load_state("load")
        if self.scripts:
            self.page.locator(".htmx-request").first.wait_for(state="detached")

    def _confirm(self) -> None:
        if self.scripts:
            dialog = self.page.locator("dialog.confirm[open] .btn:not(.quiet)")
            if dialog.count():
                dialog.first.click()

    def act(self, action: str, within: str = "", button: str = SENDS, **fields: str) -> None:
        """Fill a form by its policy action and send it."""
        form = f"form[data-action='{action}']{within}"
        for name, value in fields.items():
            field = self.page.locator(f"{form} >> [name='{name}']:not([type=hidden])").first
            self.unfold(field)
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            elif field.get_attribute("type") in {"radio", "checkbox"}:
                shown = f"[name='{name}'][value='{value}']:not([type=hidden])"
                self.page.locator(f"{form} >> {shown}").first.check()
            else:
                field.fill(value)
        self.press(form, button)

    def unfold(self, target: Any) -> None:
        """What is folded around something is opened first, as a person would."""
        target.wait_for(state="attached")
        folded = target.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("> summary").click()

    def accessible(self) -> None:
        """No violation of WCAG A or AA that axe can find; in dark its colours once more."""
        levels = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        colours = {"type": "rule", "values": ["color-contrast"]}
        looks: dict[Literal["light", "dark"], object] = {"light": levels, "dark": colours}
        self.page.evaluate(AXE)
        for scheme, rules in looks.items():
            # Colours fade for a moment when the scheme changes; nobody reads just then.
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = self.page.evaluate(
                "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
            )
            wrong = [
                (one["id"], [node["html"][:160] for node in one["nodes"]][:3])
                for one in found["violations"]
            ]
            assert wrong == [], (self.page.url, scheme, wrong)
        self.page.emulate_media(color_scheme="light")

    def fits(self) -> None:
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (self.page.url, wide)
