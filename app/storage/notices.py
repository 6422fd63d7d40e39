"""What the office wants this person to know, newest first."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app.storage import meta
from app.storage.tables import given


@dataclass(frozen=True)
class Notice:
    id: str
    code: str
    facts: dict
    at: str
    about: dict
    seen: bool


def all(s, limit: int = 100) -> list[Notice]:  # noqa: A001 - read as notices.all
    seen_until = meta.get(s, "notices_seen", "")
    bodies = s.scalars(select(given.c.body).where(given.c.kind == "notice", given.c.body != ""))
    rows = sorted((json.loads(body) for body in bodies), key=lambda body: body.get("at", ""), reverse=True)
    return [
        Notice(
            b["id"],
            b.get("code", ""),
            b.get("facts") or {},
            b.get("at", ""),
            b.get("about") or {},
            b.get("at", "") <= seen_until,
        )
        for b in rows[:limit]
    ]


def seen(s) -> None:
    """All that are here now have been looked at."""
    newest = next(iter(all(s, limit=1)), None)
    if newest:
        meta.put(s, "notices_seen", newest.at)
