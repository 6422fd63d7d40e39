"""Where the office is put together, and the only place here that knows the time and makes ids."""

import os
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.routing import Mount

from sync_server import api, meta, migrate, office, receive, settings
from sync_server.api import faults, guards
from sync_server.config import Config
from sync_server.context import Context
from sync_server.photo_checks import PhotoChecks
from sync_server.photo_store import PhotoStore
from sync_server.store import Store


def now() -> datetime:
    return datetime.now(UTC)


def uuid7() -> str:
    """RFC 9562 version 7: 48 bits of milliseconds, then random, so that ids sort by when they were made."""
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) & ~(0x3 << 62) | (7 << 76) | (2 << 62)
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def make_context(config: Config) -> Context:
    """What the configuration names, not yet looked at: see `prepare`."""
    config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else's to read
    return Context(config, Store(config.database_url), PhotoStore(config.data_dir / "photos"), now, uuid7)


def prepare(context: Context) -> bool:
    """Folders made, the database in its newest shape; whether the database had to be changed."""
    context.photos.prepare()
    changed = migrate.migrate(context.store, context.now(), context.config.data_dir / "copies")
    with context.store.read() as c:
        renamed = settings.follow_config(c, context.config.office)
    if renamed is not None:
        with context.store.write() as c:
            settings.name_office(c, renamed)
    receive.catch_up(context.store, context.now())
    return changed


def create_app(context: Context):
    """The ASGI application of a prepared context: /api for phones, everything else the office pages."""
    app = Starlette(
        routes=[Mount("/api", routes=api.routes()), *office.routes(context)],
        exception_handlers=faults.HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.context = context
    app.state.checks = PhotoChecks(context)
    with context.store.read() as c:
        app.state.epoch = meta.epoch(c)
    return guards.guarded(app, context)


@asynccontextmanager
async def lifespan(app: Starlette):
    app.state.checks.start()
    yield
    app.state.checks.stop()
    app.state.context.close()
