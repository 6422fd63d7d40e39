"""Choices made on this device by this person, as texts."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage.tables import setting


def get(s, key: str, default: str | None = None) -> str | None:
    found = s.scalar(select(setting.c.v).where(setting.c.k == key))
    return default if found is None else found


def put(s, key: str, value: str) -> None:
    statement = insert(setting).values(k=key, v=value)
    s.execute(statement.on_conflict_do_update(index_elements=["k"], set_={"v": value}))


def all(s) -> dict[str, str]:  # noqa: A001 - read as settings.all
    return {row.k: row.v for row in s.execute(select(setting))}
