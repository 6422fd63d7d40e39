"""The database of one office: SQLite (one process) or PostgreSQL (several), spoken to in the same SQL."""

from contextlib import contextmanager, nullcontext
from threading import Lock

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, make_url

from sync_server import changes, projections

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "temp_store=MEMORY",
)


class Store:
    """Reads and writes in transactions. `url` is an SQLAlchemy URL; plain postgres:// is understood."""

    def __init__(self, url: str, pool_size: int = 8):
        self.url = _spelled(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        options = (
            {} if self.sqlite else {"pool_size": pool_size, "max_overflow": pool_size, "pool_pre_ping": True}
        )
        # what people wrote is not for logs
        self.engine = create_engine(self.url, hide_parameters=True, **options)
        # threads of one process take turns here: SQLite's own waiting sleeps longer and longer, up to 100 ms
        self._turn = Lock() if self.sqlite else nullcontext()
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self):
        """A connection for reading one consistent state; nothing is kept."""
        with self.engine.connect() as connection:
            connection.info["writes"] = False
            yield connection
            connection.rollback()

    @contextmanager
    def write(self):
        """A transaction, durable on disk when the block ends without an exception, undone otherwise.

        What the block changed is drawn and told to the phones at its end; see `changes`.
        """
        with self._turn, self.engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    changes.begin(connection)
                    yield connection
                    projections.draw(connection)
                    changes.number(connection)
            finally:
                connection.info["writes"] = False

    def close(self) -> None:
        self.engine.dispose()


def _spelled(url: str):
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None  # transactions are begun by us, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE for writers: a reader that turns writer halfway could only fail with "database is locked"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")
