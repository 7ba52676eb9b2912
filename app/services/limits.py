"""How often somebody may try. Counters are rows, shared by all processes; each is counted in a
short transaction of its own, so that a refused attempt counts too."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.models import Attempt
from app.models.base import now

SIGN_INS = (10, timedelta(minutes=10))  # failures, for one account from one address
JOINS = (120, timedelta(minutes=10))  # for one code: thirty people behind one address join at once
GUESSES = (60, timedelta(minutes=10))  # wrong codes and links, from one address


def count(session: Session, key: str, window: timedelta) -> int:
    """One more try. Returns how many there were within the window, this one included."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    until = now() + window
    over = col(Attempt.until) < now()
    fresh = insert(Attempt).values(
        id=uuid4(), created_at=now(), key=key[:120], count=1, until=until
    )
    again = fresh.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((over, 1), else_=col(Attempt.count) + 1),
            "until": case((over, until), else_=col(Attempt.until)),
        },
    )
    return int(session.execute(again.returning(col(Attempt.count))).scalar_one())


def tried(session: Session, key: str) -> int:
    """How many tries there were within the window, without making one."""
    counted = select(Attempt.count).where(Attempt.key == key[:120], Attempt.until > now())
    return session.exec(counted).first() or 0


def forget(session: Session, key: str) -> None:
    session.execute(delete(Attempt).where(col(Attempt.key) == key[:120]))


def sweep(session: Session) -> None:
    session.execute(delete(Attempt).where(col(Attempt.until) < now()))
