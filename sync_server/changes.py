"""What phones are told: one row for every bucket and thing, with its present state, numbered within its bucket.

Numbers are given by the last statements before commit, under the bucket's counter, so that nobody can read
number k+1 before k is there to be read. A sequence would lose changes to a reader; `tests/server` shows it.
While a transaction runs, what is touched and told is only noted; `Store.write` calls `number` at its end.
"""

from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from sync_server.json_text import in_order
from sync_server.prepared import Prepared
from sync_server.tables import change

AT_ONCE = 500  # ids in one question to the database

_ADVANCE = Prepared(
    "INSERT INTO bucket (name, v) VALUES (:name, :n) ON CONFLICT (name) DO UPDATE SET v = bucket.v + :n RETURNING v"
)
_TELL = Prepared(
    "INSERT INTO change (bucket, kind, id, pos, rev, deleted, body)"
    " VALUES (:bucket, :kind, :id, :pos, 1, :deleted, :body)"
    " ON CONFLICT (bucket, kind, id) DO UPDATE SET"
    " pos = excluded.pos, rev = change.rev + 1, deleted = excluded.deleted, body = excluded.body"
)
_STORED = Prepared(
    select(change.c.bucket, change.c.kind, change.c.id, change.c.deleted, change.c.body).where(
        change.c.id.in_(bindparam("ids", expanding=True))
    )
)
_SAVEPOINT, _RELEASE = Prepared("SAVEPOINT record"), Prepared("RELEASE SAVEPOINT record")
_BACK = Prepared("ROLLBACK TO SAVEPOINT record")


@dataclass
class Noted:
    touched: dict = field(default_factory=dict)  # (kind, id) → None, to be drawn before the end; in order
    told: dict = field(default_factory=dict)  # (bucket, kind, id) → body or None
    whole: set = field(default_factory=set)  # (kind, id) of which `told` names every bucket it belongs in
    places: dict = field(default_factory=dict)  # of enterprises, as `places` found them


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
    c.info["noted"] = Noted(dict(before.touched), dict(before.told), set(before.whole), dict(before.places))
    _SAVEPOINT.write(c)
    try:
        yield
        _RELEASE.write(c)
    except BaseException:
        c.info["noted"] = before
        _BACK.write(c)
        _RELEASE.write(c)
        raise


def number(c: Connection) -> None:
    """Writes what was told, each bucket numbered in turn. Nothing may be written after this but the commit."""
    fresh = _unlike_before(c)
    by_bucket: dict[str, list[dict]] = {}
    for row in fresh:
        by_bucket.setdefault(row["bucket"], []).append(row)
    for bucket in sorted(by_bucket):  # the same order everywhere, so that two of us never wait for each other
        rows = by_bucket[bucket]
        last = _ADVANCE.value(c, name=bucket, n=len(rows))
        for pos, row in enumerate(rows, last - len(rows) + 1):
            row["pos"] = pos
    if fresh:
        _TELL.write_each(c, fresh)
    begin(c)


def _unlike_before(c: Connection) -> list[dict]:
    """Rows to write: those that say something other than what is already stored."""
    note = noted(c)
    before = _stored(c, {identity for _, _, identity in note.told} | {identity for _, identity in note.whole})
    wanted = {key: None if body is None else in_order(body) for key, body in note.told.items()}
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
        for bucket, kind, identity, deleted, body in _STORED.rows(c, ids=ids[start : start + AT_ONCE]):
            found[(bucket, kind, identity)] = None if deleted else body
    return found
