"""What the office gave: one row for every (bucket, kind, id), and the tables drawn from them for reading.

The same thing may come in several buckets (its area, a contract): the newest that is still given is drawn.
Nothing here touches what the phone made itself.
"""

import json
import logging

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.storage import meta
from app.storage.enterprises import search_text
from app.storage.tables import (
    area,
    checklist,
    colleague,
    cursor,
    enterprise,
    given,
    hazard,
    past_visit,
    plan,
    set_aside,
    visit,
)

log = logging.getLogger(__name__)
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
    fresh = [change for change in answer.get("changes") or () if _keep(s, change)]
    for kind, identity in dict.fromkeys((change["kind"], change["id"]) for change in fresh):
        _draw(s, kind, identity)
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
    for kind, identity in gone:
        _draw(s, kind, identity)


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
    for kind, identity in gone:
        _draw(s, kind, identity)
    meta.put(s, "doubted", "0")


def _keep(s, change: dict) -> bool:
    """Whether it is news. The same again, or something older that was delayed, is not."""
    key = (given.c.bucket == change["bucket"], given.c.kind == change["kind"], given.c.id == change["id"])
    known = s.scalar(select(given.c.rev).where(*key))
    if known is not None and known >= change["rev"]:
        return False
    row = {name: change[name] for name in ("bucket", "kind", "id", "rev")}
    row["body"] = "" if change.get("deleted") else json.dumps(change.get("body") or {}, ensure_ascii=False)
    statement = insert(given).values(row)
    s.execute(statement.on_conflict_do_update(index_elements=["bucket", "kind", "id"], set_=row))
    return True


def _draw(s, kind: str, identity: str) -> None:
    """The reading table's row for this thing, from the newest body that is still given."""
    wanted = select(given.c.bucket, given.c.rev, given.c.body).where(
        given.c.kind == kind, given.c.id == identity
    )
    rows = s.execute(wanted.where(given.c.body != "").order_by(given.c.rev.desc(), given.c.bucket)).all()
    s.execute(delete(set_aside).where(set_aside.c.kind == kind, set_aside.c.id == identity))
    drawing = DRAWINGS.get(kind)
    if drawing is None:
        return  # read straight from `given`, or of a kind this version does not know
    table, keyed, drawn = drawing
    if not rows:
        if kind == "checklist" and _pinned(s, identity):
            s.execute(update(table).where(*keyed(identity)).values(current=0))
        else:
            s.execute(delete(table).where(*keyed(identity)))
        return
    try:
        values = drawn(json.loads(rows[0].body))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        log.warning("a change of kind %s could not be read: %s", kind, fault)
        _set_aside(s, kind, identity, rows[0], f"{type(fault).__name__}: {fault}"[:200])
        return
    values["body"] = rows[0].body
    if kind == "hazard":
        values["expected"] = _still_expected(s, values)
    values = {name: value for name, value in values.items() if name in table.c}
    keys = [column.name for column in table.primary_key]
    s.execute(insert(table).values(values).on_conflict_do_update(index_elements=keys, set_=values))


def _pinned(s, identity: str) -> bool:
    """Whether a visit still in hand was begun with this version: it is finished with it."""
    code, _, version = identity.rpartition("@")
    rows = s.scalars(select(visit.c.checklists).where(visit.c.state != "frozen"))
    return any({"code": code, "version": int(version)} in json.loads(row) for row in rows)


def _set_aside(s, kind: str, identity: str, row, why: str) -> None:
    values = {
        "bucket": row.bucket,
        "kind": kind,
        "id": identity,
        "rev": row.rev,
        "why": why,
        "body": row.body,
    }
    keys = ["bucket", "kind", "id"]
    s.execute(insert(set_aside).values(values).on_conflict_do_update(index_elements=keys, set_=values))


def _still_expected(s, fresh: dict) -> str | None:
    """What our own move leads to stands until the hazard has moved; then the office has spoken."""
    old = s.execute(select(hazard.c.n, hazard.c.expected).where(hazard.c.id == fresh["id"])).first()
    return old.expected if old and old.n == fresh["n"] else None


def _enterprise(body: dict) -> dict:
    name, code, initials = body["name"], body.get("code") or "", body.get("initials") or ""
    return {
        "id": body["id"], "name": name, "code": code, "initials": initials, "search": search_text(name, initials, code),
        "area_id": body.get("area_id") or "", "kind": body.get("kind") or "", "grade": body.get("grade") or "",
        "status": body.get("status") or "", "open_hazards": int(body.get("open_hazards") or 0),
        "major_hazards": int(body.get("major_hazards") or 0), "last_visit": body.get("last_visit"),
    }  # fmt: skip


def _area(body: dict) -> dict:
    return {
        "id": body["id"], "parent_id": body.get("parent_id"), "name": body["name"], "kind": body.get("kind") or "",
        "place": int(body.get("place") or 0),
    }  # fmt: skip


def _colleague(body: dict) -> dict:
    told = {name: body.get(name) or "" for name in ("role", "certificate_no", "organisation")}
    return {"id": body["id"], "name": body["name"]} | told


def _checklist(body: dict) -> dict:
    return {
        "code": body["code"], "version": int(body["version"]), "title_zh": body["title_zh"],
        "title_en": body.get("title_en") or "", "current": int(bool(body.get("current"))),
    }  # fmt: skip


def _hazard(body: dict) -> dict:
    return {
        "id": body["id"], "enterprise_id": body["enterprise_id"], "state": body["state"],
        "severity": body.get("severity") or "", "due": body.get("due"), "track": body.get("track") or "",
        "n": int(body.get("n") or 0),
    }  # fmt: skip


def _past_visit(body: dict) -> dict:
    told = {name: body.get(name) or "" for name in ("day", "track")}
    return {"id": body["id"], "enterprise_id": body["enterprise_id"]} | told


def _plan(body: dict) -> dict:
    told = {name: body.get(name) or "" for name in ("track", "state")}
    return {"id": body["id"], "enterprise_id": body["enterprise_id"], "day": body["day"]} | told


def _by_id(table):
    return lambda identity: (table.c.id == identity,)


def _checklist_key(identity: str):
    code, _, version = identity.rpartition("@")
    return checklist.c.code == code, checklist.c.version == (int(version) if version.isdigit() else -1)


# kind: (table, its key from an id, its row from a body)
DRAWINGS = {
    "enterprise": (enterprise, _by_id(enterprise), _enterprise),
    "area": (area, _by_id(area), _area),
    "colleague": (colleague, _by_id(colleague), _colleague),
    "checklist": (checklist, _checklist_key, _checklist),
    "hazard": (hazard, _by_id(hazard), _hazard),
    "past_visit": (past_visit, _by_id(past_visit), _past_visit),
    "plan": (plan, _by_id(plan), _plan),
}
