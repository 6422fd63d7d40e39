"""One commit for several writers of an SQLite file: who waits joins the open transaction, the last one commits it.

Making a transaction durable costs more than what most of them write. Each turn stands in a savepoint and fails
alone; a turn counts, and its thread goes on, only when the whole round is on disk.
"""

from contextlib import contextmanager, suppress
from threading import Event, Lock

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from sync_server.prepared import Prepared

TURNS_MOST = 8  # the first of a round waits for the last
_SAVEPOINT, _RELEASE, _BACK = (
    Prepared("SAVEPOINT turn"),
    Prepared("RELEASE turn"),
    Prepared("ROLLBACK TO turn"),
)


class Round:
    """An open transaction, and what became of it."""

    def __init__(self, engine: Engine):
        self.turns, self.over, self.fault = 0, Event(), None
        self.connection = engine.connect()
        self.connection.info["writes"] = True
        try:
            self._transaction = self.connection.begin()
        except BaseException:
            self._give_back()
            raise

    def commit(self) -> None:
        """Never raises: what went wrong stands in `fault`, for everyone who took part."""
        try:
            if self.fault is None:
                self._transaction.commit()
        except BaseException as fault:
            self.fault = fault
        finally:
            with suppress(SQLAlchemyError):
                self._transaction.close()  # undoes what was not committed
            self._give_back()
            self.over.set()

    def _give_back(self) -> None:
        self.connection.info["writes"] = False
        self.connection.close()


class Rounds:
    def __init__(self, engine: Engine):
        self._engine, self._turn = engine, Lock()
        self._count, self._waiting = Lock(), 0
        self._open: Round | None = None

    @contextmanager
    def alone(self):
        """The turn, for a transaction of one's own."""
        with self._turn:
            self._end()
            yield

    @contextmanager
    def joined(self):
        """A connection in the round's transaction; durable when the block has ended without an exception."""
        with self._count:
            self._waiting += 1
        self._turn.acquire()
        with self._count:
            self._waiting -= 1
        try:
            if self._open is None:
                self._open = Round(self._engine)
            round_ = self._open
            round_.turns += 1
            with _undoable(round_):
                yield round_.connection
        finally:
            if self._open and (not self._waiting or self._open.turns >= TURNS_MOST or self._open.fault):
                self._end()
            self._turn.release()
        round_.over.wait()
        if round_.fault:
            raise round_.fault

    def _end(self) -> None:
        ended, self._open = self._open, None
        if ended:
            ended.commit()


@contextmanager
def _undoable(round_: Round):
    connection: Connection = round_.connection
    _SAVEPOINT.write(connection)
    try:
        yield
        _RELEASE.write(connection)
    except BaseException as fault:
        try:
            _BACK.write(connection)
            _RELEASE.write(connection)
        except SQLAlchemyError:  # after a full disk SQLite has undone everything, the turns before as well
            round_.fault = fault
        raise
