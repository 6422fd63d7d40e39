"""A hazard's row and what the guards of `inspection.hazard` look at."""

import json

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.engine import Connection

from inspection.finding import AFTER
from inspection.hazard import Standing
from inspection.problems import Problem
from inspection.roles import INSPECTION
from sync_server import projections
from sync_server.prepared import Prepared
from sync_server.tables import finding, hazard, hazard_history, photo_use

CHANGES = (  # what a step may change in a hazard's row
    "severity",
    "major_rule",
    "major_confirmed",
    "track",
    "state",
    "due",
    "closed_on",
    "fixed_on_site",
    "repeat_of",
    "repeat_confirmed",
    "listed",
    "accepted",
    "corrected_by",
    "order_id",
    "merged_into",
    "n",
    "rev",
    "changed_at",
)
JUDGED = ("recheck_pass", "recheck_accept", "recheck_partly", "recheck_fail", "return")
_UPDATE = Prepared(
    update(hazard)
    .where(hazard.c.id == bindparam("of_id"))
    .values({name: bindparam(name) for name in CHANGES})
)


def row_of(c: Connection, hazard_id: str) -> dict:
    """Problems: hazard.unknown."""
    row = found(c, hazard_id)
    if row is None:
        raise Problem("hazard.unknown", id=hazard_id)
    return row


def found(c: Connection, hazard_id: str) -> dict | None:
    row = c.execute(select(hazard).where(hazard.c.id == hazard_id)).mappings().first()
    return dict(row) if row else None


def followed(c: Connection, hazard_id: str) -> dict | None:
    """The hazard, or the one it was merged into."""
    row = found(c, hazard_id)
    while row and row["merged_into"]:
        row = found(c, row["merged_into"])
    return row


def save(c: Connection, *rows: dict) -> None:
    """Writes what steps changed, and tells of it."""
    if rows:
        _UPDATE.write_each(c, [{"of_id": row["id"]} | {name: row[name] for name in CHANGES} for row in rows])
    for row in rows:
        projections.hazard_changed(c, row["id"])
        projections.enterprise_changed(c, row["enterprise_id"])


def standing_of(c: Connection, row: dict) -> Standing:
    officers = exists().where(finding.c.hazard_id == row["id"], finding.c.track == INSPECTION)
    after = exists().where(photo_use.c.hazard_id == row["id"], photo_use.c.role == AFTER)
    seen, has_after = c.execute(select(officers, after)).one()
    return Standing(
        severity=row["severity"],
        track=row["track"],
        major_confirmed=row["major_confirmed"],
        seen_by_officers=bool(seen),
        has_after_photo=bool(has_after),
        passed_recheck=passed_recheck(c, row),
        accepted=row["accepted"],
        corrected_by=row["corrected_by"],
    )


def passed_recheck(c: Connection, row: dict) -> bool:
    """Whether the newest judgement on site was a pass. For an ordered hazard only officers' eyes count."""
    newest = (
        select(hazard_history.c.move, hazard_history.c.facts)
        .where(hazard_history.c.hazard_id == row["id"], hazard_history.c.move.in_(JUDGED))
        .order_by(hazard_history.c.n.desc())
        .limit(1)
    )
    step = c.execute(newest).first()
    if step is None or step.move not in ("recheck_pass", "recheck_accept"):
        return False
    return row["track"] != INSPECTION or json.loads(step.facts).get("track") == INSPECTION
