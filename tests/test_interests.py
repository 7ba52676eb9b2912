"""What donors offer goes to coordinators; a team reads what a coordinator tells it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, col, select

from app.db import Database
from app.demo import Cast
from app.models import (
    Event,
    Interest,
    InterestChange,
    Letter,
    Pitch,
    Project,
    Stage,
    State,
    Support,
    Visibility,
)
from app.rules.interest_flow import INTEREST_MOVES, NEXT, STAGES, STEPS, SUPPORTS
from app.services import interest_lists, interests, moves
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make

PARTLY = {"kind": "fund_partly", "amount": "1 500,50", "note": "Printing, perhaps."}


class Desk:
    """A published pitch of Alina's and Maksim's, and what came of it."""

    def __init__(self, make: Make, visibility: Visibility = Visibility.vetted_donors) -> None:
        self.make = make
        self.project: Project = make.project(State.published)
        self.pitch: Pitch = make.pitch(self.project, visibility)
        self.form = f"/pitches/{self.pitch.code}/interest"
        self.page = f"/pitches/{self.pitch.code}-{self.pitch.slug}"
        self.desk = f"/camps/{make.camp.id}/interests"

    def all(self) -> list[Interest]:
        with self.make.database.reads.alone() as session:
            return list(session.exec(select(Interest)))

    @property
    def one(self) -> Interest:
        (found,) = self.all()
        return found

    def act(self, what: str) -> str:
        return f"/interests/{self.one.id}/{what}"

    def steps(self) -> list[InterestChange]:
        with self.make.database.reads.alone() as session:
            made = select(InterestChange).order_by(col(InterestChange.created_at))
            return list(session.exec(made))

    def letters(self) -> Counter[tuple[str, str]]:
        """(event, user) → how many."""
        users = {person.id: user for user, person in self.make.cast.people.items()}
        with self.make.database.reads.alone() as session:
            sent = session.exec(select(Letter).where(col(Letter.event).like("interest.%")))
            return Counter((letter.event, users[letter.to_id]) for letter in sent)

    def move(self, name: str) -> None:
        with self.make.database.writes.alone() as session:
            project = self.make.reload(session, self.project.id)
            moves.move(session, project, name, by=self.make.who("alina"))


@pytest.fixture
def desk(make: Make) -> Desk:
    return Desk(make)


def test_the_words_of_both_sides_cover_every_state_and_kind() -> None:
    assert INTEREST_MOVES.keys() == STAGES.keys() == NEXT.keys() == set(Stage)
    assert SUPPORTS.keys() == set(Support)
    assert {to for steps in INTEREST_MOVES.values() for to in steps} == STEPS.keys()


# ---- The donor ----


def test_a_mark_goes_to_the_coordinators_and_to_nobody_else(desk: Desk, browser: Browse) -> None:
    answer = browser("dan").form(desk.form, **PARTLY)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{desk.page}#marked")
    found = desk.one
    assert (found.kind, found.amount, found.currency) == (
        Support.fund_partly,
        Decimal("1500.50"),
        "BYN",
    )
    assert (found.state, found.pitch_number, found.note) == (Stage.new, 1, PARTLY["note"])
    assert desk.letters() == {("interest.mark", "vera"): 1, ("interest.mark", "pavel"): 1}
    with desk.make.database.reads.alone() as session:
        line = session.exec(select(Event).where(Event.action == "interest.mark")).one()
        assert "Printing" not in str(line)
        letter = session.exec(select(Letter).where(Letter.event == "interest.mark")).first()
        assert letter
        assert (desk.pitch.code in letter.subject, letter.path) == (True, desk.desk)
    assert "Printing, perhaps." in browser("dan").get(desk.page).text
    for user in ("alina", "maksim"):
        for path in (
            desk.page,
            f"/projects/{desk.project.id}",
            f"/projects/{desk.project.id}/pitch",
        ):
            assert "Printing, perhaps." not in browser(user).get(path).text
            assert "Linden" not in browser(user).get(path).text


def test_marking_again_changes_the_mark_and_keeps_what_it_said(desk: Desk, browser: Browse) -> None:
    dan = browser("dan")
    dan.form(desk.form, **PARTLY)
    dan.form(desk.form, **PARTLY)
    assert len(desk.steps()) == 1, "the same words again change nothing"

    dan.form(desk.form, kind="venue", amount="7", note="A hall")
    found, steps = desk.one, desk.steps()
    assert (found.kind, found.amount, found.currency) == (Support.venue, None, None)
    assert [step.what for step in steps] == ["interest.mark", "interest.change"]
    assert steps[1].was["kind"] == "fund_partly"
    assert steps[1].was["amount"] == "1500.50"
    assert steps[1].was["note"] == PARTLY["note"]
    assert desk.letters()["interest.change", "vera"] == 1


def test_fifty_clicks_at_once_are_one_mark_and_one_letter(desk: Desk, browser: Browse) -> None:
    dan = browser("dan")
    with ThreadPoolExecutor(16) as clicks:
        answers = list(clicks.map(lambda _n: dan.form(desk.form, **PARTLY).status_code, range(50)))

    assert set(answers) == {303}
    assert len(desk.all()) == len(desk.steps()) == 1
    assert desk.letters()["interest.mark", "vera"] == 1


def test_funding_it_fully_means_what_is_asked_for(desk: Desk, browser: Browse) -> None:
    browser("dan").form(desk.form, kind="fund_fully")

    assert (desk.one.amount, desk.one.currency) == (Decimal(150), "BYN")


def test_not_for_us_is_kept_and_bothers_nobody(
    desk: Desk, browser: Browse, database: Database
) -> None:
    browser("dan").form(desk.form, kind="not_for_us")

    assert desk.one.kind == Support.not_for_us
    assert desk.letters() == {}
    with database.reads.alone() as session:
        assert interests.interested(session, desk.pitch) == []


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "bribe"}, "kind"),
        ({"kind": "fund_partly"}, "amount"),
        ({"kind": "fund_partly", "amount": "0"}, "amount"),
        ({"kind": "fund_partly", "amount": "-5"}, "amount"),
        ({"kind": "fund_partly", "amount": "1e9"}, "amount"),
        ({"kind": "fund_partly", "amount": "NaN"}, "amount"),
        ({"kind": "fund_fully", "amount": "9" * 30}, "amount"),
        ({"kind": "venue", "note": "x" * 2001}, "note"),
    ],
)
def test_a_wrong_mark_comes_back_with_what_was_typed(
    desk: Desk, browser: Browse, typed: dict[str, str], trouble: str
) -> None:
    sent = {"note": "My words <b>"} | typed
    page = browser("dan").form(desk.form, **sent)
    part = browser("dan").post(desk.form, data=sent, headers=HTMX)

    assert page.status_code == part.status_code == 422
    for answer in (page, part):
        assert f'href="#{trouble}"' in answer.text
        assert sent["note"].replace("<", "&lt;").replace(">", "&gt;") in answer.text
        assert f'value="{sent.get("amount", "")}"' in answer.text
    assert "<html" not in part.text
    assert desk.all() == []


def test_htmx_gets_the_panel_with_the_new_state(desk: Desk, browser: Browse) -> None:
    answer = browser("dan").post(desk.form, data=PARTLY, headers=HTMX)

    assert answer.status_code == 200
    assert 'id="interest"' in answer.text
    assert str(NEXT[Stage.new]) in answer.text
    assert "Change your mark" in answer.text


def test_after_marking_the_page_stands_at_the_answer_with_scripts_and_without(
    desk: Desk, browser: Browse
) -> None:
    dan = browser("dan")
    panel = dan.post(desk.form, data=PARTLY, headers=HTMX).text
    assert panel.count("autofocus") == 1
    said = panel.index('id="marked" tabindex="-1" autofocus')
    assert said < panel.index(str(STAGES[Stage.new])) < panel.index("<form")

    where, _hash, anchor = dan.form(desk.form, **PARTLY).headers["location"].partition("#")
    page = dan.get(where).text
    assert f'id="{anchor}"' in page
    assert "autofocus" not in page, "whoever comes back later reads the pitch from its beginning"
    wrong = dan.post(desk.form, data=PARTLY | {"amount": "much"}, headers=HTMX)
    assert 'id="marked" tabindex="-1">' in wrong.text


def test_only_donors_whose_organisation_is_verified_mark_and_only_what_is_shown(
    desk: Desk, browser: Browse, stranger: Browser, make: Make
) -> None:
    for user in ("emma", "mallory", "boris", "olga"):
        assert browser(user).form(desk.form, **PARTLY).status_code == 404, user
    for user in ("alina", "vera"):
        assert browser(user).form(desk.form, **PARTLY).status_code == 403, user
    assert stranger.form(desk.form, **PARTLY).status_code == 303
    public = Desk(make, Visibility.public_without_budget)
    assert browser("emma").form(public.form, **PARTLY).status_code == 403

    dan = browser("dan")
    desk.move("pause")
    assert dan.form(desk.form, **PARTLY).status_code == 409
    desk.move("resume")
    assert dan.form(desk.form, **PARTLY).status_code == 303
    desk.move("withdraw")
    assert dan.form(desk.form, kind="venue").status_code == 410
    assert dan.form("/pitches/nosuch/interest", kind="venue").status_code == 404
    assert desk.one.kind == Support.fund_partly


def test_a_mark_is_withdrawn_at_any_time_with_or_without_a_reason(
    desk: Desk, browser: Browse
) -> None:
    dan = browser("dan")
    dan.form(desk.form, **PARTLY)
    for user, status in (("viktor", 404), ("vera", 403), ("alina", 404)):
        assert browser(user).form(desk.act("withdraw")).status_code == status
    answer = dan.form(desk.act("withdraw"), reason="Our board said no.")

    assert (answer.status_code, answer.headers["location"]) == (303, "/interests")
    assert desk.one.state == Stage.withdrawn
    assert desk.steps()[-1].note == "Our board said no."
    assert desk.letters()["interest.withdraw", "pavel"] == 1
    assert dan.form(desk.act("withdraw")).status_code == 303
    assert desk.letters()["interest.withdraw", "pavel"] == 1

    dan.form(desk.form, **PARTLY)
    assert [one.state for one in desk.all()] == [Stage.new], "the same words again are a new mark"


def test_a_donor_sees_what_became_of_each_mark_and_nothing_of_what_is_gone(
    desk: Desk, browser: Browse, make: Make
) -> None:
    dan = browser("dan")
    assert "No mark of interest yet" in dan.get("/interests").text
    dan.form(desk.form, **PARTLY)
    assert "Safe rides home" in dan.get("/interests").text
    assert str(NEXT[Stage.new]) in dan.get("/interests").text
    assert "Safe rides" not in browser("viktor").get("/interests").text
    desk.move("pause")
    paused = dan.get("/interests").text
    assert "The pitch is paused for now" in paused
    assert "Safe rides home" not in paused
    desk.move("withdraw")
    gone = dan.get("/interests").text
    assert "The authors withdrew the pitch" in gone
    assert "Safe rides home" not in gone
    assert desk.pitch.code in gone
    emma = browser("emma").get("/interests").text
    assert "not verified yet" in emma
    assert browser("alina").get("/interests").status_code == 403


def test_who_marked_a_pitch_is_told_when_it_is_withdrawn(desk: Desk, browser: Browse) -> None:
    browser("dan").form(desk.form, **PARTLY)
    browser("viktor").form(desk.form, kind="not_for_us")
    browser("agata").form(desk.form, kind="venue")
    agatas = next(one for one in desk.all() if one.kind == Support.venue)
    browser("agata").form(f"/interests/{agatas.id}/withdraw")
    desk.move("withdraw")
    with desk.make.database.reads.alone() as session:
        sent = session.exec(select(Letter).where(Letter.event == "project.withdraw")).all()
        told = {letter.to_id for letter in sent}
    cast = desk.make.cast
    assert cast["dan"].id in told
    assert not told & {cast["viktor"].id, cast["agata"].id}


# ---- The coordinator ----


def test_an_interest_moves_along_one_step_at_a_time(desk: Desk, browser: Browse) -> None:
    browser("dan").form(desk.form, **PARTLY)
    vera = browser("vera")
    for wrong in ("funded", "agreed", "new", "withdrawn"):
        assert vera.form(desk.act("move"), state=wrong).status_code == 409
    for right in ("acknowledged", "introduced", "agreed", "funded"):
        answer = vera.form(desk.act("move"), state=right, note=f"Note on {right}")
        assert answer.headers["location"] == f"{desk.desk}#i-{desk.one.id}"
        assert desk.one.state == right
        assert str(NEXT[desk.one.state]) in browser("dan").get("/interests").text
    assert desk.letters()["interest.move", "dan"] == 4
    assert "Note on agreed" in vera.get(desk.desk).text
    for path in ("/interests", desk.page):
        assert "Note on" not in browser("dan").get(path).text

    assert vera.form(desk.act("move"), state="declined").status_code == 303
    browser("dan").form(desk.form, kind="expertise")
    assert desk.one.state == Stage.new, "whoever changes a declined mark asks anew"


def test_only_coordinators_of_the_camp_broker(
    desk: Desk, browser: Browse, stranger: Browser
) -> None:
    browser("dan").form(desk.form, **PARTLY)
    acts = [(desk.act("move"), {"state": "declined"}), (desk.act("tell"), {"told_en": "Psst"})]
    for user, status in (
        ("olga", 404),
        ("alina", 404),
        ("boris", 404),
        ("viktor", 404),
        ("dan", 403),
    ):
        for path, typed in acts:
            assert browser(user).form(path, **typed).status_code == status, user
        assert browser(user).get(desk.desk).status_code == 404, user
    for path, typed in acts:
        assert stranger.form(path, **typed).status_code == 303
    assert (desk.one.state, desk.one.told) == (Stage.new, {})
    assert "Linden" in browser("pavel").get(desk.desk).text
    assert "agata" not in browser("pavel").get(desk.desk).text
    for path in ("/interests/7/move", f"/interests/{uuid4()}/tell"):
        assert browser("vera").form(path, state="declined").status_code == 404


def test_the_team_reads_just_what_it_is_told_and_that_can_be_taken_back(
    desk: Desk, browser: Browse, make: Make
) -> None:
    browser("dan").form(desk.form, **PARTLY)
    browser("viktor").form(desk.form, kind="in_kind", note="Thirty posters")
    dans = next(one for one in desk.all() if one.kind == Support.fund_partly)
    tell = f"/interests/{dans.id}/tell"

    def told() -> list[dict[str, str]]:
        with make.database.reads.alone() as session:
            return [words for words, _at in told_in(session, desk.project.id)]

    assert told() == []
    vera = browser("vera")
    vera.form(tell, told_en="Somebody may help with printing.", told_ru="Возможно, помогут.")
    assert told() == [{"en": "Somebody may help with printing.", "ru": "Возможно, помогут."}]
    assert (
        desk.letters()["interest.tell", "alina"] == desk.letters()["interest.tell", "maksim"] == 1
    )
    with make.database.reads.alone() as session:
        letter = session.exec(select(Letter).where(Letter.event == "interest.tell")).first()
        assert letter
        assert desk.project.code in letter.subject
        assert "printing" not in letter.body
    assert "Somebody may help with printing." in vera.get(desk.desk).text

    vera.form(tell, told_en="", told_ru="")
    assert told() == []
    assert desk.letters()["interest.tell", "alina"] == 1, "taking back is silent"
    with make.database.reads.alone() as session:
        assert session.get_one(Interest, dans.id).told_at is None
    assert desk.steps()[-1].was["told"]["en"] == "Somebody may help with printing."


def told_in(session: Session, project_id: UUID) -> list[tuple[dict[str, str], object]]:
    return list(interests.told_to_team(session, session.get_one(Project, project_id)))


@pytest.mark.parametrize(
    ("act", "typed", "trouble"),
    [
        ("tell", {"told_ru": "я" * 1001, "told_en": "kept words"}, "told_ru"),
        ("move", {"state": "acknowledged", "note": "n" * 2001}, "note"),
        ("move", {"state": "sold", "note": "kept words"}, "state"),
        ("move", {"note": "kept words"}, "state"),
    ],
)
def test_a_wrong_form_of_a_coordinator_comes_back_at_its_row(
    desk: Desk, browser: Browse, act: str, typed: dict[str, str], trouble: str
) -> None:
    browser("dan").form(desk.form, **PARTLY)
    answer = browser("vera").form(desk.act(act), **typed)

    assert answer.status_code == 422
    assert f'href="#{trouble}-{desk.one.id}"' in answer.text
    assert f'id="{trouble}-{desk.one.id}"' in answer.text
    assert max(typed.values(), key=len) in answer.text
    assert desk.one.state == Stage.new


def test_the_desk_lists_by_state_and_page_by_page(
    desk: Desk, browser: Browse, make: Make, cast: Cast
) -> None:
    browser("dan").form(desk.form, **PARTLY)
    browser("viktor").form(desk.form, kind="venue", note="Our hall")
    dans = next(one for one in desk.all() if one.donor_id == cast["dan"].id)
    browser("vera").form(f"/interests/{dans.id}/move", state="acknowledged")
    vera = browser("vera")

    assert "Our hall" not in vera.get(f"{desk.desk}?state=acknowledged").text
    assert "Our hall" in vera.get(f"{desk.desk}?state=new").text
    assert "None in this state" in vera.get(f"{desk.desk}?state=funded").text
    page = vera.get(f"{desk.desk}?state=%27&after=nonsense").text
    assert "Our hall" in page
    assert "Printing, perhaps." in page
    with make.database.reads.alone() as session:
        first, last = interest_lists.of_camp(session, make.camp.id, limit=1)
        second, end = interest_lists.of_camp(session, make.camp.id, after=last, limit=1)
    assert [one.donor for one in (*first, *second)] == [cast["dan"].name, cast["viktor"].name]
    assert end is None


def test_a_donor_is_told_of_a_withdrawal_by_the_code_that_they_know(
    make: Make, browser: Browse
) -> None:
    desk = Desk(make)
    browser("dan").form(desk.form, **PARTLY)
    desk.move("withdraw")
    with make.database.reads.alone() as session:
        told = session.exec(select(Letter).where(Letter.event == "project.withdraw")).all()
    said = {letter.to_id: letter.body for letter in told}
    donors, team = said[make.cast["dan"].id], said[make.cast["alina"].id]
    assert desk.pitch.code in donors
    assert desk.project.code not in donors
    assert desk.project.code in team
    assert desk.pitch.code not in team
