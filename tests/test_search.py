"""Finding pitches by words, the same on both databases."""

import pytest
from sqlmodel import Session, col, select

from app.db import Database
from app.models import Person
from app.services.search import matching, normalise, stored


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ёлка, ЁЖ и Йод", "елка еж и йод"),
        ("и\u0306од и у\u0306сё", "йод и ўсе"),  # decomposed й and ў
        ("аб'ява аб’ява абʼява", "абява абява абява"),
        ("за\u0301мок", "замок"),
        ("50 %_\\ скидка;\tда\n", "50 скидка да"),
        ("«Reel it!» – 24/7", "reel it 24 7"),
        ("!?…", ""),
    ],
)
def test_texts_are_compared_as_plain_words(text: str, words: str) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("вакан", True),  # the beginning of a word
        ("ВАКАНСИИ провер", True),
        ("вакансии нет", False),  # every word must be there
        ("акансии", False),  # the middle of a word is not its beginning
        ("ребе", True),
        ("рёбенок", True),
        ("объя", True),
        ("об’явление", False),
        ("%", True),  # says nothing
        ("100%", True),
        ("1_0", False),
        ("", True),
        ("проверь " * 500, True),
        ("в" * 5000, False),
    ],
)
def test_every_word_begins_a_word(database: Database, q: str, found: bool) -> None:
    text = stored("Проверь ВАКАНСИЮ и вакансии: ребёнок на объявлении, 100 % правды")
    with database.writes.alone() as session:
        session.add(Person(user="x", name="x", passphrase=text))
        session.flush()
        assert finds(session, q) is found


def finds(session: Session, q: str) -> bool:
    query = select(Person.id).where(matching(col(Person.passphrase), q))
    return session.exec(query).first() is not None
