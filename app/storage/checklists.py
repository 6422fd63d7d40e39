"""Checklists as published. A visit keeps the version it began with, also when a newer one arrives.

A published version never changes, so what was read once is kept in memory.
"""

import json

from sqlalchemy import select

from app.storage.tables import checklist
from inspection.checklist import Checklist, from_json

KEPT = 64
_read: dict[str, Checklist] = {}


def current(s) -> list[Checklist]:
    """Those offered for new visits, by code."""
    rows = s.execute(
        select(checklist.c.body)
        .where(checklist.c.current == 1)
        .order_by(checklist.c.code, checklist.c.version)
    ).scalars()
    return [_from(body) for body in rows]


def pinned(s, code: str, version: int) -> Checklist | None:
    body = s.scalar(select(checklist.c.body).where(checklist.c.code == code, checklist.c.version == version))
    return None if body is None else _from(body)


def _from(body: str) -> Checklist:
    found = _read.get(body)
    if found is None:
        found = _read[body] = from_json(json.loads(body))
        while len(_read) > KEPT:
            _read.pop(next(iter(_read)), None)
    return found
