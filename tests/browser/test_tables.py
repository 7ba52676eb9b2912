"""Tables of the editor under somebody's hands: dragged, moved by keys, pasted into, undone."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import Visit

pytestmark = pytest.mark.browser


def risks(browser: Browser, address: str, *, scripts: bool = True, phone: bool = False) -> Visit:
    """The risks of a new project of Alina's, with the rows A to D."""
    visit = Visit(browser, address, "en", scripts=scripts, phone=phone)
    visit.sign_in("alina")
    visit.go("/projects/new")
    visit.page.locator("[name=language][value=en]").check()
    visit.press("form[data-action='project.start']")
    where = visit.page.url.removeprefix(address).replace("/idea", "/sections/risks")
    visit.go(where)
    page = visit.page
    page.locator("details:has([name='_paste.risks']) > summary").click()
    page.locator("[name='_paste.risks']").fill("A\nB\nC\nD")
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.locator("button[value='paste:risks']").click()
    page.locator("#risks .entry").nth(3).wait_for()
    return visit


def order(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("#risks .entry [name$='.what']").all()]


def settle(page: Page, wanted: list[str]) -> None:
    """Until the page shows this order; and the server, asked again, says the same."""
    page.wait_for_function(
        "wanted => JSON.stringify([...document.querySelectorAll(\"#risks .entry [name$='.what']\")]"
        ".map(one => one.value)) === JSON.stringify(wanted)",
        arg=wanted,
    )
    page.locator("#saved[data-state=saved]").wait_for()
    page.reload()
    assert order(page) == wanted


@pytest.mark.parametrize("phone", [False, True])
def test_a_row_is_dragged_by_its_handle(browser: Browser, address: str, phone: bool) -> None:
    visit = risks(browser, address, phone=phone)
    page = visit.page
    visit.fits()
    handle = page.locator("#risks .handle").nth(0)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    third = page.locator("#risks .entry").nth(2).bounding_box()
    assert third
    assert third["height"] < 80, "rows are one line each while one is moved"
    page.mouse.move(third["x"] + 50, third["y"] + third["height"] - 5, steps=8)
    page.mouse.up()

    settle(page, ["B", "C", "A", "D"])
    assert not visit.complaints


def test_escape_puts_a_dragged_row_back(browser: Browser, address: str) -> None:
    page = risks(browser, address).page
    box = page.locator("#risks .handle").nth(0).bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 200, steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()

    assert order(page) == ["A", "B", "C", "D"]
    assert not page.locator(".moving").count()


def test_the_arrows_on_a_handle_move_its_row_and_stay_on_it(browser: Browser, address: str) -> None:
    page = risks(browser, address).page
    page.locator("#risks .handle").nth(0).focus()
    for place in (1, 2):
        page.keyboard.press("ArrowDown")
        page.wait_for_function(
            "n => document.querySelectorAll('#risks .handle')[n] === document.activeElement",
            arg=place,
        )

    settle(page, ["B", "C", "A", "D"])


def test_cells_pasted_in_a_row_fill_the_table(browser: Browser, address: str) -> None:
    visit = risks(browser, address)
    page = visit.page
    page.locator("#risks .entry [name$='.what']").nth(2).evaluate(
        """(cell, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const about = { clipboardData, bubbles: true, cancelable: true };
            cell.dispatchEvent(new ClipboardEvent("paste", about));
        }""",
        "C2\tLegal\t3: sometimes\nD2\nE\n",
    )

    settle(page, ["A", "B", "C2", "D2", "E"])
    assert page.locator("[name$='.likelihood']").nth(2).input_value() == "3"
    assert not visit.complaints


def test_too_many_pasted_lines_stay_on_the_page(browser: Browser, address: str) -> None:
    page = risks(browser, address).page
    page.locator("details:has([name='_paste.risks']) > summary").click()
    page.locator("[name='_paste.risks']").fill("x\n" * 300)
    page.locator("button[value='paste:risks']").click()
    page.locator("#troubles-risks [role=alert]").wait_for()

    assert page.locator("[name='_paste.risks']").input_value() == "x\n" * 300
    assert order(page) == ["A", "B", "C", "D"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_removed_row_is_brought_back(browser: Browser, address: str, scripts: bool) -> None:
    page = risks(browser, address, scripts=scripts).page
    assert page.locator(".handle").first.is_visible() == scripts
    page.locator("#risks .entry [name$='.what']").nth(1).fill("B, typed a moment ago")
    for button, rows in (("remove", 3), ("restore", 4)):
        with page.expect_response(lambda one: one.request.method == "POST"):
            page.locator(f"button[value^='{button}:']").nth(1 if button == "remove" else 0).click()
        page.wait_for_load_state("load")
        page.locator(f"#risks .entry:nth-child({rows}):last-child").wait_for()

    assert order(page) == ["A", "B, typed a moment ago", "C", "D"]
