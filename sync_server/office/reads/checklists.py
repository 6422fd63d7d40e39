"""Checklists as published, and the hazard tags they speak of."""

import json

from sqlalchemy import select

from sync_server import tables

k = tables.checklist


def listed(c) -> list[dict]:
    """All versions, the current ones first."""
    rows = c.execute(select(k).order_by(k.c.current.desc(), k.c.code, k.c.version.desc()))
    found = [dict(row._mapping) for row in rows]
    for row in found:
        row["body"] = json.loads(row["body"] or "{}")
        row["items"] = row["body"].get("items", [])
    return found


def by_version(c, code: str, version: int) -> dict | None:
    row = c.execute(select(k).where(k.c.code == code, k.c.version == version)).first()
    if row is None:
        return None
    found = dict(row._mapping)
    found["body"] = json.loads(found["body"] or "{}")
    return found


def tags(c) -> list[str]:
    """The hazard tags that any current checklist asks for."""
    bodies = c.execute(select(k.c.body).where(k.c.current.is_(True))).scalars()
    return sorted({tag for body in bodies for tag in json.loads(body or "{}").get("tags", ())})
