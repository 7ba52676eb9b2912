"""Guardians' consents on paper, the papers behind them, and the vetting of mentors."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from app.db import Database
from app.demo import Cast
from app.models import Consent, Event, LegalRecord, Letter, Project, Purpose, State, Vetting
from app.models.base import now
from app.rules.safeguarding import CONSENT_TEXT, check_ends, missing, wrong_with_check
from app.services import consents, history
from app.settings import DEMO_KEY
from tests.conftest import Browse
from tests.make import Make

TODAY = now().date()


def paper(cast: Cast, **but: Any) -> dict[str, Any]:
    return {
        "purpose": ["account", "mentoring"],
        "given_on": (TODAY - timedelta(days=1)).isoformat(),
        "witness": str(cast["pavel"].id),
        "language": "be",
        "guardian_name": "Volha Guardian-Marker",
    } | but


def test_a_guardians_consent_on_paper_is_recorded_with_its_date_and_witness(
    browser: Browse, database: Database, cast: Cast
) -> None:
    nadia, vera = cast["nadia"], browser("vera")
    page = f"/people/{nadia.id}"
    shown = vera.get(page).text
    assert "consent is missing" in shown
    assert 'name="purpose" value="account"' in shown.replace('id="purpose-account" ', "")
    assert "checked" not in shown, "nothing is ticked beforehand"

    assert vera.form(f"{page}/consents", **paper(cast)).status_code == 303
    with database.reads.alone() as session:
        lines = consents.of(session, nadia.id)
        assert {line.purpose for line in lines} == {Purpose.account, Purpose.mentoring}
        for line in lines:
            assert line.witness_id == cast["pavel"].id
            assert line.given_on == TODAY - timedelta(days=1)
            assert (line.method, line.text_version, line.language) == ("paper", CONSENT_TEXT, "be")
        assert missing(nadia.adult_on, lines, TODAY) == [Purpose.publish]
        letter = session.exec(select(Letter).where(Letter.event == "consent.record")).one()
        assert letter.to_id == nadia.id
        done = session.exec(select(Event).where(Event.action == "consent.record")).one()
        assert done.fields == ["consent.account", "consent.mentoring", "guardian_name"]
    assert "Volha" not in vera.get(page).text


def test_two_of_three_recorded_says_which_is_missing_and_offers_it(
    browser: Browse, cast: Cast
) -> None:
    vera, page = browser("vera"), f"/people/{cast['nadia'].id}"
    assert 'id="recorded"' not in vera.get(page).text

    where = vera.form(f"{page}/consents", **paper(cast)).headers["Location"]

    assert where.endswith("#recorded")
    text = vera.get(where).text
    said = text[text.index('id="recorded"') :]
    said = said[: said.index("</div>\n</div>")]
    assert "Given so far: Account, Mentoring." in said
    assert "Still missing: Publishing." in said
    assert 'href="#purpose"' in said
    assert 'id="purpose"' in text
    assert "checked" not in text, "nothing is ticked beforehand"
    last = vera.form(f"{page}/consents", **paper(cast, purpose=["publish"])).headers["Location"]
    text = vera.get(last).text
    assert "Given so far: Account, Mentoring, Publishing." in text
    assert "Still missing" not in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": []}, "purpose"),
        ({"purpose": ["everything"]}, "purpose"),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "given_on"),
        ({"given_on": "1999-01-01"}, "given_on"),
        ({"given_on": "yesterday"}, "given_on"),
        ({"witness": "olga"}, "witness"),
        ({"witness": "nobody"}, "witness"),
        ({"language": "pl"}, "language"),
        ({"guardian_name": ""}, "guardian_name"),
    ],
)
def test_a_wrong_paper_comes_back_with_what_was_typed(
    browser: Browse, database: Database, cast: Cast, wrong: dict[str, Any], field: str
) -> None:
    if wrong.get("witness") == "olga":
        wrong = {"witness": str(cast["olga"].id)}
    typed = paper(cast, guardian_contact="+375 29 000") | wrong
    answer = browser("vera").form(f"/people/{cast['nadia'].id}/consents", **typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "+375 29 000" in answer.text
    with database.reads.alone() as session:
        assert not consents.of(session, cast["nadia"].id)
        assert not session.exec(select(Event)).all()


def test_a_guardian_is_asked_only_for_what_the_age_needs(browser: Browse, cast: Cast) -> None:
    vera = browser("vera")
    for user in ("lera", "maksim"):  # 17 and 19
        answer = vera.form(f"/people/{cast[user].id}/consents", **paper(cast))
        assert answer.status_code == 422
    assert 'data-action="consent.record"' not in vera.get(f"/people/{cast['maksim'].id}").text


def test_every_reading_of_papers_leaves_a_line_and_the_database_alone_reads_nothing(
    browser: Browse, database: Database, cast: Cast
) -> None:
    nadia = cast["nadia"]
    vera = browser("vera")
    vera.form(f"/people/{nadia.id}/consents", **paper(cast, legal_name="Nadzeya Legal-Marker"))
    with database.reads.alone() as session:
        kept = session.exec(select(LegalRecord).where(LegalRecord.person_id == nadia.id)).one()
        assert "Marker" not in kept.sealed
        names = consents.papers(session, nadia.id, DEMO_KEY)
        assert names["guardian_name"] == "Volha Guardian-Marker"
        assert _reads(session) == []

    for number in (1, 2):
        opened = vera.get(f"/people/{nadia.id}/papers")
        assert "Volha Guardian-Marker" in opened.text
        assert "Nadzeya Legal-Marker" in opened.text
        with database.reads.alone() as session:
            assert len(_reads(session)) == number
            line = _reads(session)[-1]
            assert (line.who_id, line.about_id) == (cast["vera"].id, nadia.id)
            assert "guardian_name" in line.fields
            assert history.broken_at(session, line.chain) is None

    for user in ("olga", "boris", "nadia", "alina", "dan"):
        assert browser(user).get(f"/people/{nadia.id}/papers").status_code == 404
    with database.reads.alone() as session:
        assert len(_reads(session)) == 2
    assert "Marker" not in vera.get("/history").text


def _reads(session: Session) -> list[Event]:
    lines = select(Event).where(Event.action == "person.read_papers")
    return list(session.exec(lines.order_by(Event.number)))  # type: ignore[arg-type]


def test_papers_that_the_history_cannot_write_down_are_not_shown(
    browser: Browse, database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_all: Any, **_more: Any) -> None:
        raise OSError

    monkeypatch.setattr(history, "write_about", broken)
    answer = browser("vera").get(f"/people/{cast['alina'].id}/papers")
    assert answer.status_code == 500
    assert "Guardian of" not in answer.text


def test_a_consent_taken_back_takes_the_pitch_off_in_the_same_moment(
    browser: Browse, database: Database, cast: Cast, make: Make
) -> None:
    """Lera is 17: her guardian consented to publishing."""
    project = make.project(State.published, team=("lera",))
    pitch = make.pitch(project)
    draft = make.project(State.developing, team=("lera",))
    with database.reads.alone() as session:
        consent = next(
            one for one in consents.of(session, cast["lera"].id) if one.purpose == Purpose.publish
        )
    back = f"/people/{cast['lera'].id}/consents/{consent.id}/withdraw"
    dan = browser("dan")
    assert dan.get(f"/pitches/{pitch.code}").status_code == 200
    assert browser("olga").form(back).status_code == 404
    assert browser("lera").form(back).status_code == 404
    wrong_person = f"/people/{cast['alina'].id}/consents/{consent.id}/withdraw"
    assert browser("vera").form(wrong_person).status_code == 404

    assert browser("vera").form(back).status_code == 303
    assert browser("vera").form(back).status_code == 303  # twice is once
    assert dan.get(f"/pitches/{pitch.code}").status_code == 410
    with database.reads.alone() as session:
        assert session.get_one(Consent, consent.id).withdrawn_at is not None
        assert session.get_one(Project, project.id).state == State.withdrawn
        assert session.get_one(Project, draft.id).state == State.developing
        lines = session.exec(select(Event).where(Event.action == "consent.withdraw")).all()
        assert [line.fields for line in lines] == [["consent.publish"]]
        told = session.exec(select(Letter).where(Letter.event == "project.withdraw")).all()
        assert cast["lera"].id in {letter.to_id for letter in told}


def test_a_second_paper_keeps_the_pitch_when_the_first_is_taken_back(
    browser: Browse, database: Database, cast: Cast, make: Make
) -> None:
    project = make.project(State.published, team=("lera",))
    make.pitch(project)
    vera, lera = browser("vera"), cast["lera"]
    with database.reads.alone() as session:
        first = consents.of(session, lera.id)[0]
    again = paper(cast, purpose=["publish"])
    assert vera.form(f"/people/{lera.id}/consents", **again).status_code == 303
    assert vera.form(f"/people/{lera.id}/consents/{first.id}/withdraw").status_code == 303
    with database.reads.alone() as session:
        assert session.get_one(Project, project.id).state == State.published


def test_the_consent_form_is_printed_in_three_languages_and_names_nobody(
    browser: Browse, cast: Cast, make: Make
) -> None:
    make.project(team=("nadia",))
    vera, address = browser("vera"), f"/people/{cast['nadia'].id}/consent-form"
    for language, title in (
        ("en", "A guardian's consent"),
        ("ru", "Согласие законного представителя"),
        ("be", "Згода законнага прадстаўніка"),
    ):
        page = vera.get(f"{address}?in={language}").text
        paper_itself = page[page.index("<article") : page.index("</article")]
        assert title.replace("'", "&#39;") in paper_itself
        assert f'lang="{language}"' in paper_itself
        assert paper_itself.count('class="box"') == 3
        assert cast["nadia"].name not in paper_itself
        assert "Safe rides" not in page
    assert vera.get(f"{address}?in=pl").status_code == 422
    assert browser("olga").get(address).status_code == 404


def test_a_vetting_opens_the_door_of_a_mentor_until_it_ends(
    browser: Browse, database: Database, cast: Cast, make: Make
) -> None:
    """Irina's has expired: she is the project's mentor and reads nothing of it."""
    project = make.project(State.developing, mentor="irina")
    irina, vera = make.who("irina"), browser("vera")
    assert "mentor" not in irina.vetted
    vettings = f"/people/{cast['irina'].id}/vettings"

    for checked, expires, field in (
        (TODAY + timedelta(days=1), TODAY + timedelta(days=9), "checked_on"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "expires_on"),
        (TODAY, check_ends(TODAY) + timedelta(days=1), "expires_on"),
    ):
        typed = {"checked_on": checked.isoformat(), "expires_on": expires.isoformat()}
        answer = vera.form(vettings, **typed)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'value="{expires.isoformat()}"' in answer.text
    assert "mentor" not in make.who("irina").vetted

    good = {"checked_on": TODAY.isoformat(), "expires_on": check_ends(TODAY).isoformat()}
    assert browser("olga").form(vettings, **good).status_code == 404
    assert browser("irina").form(vettings, **good).status_code == 404
    assert vera.form(vettings, **good).status_code == 303
    assert "mentor" in make.who("irina").vetted
    with database.reads.alone() as session:
        made = session.exec(select(Vetting).where(Vetting.checked_on == TODAY)).one()
        assert made.checked_by_id == cast["vera"].id
        letter = session.exec(select(Letter).where(Letter.event == "vetting.record")).one()
        assert letter.to_id == cast["irina"].id
    own = f"/people/{cast['vera'].id}/vettings"
    assert vera.form(own, **good).status_code == 403, "nobody vets themselves"
    assert project.id


def test_a_check_holds_for_24_months_at_most() -> None:
    assert check_ends(date(2024, 2, 29)) == date(2026, 2, 28)
    assert check_ends(date(2025, 11, 30)) == date(2027, 11, 30)
    assert not wrong_with_check(date(2025, 1, 1), date(2027, 1, 1), date(2025, 1, 1))
    assert wrong_with_check(date(2025, 1, 1), date(2027, 1, 2), date(2025, 1, 1))
