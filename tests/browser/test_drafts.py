"""Never lose a word: what is written without a connection, or after the session has ended, waits
on the device, for its writer alone."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.site import Visit
from tests.conftest import Say
from tests.tricky import TRICKY

pytestmark = pytest.mark.browser
STORED = """async () => {
  const open = indexedDB.open("seedbed", 1);
  await new Promise((done) => (open.onsuccess = done));
  const all = open.result.transaction("drafts").objectStore("drafts").getAll();
  await new Promise((done) => (all.onsuccess = done));
  open.result.close();
  return all.result.map((one) => [one.owner, one.action, new TextDecoder().decode(one.sealed)]);
}"""


def begin(visit: Visit) -> str:
    """A new project; the address of its section about the problem."""
    visit.go("/projects/new")
    visit.act("project.start", language="en")
    project = re.search(r"/projects/([0-9a-f-]{36})", visit.page.url)
    assert project
    return f"/projects/{project[1]}/sections/problem"


def state(page: Page, wanted: str) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", wanted)


def test_nothing_is_lost_without_a_connection_or_a_session(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, "ru", scripts=True, phone=True)
    visit.sign_in("alina")
    section = begin(visit)

    # The connection is gone; the badge says truthfully where the text is; the tab is killed.
    visit.go(section)
    visit.page.wait_for_load_state("networkidle")
    visit.context.set_offline(True)
    visit.page.locator("#problem").press_sequentially("Written in a train tunnel.")
    state(visit.page, "offline")
    expect(visit.page.locator("#saved")).to_contain_text("остаётся на этом устройстве")
    kept = visit.page.evaluate(STORED)
    assert [action for _owner, action, _sealed in kept] == [section]
    assert "tunnel" not in str(kept), "what is kept is sealed"
    visit.page.close(run_before_unload=False)

    # Back again, another page of the same person sends it.
    visit.context.set_offline(False)
    visit.new_page()
    visit.go("/home")
    expect(visit.page.locator("#notices")).to_contain_text("теперь сохранён")
    assert visit.page.evaluate(STORED) == []
    visit.go(section)
    expect(visit.page.locator("#problem")).to_have_value("Written in a train tunnel.")

    # The session ends in the middle of a word.
    visit.page.wait_for_load_state("networkidle")
    hers: Any = [one for one in visit.context.cookies() if one["name"] == "seedbed"]
    visit.context.clear_cookies(name="seedbed")
    visit.page.locator("#problem").press("End")
    visit.page.locator("#problem").press_sequentially(" And after the session.")
    state(visit.page, "signed-out")
    expect(visit.page.locator("#saved")).to_contain_text("остаётся на этом устройстве")
    visit.page.close(run_before_unload=False)

    # Somebody else signs in on this device: nothing of it is theirs to read.
    visit.new_page()
    visit.sign_in("maksim")
    visit.go("/home")
    visit.page.wait_for_load_state("networkidle")
    [(owner, _action, sealed)] = visit.page.evaluate(STORED)
    assert owner != visit.page.locator("body").get_attribute("data-owner")
    assert "session" not in sealed
    expect(visit.page.locator("#notices")).to_be_empty()

    # Its writer signs in again, at the same field: the text is there, and is saved.
    visit.context.clear_cookies(name="seedbed")
    visit.context.add_cookies(hers)
    visit.go(f"{section}#problem")
    whole = "Written in a train tunnel. And after the session."
    expect(visit.page.locator("#problem")).to_have_value(whole)
    expect(visit.page.locator("#problem")).to_be_focused()
    state(visit.page, "saved")
    visit.page.reload()
    expect(visit.page.locator("#problem")).to_have_value(whole)
    assert visit.page.evaluate(STORED) == []
    begins_with_lent_words(visit.page)
    assert visit.complaints == []


def begins_with_lent_words(page: Page) -> None:
    """Words to begin with are taken and given back; the page counts as the server does."""
    field, button = page.locator("#core_problem"), page.locator("[data-starter=core_problem]").first
    for key in ("causes", "core_problem"):  # the first that is not written stands open
        page.locator(f".guide:has([data-starter={key}]) > summary").click()
        expect(page.locator(".guide[open]")).to_have_count(1)
    button.click()
    expect(field).to_be_focused()
    expect(field).not_to_have_value("")
    field.press("Control+z")
    expect(field).to_have_value("")
    state(page, "saved")
    counted = page.evaluate(
        """async (texts) => {
          const script = document.querySelector("script[type=module][src]").src;
          const { length } = await import(new URL("count.js", script));
          return texts.map(length);
        }""",
        list(TRICKY),
    )
    assert dict(zip(TRICKY, counted, strict=True)) == TRICKY


AT_MOST = 3.0  # seconds of typing that a tab may take with it
RUNS, MANY_RUNS = 2, 100
WORDS = 25  # at most, of one run


@dataclass
class Typist:
    """Types numbered words at a person's pace, while the connection comes and goes, until the tab
    is gone from one moment to the next: no event tells the page."""

    visit: Visit
    random: Random
    typed: dict[str, float] = field(default_factory=dict)  # word → when
    promised: set[str] = field(default_factory=set)  # while the badge said "saved"
    cuts: int = 0

    def run(self, number: int, section: str) -> None:
        page = self.visit.new_page()
        self.visit.go(section)
        page.wait_for_load_state("networkidle")
        page.locator("#problem").press("Control+End")
        for n in range(self.random.randint(3, WORDS)):
            word = f"w{number:03}x{n:02}"  # none begins like another
            page.keyboard.type(f"{word} ")
            self.typed[word] = monotonic()
            if self.random.random() < 0.12:
                self.cuts += 1
                self.visit.context.set_offline(self.random.random() < 0.6)
            page.wait_for_timeout(self.random.choice((20, 60, 150, 400, 1500)))
            if page.locator("#saved").get_attribute("data-state") == "saved":
                self.promised |= self.typed.keys()
        self.killed_at = monotonic()
        with suppress(PlaywrightError):  # it never answers
            page.goto("chrome://crash")
        page.close()
        self.visit.context.set_offline(False)

    def reopened(self, section: str) -> str:
        """What stands there for the next person who looks, once the page has come to rest."""
        page = self.visit.new_page()
        self.visit.go(section)
        page.wait_for_load_state("networkidle")
        page.wait_for_function(
            "!['saving', 'changed', 'retrying'].includes("
            "document.getElementById('saved').dataset.state)"
        )
        page.reload()
        text = page.locator("#problem").input_value()
        page.close()
        return text


def survive(browser: Browser, address: str, runs: int, seed: int) -> str:
    visit = Visit(browser, address, "ru", scripts=True, phone=True)
    visit.sign_in("lera")
    cuts = words = lost = 0
    longest = 0.0
    for number in range(runs):
        if number % 10 == 0:
            visit.new_page()
            section = begin(visit)
            visit.page.close()
        typist = Typist(visit, Random(seed + number))
        typist.run(number, section)
        # A draft may have been kept between a word and the space after it, or within a word.
        text = re.findall(r"w\d{3}x\d{2}", typist.reopened(section))
        gone = [word for word in typist.typed if word not in text]
        assert not typist.promised.intersection(gone), (number, "the badge said saved")
        twice = [word for word, times in Counter(text).items() if times > 1]
        assert twice == [], (number, "nothing is there twice")
        ages = [typist.killed_at - typist.typed[word] for word in gone]
        assert max(ages, default=0) <= AT_MOST, (number, ages)
        longest = max(longest, *ages, 0.0)
        cuts, words, lost = cuts + typist.cuts, words + len(typist.typed), lost + len(gone)
    assert visit.complaints == []
    return (
        f"{runs} tabs killed while typing, {cuts} changes of the connection: {words} words typed, "
        f"{lost} lost, the oldest {longest:.2f} s before the kill"
    )


def test_a_killed_tab_takes_at_most_three_seconds_with_it(browser: Browser, address: str) -> None:
    """P04: whoever closes the tab in mid-word finds the text on return."""
    survive(browser, address, RUNS, seed=1)


@pytest.mark.soak
def test_a_hundred_killed_tabs(browser: Browser, address: str, say: Say) -> None:
    say(survive(browser, address, MANY_RUNS, seed=100))
