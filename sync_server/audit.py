"""What the office did and who signed in: rows that are only ever added, each bound to the one before by hash."""

import json
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from inspection.canonical import CHAIN_START, digest
from inspection.days import to_text
from sync_server import counters
from sync_server.tables import audit


def write(
    c: Connection,
    person_id: str | None,
    act: str,
    target_kind: str,
    target_id: str,
    facts: dict | None,
    origin: str,
    at: datetime,
) -> int:
    """Adds one row and answers its number. Call it late in a transaction: other audit rows wait for its end."""
    n = counters.take(c, "audit")
    before = c.scalar(select(audit.c.hash).where(audit.c.n == n - 1)) if n > 1 else CHAIN_START
    row = {
        "n": n,
        "at": to_text(at),
        "person_id": person_id,
        "act": act,
        "target_kind": target_kind,
        "target_id": target_id,
        "facts": json.dumps(facts or {}, ensure_ascii=False, sort_keys=True, default=str),
        "origin": origin,
        "prev_hash": before or CHAIN_START,
    }
    c.execute(insert(audit).values(**row, hash=digest(row)))
    return n


def breaks(c: Connection) -> list[dict]:
    """Where rows are missing or were changed: [{"n", "why": gap | changed}]; empty when all is whole."""
    found, last_n, last_hash = [], 0, CHAIN_START
    for row in c.execute(select(audit).order_by(audit.c.n)).mappings():
        own = {name: value for name, value in row.items() if name != "hash"}
        if row["n"] != last_n + 1:
            found.append({"n": row["n"], "why": "gap"})
        elif row["prev_hash"] != last_hash or digest(own) != row["hash"]:
            found.append({"n": row["n"], "why": "changed"})
        last_n, last_hash = row["n"], row["hash"]
    if (given := counters.last(c, "audit")) > last_n:
        found.append({"n": given + 1, "why": "gap"})
    return found
