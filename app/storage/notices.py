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
    told = select(given.c.id, given.c.body).where(given.c.kind == "notice", given.c.body != "")
    found = [_notice(row.id, json.loads(row.body), seen_until) for row in s.execute(told)]
    return sorted(filter(None, found), key=lambda one: one.at, reverse=True)[:limit]


def _notice(identity: str, body, seen_until: str) -> Notice | None:
    """None for what this version cannot read: the others are shown all the same."""
    if not isinstance(body, dict):
        return None
    code, at = body.get("code"), body.get("at")
    facts, about = body.get("facts") or {}, body.get("about") or {}
    if not (
        isinstance(code, str) and isinstance(at, str) and isinstance(facts, dict) and isinstance(about, dict)
    ):
        return None
    return Notice(identity, code, facts, at, about, at <= seen_until)


def seen(s) -> None:
    """All that are here now have been looked at."""
    newest = next(iter(all(s, limit=1)), None)
    if newest:
        meta.put(s, "notices_seen", newest.at)
