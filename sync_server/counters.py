"""Running numbers without gaps: taken and used in one transaction, so that an undone one leaves no hole."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

_TAKE = text(
    "INSERT INTO counter (name, v) VALUES (:name, :n) ON CONFLICT (name) DO UPDATE SET v = counter.v + :n RETURNING v"
)


def take(c: Connection, name: str, count: int = 1) -> int:
    """The first of `count` numbers. Whoever else wants one waits until this transaction has ended."""
    return c.scalar(_TAKE, {"name": name, "n": count}) - count + 1
