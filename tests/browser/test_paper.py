"""Idea cards on paper, and the pages of a team, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser

from app.i18n import LANGUAGES
from tests.browser.site import Site, Visit

pytestmark = pytest.mark.browser


def test_a_blank_card_fits_on_two_pages_and_comes_back_as_a_project(
    browser: Browser, site: Site
) -> None:
    address = site.address
    vera = Visit(browser, address, "en", scripts=True, phone=True)
    vera.sign_in("vera")
    camp = f"/camps/{site.make.camp.id}"
    for language in LANGUAGES:
        vera.go(f"{camp}/idea-card?language={language}")
        vera.fits()
        printed = vera.page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, language
    vera.accessible()

    vera.go(f"{camp}/ideas/new")
    vera.fits()
    vera.accessible()
    person = vera.page.locator("#person option", has_text="(yanka)").get_attribute("value")
    assert person
    vera.act("idea.enter", person=person, language="be", title="Праверце прапанову")
    assert vera.page.get_by_role("link", name="Праверце прапанову").count() == 1

    yanka = Visit(browser, address, "en", scripts=False, phone=True)
    yanka.sign_in("yanka")
    yanka.go("/projects")
    with yanka.page.expect_navigation():
        yanka.page.get_by_role("link", name="Праверце прапанову").click()
    team = yanka.page.url + "/team"
    yanka.go(team)
    yanka.act("project.invite", may="comment")
    code = yanka.page.locator(".secret").inner_text()
    zlata = Visit(browser, address, "en", scripts=True, phone=True)
    zlata.sign_in("zlata")
    zlata.go(f"/join/{code}")
    zlata.fits()
    zlata.accessible()
    zlata.act("person.join")
    zlata.fits()
    for page in (team, team.removesuffix("/team")):
        zlata.go(page)
        zlata.fits()
        zlata.accessible()
    yanka.go(team)
    with yanka.page.expect_navigation():
        yanka.page.locator("a.tap").click()
    yanka.fits()
    yanka.act("team.change", may="write")
    with yanka.page.expect_navigation():
        yanka.page.locator("a.tap").click()
    yanka.act("team.lead")
    yanka.act("team.leave")
    assert yanka.page.url.endswith("/projects")
    zlata.go(team)
    assert zlata.page.locator(".tag").count() == 1
    assert vera.complaints + yanka.complaints + zlata.complaints == []
