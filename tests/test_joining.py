"""Coming in with a code (scenarios P01 to P03 and their refusals)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import SQLModel, func, select

from app.db import Database
from app.models import (
    Affiliation,
    Attempt,
    Event,
    Invitation,
    Letter,
    Membership,
    Organisation,
    Person,
    Role,
    State,
    Teammate,
    Welcome,
)
from app.models.base import now
from app.services import consents, history, invitations
from tests.conftest import Browse, Browser, another
from tests.make import Make

ENGLISH = {"Accept-Language": "en"}

LONG_AGO = now() - timedelta(days=1)
ADULT = {"name": "Halina Novik", "email": "halina@example.org", "user": "halina"}
ORGANISATION = {
    "organisation": "Green Lamp",
    "kind": "charity",
    "purpose": "We pay for small things that young people make.",
}


def born(years: int) -> dict[str, str]:
    """Somebody who turned so many years old this very month's first day, and no older."""
    today = now().date()
    last_month = date(today.year, today.month, 1) - timedelta(days=1)
    return {"year": str(last_month.year - years), "month": str(last_month.month)}


def filled(**more: Any) -> dict[str, Any]:
    account = {
        "name": "Nasta", "user": "nasta", "passphrase": "seven blue kettles", "language": "be",
        "email": "", "read": "yes", "next": "",
    }  # fmt: skip
    return account | more


def counts(database: Database) -> dict[str, int]:
    with database.reads.alone() as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }


def person(database: Database, user: str) -> Person | None:
    with database.reads.alone() as session:
        return session.exec(select(Person).where(Person.user == user)).first()


def letters_to(database: Database, make: Make, user: str) -> list[Letter]:
    with database.reads.alone() as session:
        return list(session.exec(select(Letter).where(Letter.to_id == make.cast[user].id)))


def test_nasta_17_joins_with_a_nickname_and_no_email_and_may_draft(
    make: Make, database: Database, stranger: Browser, browser: Browse
) -> None:
    """P01: with the camp's code Nasta (17) registers with a nickname and no e-mail; she
    waits to be ticked off, may draft already, nothing is visible to others, and publishing will
    need her guardian."""
    code = make.invitation(Welcome.participant, uses=30)
    typed = f"{code[:4]} - {code[4:]}".upper()

    assert stranger.form("/join", code=typed).headers["Location"] == f"/join/{code}"
    assert stranger.get(f"/join/{typed}").status_code == 200
    answer = stranger.form(f"/join/{code}", **filled(**born(17)))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/home")
    assert stranger.cookies["language"] == "be"
    nasta = person(database, "nasta")
    assert nasta
    assert (nasta.name, nasta.email, nasta.language) == ("Nasta", None, "be")
    with database.reads.alone() as session:
        membership = session.exec(select(Membership).where(Membership.person_id == nasta.id)).one()
        event = session.exec(select(Event).where(Event.about_id == nasta.id)).one()
        assert history.broken_at(session, history.chain_of(make.camp.id)) is None
    assert (membership.role, membership.confirmed_at) == (Role.participant, None)
    assert (event.action, event.who_id, event.fields) == ("person.join", nasta.id, ["participant"])
    stranger.get("/language?to=en")
    page = stranger.get("/home").text
    assert "A coordinator has not ticked you off yet." in page
    assert "You are under 16" not in page
    assert "/projects/new" in page
    draft = stranger.form("/projects/new", language="be").headers["Location"]
    assert stranger.get(draft).status_code == 200
    for user in ("lera", "maksim", "boris", "dan"):
        assert browser(user).get(draft).status_code == 404
    with database.reads.alone() as session:
        standing = consents.standings(session, [nasta], make.camp.id)[nasta.id]
    assert (standing.confirmed, standing.account, standing.publish) == (False, True, False)


def test_every_coordinator_of_the_camp_is_told_in_their_language_and_nobody_else(
    make: Make, database: Database, stranger: Browser
) -> None:
    with database.writes.alone() as session:
        session.get_one(Person, make.cast["pavel"].id).language = "en"
    code = make.invitation(Welcome.participant, uses=30)
    stranger.form(f"/join/{code}", **filled(**born(17)))

    for user, language in (("vera", "ru"), ("pavel", "en")):
        letter = letters_to(database, make, user)[-1]
        assert (letter.event, letter.language) == ("person.join", language)
        assert letter.path == f"/camps/{make.camp.id}/people"
        assert "Nasta" not in letter.subject + letter.body
    assert letters_to(database, make, "olga") == []


def test_a_15_year_old_may_draft_and_reads_why_nothing_is_sent(
    make: Make, database: Database, stranger: Browser
) -> None:
    """P02, first half: at 15 she may draft, and reads that nothing is sent or shown until a
    guardian consents; the second half is in tests/test_unanswered.py."""
    code = make.invitation(Welcome.participant)
    answer = stranger.form(f"/join/{code}", **filled(**born(15), language="en"))

    page = stranger.get("/home").text
    assert answer.status_code == 303
    assert "You are under 16" in page
    assert "within 14 days, your account is deleted" in page
    assert "/projects/new" in page


def test_a_13_year_old_is_refused_kindly_and_leaves_no_trace(
    make: Make, database: Database, stranger: Browser
) -> None:
    """P03: at 13 there is a refusal with the help lines, and no row is stored."""
    code = make.invitation(Welcome.participant)
    before = counts(database)
    answers = [
        stranger.form(f"/join/{code}", **filled(**born(13))),
        stranger.form(f"/join/{code}", **born(13)),  # the rest of the form does not matter
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "/help-lines" in answer.text
        assert "Nasta" not in answer.text
        assert "seedbed" not in answer.cookies
    assert counts(database) == before


@pytest.mark.parametrize(("day", "welcome"), [(30, False), (31, True)])
def test_somebody_turns_14_on_the_first_of_the_month_after_their_birthday(
    make: Make, database: Database, stranger: Browser, day: int, welcome: bool
) -> None:
    """Born in April 2013; the camp's today is the 30th of April or the 1st of May 2027."""
    with time_machine.travel(datetime(2027, 4, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)):
        code = make.invitation(Welcome.participant)
        answer = stranger.form(f"/join/{code}", **filled(year="2013", month="4"))

    assert answer.status_code == (303 if welcome else 422)
    assert bool(person(database, "nasta")) == welcome


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Nasta Kowal"}, "name"), ({"name": "Nasta2009"}, "name"),
        ({"name": "@nasta"}, "name"), ({"name": "N"}, "name"),
        ({"user": "Наста"}, "user"), ({"user": "na"}, "user"), ({"user": "a b c"}, "user"),
        ({"user": "alina"}, "user"),
        ({"passphrase": "too short"}, "passphrase"), ({"passphrase": "x" * 201}, "passphrase"),
        ({"user": "nasta-nasta", "passphrase": "Nasta-Nasta"}, "passphrase"),
        ({"year": "", "month": ""}, "year"), ({"year": "soon"}, "year"),
        ({"month": "13"}, "month"), ({"year": "2199"}, "month"),
        ({"language": "xx"}, "language"), ({"email": "at home"}, "email"), ({"read": ""}, "read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_all_but_the_passphrase_stays(
    make: Make, database: Database, stranger: Browser, wrong: dict[str, str], field: str
) -> None:
    code = make.invitation(Welcome.participant)
    answer = stranger.form(
        f"/join/{code}", **filled(**born(17)) | {"email": "n@example.org"} | wrong
    )

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = filled(email="n@example.org") | wrong
    for name in ("name", "user", "email"):
        assert f'value="{kept[name]}"' in answer.text
    assert kept["passphrase"] not in answer.text
    assert person(database, "nasta") is None


@pytest.mark.parametrize("ended", ["mistyped", "expired", "ended", "used up"])
def test_a_code_that_lets_nobody_in_says_so(
    make: Make, database: Database, stranger: Browser, ended: str
) -> None:
    code = make.invitation(Welcome.participant)
    with database.writes.alone() as session:
        invitation = session.exec(select(Invitation)).one()
        if ended == "expired":
            invitation.expires_at = LONG_AGO
        elif ended == "ended":
            invitations.end(session, invitation, by=make.who("vera"))
        elif ended == "used up":
            assert invitations.spend(session, invitation)
    code = "abcd2345" if ended == "mistyped" else code

    typed = stranger.form("/join", code=code)
    opened, posted = (
        stranger.get(f"/join/{code}"),
        stranger.form(f"/join/{code}", **filled(**born(17))),
    )

    assert (typed.status_code, opened.status_code, posted.status_code) == (422, 404, 404)
    assert code in typed.text
    assert "This code lets nobody in" in opened.text
    assert person(database, "nasta") is None


def test_of_many_who_come_at_once_only_as_many_get_in_as_the_code_has_uses(
    make: Make, database: Database, app: FastAPI, stranger: Browser
) -> None:
    code = make.invitation(Welcome.participant, uses=2)

    def comes(name: str) -> int:
        form = filled(**born(17), user=name)
        return int(another(app, stranger).form(f"/join/{code}", **form).status_code)

    with ThreadPoolExecutor(6) as crowd:
        answers = sorted(crowd.map(comes, [f"nasta{n}" for n in range(6)]))

    assert answers[:2] == [303, 303]
    assert set(answers[2:]) <= {404, 409}
    with database.reads.alone() as session:
        assert session.exec(select(Invitation)).one().used == 2
        assert len(session.exec(select(Person).where(Person.name == "Nasta")).all()) == 2


def test_of_two_who_choose_the_same_user_name_one_chooses_again(
    make: Make, database: Database, app: FastAPI, stranger: Browser
) -> None:
    code = make.invitation(Welcome.participant, uses=30)

    def comes(_n: int) -> Any:
        return another(app, stranger).form(f"/join/{code}", **filled(**born(17)))

    with ThreadPoolExecutor(4) as crowd:
        answers = sorted(crowd.map(comes, range(4)), key=lambda answer: answer.status_code)

    assert [answer.status_code for answer in answers] == [303, 422, 422, 422]
    assert "Somebody has this user name already." in answers[1].text
    assert 'value="Nasta"' in answers[1].text
    with database.reads.alone() as session:
        assert session.exec(select(Invitation)).one().used == 1


def test_thirty_people_behind_one_address_join_and_sign_in_within_a_minute(
    make: Make, database: Database, app: FastAPI, stranger: Browser
) -> None:
    code = make.invitation(Welcome.participant, uses=40)
    began = now()

    def comes(n: int) -> list[int]:
        form = filled(**born(16), user=f"guest-{n}")
        joined = another(app, stranger).form(f"/join/{code}", **form)
        signed_in = another(app, stranger).form(
            "/sign-in", user=form["user"], passphrase=form["passphrase"]
        )
        return [joined.status_code, signed_in.status_code]

    with ThreadPoolExecutor(30) as crowd:
        answers = list(crowd.map(comes, range(30)))

    assert answers == [[303, 303]] * 30
    assert now() - began < timedelta(minutes=1)


def test_a_code_that_is_tried_too_often_rests(
    make: Make, database: Database, stranger: Browser
) -> None:
    code = make.invitation(Welcome.participant, uses=30)
    with database.writes.alone() as session:
        key = f"join|{session.exec(select(Invitation)).one().id}"
        until = now() + timedelta(minutes=5)
        session.add(Attempt(key=key, count=120, until=until))

    assert stranger.form(f"/join/{code}", **filled(**born(17))).status_code == 429


@pytest.mark.parametrize("role", [Role.mentor, Role.coordinator])
def test_adults_come_by_a_personal_invitation_and_need_no_ticking_off(
    make: Make, database: Database, stranger: Browser, role: Role
) -> None:
    code = make.invitation(Welcome(role))
    assert len(code) >= 12
    assert "When were you born?" not in stranger.get(f"/join/{code}").text
    assert stranger.form(f"/join/{code}", **filled(**ADULT) | {"email": ""}).status_code == 422
    assert stranger.form(f"/join/{code}", **filled(**ADULT, language="en")).status_code == 303

    halina = person(database, "halina")
    assert halina
    assert halina.adult_on is None
    with database.reads.alone() as session:
        joined = session.exec(select(Membership).where(Membership.person_id == halina.id)).one()
        kept = session.exec(select(Invitation)).one()
    assert (joined.role, joined.confirmed_by_id) == (role, make.cast["vera"].id)
    assert (kept.code, kept.used) == (None, 1)
    assert letters_to(database, make, "vera")[-1].event == f"{role}.join"
    page = stranger.get("/home").text
    assert ("Your vetting comes first" in page) == (role == Role.mentor)
    assert stranger.get(f"/join/{code}").status_code == 404


def test_a_donor_introduces_an_organisation_and_waits_for_its_verification(
    make: Make, database: Database, stranger: Browser
) -> None:
    code = make.invitation(Welcome.donor)
    form = filled(**ADULT, **ORGANISATION, language="en")
    assert stranger.form(f"/join/{code}", **form | {"kind": "bank"}).status_code == 422
    assert stranger.form(f"/join/{code}", **form).status_code == 303

    halina = person(database, "halina")
    assert halina
    with database.reads.alone() as session:
        tie = session.exec(select(Affiliation).where(Affiliation.person_id == halina.id)).one()
        lamp = session.get_one(Organisation, tie.organisation_id)
    assert (lamp.name, lamp.kind, lamp.verified_on) == ({"en": "Green Lamp"}, "charity", None)
    letter = letters_to(database, make, "vera")[-1]
    assert (letter.event, letter.path) == ("organisation.join", "/organisations")
    assert "Your organisation is not verified yet" in stranger.get("/home").text


def test_a_donor_invited_for_a_known_organisation_is_asked_nothing_about_it(
    make: Make, database: Database, stranger: Browser
) -> None:
    code = make.invitation(Welcome.donor, organisation=make.cast.organisations["linden"])
    assert stranger.form(f"/join/{code}", **filled(**ADULT, language="en")).status_code == 303

    assert "Find a project to help" in stranger.get("/home").text
    assert letters_to(database, make, "vera") == []


def test_a_teammate_of_the_same_camp_joins_by_one_button(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project()
    code = make.invitation(Welcome.teammate, by="alina", project=project)
    lera = browser("lera")

    assert project.code in lera.get(f"/join/{code}").text
    assert lera.post(f"/join/{code}").headers["Location"] == f"/projects/{project.id}"
    assert letters_to(database, make, "alina")[-1].event == "project.joined"
    with database.reads.alone() as session:
        team = session.exec(select(Teammate).where(Teammate.project_id == project.id)).all()
    assert {one.person_id for one in team} >= {make.cast["lera"].id}


def test_a_code_is_not_spent_on_whoever_is_in_already(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project()
    code = make.invitation(Welcome.teammate, by="alina", project=project)
    camp = make.invitation(Welcome.participant)

    assert browser("maksim").post(f"/join/{code}").headers["Location"] == f"/projects/{project.id}"
    assert browser("alina").post(f"/join/{camp}").headers["Location"] == "/home"
    with database.reads.alone() as session:
        assert {one.used for one in session.exec(select(Invitation))} == {0}


def test_a_team_lets_in_nobody_of_another_camp_and_no_adult_beside_it(
    make: Make, database: Database, browser: Browse
) -> None:
    project = make.project()
    closed = make.project(state=State.withdrawn)
    code = make.invitation(Welcome.teammate, by="alina", project=project)
    late = make.invitation(Welcome.teammate, by="alina", project=closed)
    before = counts(database)

    for user in ("mallory", "boris", "dan"):
        answer = browser(user).post(f"/join/{code}")
        assert answer.status_code == 403
        assert project.title not in answer.text
    assert browser("lera").post(f"/join/{late}").status_code == 403
    assert counts(database)["teammate"] == before["teammate"]


def test_a_stranger_with_a_teammates_code_joins_the_camp_first_and_comes_back(
    make: Make, stranger: Browser
) -> None:
    team = make.invitation(Welcome.teammate, by="alina", project=make.project())
    camp = make.invitation(Welcome.participant)

    page = stranger.get(f"/join/{team}").text
    assert f"/join?next=/join/{team}" in page
    assert f"/sign-in?next=/join/{team}" in page
    assert stranger.post(f"/join/{team}").headers["Location"].startswith("/sign-in")
    onward = stranger.form("/join", code=camp, next=f"/join/{team}").headers["Location"]
    assert onward == f"/join/{camp}?next=/join/{team}"
    assert f'name="next" value="/join/{team}"' in stranger.get(onward).text
    joined = stranger.form(f"/join/{camp}", **filled(**born(17), language="en")
                           | {"next": f"/join/{team}"})  # fmt: skip
    assert joined.headers["Location"] == f"/join/{team}"
    assert stranger.post(f"/join/{team}").headers["Location"].startswith("/projects/")


def test_somebody_known_takes_up_one_role_more_by_one_button(
    make: Make, database: Database, browser: Browse
) -> None:
    for user, welcome in (
        ("olga", "coordinator"),
        ("maksim", "mentor"),
        ("mallory", "participant"),
    ):
        code = make.invitation(Welcome(welcome))
        home = browser(user).post(f"/join/{code}").headers["Location"]
        assert home == f"/home?now={welcome}"
        assert "now" in browser(user).get(home).text
        assert (make.camp.id, Role(welcome)) in make.who(user).roles
    assert make.camp.id in make.who("mallory").unconfirmed
    assert make.camp.id not in make.who("maksim").unconfirmed


def test_somebody_who_is_signed_in_types_a_teams_code_where_their_projects_stand(
    make: Make, browser: Browse
) -> None:
    project = make.project()
    code = make.invitation(Welcome.teammate, by="alina", project=project)
    lera = browser("lera")
    for page in ("/projects", "/home"):
        text = lera.get(page, headers=ENGLISH).text
        assert 'action="/join"' in text[text.index("Did somebody ask you to their team?") :], page
    assert "ask you to their team" not in browser("boris").get("/home", headers=ENGLISH).text

    where = lera.form("/join", code=code[:4].upper() + "-" + code[4:]).headers["Location"]

    assert project.title in lera.get(where).text
    assert lera.post(where).headers["Location"] == f"/projects/{project.id}"
    assert "ask you to their team" not in lera.get("/home", headers=ENGLISH).text
    assert "ask you to their team" in lera.get("/projects", headers=ENGLISH).text


def test_the_page_for_codes_says_to_each_what_a_code_is_for_them(
    make: Make, browser: Browse, stranger: Browser
) -> None:
    alina = browser("alina")
    page = alina.get("/join", headers=ENGLISH).text
    assert "one more camp" in page
    assert "Have you been here before?" not in page
    assert "Have you been here before?" in stranger.get("/join", headers=ENGLISH).text
    wrong = alina.form("/join", code="nothing-here")
    assert wrong.status_code == 422
    assert 'value="nothing-here"' in wrong.text

    said = {
        Welcome.teammate: "You are in this team already.",
        Welcome.participant: "You are in this camp already.",
        Welcome.mentor: "This invitation is for adults.",
    }
    for welcome, words in said.items():
        about: dict[str, Any] = {"project": make.project()} if welcome == "teammate" else {}
        code = make.invitation(welcome, by="alina" if about else "vera", **about)
        where = alina.form("/join", code=code).headers["Location"]
        assert words in alina.get(where, headers=ENGLISH).text, welcome
    code = make.invitation(Welcome.mentor)
    answer = browser("boris").get(f"/join/{code}", headers=ENGLISH).text
    assert "You are a mentor of this camp already." in answer


def test_a_minor_cannot_become_mentor_coordinator_or_donor(
    make: Make, database: Database, browser: Browse
) -> None:
    before = counts(database)
    for welcome in ("mentor", "coordinator", "donor"):
        code = make.invitation(Welcome(welcome))
        answer = browser("lera").form(f"/join/{code}", **ORGANISATION)
        assert answer.status_code == 403
    after = counts(database)
    assert all(after[table] == before[table] for table in ("membership", "affiliation", "letter"))


def test_a_mentor_who_also_gives_money_introduces_the_organisation(
    make: Make, database: Database, browser: Browse
) -> None:
    code = make.invitation(Welcome.donor)
    boris = browser("boris")

    assert boris.form(f"/join/{code}", organisation="Green Lamp").status_code == 422
    assert boris.form(f"/join/{code}", **ORGANISATION).status_code == 303
    assert make.who("boris").affiliated is not None
    assert not make.who("boris").verified
