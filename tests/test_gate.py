"""The input gate: whatever arrives, the answer is a clear 4xx, and nothing is written."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus
from uuid import uuid4

import pytest
from sqlmodel import SQLModel, func, select

from app.db import Database
from app.models import State
from tests.conftest import Browse, Browser
from tests.make import Make

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GARBAGE = {
    "NUL": b"title=a%00b&base=13&_end=1",
    "a raw NUL": b"title=a\x00b&base=13&_end=1",
    "broken UTF-8": b"title=%ff%fe&base=13&_end=1",
    "a lone surrogate": b"title=%ED%A0%80&base=13&_end=1",
    "raw bytes": "title=привет&base=13&_end=1".encode("cp1251"),
    "no end": b"title=Cut+off&base=13",
    "two ends": b"title=Twice&base=13&_end=1&_end=1",
    "no base": b"title=No+base&_end=1",
    "a base that is no number": b"title=x&base=NaN&_end=1",
    "an infinite base": b"title=x&base=1e400&_end=1",
    "a base beyond any integer": b"title=x&base=9223372036854775808&_end=1",
    "a base from the future": b"title=x&base=99999&_end=1",
    "a name twice": b"title=x&title=y&base=13&_end=1",
    "too many fields": b"&".join(b"f%d=x" % n for n in range(4000)),
}


def _counts(database: Database) -> dict[str, int]:
    with database.reads.alone() as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
            if name not in {"attempt", "session"}
        }


@pytest.fixture
def unchanged(database: Database, make: Make) -> Iterator[Any]:
    project = make.project(State.developing)
    before = _counts(database)
    yield project
    assert _counts(database) == before


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_a_form_that_cannot_be_meant_changes_nothing(
    unchanged: Any, browser: Browse, body: bytes
) -> None:
    address = f"/projects/{unchanged.id}/sections/idea"

    answer = browser("alina").post(address, content=body, headers=FORM)

    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "address",
    [
        "/pitches?q=%00",
        "/pitches?q=%ff",
        "/pitches?q=%ED%A0%80",
        "/pitches?min=NaN&max=1e400",
        "/pitches?min=-1&max=99999999999999999999999999",
        "/pitches?after=%F0%9F%98%80&sort=nosuch&region=%27--",
        "/pitches?camp=not-a-camp",
        "/pitches/%00",
        "/pitches/" + "a" * 4000,
        "/projects/9223372036854775808",
        "/projects/%ED%A0%80",
        "/history?before=99999999999999999999",
        "/language?to=xx&next=//evil.example",
        "/theme?to=%00&next=/",
    ],
)
def test_no_address_breaks_the_server(browser: Browse, make: Make, address: str) -> None:
    for user in ("dan", "vera"):
        assert browser(user).get(address).status_code < 500


def test_a_body_beyond_the_limit_is_refused_and_explained(unchanged: Any, browser: Browse) -> None:
    body = f"title={quote_plus('я' * 500_000)}&base=13&_end=1".encode()
    answer = browser("alina").post(
        f"/projects/{unchanged.id}/sections/idea", content=body, headers=FORM
    )

    assert answer.status_code == 413
    assert "more than can be sent at once" in answer.text


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml"])
def test_forms_are_all_that_can_be_sent(unchanged: Any, browser: Browse, kind: str) -> None:
    answer = browser("alina").post(
        f"/projects/{unchanged.id}/sections/idea",
        content=b'{"title": NaN}',
        headers={"Content-Type": kind},
    )

    assert answer.status_code == 400


def test_a_multipart_form_cut_off_before_its_end_changes_nothing(
    unchanged: Any, browser: Browse
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nCut'
    answer = browser("alina").post(
        f"/projects/{unchanged.id}/sections/idea",
        content=body,
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )

    assert 400 <= answer.status_code < 500


def test_strangers_posting_garbage_at_the_doors_get_a_clear_answer(stranger: Browser) -> None:
    for address in ("/sign-in", "/join", "/join/nosuchcode", "/sign-in/link/nosuch"):
        for body in GARBAGE.values():
            answer = stranger.post(address, content=body, headers=FORM)
            assert answer.status_code < 500, (address, body)


@pytest.mark.parametrize("address", ["/nothing/here", "/projects/{}", "/projects/{}/moves/ready"])
def test_whoever_is_signed_in_stays_so_on_the_page_of_a_problem(
    browser: Browse, stranger: Browser, address: str
) -> None:
    missing = address.format(uuid4())
    page = browser("boris").get(missing)
    assert page.status_code in {404, 405}
    assert 'href="/me"' in page.text
    assert "/concern" in page.text
    assert 'href="/sign-in' not in page.text
    assert 'href="/me"' not in stranger.get(missing).text
