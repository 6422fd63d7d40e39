"""Who may work on a thing just now. On PostgreSQL named locks until the end of the transaction, all taken first and
in one order, so that two transactions never wait for each other; on SQLite a writer is alone anyway."""

import hashlib

from sqlalchemy.engine import Connection

from sync_server.prepared import Prepared

_TAKE = Prepared("SELECT pg_advisory_xact_lock(k) FROM unnest(CAST(:keys AS bigint[])) AS k")


def take(c: Connection, names) -> None:
    """Names are "enterprise:<id>", which covers every hazard, visit and plan of it, and "device:<id>"."""
    if c.dialect.name == "postgresql":
        _TAKE.rows(c, keys=sorted({_key(name) for name in names}))


def of_enterprise(c: Connection, enterprise_id: str) -> None:
    take(c, [f"enterprise:{enterprise_id}"])


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
