"""The mentoring loop in a real browser: asked, answered, addressed, signed off. The mentor has a
phone; once without scripts."""

import pytest
from playwright.sync_api import Browser, expect

from app.models import State
from tests.browser.site import Site, Visit
from tests.browser.writing import SAVE

pytestmark = pytest.mark.browser
WALKS = {"en": True, "be": True, "ru": False}  # language → with scripts
BETTER = "Fewer students of three Hrodna colleges accept offers that nobody has checked."


class Walk:
    def __init__(self, browser: Browser, address: str, project: str, language: str) -> None:
        self.language, self.scripts = language, WALKS[language]
        self.at = f"/projects/{project}"
        self.alina, self.boris = (
            Visit(browser, address, language, scripts=self.scripts, phone=True) for _ in range(2)
        )
        self.alina.sign_in("alina")
        self.boris.sign_in("boris")
        for one in (self.alina, self.boris):
            one.go(f"/language?to={language}")

    def look(self, visit: Visit) -> None:
        """In English every page of the loop is looked at by a machine as well."""
        visit.fits()
        if self.language == "en":
            visit.accessible()

    def author_asks(self, note: str) -> None:
        self.alina.go(f"{self.at}/feedback")
        self.alina.act("feedback.ask", note=note)
        self.look(self.alina)

    def mentor_makes_points(self) -> None:
        """Three, and other words for one sentence; each at its place."""
        self.boris.go("/mentoring")
        self.look(self.boris)
        self.boris.page.locator(f"a[href^='{self.at}/review']").first.click()
        self._point("[name=section][value=problem]", "core_problem", kind="question",
                    text="How do you know that nobody checked them?")  # fmt: skip
        self._point("[name=row][value=b1]", "budget", kind="request",
                    text="Two sets for each table would do. Why sixty?")  # fmt: skip
        self._point("[name=section][value=care]", "", kind="praise",
                    text="You have thought of everybody who helps.")  # fmt: skip
        self._point("[name=section][value=results]", "objective", kind="request",
                    text="Say which students, so that everybody sees how many.",
                    quote="students in Hrodna",
                    wording="students of three Hrodna colleges")  # fmt: skip
        self.boris.go(f"{self.at}/review")
        assert self.boris.page.locator(".thread").count() == 4
        self.look(self.boris)
        self.boris.act("feedback.request", says="A strong plan. Three small things are left.")

    def _point(self, place: str, field: str, **words: str) -> None:
        self.boris.act("point.make", f":has({place}):has([name=field][value='{field}'])", **words)

    def author_addresses_them(self) -> None:
        alina = self.alina
        alina.go(f"{self.at}/feedback")
        self.look(alina)
        assert alina.page.locator(".thread[open]").count() == 4
        alina.act("point.answer", ":below(:text('How do you know'))",
                  text="We asked forty-two people in spring.")  # fmt: skip
        alina.go(f"{self.at}/feedback")
        alina.act("suggestion.decide", button="button[value=taken]")
        alina.go(f"{self.at}/sections/results")
        assert alina.page.locator("#objective").input_value() == BETTER
        alina.go(f"{self.at}/sections/budget")
        alina.page.locator("[id='budget.b1.quantity']").fill("24")
        if self.scripts:
            alina.page.wait_for_selector("#saved[data-state=saved]")
        else:
            alina.press("body", SAVE)
        alina.go(f"{self.at}/sections/budget")
        alina.act("point.address", button="button[value=addressed]")
        self.look(alina)

    def mentor_sees_what_changed_and_settles(self) -> None:
        boris = self.boris
        boris.go(f"{self.at}/review")
        self.look(boris)
        assert boris.page.locator("#changed-h").count() == 1
        shown = boris.page.locator("article h2[id^=part-]").all()
        assert [one.get_attribute("id") for one in shown] == [
            "part-problem", "part-results", "part-budget"
        ], "what changed, and where a point is open; nothing else of the plan"  # fmt: skip
        read = boris.page.locator("article").inner_text()
        assert "24" in read
        assert "We asked forty-two people in spring." in read
        for left in (3, 2, 1):
            buttons = boris.page.locator("form[data-action='point.settle'] button[value=settled]")
            expect(buttons).to_have_count(left)
            boris.act(
                "point.settle", button="button[value=settled]", within=":has([value=settled])"
            )
            if not self.scripts:
                boris.go(f"{self.at}/review")

    def mentor_signs_off(self) -> None:
        self.boris.go(f"{self.at}/review")
        self.boris.act("signoff.give", ":has([value=budget])", button="button[value=good]")
        self.boris.act("feedback.request", button="button[formaction]", says="Ready for donors.")
        self.alina.go(self.at)
        assert self.alina.page.locator("form[data-action='project.submit']").count() == 1
        self.look(self.alina)


@pytest.mark.parametrize("language", WALKS)
def test_asked_answered_addressed_signed_off(browser: Browser, site: Site, language: str) -> None:
    project = site.make.project(State.developing)
    walk = Walk(browser, site.address, str(project.id), language)
    walk.author_asks("Is our budget believable?")
    walk.mentor_makes_points()
    walk.author_addresses_them()
    walk.author_asks("Is it clear now?")
    walk.mentor_sees_what_changed_and_settles()
    walk.mentor_signs_off()
    for one in (walk.alina, walk.boris):
        assert one.complaints == []
        one.context.close()
