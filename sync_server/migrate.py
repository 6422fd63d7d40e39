"""Brings a database to the newest shape, keeping a copy of a SQLite file that has something to lose."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from inspection.problems import Problem
from sync_server import meta
from sync_server.store import Store

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 7_201_954  # of PostgreSQL: only one process changes the tables


def newest() -> str:
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def revision(store: Store) -> str | None:
    """None when the database is empty."""
    with store.read() as c:
        return MigrationContext.configure(c).get_current_revision()


def migrate(store: Store, at: datetime, copies: Path | None = None) -> bool:
    """Whether there was anything to do. Problem database.too_new when it was made by a later version."""
    before = revision(store)
    if before == newest():
        with store.read() as c:
            if meta.epoch(c):
                return False
    if before is not None and before not in known():
        raise Problem("database.too_new", revision=before)
    if copies is not None and before is not None and store.sqlite:
        keep_copy(store, copies / f"before-{newest()}-{at:%Y%m%dT%H%M%S}.db")
    with store.write() as c:
        if not store.sqlite:
            c.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        alembic = Alembic(attributes={"connection": c})
        alembic.set_main_option("script_location", str(SCRIPTS))
        upgrade(alembic, "head")
        meta.begin(c, at)
    return True


def keep_copy(store: Store, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(store.url.database)) as file:
        file.execute("VACUUM INTO ?", (str(to),))


def is_empty(store: Store) -> bool:
    with store.read() as c:
        return not inspect(c).get_table_names()


def known() -> set[str]:
    return {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
