"""Earlier visits to an enterprise, as the office knows them."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app.storage.tables import past_visit


@dataclass(frozen=True)
class PastVisit:
    id: str
    enterprise_id: str
    day: str
    track: str
    purpose: str
    people: tuple[str, ...]
    findings: int
    photos: int
    photos_here: int  # of the photos, how many the office has
    by: str


def of_enterprise(s, enterprise_id: str, limit: int = 50) -> list[PastVisit]:
    """The newest first."""
    wanted = select(past_visit).where(past_visit.c.enterprise_id == enterprise_id)
    return [
        _past(row)
        for row in s.execute(wanted.order_by(past_visit.c.day.desc(), past_visit.c.id.desc()).limit(limit))
    ]


def _past(row) -> PastVisit:
    body = json.loads(row.body)
    return PastVisit(
        row.id,
        row.enterprise_id,
        row.day,
        row.track,
        body.get("purpose") or "routine",
        tuple(body.get("people") or ()),
        body.get("findings") or 0,
        body.get("photos") or 0,
        body.get("photos_here") or 0,
        body.get("by") or "",
    )
