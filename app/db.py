"""SQLite out of the box, PostgreSQL when the address says so; and the line in front of each.

Whoever must wait, for SQLite's one write lock or for a pooled connection, waits in the event loop
and takes a worker thread only afterwards. Threads are few: if waiting took one, those who hold
the lock would find no thread left to commit with, and everybody would wait for ever.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from anyio import CancelScope, Semaphore, to_thread
from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this machine: the standard library's, if it is new enough
    import sqlite3 as sqlite

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
TOLD = "told"  # in a session's own notes: what to tell when it is committed
THREADS = 4  # more only make Python's interpreter lock busier
WITHOUT_WAL_RESET_BUG = (3, 51, 3)


class Side:
    """One engine, with as many places as it has connections. On PostgreSQL there are no more
    writers than threads: even if all but one wait for a row, its owner has a thread left."""

    def __init__(self, engine: Engine, places: int) -> None:
        self.engine = engine
        self.tell: Callable[[Mapping[UUID, int]], None] = lambda _told: None
        self._line = Semaphore(places)  # first come, first served

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Wait in line, then one transaction. Committed on the way out, undone on an error."""
        async with self._line:
            session = Session(self.engine, expire_on_commit=False)
            try:
                yield session
            except BaseException:
                with CancelScope(shield=True):
                    await to_thread.run_sync(session.close)
                raise
            with CancelScope(shield=True):
                await to_thread.run_sync(_commit, session)
                self.tell(session.info.get(TOLD, {}))

    async def once(self, work: Callable[[Session], T]) -> T:
        """Wait in line, then one transaction that begins and ends in the same thread: for one short
        piece of work, whose way from thread to thread would cost as much as itself."""
        async with self._line:
            return await to_thread.run_sync(self._within, work)

    def _within(self, work: Callable[[Session], T]) -> T:
        with self.alone() as session:
            return work(session)

    @contextmanager
    def alone(self) -> Iterator[Session]:
        """One transaction without the line: for commands and tests, with no event loop."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session


def _commit(session: Session) -> None:
    try:
        session.commit()
    finally:
        session.close()


@dataclass(frozen=True)
class Database:
    writes: Side
    reads: Side

    def dispose(self) -> None:
        self.writes.engine.dispose()
        self.reads.engine.dispose()


def connect(url: str) -> Database:
    if url.startswith("sqlite"):
        return Database(
            writes=Side(_sqlite(url, places=1, begin="BEGIN IMMEDIATE"), 1),
            reads=Side(_sqlite(url, places=THREADS, begin="BEGIN", query_only="ON"), THREADS),
        )
    return Database(
        writes=Side(_postgresql(url), THREADS),
        reads=Side(_postgresql(url, postgresql_readonly=True), THREADS),
    )


def _postgresql(url: str, **options: Any) -> Engine:
    return create_engine(
        url, pool_size=THREADS, max_overflow=0, pool_pre_ping=True, execution_options=options
    )


def _sqlite(url: str, *, places: int, begin: str, **pragmas: str) -> Engine:
    """Deferred transactions that read and then write fail at once with "database is locked";
    BEGIN IMMEDIATE waits. So the driver must not begin by itself (``isolation_level=None``)."""
    if sqlite.sqlite_version_info < WITHOUT_WAL_RESET_BUG:
        raise RuntimeError("SQLite is older than 3.51.3: pip install pysqlite3")
    engine = create_engine(
        url,
        module=sqlite,
        connect_args={"isolation_level": None},
        pool_size=places,
        max_overflow=0,
    )
    standing = {
        "journal_mode": "WAL",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        "busy_timeout": "5000",
        "temp_store": "MEMORY",
    }

    @event.listens_for(engine, "connect")
    def _strict(connection: Any, _record: Any) -> None:
        for name, value in (standing | pragmas).items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
