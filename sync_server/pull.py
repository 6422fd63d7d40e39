"""What a phone has not heard yet. Scope is computed anew each time; a cursor is the number of the last row sent."""

import json

from sqlalchemy import select
from sqlalchemy.engine import Connection

from sync_server import scope
from sync_server.people import Person
from sync_server.tables import bucket, change

MOST = 1000


def pull(c: Connection, person: Person, cursors: dict[str, int], limit: int = 500) -> dict:
    """{changes, cursors, drop, reset, more, buckets}. `cursors` say how far the phone has come in each bucket.

    drop: buckets the person no longer sees. reset: buckets of which the phone knows more than this server does,
    which has been restored: they are sent from the start.
    """
    left = max(1, min(limit, MOST))
    buckets = scope.buckets_of(c, person)
    heads = dict(c.execute(select(bucket.c.name, bucket.c.v).where(bucket.c.name.in_(buckets))).all())
    reset = [name for name in buckets if cursors.get(name, 0) > heads.get(name, 0)]
    changes, reached, more = [], {}, False
    for name in buckets:
        reached[name] = 0 if name in reset else cursors.get(name, 0)
        if heads.get(name, 0) <= reached[name]:
            continue
        if left == 0:
            more = True
            continue
        rows = _after(c, name, reached[name], left)
        if rows:
            # never a separate max(pos): what is numbered between two questions would be passed over
            reached[name] = rows[-1]["pos"]
            changes += rows
            left -= len(rows)
        more = more or (left == 0 and reached[name] < heads[name])
    drop = sorted(name for name in cursors if name not in buckets)
    return {
        "changes": changes,
        "cursors": reached,
        "drop": drop,
        "reset": reset,
        "more": more,
        "buckets": buckets,
    }


def _after(c: Connection, name: str, cursor: int, limit: int) -> list[dict]:
    """One statement, so that the rows are of one moment."""
    columns = select(change.c.pos, change.c.kind, change.c.id, change.c.rev, change.c.deleted, change.c.body)
    newer = columns.where(change.c.bucket == name, change.c.pos > cursor).order_by(change.c.pos).limit(limit)
    return [
        {
            "bucket": name,
            "pos": row.pos,
            "kind": row.kind,
            "id": row.id,
            "rev": row.rev,
            "deleted": bool(row.deleted),
            "body": None if row.deleted else json.loads(row.body),
        }
        for row in c.execute(newer)
    ]
