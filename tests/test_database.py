"""Two kinds of database, one behaviour."""

from alembic import command
from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import Membership, Person
from tests.conftest import alembic


def test_migrations_and_tables_agree(database: Database) -> None:
    command.check(alembic(database))


def test_the_cast_is_in_both(database: Database, cast: Cast) -> None:
    with database.reads.alone() as session:
        assert len(session.exec(select(Person)).all()) == len(cast.people) == 43
        assert session.exec(select(Membership)).all()
