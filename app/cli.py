"""``seedbed …``"""

import json
import logging
import sys
from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import anyio
import typer
import uvicorn
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from pydantic import ValidationError
from sqlalchemy.engine import make_url

from app import demo as demo_camp
from app.db import ROOT, Database, connect
from app.docs import PAGES
from app.main import create_app
from app.rules.policy import POLICY
from app.rules.workflow import MOVES
from app.services import checkup, devices, limits, outbox, people, unanswered
from app.settings import LOOPBACK, Settings
from app.web.allowed import table
from app.web.outbox import deliver, make_digests
from app.web.sign_in import HASHES
from app.words import compile_words

cli = typer.Typer(no_args_is_help=True, add_completion=False)
Json = Annotated[bool, typer.Option("--json", help="For scripts.")]


def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as wrong:
        for error in wrong.errors():
            typer.echo(error["msg"].removeprefix("Value error, "), err=True)
        raise typer.Exit(2) from None


def database() -> Database:
    given = settings()
    given.data_dir.mkdir(parents=True, exist_ok=True)
    return connect(given.database)


def application() -> FastAPI:
    return create_app(database(), settings())


def alembic(to: Database) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["database"] = to
    return config


@cli.command()
def migrate() -> None:
    """Bring the schema up to date."""
    command.upgrade(alembic(database()), "head")


@cli.command()
def demo(
    if_empty: bool = False, file: Annotated[Path | None, typer.Option("--json")] = None
) -> None:
    """Fill an empty database with the demo camp."""
    given, into = settings(), database()
    if given.mode == "production":
        typer.echo("The demo camp has no place in production.", err=True)
        raise typer.Exit(2)
    with into.writes.alone() as session:
        if demo_camp.is_empty(session):
            hashed = HASHES.hash(demo_camp.PASSPHRASE)
            cast = demo_camp.fill(session, hashed, given.sealing_key)
            typer.echo(f"Sign in as one of: {', '.join(cast.people)}.")
            typer.echo(f"Everybody's passphrase is {demo_camp.PASSPHRASE}")
        elif not if_empty:
            typer.echo("There are people in this database already.", err=True)
            raise typer.Exit(2)
        if file:
            file.write_text(json.dumps(demo_camp.listing(session), ensure_ascii=False, indent=1))


@cli.command()
def serve(
    host: str = "127.0.0.1", port: int = 8000, workers: int = 1, public_demo: bool = False
) -> None:
    """Bring an embedded database up to date, then serve. SIGTERM drains."""
    given = settings()
    if given.mode == "demo" and host not in LOOPBACK and not public_demo:
        typer.echo("The demo has known passphrases: add --public-demo to show it to others.")
        raise typer.Exit(2)
    if given.mode == "production":
        with database().reads.alone() as session:
            if checkup.has_demo_people(session, demo_camp.PASSPHRASE, HASHES):
                typer.echo("There are demo people in this database.", err=True)
                raise typer.Exit(2)
    if given.database.startswith("sqlite"):
        migrate()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    uvicorn.run(
        "app.asgi:app",
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=20,
        log_level="warning",
    )


@cli.command()
def coordinator(user: str, email: str = "") -> None:
    """The first coordinator of a fresh instance, with a one-time sign-in address."""
    given = settings()
    with database().writes.alone() as session:
        if people.named(session, user):
            typer.echo(f"There is somebody called {user} already.", err=True)
            raise typer.Exit(2)
        secret = people.first_coordinator(session, user, email or None, given.default_language)
    typer.echo(f"{given.base_url}/sign-in/link/{secret}")


@cli.command()
def sign_in_link(user: str) -> None:
    """One line: an address that lets somebody in, once."""
    given = settings()
    with database().writes.alone() as session:
        person = people.named(session, user)
        if person is None:
            typer.echo(f"There is nobody called {user}.", err=True)
            raise typer.Exit(2)
        secret = people.make_link(session, person.id, by=None)
    typer.echo(f"{given.base_url}/sign-in/link/{secret}")


@cli.command("letters")
def show_letters(as_json: Json = False) -> None:
    """The letters that should go now: no news for a digest, nothing that rests for the night."""
    with database().reads.alone() as session:
        waiting = [
            {"id": str(one.id), "event": one.event, "since": one.created_at.isoformat()}
            for one in outbox.waiting(session, settings().time_zone)
        ]
    _print(waiting, as_json, lambda one: f"{one['since']}  {one['event']:20} {one['id']}")


@cli.command()
def worker(once: bool = False) -> None:
    """Send the letters that wait; with --once, stop when there are none."""
    given, of = settings(), database()
    for second in count():
        if second % 60 == 0:
            anyio.run(partial(make_digests, of, given))
        sent = anyio.run(partial(deliver, of, given))
        if sent:
            typer.echo(f"{sent} sent")
        if once and not sent:
            return
        if not sent:
            anyio.run(partial(anyio.sleep, 1))


@cli.command()
def tick(
    dry: Annotated[bool, typer.Option("--dry", help="Only say what would be done.")] = False,
) -> None:
    """Timed work: forget attempts and sessions that have run out; warn of accounts whose guardian
    has not answered for 11 days, and delete them after 14."""
    of = database()
    with of.reads.alone() as session:
        to_warn, to_erase = unanswered.due(session)
    typer.echo(f"accounts to warn of: {len(to_warn)}, to delete: {len(to_erase)}")
    if dry:
        return
    with of.writes.alone() as session:
        limits.sweep(session)
        people.sweep(session)
        devices.sweep(session)
    for step, ids in ((unanswered.warn, to_warn), (unanswered.erase, to_erase)):
        for person_id in ids:
            with of.writes.alone() as session:
                step(session, person_id)


@cli.command()
def check(deep: bool = False) -> None:
    """Is everything in the database as it must be? JSON; not zero on any fault."""
    with database().reads.alone() as session:
        faults = checkup.faults(session, deep=deep)
    typer.echo(json.dumps({"faults": faults}, ensure_ascii=False, indent=1))
    if faults:
        raise typer.Exit(1)


@cli.command()
def doctor() -> None:
    """Settings, versions, schema, disk, mail and clock, in words."""
    given = settings()
    with database().reads.alone() as session:
        for name, says in checkup.about(session, given.data_dir).items():
            typer.echo(f"{name:20} {says}")
    typer.echo(f"{'mode':20} {given.mode}")
    typer.echo(f"{'database':20} {make_url(given.database).render_as_string()}")
    typer.echo(f"{'mail':20} {'SMTP' if given.smtp_url else given.data_dir / 'mail'}")


@cli.command()
def routes(as_json: Json = False) -> None:
    """Every route, with its action."""
    _print(
        table(application()),
        as_json,
        lambda line: f"{line['method']:5} {line['path']:55} {line['action'] or 'open'}",
    )


@cli.command()
def policy(as_json: Json = False) -> None:
    """Who may do what, in words."""
    says = {action: rule.says for action, rule in POLICY.items()}
    if as_json:
        typer.echo(json.dumps(says, indent=1))
    for action, words in [] if as_json else says.items():
        typer.echo(f"{action:20} {words}")


@cli.command()
def workflow() -> None:
    """Which moves a project can make."""
    for name, move in MOVES.items():
        leaves = ", ".join(sorted(move.leaves))
        typer.echo(f"{name:10} {leaves} → {move.enters}")


@cli.command()
def words(check: bool = False) -> None:
    """Bring the phrases of all languages up to date; with --check, only say what is missing."""
    missing = compile_words(check=check)
    for line in missing:
        typer.echo(line, err=True)
    if missing:
        raise typer.Exit(1)


@cli.command()
def docs() -> None:
    """Write the generated pages of the documentation anew."""
    for name, text in PAGES.items():
        (ROOT / "docs" / name).write_text(text(), encoding="utf-8")


def _print(lines: list[dict[str, Any]], as_json: bool, plain: Any) -> None:
    if as_json:
        typer.echo(json.dumps(lines, indent=1))
    for line in [] if as_json else lines:
        typer.echo(plain(line))
