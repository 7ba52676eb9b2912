"""The whole road in a real browser: from a camp's join code to a donor's interest, once in each
language, and once more without scripts."""

import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Visit
from tests.browser.writing import Writer
from tests.plans import COMPLETE

pytestmark = pytest.mark.browser
THINK = ("idea", "problem", "people", "place", "safety")
ACT = ("results", "plan", "budget", "risks", "partners", "care", "after")
WALKS = [("en", True), ("ru", True), ("be", True), ("ru", False)]


class Walk:
    """One walk down the road. What is one person's stays in one browser."""

    def __init__(self, browser: Browser, address: str, language: str, scripts: bool) -> None:
        self.browser, self.address = browser, address
        self.language, self.scripts = language, scripts
        self.tag = f"{language}{'' if scripts else 'x'}"
        self.title = f"Safe rides {self.tag}"
        self.plan = deepcopy(COMPLETE)
        self.plan["idea"]["title"] = self.title
        self.visits: dict[str, Visit] = {}

    def visit(self, user: str, *, phone: bool = False) -> Visit:
        if user not in self.visits:
            self.visits[user] = Visit(
                self.browser, self.address, self.language, scripts=self.scripts, phone=phone
            )
        return self.visits[user]

    def look(self, visit: Visit) -> None:
        """In English every page of the road is looked at by a machine as well."""
        visit.fits()
        if self.language == "en" and self.scripts:
            visit.accessible()

    def camp_opens(self) -> None:
        vera = self.visit("vera")
        vera.sign_in("vera")
        vera.go("/camps/new")
        self.look(vera)
        vera.act(
            "camp.open", name_en=f"Camp {self.tag}", name_ru=f"Лагерь {self.tag}",
            name_be=f"Лагер {self.tag}", place_ru="Дом у озера", text_be="Тры дні разам.",
            starts_on="2026-08-01", ends_on="2026-08-05", time_zone="Europe/Minsk",
            currency="BYN", default_language="ru", organisers_en="Camp team",
            supporters_ru="Фонд",
        )  # fmt: skip
        self.camp = re.search(r"/camps/([0-9a-f-]{36})", vera.page.url)[1]  # type: ignore[index]
        self.look(vera)
        vera.go(f"/camps/{self.camp}/invitations")
        vera.act("invitation.make", ":has([name=uses])", uses="5", days="7")
        vera.go(f"/camps/{self.camp}/invitations")
        self.look(vera)
        vera.page.locator("a[href$='/sheet']").first.click()
        self.code = vera.page.locator(".big-code").inner_text().strip()
        assert vera.page.locator(".qr svg").count() == 1
        self.look(vera)

    def mentor_comes(self) -> None:
        """Boris mentors elsewhere already; here he takes up a personal invitation."""
        vera, boris = self.visit("vera"), self.visit("boris")
        vera.go(f"/camps/{self.camp}/invitations")
        vera.act("invitation.make", ":has([name=note])", welcomes="mentor", note="B")
        link = vera.page.locator(".secret").inner_text().strip()
        boris.sign_in("boris")
        boris.go(link)
        self.look(boris)
        boris.act("person.join")

    def participants_join(self) -> None:
        for name in ("nasta", "kolia"):
            user = f"{name}-{self.tag}"
            young = self.visit(name, phone=True)
            young.go(f"/join/{self.code}")
            self.look(young)
            young.act(
                "person.join", name=name.title(), month="3", year=str(date.today().year - 19),  # noqa: DTZ011
                user=user, passphrase="three quiet words", language=self.language, read="yes",
            )  # fmt: skip
            young.go("/home")
            self.look(young)
        vera = self.visit("vera")
        vera.go(f"/camps/{self.camp}/people")
        self.look(vera)
        for box in vera.page.locator("form[data-action='person.confirm'] [name=person]").all():
            box.check()
        vera.act("person.confirm")
        self._other_device()

    def _other_device(self) -> None:
        again = Visit(self.browser, self.address, self.language, scripts=self.scripts)
        again.go("/sign-in")
        again.page.locator("form:has(#passphrase) >> [name=user]").fill(f"nasta-{self.tag}")
        again.page.locator("#passphrase").fill("three quiet words")
        again.press("form:has(#passphrase)")
        again.go("/home")
        again.context.close()

    def idea_is_written(self) -> None:
        nasta = self.visit("nasta")
        nasta.go("/projects/new")
        self.look(nasta)
        nasta.act("project.start", language=self.language)
        self.project = re.search(r"/projects/([0-9a-f-]{36})", nasta.page.url)[1]  # type: ignore[index]
        self.look(nasta)
        self.writer = Writer(nasta, self.project, self.plan)
        self.writer.write(*THINK)
        self.look(nasta)
        if self.scripts:
            self._tab_closes()
        nasta.go(f"/projects/{self.project}/sections/idea")
        assert nasta.page.locator("#title").input_value() == self.title

    def _tab_closes(self) -> None:
        """Closed while typing: what was typed is there."""
        nasta = self.visit("nasta")
        nasta.go(f"/projects/{self.project}/sections/problem")
        nasta.page.locator("#core_problem").fill("Nobody checks an offer before accepting it.")
        self.writer.saved()
        nasta.page.close()
        nasta.new_page()
        nasta.go(f"/projects/{self.project}/sections/problem")
        kept = nasta.page.locator("#core_problem").input_value()
        assert kept == "Nobody checks an offer before accepting it."

    def teammate_joins(self) -> None:
        nasta, kolia = self.visit("nasta"), self.visit("kolia")
        nasta.go(f"/projects/{self.project}/team")
        self.look(nasta)
        nasta.act("project.invite")
        kolia.go(f"/join/{nasta.page.locator('.secret').inner_text().strip()}")
        kolia.act("person.join")
        kolia.go(f"/projects/{self.project}/sections/place")
        kolia.page.locator("#place").fill("Hrodna and around")
        Writer(kolia, self.project, self.plan).save()
        kolia.go(f"/projects/{self.project}")
        self.look(kolia)

    def idea_is_welcomed(self) -> None:
        nasta, vera = self.visit("nasta"), self.visit("vera")
        nasta.go(f"/projects/{self.project}")
        nasta.act("project.send")
        vera.go(f"/projects/{self.project}/approval")
        self.look(vera)
        first = vera.page.locator("form[data-action='project.welcome'] [name=mentor]").first
        mentor = first.get_attribute("value")
        vera.act("project.welcome", mentor=str(mentor))

    def plan_is_developed(self) -> None:
        nasta, boris = self.visit("nasta"), self.visit("boris")
        self.writer.write(*ACT)
        nasta.go(f"/projects/{self.project}/sections/budget")
        assert "330" in nasta.page.locator("#totals").inner_text()
        self.look(nasta)
        nasta.go(f"/projects/{self.project}/feedback")
        nasta.act("feedback.ask", note="Is the money right?")
        boris.go("/mentoring")
        self.look(boris)
        boris.go(f"/projects/{self.project}/review")
        self.look(boris)
        boris.act("point.make", ":has([name=field][value=objective])", kind="request",
                  text="Which students exactly?")  # fmt: skip
        boris.go(f"/projects/{self.project}/review")
        boris.act("feedback.request", says="Nearly there.")
        nasta.go(f"/projects/{self.project}/sections/results")
        nasta.act("point.answer", text="Those of three colleges.")
        self.look(nasta)
        nasta.page.locator("#objective").fill(
            "Fewer students of three Hrodna colleges accept offers nobody checked."
        )
        self.writer.save()
        nasta.go(f"/projects/{self.project}/sections/results")
        nasta.act("point.address", button="button[value=addressed]")
        nasta.go(f"/projects/{self.project}/feedback")
        nasta.act("feedback.ask")
        boris.go(f"/projects/{self.project}/review")
        boris.act("feedback.request", button="button[formaction]", says="Well done.")

    def pitch_is_published(self) -> None:
        nasta, vera = self.visit("nasta"), self.visit("vera")
        self.writer.write("pitch")
        nasta.go(f"/projects/{self.project}/pitch")
        self.look(nasta)
        nasta.go(f"/projects/{self.project}")
        nasta.act("project.submit")
        vera.go(f"/camps/{self.camp}/approvals")
        self.look(vera)
        vera.go(f"/projects/{self.project}/approval")
        self.look(vera)
        vera.act("pitch.publish", dignity="yes")

    def donor_marks_interest(self) -> None:
        dan, emma = self.visit("dan"), self.visit("emma")
        dan.sign_in("dan")
        dan.go(f"/pitches?q=rides+{self.tag}&region=BY-HR&strand=prevention&form=labour&max=500")
        self.look(dan)
        card = dan.page.locator("a", has_text=self.title).first
        self.pitch = str(card.get_attribute("href"))
        dan.go(self.pitch)
        self.look(dan)
        assert "Nasta" not in dan.page.content()
        dan.act("interest.mark", kind="fund_partly", amount="120,50", note="A good start.")
        dan.go(self.pitch)
        dan.act("interest.mark", kind="fund_fully", amount="150", note="All of it.")
        dan.go("/interests")
        self.look(dan)
        emma.sign_in("emma")
        emma.go(self.pitch, 404)
        emma.go("/pitches")
        assert self.title not in emma.page.content()

    def interest_is_brokered(self) -> None:
        vera, nasta = self.visit("vera"), self.visit("nasta")
        for _step in ("acknowledged", "introduced"):
            vera.go(f"/camps/{self.camp}/interests")
            vera.act("interest.move", button=f"button[value={_step}]")
        vera.go(f"/camps/{self.camp}/interests")
        self.look(vera)
        words = f"A foundation is curious {self.tag}."
        vera.act("interest.tell", **{f"told_{self.language}": words})
        nasta.go(f"/projects/{self.project}")
        assert words in nasta.page.content()
        assert "Linden" not in nasta.page.content()

    def author_withdraws(self) -> None:
        nasta, dan = self.visit("nasta"), self.visit("dan")
        nasta.act("project.withdraw")
        dan.go(self.pitch, 410)
        dan.go("/letters")
        code = self.pitch.rpartition("/")[2].partition("-")[0]
        assert code in dan.page.locator("main").inner_text()
        self.look(dan)

    def nobody_complained(self) -> None:
        assert {who: one.complaints for who, one in self.visits.items() if one.complaints} == {}
        for visit in self.visits.values():
            visit.context.close()


@pytest.mark.parametrize(("language", "scripts"), WALKS, ids=["en", "ru", "be", "no scripts"])
def test_from_a_join_code_to_a_donors_interest(
    browser: Browser, address: str, language: str, scripts: bool, tmp_path: Path
) -> None:
    walk = Walk(browser, address, language, scripts)
    walk.camp_opens()
    walk.mentor_comes()
    walk.participants_join()
    walk.idea_is_written()
    walk.teammate_joins()
    walk.idea_is_welcomed()
    walk.plan_is_developed()
    walk.pitch_is_published()
    walk.donor_marks_interest()
    walk.interest_is_brokered()
    walk.author_withdraws()
    walk.nobody_complained()
