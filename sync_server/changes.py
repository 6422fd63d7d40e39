"""What phones are told: one row for every bucket and thing, with its present state, numbered within its bucket.

Numbers are given by the last statements before commit, under the bucket's counter, so that nobody can read
number k+1 before k is there to be read. A sequence would lose changes to a reader; `tests/server` shows it.
While a transaction runs, what is touched and told is only noted; `Store.write` calls `number` at its end.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select, text
from sqlalchemy.engine import Connection

from sync_server.tables import change

AT_ONCE = 500  # ids in one question to the database

_ADVANCE = text(
    "INSERT INTO bucket (name, v) VALUES (:name, :n) ON CONFLICT (name) DO UPDATE SET v = bucket.v + :n RETURNING v"
)
_TELL = text(
    "INSERT INTO change (bucket, kind, id, pos, rev, deleted, body)"
    " VALUES (:bucket, :kind, :id, :pos, 1, :deleted, :body)"
    " ON CONFLICT (bucket, kind, id) DO UPDATE SET"
    " pos = excluded.pos, rev = change.rev + 1, deleted = excluded.deleted, body = excluded.body"
)
_STORED = select(change.c.bucket, change.c.kind, change.c.id, change.c.deleted, change.c.body).where(
    change.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass
class Noted:
    touched: dict = field(default_factory=dict)  # (kind, id) → None, to be drawn before the end; in order
    told: dict = field(default_factory=dict)  # (bucket, kind, id) → body or None
    whole: set = field(default_factory=set)  # (kind, id) of which `told` names every bucket it belongs in
    places: dict = field(default_factory=dict)  # buckets of enterprises, looked up while drawing


def begin(c: Connection) -> None:
    c.info["noted"] = Noted()


def noted(c: Connection) -> Noted:
    return c.info["noted"]


def touch(c: Connection, kind: str, identity: str) -> None:
    """The thing may have changed: it is drawn and told at the end of the transaction."""
    noted(c).touched[(kind, identity)] = None


def tell(c: Connection, bucket: str, kind: str, identity: str, body: dict | None) -> None:
    """`body` None: it is gone from this bucket."""
    noted(c).told[(bucket, kind, identity)] = body


def tell_whole(c: Connection, kind: str, identity: str, bodies: dict[str, dict]) -> None:
    """The thing as each bucket shall have it; from every other bucket it goes."""
    noted(c).whole.add((kind, identity))
    for bucket, body in bodies.items():
        tell(c, bucket, kind, identity, body)


@contextmanager
def undoable(c: Connection):
    """A savepoint: an exception undoes what was written and what was noted, and goes on upwards."""
    before = noted(c)
    c.info["noted"] = Noted(dict(before.touched), dict(before.told), set(before.whole))
    try:
        with c.begin_nested():
            yield
    except BaseException:
        c.info["noted"] = before
        raise


def number(c: Connection) -> None:
    """Writes what was told, each bucket numbered in turn. Nothing may be written after this but the commit."""
    fresh = _unlike_before(c)
    by_bucket: dict[str, list[dict]] = {}
    for row in fresh:
        by_bucket.setdefault(row["bucket"], []).append(row)
    for bucket in sorted(by_bucket):  # the same order everywhere, so that two of us never wait for each other
        rows = by_bucket[bucket]
        last = c.scalar(_ADVANCE, {"name": bucket, "n": len(rows)})
        for pos, row in enumerate(rows, last - len(rows) + 1):
            row["pos"] = pos
    if fresh:
        c.execute(_TELL, fresh)
    begin(c)


def _unlike_before(c: Connection) -> list[dict]:
    """Rows to write: those that say something other than what is already stored."""
    note = noted(c)
    before = _stored(c, {identity for _, _, identity in note.told} | {identity for _, identity in note.whole})
    wanted = {key: None if body is None else _json(body) for key, body in note.told.items()}
    for bucket, kind, identity in before:
        if (kind, identity) in note.whole:
            wanted.setdefault((bucket, kind, identity), None)
    fresh = []
    for (bucket, kind, identity), body in wanted.items():
        if before.get((bucket, kind, identity)) != body:
            row = {
                "bucket": bucket,
                "kind": kind,
                "id": identity,
                "deleted": body is None,
                "body": body or "{}",
            }
            fresh.append(row)
    return fresh


def _stored(c: Connection, ids) -> dict:
    """(bucket, kind, id) → body as text, None where it is gone."""
    found, ids = {}, sorted(ids)
    for start in range(0, len(ids), AT_ONCE):
        for row in c.execute(_STORED, {"ids": ids[start : start + AT_ONCE]}):
            found[(row.bucket, row.kind, row.id)] = None if row.deleted else row.body
    return found


def _json(body: dict) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
