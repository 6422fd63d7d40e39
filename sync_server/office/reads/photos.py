"""Photos in their places: every use of a photo with whether it has arrived."""

from sqlalchemy import case, distinct, func, select

from sync_server import tables
from sync_server.office.reads import sent

use, photo, finding = tables.photo_use, tables.photo, tables.finding
HERE = ("stored", "undecodable")  # the bytes have arrived


def _uses(c, condition) -> list[dict]:
    wanted = (
        select(use, photo.c.state, photo.c.mime, photo.c.size, photo.c.w, photo.c.h, photo.c.stored_at)
        .join(photo, photo.c.sha256 == use.c.sha256)
        .where(condition)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["manifest"] = sent.read(row["manifest"])
        row["here"] = row["state"] in HERE
    return sorted(rows, key=lambda r: (r["manifest"].get("taken_at") or "", r["sha256"]))


def of_visit(c, visit_id: str) -> list[dict]:
    return _uses(c, use.c.visit_id == visit_id)


def of_hazards(c, hazard_ids) -> dict[str, list[dict]]:
    """Photos by hazard, through the findings, rectifications and rechecks that name it; each photo once a role."""
    by_hazard: dict[str, list[dict]] = {identity: [] for identity in hazard_ids}
    if not by_hazard:
        return by_hazard
    for row in _uses(c, use.c.hazard_id.in_(list(by_hazard))):
        shown = by_hazard[row["hazard_id"]]
        if not any((p["sha256"], p["role"]) == (row["sha256"], row["role"]) for p in shown):
            shown.append(row)
    return by_hazard


def arrived(c, visit_ids) -> dict[str, tuple[int, int]]:
    """(arrived, named) photos of each visit."""
    if not visit_ids:
        return {}
    here = case((photo.c.state.in_(HERE), use.c.sha256))
    wanted = (
        select(use.c.visit_id, func.count(distinct(here)), func.count(distinct(use.c.sha256)))
        .join(photo, photo.c.sha256 == use.c.sha256)
        .where(use.c.visit_id.in_(list(visit_ids)))
        .group_by(use.c.visit_id)
    )
    return {row[0]: (row[1], row[2]) for row in c.execute(wanted)}


def one(c, sha256: str) -> dict | None:
    row = c.execute(select(photo).where(photo.c.sha256 == sha256)).first()
    return dict(row._mapping) if row else None


def uses_of(c, sha256: str, condition) -> list[dict]:
    """Where a photo is used, as far as `condition` on photo_use lets it be seen, with enterprise and maker."""
    whose = tables.enterprise.alias("whose")  # the condition speaks of enterprises itself
    wanted = (
        select(
            use,
            whose.c.name.label("enterprise"),
            tables.person.c.name.label("person"),
            tables.device.c.name.label("device_name"),
            tables.inbox.c.received_at,
            tables.inbox.c.kind.label("record_kind"),
        )
        .outerjoin(whose, whose.c.id == use.c.enterprise_id)
        .outerjoin(tables.person, tables.person.c.id == use.c.person_id)
        .outerjoin(tables.device, tables.device.c.id == use.c.device_id)
        .outerjoin(tables.inbox, tables.inbox.c.id == use.c.record_id)
        .where(use.c.sha256 == sha256, condition)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["manifest"] = sent.read(row["manifest"])
    return rows


def pairs(rows: list[dict]) -> dict[str, list[dict]]:
    """Photos side by side: as found, and as put right."""
    return {
        "before": [row for row in rows if row["role"] in ("before", "detail")],
        "after": [row for row in rows if row["role"] == "after"],
    }
