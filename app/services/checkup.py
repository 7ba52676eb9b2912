"""Looks at the whole database and says what is not as it must be."""

import platform
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import func as sql
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.models import ChainEnd, Interest, Person, Pitch, Project, Revision, Snapshot, State
from app.models.base import now
from app.rules.template import TEMPLATES
from app.services import history

SHOWN = {State.published, State.matched}


def faults(session: Session, *, deep: bool) -> list[str]:
    """Empty when all is well. ``deep`` also walks every chain and every version."""
    found = [*_database(session), *_counters(session), *_pitches(session)]
    if deep:
        found += [*_chains(session), *_versions(session)]
    return found


def _database(session: Session) -> list[str]:
    if session.get_bind().dialect.name != "sqlite":
        return []
    answer = session.connection().execute(text("PRAGMA integrity_check")).scalar()
    orphans = session.connection().execute(text("PRAGMA foreign_key_check")).all()
    return [f"integrity_check: {answer}"] * (answer != "ok") + [
        f"{row[0]} {row[1]} points to a {row[2]} that is not there" for row in orphans
    ]


def _counters(session: Session) -> list[str]:
    """A project's version is the number of its newest save; snapshots are never ahead of it."""
    newest: Any = (
        select(Revision.project_id, sql.max(Revision.number).label("number"))
        .group_by(col(Revision.project_id))
        .subquery()
    )
    pairs = select(Project.code, Project.version, newest.c.number).join(
        newest, newest.c.project_id == Project.id, isouter=True
    )
    found = [
        f"project {code}: version {version}, but its newest save is {number or 0}"
        for code, version, number in session.execute(pairs)
        if version != (number or 0)
    ]
    ahead = select(Project.code).join(Snapshot).where(Snapshot.version > Project.version)
    return found + [f"project {code}: a snapshot is ahead of it" for code in session.exec(ahead)]


def _pitches(session: Session) -> list[str]:
    """A pitch is open just while its project is published or matched."""
    pairs = select(Pitch.code, Pitch.open, Project.state).join(
        Project, col(Project.id) == Pitch.project_id
    )
    return [
        f"pitch {code}: {'open' if is_open else 'closed'}, but its project is {state}"
        for code, is_open, state in session.execute(pairs)
        if is_open != (state in SHOWN)
    ]


def _chains(session: Session) -> list[str]:
    return [
        f"history of {chain}: line {line} does not follow from the one before it"
        for chain in session.exec(select(ChainEnd.chain)).all()
        if (line := history.broken_at(session, chain)) is not None
    ]


def _versions(session: Session) -> list[str]:
    """Every save belongs to a section that its template has, and rows have ids of their own."""
    saved: Any = select(  # type: ignore[call-overload]
        Project.code, Project.template, Revision.section, Revision.number, Revision.answers
    ).join(Revision, col(Revision.project_id) == Project.id)
    found = []
    for code, template, section, number, answers in session.execute(saved):
        ours = TEMPLATES.get(template)
        if ours is None or section not in ours.sections:
            found.append(f"project {code}, version {number}: no section {section}")
            continue
        for table in ours.sections[section].tables:
            ids = [row.get("id") for row in answers.get(table.key, [])]
            if not all(ids) or len(set(ids)) != len(ids):
                found.append(f"project {code}, version {number}: rows of {table.key} clash")
    return found


def has_demo_people(session: Session, passphrase: str, hashes: Any) -> bool:
    """Whether the demo's well-known passphrase lets somebody of its cast in."""
    known = session.exec(select(Person).where(Person.user == "vera")).first()
    return bool(known and known.passphrase and hashes.verify(passphrase, known.passphrase))


def about(session: Session, data_dir: Path) -> dict[str, str]:
    """Versions and numbers for ``doctor``."""
    dialect = session.get_bind().dialect.name
    version = "SELECT sqlite_version()" if dialect == "sqlite" else "SHOW server_version"
    free = shutil.disk_usage(data_dir if data_dir.exists() else Path()).free
    return {
        "python": platform.python_version(),
        dialect: str(session.connection().execute(text(version)).scalar()),
        "schema": str(
            session.connection().execute(text("SELECT version_num FROM alembic_version")).scalar()
        ),
        "people": str(session.exec(select(sql.count()).select_from(Person)).one()),
        "projects": str(session.exec(select(sql.count()).select_from(Project)).one()),
        "interests": str(session.exec(select(sql.count()).select_from(Interest)).one()),
        "disk free": f"{free // 1_000_000} MB",
        "clock": now().isoformat(),
    }
