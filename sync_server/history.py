"""The steps of a hazard: rows that are only ever added, each bound by hash to the one before."""

import json
from datetime import datetime

from sqlalchemy import insert, select, tuple_
from sqlalchemy.engine import Connection

from inspection.canonical import CHAIN_START, digest
from inspection.days import to_text
from sync_server.json_text import in_order
from sync_server.prepared import Prepared
from sync_server.tables import hazard, hazard_history

_KEEP = Prepared(insert(hazard_history))
HASHED = (
    "hazard_id",
    "n",
    "move",
    "from_state",
    "to_state",
    "actor_id",
    "record_id",
    "device_time",
    "server_time",
    "facts",
    "prev_hash",
)


def step(
    hazard_row: dict,
    prev_hash: str,
    move: str,
    to_state: str,
    actor_id: str,
    at: datetime,
    facts: dict | None = None,
    record_id: str | None = None,
    device_time: str | None = None,
) -> dict:
    """The next row of this hazard's history, and `hazard_row` brought to it. Nothing is written yet."""
    row = {
        "hazard_id": hazard_row["id"],
        "n": hazard_row["n"] + 1,
        "move": move,
        "from_state": hazard_row["state"] or None,
        "to_state": to_state,
        "actor_id": actor_id,
        "record_id": record_id,
        "device_time": device_time,
        "server_time": to_text(at),
        "facts": in_order(facts or {}),
        "prev_hash": prev_hash,
    }
    row["hash"] = digest(row)
    hazard_row.update(n=row["n"], state=to_state, rev=hazard_row["rev"] + 1, changed_at=row["server_time"])
    return row


def last_hashes(c: Connection, hazard_rows) -> dict[str, str]:
    """Hash of the newest step of each."""
    keys = [(row["id"], row["n"]) for row in hazard_rows]
    if not keys:
        return {}
    columns = select(hazard_history.c.hazard_id, hazard_history.c.hash)
    return dict(
        c.execute(columns.where(tuple_(hazard_history.c.hazard_id, hazard_history.c.n).in_(keys))).all()
    )


def add(c: Connection, hazard_row: dict, *step_of, **facts_of) -> None:
    """One step of one hazard, written; see `step`."""
    prev = last_hashes(c, [hazard_row]).get(hazard_row["id"], CHAIN_START)
    keep(c, [step(hazard_row, prev, *step_of, **facts_of)])


def keep(c: Connection, steps: list[dict]) -> None:
    _KEEP.write_each(c, steps)


def steps_of(c: Connection, hazard_id: str) -> list[dict]:
    """Oldest first, facts read."""
    rows = select(hazard_history).where(hazard_history.c.hazard_id == hazard_id).order_by(hazard_history.c.n)
    return [dict(row) | {"facts": json.loads(row["facts"] or "{}")} for row in c.execute(rows).mappings()]


def breaks(c: Connection, hazard_id: str | None = None):
    """Yields {"hazard_id", "n", "why"} wherever a chain of steps is not whole; of one hazard, or of all."""
    rows = select(hazard_history).order_by(hazard_history.c.hazard_id, hazard_history.c.n)
    heads = select(hazard.c.id, hazard.c.n, hazard.c.state)
    if hazard_id is not None:
        rows, heads = (
            rows.where(hazard_history.c.hazard_id == hazard_id),
            heads.where(hazard.c.id == hazard_id),
        )
    ends: dict[str, tuple[int, str]] = {}
    last = None
    for row in c.execute(rows.execution_options(yield_per=1000)).mappings():
        first = last is None or last["hazard_id"] != row["hazard_id"]
        expected_n, expected_hash = (1, CHAIN_START) if first else (last["n"] + 1, last["hash"])
        if row["n"] != expected_n:
            yield {"hazard_id": row["hazard_id"], "n": row["n"], "why": "gap"}
        elif row["prev_hash"] != expected_hash or digest({name: row[name] for name in HASHED}) != row["hash"]:
            yield {"hazard_id": row["hazard_id"], "n": row["n"], "why": "changed"}
        ends[row["hazard_id"]] = (row["n"], row["to_state"])
        last = row
    for head in c.execute(heads):
        if ends.get(head.id) != (head.n, head.state):
            yield {"hazard_id": head.id, "n": head.n, "why": "state"}
