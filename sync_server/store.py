"""The database of one office: SQLite (one process) or PostgreSQL (several), spoken to in the same SQL."""

import time
from contextlib import contextmanager, nullcontext

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DisconnectionError

from sync_server import changes, projections
from sync_server.prepared import Prepared
from sync_server.rounds import Rounds

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "temp_store=MEMORY",
    "wal_autocheckpoint=4000",  # pages; the same few pages are written by record after record
)
_BEGIN_WRITING, _BEGIN_READING = Prepared("BEGIN IMMEDIATE"), Prepared("BEGIN")
DOZES_AFTER_S = 1  # a connection unused for longer is tried before it is used


class Store:
    """Reads and writes in transactions. `url` is an SQLAlchemy URL; plain postgres:// is understood."""

    def __init__(self, url: str, pool_size: int = 8):
        self.url = _spelled(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        options = {} if self.sqlite else {"pool_size": pool_size, "max_overflow": pool_size}
        # what people wrote is not for logs
        self.engine = create_engine(self.url, hide_parameters=True, **options)
        # threads of one process take turns here: SQLite's own waiting sleeps longer and longer, up to 100 ms
        self._rounds = Rounds(self.engine) if self.sqlite else None
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "checkin", _rests)
            event.listen(self.engine, "checkout", self._awake)
        # a question that stands alone needs no transaction, which on PostgreSQL are two more ways there and back
        self._glancing = (
            self.engine if self.sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        )

    @contextmanager
    def read(self):
        """A connection for reading one consistent state; nothing is kept."""
        with self.engine.connect() as connection:
            connection.info["writes"] = False
            connection.begin()
            yield connection
            connection.rollback()

    @contextmanager
    def glance(self):
        """A connection for questions whose answers need not be of the same moment."""
        with self._glancing.connect() as connection:
            yield connection

    @contextmanager
    def write(self):
        """A transaction, durable on disk when the block ends without an exception, undone otherwise.

        What the block changed is drawn and told to the phones at its end; see `changes`.
        """
        with self._rounds.alone() if self._rounds else nullcontext(), self.engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin(), _told(connection):
                    yield connection
            finally:
                connection.info["writes"] = False

    @contextmanager
    def write_soon(self):
        """As `write`, for what is short and comes from many at once: they may share one way to the disk."""
        if self._rounds is None:
            with self.write() as connection:
                yield connection
        else:
            with self._rounds.joined() as connection, _told(connection):
                yield connection

    def _awake(self, driver, record, _proxy) -> None:
        """A connection that was not used for a while may have ended meanwhile: then another is made."""
        if time.monotonic() - record.info.get("rests_since", 0) < DOZES_AFTER_S:
            return
        try:
            self.engine.dialect.do_ping(driver)
        except self.engine.dialect.loaded_dbapi.Error as fault:
            raise DisconnectionError from fault

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _told(connection: Connection):
    changes.begin(connection)
    yield
    projections.draw(connection)
    changes.number(connection)


def _spelled(url: str):
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _rests(_driver, record) -> None:
    record.info["rests_since"] = time.monotonic()


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by us, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE for writers: a reader that turns writer halfway could only fail with "database is locked"
    (_BEGIN_WRITING if connection.info.get("writes") else _BEGIN_READING).write(connection)
