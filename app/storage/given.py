"""What the office gave: one row for every (bucket, kind, id), and the tables drawn from them for reading.

The same thing may come in several buckets (its area, a contract): the newest that is still given is drawn.
Nothing here touches what the phone made itself.
"""

import json
import logging
from functools import cache

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.storage import meta
from app.storage.drawings import DRAWINGS
from app.storage.tables import cursor, given, hazard, set_aside, visit

log = logging.getLogger(__name__)
PAGE = 500
DOUBTED = -1  # the rev of a row that stands until everything has been fetched anew


def cursors(s) -> dict[str, int]:
    return {row.bucket: row.pos for row in s.execute(select(cursor.c.bucket, cursor.c.pos))}


def take(s, answer: dict) -> int:
    """Keep one page of changes with its cursors. How many changed anything here."""
    for bucket in answer.get("drop") or ():
        drop(s, bucket)
    for bucket in answer.get("reset") or ():
        _doubt(s, given.c.bucket == bucket)
        s.execute(delete(cursor).where(cursor.c.bucket == bucket))
    fresh = _keep(s, [change for change in answer.get("changes") or () if _whole(change)])
    _draw(s, fresh)
    for bucket, pos in (answer.get("cursors") or {}).items():
        statement = insert(cursor).values(bucket=bucket, pos=pos)
        s.execute(statement.on_conflict_do_update(index_elements=["bucket"], set_={"pos": pos}))
    if not answer.get("more"):
        _forget_doubted(s)
    return len(fresh)


def drop(s, bucket: str) -> None:
    """No longer this person's to see."""
    gone = s.execute(select(given.c.kind, given.c.id).where(given.c.bucket == bucket)).all()
    s.execute(delete(given).where(given.c.bucket == bucket))
    s.execute(delete(set_aside).where(set_aside.c.bucket == bucket))
    s.execute(delete(cursor).where(cursor.c.bucket == bucket))
    _draw(s, gone)


def begin_anew(s) -> None:
    """Everything is fetched again from the beginning; until it is here, what there is stays readable."""
    _doubt(s, given.c.rev != DOUBTED)
    s.execute(delete(cursor))


def _doubt(s, which) -> None:
    s.execute(update(given).where(which).values(rev=DOUBTED))
    meta.put(s, "doubted", "1")


def _forget_doubted(s) -> None:
    """All of it has come: what did not come again is no longer there."""
    if meta.get(s, "doubted") != "1":
        return
    gone = s.execute(select(given.c.kind, given.c.id).where(given.c.rev == DOUBTED)).all()
    s.execute(delete(given).where(given.c.rev == DOUBTED))
    _draw(s, gone)
    meta.put(s, "doubted", "0")


def _whole(change) -> bool:
    """Whether it says what it is about. One that does not must not keep all behind it from arriving."""
    kinds = {"bucket": str, "kind": str, "id": str, "rev": int}
    if isinstance(change, dict) and all(isinstance(change.get(name), kind) for name, kind in kinds.items()):
        return True
    log.warning("a change that says of nothing was passed over: %.200r", change)
    return False


def _keep(s, changes) -> list[tuple[str, str]]:
    """(kind, id) of what is news. The same again, or something older that was delayed, is not."""
    known: dict[tuple, int] = {}
    for bucket, kind, ids in _grouped((c["bucket"], c["kind"], c["id"]) for c in changes):
        here = (given.c.bucket == bucket, given.c.kind == kind, given.c.id.in_(ids))
        known |= {
            (bucket, kind, row.id): row.rev for row in s.execute(select(given.c.id, given.c.rev).where(*here))
        }
    news = {}
    for change in changes:
        key = (change["bucket"], change["kind"], change["id"])
        if known.get(key, DOUBTED - 1) < change["rev"]:
            known[key] = change["rev"]
            body = "" if change.get("deleted") else json.dumps(change.get("body") or {}, ensure_ascii=False)
            news[key] = {"bucket": key[0], "kind": key[1], "id": key[2], "rev": change["rev"], "body": body}
    if news:
        s.execute(_upsert(given), list(news.values()))
    return [key[1:] for key in news]


def _draw(s, things) -> None:
    """The reading tables' rows for these (kind, id), each from the newest body that is still given."""
    for _, kind, ids in _grouped(("", kind, identity) for kind, identity in things):
        s.execute(delete(set_aside).where(set_aside.c.kind == kind, set_aside.c.id.in_(ids)))
        if kind not in DRAWINGS:
            continue  # read straight from `given`, or of a kind this version does not know
        table, keyed, drawn = DRAWINGS[kind]
        wanted = select(given).where(given.c.kind == kind, given.c.id.in_(ids), given.c.body != "")
        newest = {row.id: row for row in s.execute(wanted.order_by(given.c.rev, given.c.bucket.desc()))}
        expected = _expected(s, ids) if kind == "hazard" else {}
        rows = []
        for identity, row in newest.items():
            try:
                values = {
                    name: value for name, value in drawn(json.loads(row.body)).items() if name in table.c
                }
                values |= {"body": row.body} if "body" in table.c else {}
                if kind == "hazard":
                    values["expected"] = expected.get((values["id"], values["n"]))
                rows.append(_fitting(table, values))
            except (KeyError, TypeError, ValueError, AttributeError) as fault:
                log.warning("a change of kind %s could not be read: %s", kind, fault)
                told = {"bucket": row.bucket, "kind": kind, "id": identity, "rev": row.rev, "body": row.body}
                s.execute(_upsert(set_aside), [told | {"why": f"{type(fault).__name__}: {fault}"[:200]}])
        if rows:
            s.execute(_upsert(table), rows)
        for identity in set(ids) - newest.keys():
            if kind == "checklist" and _pinned(s, identity):
                s.execute(update(table).where(*keyed(identity)).values(current=0))
            else:
                s.execute(delete(table).where(*keyed(identity)))


def _grouped(keys):
    """(bucket, kind, ids), at most PAGE ids at a time: SQLite counts its parameters."""
    groups: dict[tuple, dict] = {}
    for bucket, kind, identity in keys:
        groups.setdefault((bucket, kind), {})[identity] = None
    for (bucket, kind), ids in groups.items():
        listed = list(ids)
        for start in range(0, len(listed), PAGE):
            yield bucket, kind, listed[start : start + PAGE]


@cache
def _upsert(table):
    """Built once: with a page of rows, building the statement would cost more than running it."""
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    fresh = {column.name: statement.excluded[column.name] for column in table.columns}
    return statement.values(
        {column.name: bindparam(column.name) for column in table.columns}
    ).on_conflict_do_update(index_elements=keys, set_=fresh)


def _fitting(table, values: dict) -> dict:
    """A row the table takes. TypeError names the column that would not do: one bad row must not cost its page."""
    row = {column.name: values.get(column.name) for column in table.columns}
    for column in table.columns:
        value = row[column.name]
        kind = column.type.python_type
        if (value is None and not column.nullable) or (value is not None and type(value) is not kind):
            raise TypeError(f"{column.name} is {value!r:.40}")
    return row


def _expected(s, ids) -> dict[tuple[str, int], str | None]:
    """What our own moves lead to stands until the hazard has moved; then the office has spoken."""
    rows = s.execute(select(hazard.c.id, hazard.c.n, hazard.c.expected).where(hazard.c.id.in_(ids)))
    return {(row.id, row.n): row.expected for row in rows}


def _pinned(s, identity: str) -> bool:
    """Whether a visit still in hand was begun with this version: it is finished with it."""
    code, _, version = identity.rpartition("@")
    rows = s.scalars(select(visit.c.checklists).where(visit.c.state != "frozen"))
    return any({"code": code, "version": int(version)} in json.loads(row) for row in rows)
