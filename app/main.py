"""The whole application on one screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import create_task_group, to_thread
from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import demo
from app.db import THREADS, Database
from app.routers import (
    approvals,
    assignments,
    budgets,
    calls,
    camps,
    capacities,
    concerns,
    conduct,
    consents,
    devices,
    dismissals,
    doors,
    drafts,
    feedback,
    history,
    holds,
    home,
    ideas,
    interests,
    invitations,
    joining,
    letters,
    machines,
    memberships,
    mentoring,
    organisations,
    people,
    phrases,
    pitches,
    plans,
    points,
    projects,
    proposals,
    renewals,
    rubrics,
    sections,
    signoffs,
    teams,
    told,
    versions,
    vettings,
)
from app.settings import Settings
from app.web import errors, gate
from app.web.assets import ASSETS
from app.web.files.press import Press
from app.web.headers import StrictHeaders
from app.web.language import SpeakTheirLanguage
from app.web.origin import SameOriginOnly
from app.web.outbox import deliver_for_ever
from app.web.pages import addresses
from app.web.sign_in import Door
from app.web.told import Hub, close_with_the_server

FEATURES = (
    home, doors, joining, people, devices, letters, camps, calls, memberships, invitations,
    consents, vettings, organisations, history, ideas, projects, teams, renewals, plans, sections,
    dismissals, versions, proposals, budgets, feedback, points, signoffs, rubrics, told,
    mentoring, assignments, capacities, phrases, conduct, concerns, holds, drafts, approvals,
    pitches, interests, machines,
)  # fmt: skip


def create_app(database: Database, settings: Settings) -> FastAPI:
    app = build(settings)
    furnish(app, database, settings)
    return app


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    database, settings = app.state.database, app.state.settings
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    close_with_the_server(app.state.told)
    async with create_task_group() as worker:
        if database.writes.engine.dialect.name == "postgresql":
            worker.start_soon(app.state.told.hear, database.writes.engine.url)
        if settings.mode != "test":
            worker.start_soon(deliver_for_ever, database, settings)
        yield
        worker.cancel_scope.cancel()
    database.dispose()


def build(settings: Settings) -> FastAPI:
    """The pages and what stands before them: what takes long and remembers nothing."""
    app = FastAPI(
        title="Seedbed",
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=gate.NET,
        dependencies=[Depends(gate.address)],
    )
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SpeakTheirLanguage, default=settings.default_language)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts, www_redirect=False)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=4)
    app.add_middleware(StrictHeaders, secure=settings.secure)
    for feature in FEATURES:
        app.include_router(feature.router)
    app.state.addresses = addresses(app)
    app.mount("/static", ASSETS, name="static")
    errors.install(app)
    return app


def furnish(app: FastAPI, database: Database, settings: Settings) -> None:
    """Whom it serves and everything that it remembers, anew."""
    app.state.database = database
    app.state.settings = settings
    app.state.door = Door(database)
    app.state.press = Press()
    app.state.told = Hub()
    database.writes.tell = app.state.told.tell
    app.state.demo_passphrase = demo.PASSPHRASE if settings.mode == "demo" else ""
