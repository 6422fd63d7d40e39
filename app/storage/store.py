"""One person's database on this phone: many readers, one writer, durable before it answers.

Listeners hear which topics changed, after the commit and outside the lock.
"""

import logging
import sqlite3
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from inspection.problems import Problem

log = logging.getLogger(__name__)

FILE = "phone.db"
# In a browser (Pyodide) the file system has no shared memory, which WAL needs.
JOURNAL = "MEMORY" if sys.platform == "emscripten" else "WAL"
FULL = {sqlite3.SQLITE_FULL}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Store:
    """`folder` holds phone.db, photos/ and records/. `mended` tells what a rebuild found, None if none was needed."""

    def __init__(self, folder: Path | str):
        self.folder = Path(folder)
        self.mended: dict | None = None
        self.engine = create_engine(
            f"sqlite:///{self.folder / FILE}",
            connect_args={"timeout": 15, "check_same_thread": False},
            pool_size=8,
            max_overflow=32,
        )
        event.listen(self.engine, "connect", prepare)
        event.listen(self.engine, "begin", begin)
        self._writer = threading.Lock()
        self._listeners: list = []

    @contextmanager
    def read(self):
        """A session that sees one consistent state; nothing is kept."""
        with faults(), self.engine.connect() as session:
            session.begin()
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def write(self, *topics: str):
        """A transaction: on disk when the block ends, undone when it raises. Never nested.

        Problems: storage.full, storage.damaged.
        """
        with faults(), self._writer, self.engine.connect() as session:
            session.info["writes"] = True
            try:
                with session.begin():
                    yield session
            finally:
                session.info["writes"] = False
        self.announce(*topics)

    def announce(self, *topics: str) -> None:
        """Tell every listener that what stands under `topics` may read differently now."""
        if not topics:
            return
        for listener in list(self._listeners):
            try:
                listener(topics)
            except Exception:  # what was written is written, whoever fails to look at it
                log.exception("a listener failed on %s", topics)

    def listen(self, callback):
        """`callback(topics)` runs in the writing thread. The answer is a function that ends it."""
        self._listeners.append(callback)

        def stop() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return stop

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def faults():
    try:
        yield
    except DBAPIError as fault:
        code = getattr(fault.orig, "sqlite_errorcode", 0) & 0xFF
        if code in FULL or code == sqlite3.SQLITE_IOERR:
            raise Problem("storage.full") from fault
        if code in DAMAGED:
            raise Problem("storage.damaged") from fault
        raise


def prepare(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by us, see begin
    for pragma in (
        f"journal_mode={JOURNAL}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    # IMMEDIATE for the writer: a reader that turns writer halfway could only fail with "database is locked"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")


def open_store(folder: Path | str) -> Store:
    """The store in `folder`, made, migrated or rebuilt as needed.

    Problems: storage.newer, storage.full.
    """
    from app.storage import rebuild  # it opens stores itself

    return rebuild.open_whole(Path(folder))
