"""The few facts about the database itself: its epoch, when it was made, its own secret."""

import secrets
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from inspection.days import to_text
from sync_server.tables import meta


def get(c: Connection, key: str, default: str = "") -> str:
    found = c.scalar(select(meta.c.v).where(meta.c.k == key))
    return default if found is None else found


def put(c: Connection, key: str, value: str) -> None:
    if c.execute(meta.update().where(meta.c.k == key).values(v=value)).rowcount == 0:
        c.execute(insert(meta).values(k=key, v=value))


def epoch(c: Connection) -> str:
    """Another one means: this is not the database you knew, offer again what you have."""
    return get(c, "epoch")


def new_epoch(c: Connection) -> str:
    made = secrets.token_hex(8)
    put(c, "epoch", made)
    return made


def begin(c: Connection, at: datetime) -> None:
    """Written once, when the database is new."""
    if not epoch(c):
        new_epoch(c)
        put(c, "made_at", to_text(at))
    if not get(c, "token_key"):
        put(c, "token_key", secrets.token_hex(32))
