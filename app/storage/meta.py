"""What this phone knows of itself: device, person, epoch, clock offset, head of the chain."""

import json

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage.tables import meta


def get(s, key: str, default: str | None = None) -> str | None:
    found = s.scalar(select(meta.c.v).where(meta.c.k == key))
    return default if found is None else found


def put(s, key: str, value: str) -> None:
    statement = insert(meta).values(k=key, v=value)
    s.execute(statement.on_conflict_do_update(index_elements=["k"], set_={"v": value}))


def get_json(s, key: str, default=None):
    found = get(s, key)
    return default if found is None else json.loads(found)


def put_json(s, key: str, value) -> None:
    put(s, key, json.dumps(value, ensure_ascii=False))


def person(s) -> dict:
    """Who works here: {id, login, name, role, certificate_no, …}; empty before the first sign-in."""
    return get_json(s, "person", {})
