"""Visits the office has planned for this person."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.storage.tables import enterprise, plan, visit


@dataclass(frozen=True)
class Plan:
    id: str
    enterprise_id: str
    enterprise_name: str
    day: str
    track: str
    purpose: str
    note: str
    state: str

    def overdue(self, today: date) -> bool:
        return self.day < today.isoformat()


def upcoming(s, today: date, days: int = 14, limit: int = 50) -> list[Plan]:
    """Planned and not yet begun on this phone, those left over from earlier first."""
    begun = select(visit.c.plan_id).where(visit.c.plan_id.is_not(None), visit.c.state != "dropped")
    last = (today + timedelta(days=days)).isoformat()
    wanted = _rows().where(plan.c.state == "planned", plan.c.day <= last, plan.c.id.not_in(begun))
    return [_plan(row) for row in s.execute(wanted.order_by(plan.c.day, plan.c.id).limit(limit))]


def by_id(s, plan_id: str) -> Plan | None:
    row = s.execute(_rows().where(plan.c.id == plan_id)).first()
    return _plan(row) if row else None


def _rows():
    return select(plan, enterprise.c.name).select_from(
        plan.outerjoin(enterprise, enterprise.c.id == plan.c.enterprise_id)
    )


def _plan(row) -> Plan:
    body = json.loads(row.body)
    return Plan(
        row.id,
        row.enterprise_id,
        row.name or "",
        row.day,
        row.track,
        body.get("purpose") or "routine",
        body.get("note") or "",
        row.state,
    )
