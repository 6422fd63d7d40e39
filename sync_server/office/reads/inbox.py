"""Records that need a person: held or refused, with what they wait for."""

import json

from sqlalchemy import func, or_, select

from sync_server import tables
from sync_server.office.reads import paging

i, w = tables.inbox, tables.waiting
NEEDY = ("held", "refused")


def _wanted(seen):
    d, p, e = tables.device, tables.person, tables.enterprise
    wanted = (
        select(
            i.c.id,
            i.c.kind,
            i.c.seq,
            i.c.received_at,
            i.c.outcome,
            i.c.code,
            i.c.facts,
            i.c.judged_at,
            i.c.hash,
            i.c.enterprise_id,
            i.c.visit_id,
            i.c.device_id,
            i.c.person_id,
            d.c.name.label("device"),
            p.c.name.label("person"),
            e.c.name.label("enterprise"),
        )
        .outerjoin(d, d.c.id == i.c.device_id)
        .outerjoin(p, p.c.id == i.c.person_id)
        .outerjoin(e, e.c.id == i.c.enterprise_id)
    )
    # what names no enterprise we know belongs to nobody's area: everyone who attends may see it
    return wanted if seen is None else wanted.where(or_(e.c.area_id.in_(seen), e.c.id.is_(None)))


def listed(c, seen, outcome="", after=None):
    """A page of held and refused records, newest first."""
    outcomes = (outcome,) if outcome in NEEDY else NEEDY
    rows = []
    for one in outcomes:  # each outcome along its own index
        cut = paging.cut(_wanted(seen).where(i.c.outcome == one), (i.c.received_at, i.c.id), after)
        rows += [dict(row._mapping) for row in c.execute(cut)]
    rows.sort(key=lambda r: (r["received_at"], r["id"]), reverse=True)
    rows, further = paging.page(rows[: paging.PAGE + 1], ("received_at", "id"))
    awaited = waits(c, [row["id"] for row in rows])
    for row in rows:
        row["facts"] = json.loads(row["facts"] or "{}")
        row["awaits"] = awaited.get(row["id"], [])
    return rows, further


def count(c, seen) -> int:
    wanted = select(func.count()).select_from(_wanted(seen).where(i.c.outcome.in_(NEEDY)).subquery())
    return c.execute(wanted).scalar_one()


def waits(c, record_ids) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    if record_ids:
        for row in c.execute(
            select(w).where(w.c.record_id.in_(record_ids)).order_by(w.c.kind, w.c.awaited_id)
        ):
            found.setdefault(row.record_id, []).append({"kind": row.kind, "id": row.awaited_id})
    return found


def by_id(c, seen, record_id: str) -> dict | None:
    row = c.execute(_wanted(seen).add_columns(i.c.raw).where(i.c.id == record_id)).first()
    if row is None:
        return None
    found = dict(row._mapping)
    found["facts"] = json.loads(found["facts"] or "{}")
    found["awaits"] = waits(c, [record_id]).get(record_id, [])
    raw = found.pop("raw")
    try:
        found["envelope"] = json.loads(raw)
    except ValueError:
        found["envelope"] = raw.decode("utf-8", "replace")
    found["bytes"] = len(raw)
    return found
