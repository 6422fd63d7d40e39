"""Running numbers without gaps: taken and used in one transaction, so that an undone one leaves no hole."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from sync_server.prepared import Prepared
from sync_server.tables import counter

_TAKE = Prepared(
    "INSERT INTO counter (name, v) VALUES (:name, :n) ON CONFLICT (name) DO UPDATE SET v = counter.v + :n RETURNING v"
)


def last(c: Connection, name: str) -> int:
    """The newest number that was taken, 0 before the first."""
    return c.scalar(select(counter.c.v).where(counter.c.name == name)) or 0


def take(c: Connection, name: str, count: int = 1) -> int:
    """The first of `count` numbers. Whoever else wants one waits until this transaction has ended."""
    return _TAKE.value(c, name=name, n=count) - count + 1
