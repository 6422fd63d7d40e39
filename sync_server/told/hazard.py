"""A hazard as phones know it: its state, its photos, its newest steps."""

import json

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.engine import Connection

from sync_server.places import places
from sync_server.prepared import Prepared
from sync_server.tables import document, hazard, hazard_history, person, photo_use

STEPS = 6  # newest rows of the history
PLAIN = (
    "id",
    "number",
    "enterprise_id",
    "item",
    "checklist",
    "place",
    "text",
    "basis",
    "correction",
    "severity",
    "major_rule",
    "major_confirmed",
    "track",
    "state",
    "due",
    "found_on",
    "closed_on",
    "repeat_of",
    "listed",
    "accepted",
    "n",
)
SHOWN = (*PLAIN, "order", "photos")
# A remark in these steps is meant for whoever goes there next; other remarks are the office's own.
TOLD_OUTSIDE = ("return", "recheck_partly", "recheck_fail", "recheck_accept", "grant_extension", "due")
STEP = ("hazard_id", "n", "move", "to_state", "server_time", "facts")
OWNERS = ("finding", "rectification", "recheck")


_IDS = bindparam("ids", expanding=True)
_HAZARDS = Prepared(select(*(hazard.c[name] for name in (*PLAIN, "order_id"))).where(hazard.c.id.in_(_IDS)))
_PHOTOS = Prepared(
    select(photo_use.c.hazard_id, photo_use.c.sha256, photo_use.c.role)
    .where(photo_use.c.hazard_id.in_(_IDS), photo_use.c.owner_kind.in_(OWNERS))
    .order_by(photo_use.c.record_id, photo_use.c.owner_id, photo_use.c.role, photo_use.c.sha256)
)
_STEPS = Prepared(
    select(*(hazard_history.c[name] for name in STEP), person.c.name)
    .join(
        hazard, and_(hazard.c.id == hazard_history.c.hazard_id, hazard_history.c.n > hazard.c.n - 2 * STEPS)
    )
    .outerjoin(person, person.c.id == hazard_history.c.actor_id)
    .where(hazard_history.c.hazard_id.in_(_IDS))
    .order_by(hazard_history.c.hazard_id, hazard_history.c.n.desc())
)


def hazards(c: Connection, ids) -> dict:
    rows = _HAZARDS.dicts(c, ids=ids)
    where = places(c, {row["enterprise_id"] for row in rows})
    photos, steps, orders = _photos(c, ids), _steps(c, ids), _orders(c, rows)
    drawn = {}
    for row in rows:
        place, own = where.get(row["enterprise_id"]), steps.get(row["id"], [])
        if place is None:
            continue
        body = {name: row[name] for name in PLAIN}
        body |= {"order": orders.get(row["order_id"]), "photos": photos.get(row["id"], [])}
        drawn[row["id"]] = {}
        if place.area:
            history = [{name: step[name] for name in ("n", "move", "to", "at", "by")} for step in own[:STEPS]]
            drawn[row["id"]][place.area] = body | {"note": _note(own), "history": history}
        for bucket in place.contracts:
            outside = {name: body[name] for name in SHOWN}
            outside["note"] = _note([step for step in own if step["move"] in TOLD_OUTSIDE])
            outside["history"] = [
                {name: step[name] for name in ("n", "move", "to", "at")} for step in own[:STEPS]
            ]
            drawn[row["id"]][bucket] = outside
    return drawn


def _note(steps) -> str:
    """The newest remark; `steps` newest first."""
    return next((step["note"] for step in steps if step["note"]), "")


def _photos(c: Connection, ids) -> dict[str, list]:
    found: dict[str, dict] = {}
    for hazard_id, sha256, role in _PHOTOS.rows(c, ids=ids):
        found.setdefault(hazard_id, {})[(sha256, role)] = {"sha256": sha256, "role": role}
    return {hazard_id: list(photos.values()) for hazard_id, photos in found.items()}


def _steps(c: Connection, ids) -> dict[str, list]:
    """The newest steps of each hazard, newest first; a few more than are shown, since a remark may be older."""
    found: dict[str, list] = {}
    for row in _STEPS.dicts(c, ids=ids):
        facts = json.loads(row["facts"] or "{}")
        step = {"n": row["n"], "move": row["move"], "to": row["to_state"], "at": row["server_time"]}
        step |= {"by": row["name"] or "", "note": facts.get("reason") or facts.get("note") or ""}
        found.setdefault(row["hazard_id"], []).append(step)
    return found


def _orders(c: Connection, rows) -> dict[str, dict]:
    ids = {row["order_id"] for row in rows if row["order_id"]}
    if not ids:
        return {}
    issued = func.coalesce(document.c.made_at, "").label("issued_on")
    found = c.execute(select(document.c.id, document.c.number, issued).where(document.c.id.in_(ids)))
    return {row.id: {"number": row.number, "issued_on": row.issued_on} for row in found}
