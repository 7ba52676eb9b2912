"""Being told by letter: at once what waits on somebody, news in digests, nothing at night to those
under 18, and an end to news with one click."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import anyio
import pytest
import time_machine
from fastapi import FastAPI
from sqlmodel import select

from app.db import Database
from app.models import Event, Letter, Pace, Person
from app.models.base import now
from app.rules.notices import Audience
from app.services import digests, letters, outbox
from app.settings import Settings
from app.web.outbox import deliver, make_digests
from tests.conftest import Browse, Browser, another
from tests.make import Make

MINSK = ZoneInfo("Europe/Minsk")
NEWS, ASKS = "project.joined", "project.return"
TELLS = {NEWS: Audience.team, ASKS: Audience.team, "point.answer": Audience.mentors}


@contextmanager
def on(days: int, hour: str) -> Iterator[None]:
    """So many days after the next Monday, by the clock of the camp."""
    today = now().astimezone(MINSK).date()
    monday = today + timedelta(days=7 - today.weekday())
    there = datetime.combine(monday + timedelta(days=days), time.fromisoformat(hour), MINSK)
    with time_machine.travel(there, tick=False):
        yield


@dataclass
class Post:
    make: Make
    settings: Settings
    raw: bytes = b""  # what was sent last, as it goes over the wire

    def person(self, user: str, **about: Any) -> None:
        """Somebody with an e-mail address."""
        with self.make.database.writes.alone() as session:
            person = session.get_one(Person, self.make.cast[user].id)
            person.sqlmodel_update({"email": f"{user}@example.org"} | about)
            session.add(person)

    def tell(self, event: str, *users: str, code: str = "aaaaaa", path: str = "") -> None:
        with self.make.database.writes.alone() as session:
            people = [session.get_one(Person, self.make.cast[user].id) for user in users]
            where = path or f"/projects/{code}"
            letters.write(session, event, {TELLS[event]: people}, where, code=code)

    def goes(self) -> dict[str, list[EmailMessage]]:
        """What the worker carries now, by user name; those without an address left out."""
        folder = self.settings.data_dir / "mail"
        for old in folder.glob("*.eml"):
            old.unlink()
        anyio.run(partial(make_digests, self.make.database, self.settings))
        while anyio.run(partial(deliver, self.make.database, self.settings)):
            pass
        found: dict[str, list[EmailMessage]] = {}
        for file in folder.glob("*.eml"):
            self.raw = file.read_bytes()
            email = message_from_bytes(self.raw, policy=default)
            user, _at, host = str(email["To"]).partition("@")
            if host == "example.org":
                found.setdefault(user, []).append(email)
        return found


@pytest.fixture
def post(make: Make, tmp_path: Path) -> Post:
    return Post(make, Settings(mode="test", data_dir=tmp_path))


def text(email: EmailMessage) -> str:
    return str(email.get_content())


def all_letters(database: Database) -> list[Letter]:
    with database.reads.alone() as session:
        return list(session.exec(select(Letter)))


def test_news_of_three_projects_is_one_digest_project_by_project(
    make: Make, post: Post, browser: Browse
) -> None:
    project = make.project()
    subjects = {
        "en": "Read what is new: 13", "ru": "Прочитайте, что нового: 13",
        "be": "Прачытайце, што новага: 13",
    }  # fmt: skip
    readers = dict(zip(("maksim", "boris", "vera"), subjects, strict=True))
    for user, language in readers.items():
        post.person(user, language=language, adult_on=None)
    with on(0, "12:00"):
        for number in range(10):
            path = f"/projects/{project.id}/review#point-{number}"
            post.tell("point.answer", *readers, code="cccccc", path=path)
        post.tell(NEWS, *readers, code="aaaaaa")
        post.tell(NEWS, *readers, code="bbbbbb")
        post.tell(NEWS, *readers, code="cccccc")
    with on(0, "16:59"):
        assert post.goes() == {}
    with on(0, "17:00"):
        sent = post.goes()
        for user, language in readers.items():
            (email,) = sent[user]
            assert email["Subject"] == subjects[language]
            body = text(email)
            assert re.findall("^[abc]{6}$", body, re.M) == ["cccccc", "bbbbbb", "aaaaaa"]
            assert body.count("(10)\n") == 1
            assert f"\n  http://127.0.0.1:8000/projects/{project.id}/review\n" in body
            assert "\n  http://127.0.0.1:8000/projects/aaaaaa\n" in body
            assert project.title not in body
            assert not any(cast.name in body for cast in make.cast.people.values())

            shown = browser(user).get("/letters").text
            assert shown.count('class="unread"') == 13, "the digest is none of them"
            assert subjects[language] not in shown
        assert post.goes() == {}
    with on(1, "17:00"):
        assert post.goes() == {}, "never an empty one"
        post.tell(NEWS, "boris")
    with on(2, "16:59"):
        assert post.goes() == {}
    with on(2, "17:00"):
        (email,) = post.goes()["boris"]
        assert text(email).count("\n  http") == 1


def test_what_was_read_in_the_app_is_in_no_digest(post: Post, browser: Browse) -> None:
    post.person("boris")
    post.person("vera")
    with on(0, "12:00"):
        post.tell(NEWS, "boris", "vera", code="aaaaaa")
        browser("boris").post("/letters/read")
        browser("vera").post("/letters/read")
        post.tell(NEWS, "vera", code="bbbbbb")
    with on(0, "17:00"):
        sent = post.goes()
        assert sent.keys() == {"vera"}
        assert "bbbbbb" in text(sent["vera"][0])
        assert "aaaaaa" not in text(sent["vera"][0])
        assert all(one.sent_at for one in all_letters(post.make.database)), "nothing is left over"


def test_what_waits_comes_at_once_and_news_when_its_reader_chose(post: Post) -> None:
    chosen = {"maksim": Pace.at_once, "boris": Pace.daily, "vera": Pace.weekly, "dan": Pace.waiting}
    for user, pace in chosen.items():
        post.person(user, pace=pace)
    with on(0, "12:00"):
        post.tell(ASKS, *chosen)
        assert post.goes().keys() == chosen.keys()
        post.tell(NEWS, *chosen)
        assert post.goes().keys() == {"maksim"}
    for day, goes in enumerate([{"boris"}, set(), set(), set(), {"vera"}, set()]):
        with on(day, "17:00"):
            assert post.goes().keys() == goes, day
    post.person("dan", pace=Pace.daily)
    with on(8, "17:00"):
        assert post.goes() == {}, "old news is not made up for"


def test_a_minors_letter_of_half_past_ten_at_night_goes_at_seven(post: Post) -> None:
    post.person("alina")
    post.person("maksim", adult_on=None)  # takes part, and nobody knows how old
    post.person("vera")
    with on(0, "22:30"):
        post.tell(ASKS, "alina", "maksim", "vera")
        assert post.goes().keys() == {"vera"}
        with post.make.database.reads.alone() as session:
            assert outbox.waiting(session, "UTC") == [], "what rests for the night is not late"
    with on(1, "06:59"):
        assert post.goes() == {}
    with on(1, "07:00"):
        assert post.goes().keys() == {"alina", "maksim"}
    with on(1, "12:00"):
        post.tell(NEWS, "alina", "vera")
    with on(1, "21:30"):  # nobody had been at work at 17:00
        assert post.goes().keys() == {"vera"}
    with on(2, "07:00"):
        assert post.goes().keys() == {"alina"}


def test_the_night_is_that_of_the_camp(make: Make, post: Post) -> None:
    post.person("alina")
    with make.database.writes.alone() as session:
        camp = session.merge(make.camp)
        camp.time_zone = "Asia/Tbilisi"  # an hour ahead of Minsk
    with on(0, "20:30"):
        post.tell(ASKS, "alina")
        assert post.goes() == {}
    with on(1, "06:00"):
        assert post.goes().keys() == {"alina"}


def test_ten_answers_in_a_row_are_two_letters_not_ten(post: Post) -> None:
    post.person("boris", pace=Pace.at_once)
    for minute in range(10):
        with on(0, f"12:{minute:02}"):
            post.tell("point.answer", "boris", path=f"/projects/1/review#point-{minute}")
            assert len(post.goes()) == (minute == 0)
            if minute == 5:
                post.tell("point.answer", "boris", code="bbbbbb")
                assert "bbbbbb" in post.goes()["boris"][0]["Subject"], "another project"
    with on(0, "12:59"):
        assert post.goes() == {}
    with on(0, "13:01"):
        (rest,) = post.goes()["boris"]
        assert "9." in text(rest)
        assert "/projects/1/review\n" in text(rest)
        assert post.goes() == {}


def test_a_suspended_person_gets_none_of_what_was_written_before(post: Post) -> None:
    post.person("boris")
    post.person("vera", pace=Pace.at_once)
    with on(0, "12:00"):
        post.tell(NEWS, "boris")
        post.tell(ASKS, "vera")
        post.person("boris", suspended_at=now())
        post.person("vera", suspended_at=now())
        assert post.goes() == {}
    with on(0, "17:00"):
        assert post.goes() == {}


def test_a_letter_whose_worker_died_goes_again_once_the_lease_is_over(post: Post) -> None:
    post.person("boris", pace=Pace.at_once)
    with on(0, "12:00"):
        post.tell(ASKS, "boris")
        post.tell(NEWS, "boris")
        post.tell(NEWS, "boris")
        with post.make.database.writes.alone() as session:
            lost = outbox.claim(session, "Europe/Minsk")
        assert [len(one.letters) for one in lost] == [1, 2]
        assert post.goes() == {}
        post.tell(ASKS, "boris")
        assert post.goes() == {}, "it may be on its way"
    with on(0, "12:02"):
        again = post.goes()["boris"]
        host = "127.0.0.1"
        assert f"<{lost[1].letter.id}@{host}>" in {one["Message-ID"] for one in again}
        assert len(again) == 2
        assert post.goes() == {}


def test_two_workers_make_one_digest_and_never_carry_the_same_letter(
    make: Make, post: Post
) -> None:
    post.person("boris")
    database, base = make.database, "http://127.0.0.1:8000"
    boris = make.cast["boris"].id
    with on(0, "12:00"):
        post.tell(NEWS, "boris")
    with on(0, "17:00"):
        with database.reads.alone() as session:
            assert digests.due(session, "Europe/Minsk") == [boris]
        with database.writes.alone() as session:
            digests.make(session, boris, base, "Europe/Minsk")
            if database.writes.engine.dialect.name == "postgresql":
                with database.writes.alone() as beside:
                    digests.make(beside, boris, base, "Europe/Minsk")
        with database.writes.alone() as session:
            digests.make(session, boris, base, "Europe/Minsk")
        assert len([one for one in all_letters(database) if one.digest_on]) == 1
        with database.writes.alone() as session:
            assert len(outbox.claim(session, "Europe/Minsk")) == 1
            if database.writes.engine.dialect.name == "postgresql":
                with database.writes.alone() as beside:
                    assert outbox.claim(beside, "Europe/Minsk") == []
        with database.writes.alone() as session:
            assert outbox.claim(session, "Europe/Minsk") == []
        post.tell(NEWS, "boris")  # a moment after the digest: that is tomorrow's
        assert post.goes() == {}


def test_news_ends_with_one_click_and_what_waits_still_comes(
    app: FastAPI, post: Post, stranger: Browser
) -> None:
    """RFC 8058: the mail provider's machine posts, without a cookie and without an Origin."""
    post.person("boris", pace=Pace.at_once)
    provider = another(app, stranger)
    del provider.headers["Sec-Fetch-Site"]
    with on(0, "12:00"):
        post.tell(NEWS, "boris")
        (news,) = post.goes()["boris"]
        assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = str(news["List-Unsubscribe"]).strip("<>")
        assert f"\nList-Unsubscribe: <{link}>\n".encode() in post.raw, "in one piece"
        assert link in text(news)
        here = link.removeprefix("http://127.0.0.1:8000")

        assert "Get no more news" in stranger.get(here, headers={"Accept-Language": "en"}).text
        assert pace(post, "boris") == Pace.at_once, "looking changes nothing"
        evil = {"Sec-Fetch-Site": "cross-site"}
        assert stranger.post(here, headers=evil).status_code == 403
        assert pace(post, "boris") == Pace.at_once

        one_click = {"List-Unsubscribe": "One-Click"}
        for again in (provider.post(here, data=one_click), provider.post(here, files={
            "List-Unsubscribe": (None, "One-Click")})):  # fmt: skip
            assert again.status_code == 200
            assert "Location" not in again.headers
            assert pace(post, "boris") == Pace.waiting
        for language, says in {
            "en": "No more news by e-mail", "ru": "Новости по почте больше не приходят",
            "be": "Навіны на пошту больш не прыходзяць",
        }.items():  # fmt: skip
            page = stranger.get(here, headers={"Accept-Language": language})
            assert says in page.text
            assert "boris" not in page.text
            assert "Борис" not in page.text

        post.tell(NEWS, "boris", code="bbbbbb")
        post.tell(ASKS, "boris", code="bbbbbb")
        (asks,) = post.goes()["boris"]
        assert "List-Unsubscribe" not in asks, "this cannot be stopped, and does not say so"
    with post.make.database.reads.alone() as session:
        lines = session.exec(select(Event).where(Event.about_id == post.make.cast["boris"].id))
        assert [one.fields for one in lines if one.action == "person.edit"] == [["pace"]]


def test_a_link_that_does_not_work_says_where_to_choose(stranger: Browser) -> None:
    for token in ("wrong", "gAAAAAB" * 12, "é"):
        for answer in (
            stranger.get(f"/letters/stop/{token}", headers={"Accept-Language": "en"}),
            stranger.post(f"/letters/stop/{token}", headers={"Accept-Language": "en"}),
        ):
            assert answer.status_code == 404
            assert "This link does not work any more" in answer.text
            assert 'href="/me#letters"' in answer.text


def test_somebody_chooses_how_often_news_comes(post: Post, browser: Browse) -> None:
    post.person("boris")
    boris = browser("boris")
    for language, says, done in (
        ("en", "Once a week", "Saved."), ("ru", "Раз в неделю", "Сохранено."),
        ("be", "Раз на тыдзень", "Захавана."),
    ):  # fmt: skip
        boris.cookies["language"] = language
        page = boris.get("/me").text
        assert says in page
        assert 'id="pace-daily" name="pace" value="daily" checked' in page
        answer = boris.form("/me/letters", pace="weekly")
        assert answer.headers["Location"] == "/me?done=saved"
        assert done in boris.get("/me?done=saved").text
        assert pace(post, "boris") == Pace.weekly
        refused = boris.form("/me/letters", pace="hourly")
        assert refused.status_code == 422
        assert 'href="#pace"' in refused.text
        assert pace(post, "boris") == Pace.weekly
        boris.form("/me/letters", pace="daily")


def pace(post: Post, user: str) -> Pace:
    with post.make.database.reads.alone() as session:
        return session.get_one(Person, post.make.cast[user].id).pace
