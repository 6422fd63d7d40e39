"""The accepted rows of a preview are written, so many to a transaction; what is done stays done when it is stopped."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from inspection import days
from inspection.consolidation import folded
from sync_server import areas, audit, projections
from sync_server.enterprises import fresh_row
from sync_server.intake.judging import Register, areas_of, differs
from sync_server.intake.promised import Preview
from sync_server.intake.rows import Row
from sync_server.tables import enterprise

ROWS_A_TRANSACTION = 500
DEFAULTS = {"kind": "production", "status": "operating", "grade": ""}


@dataclass
class Result:
    """`overtaken`: rows that found the register changed since the preview and were left alone."""

    added: int = 0
    changed: int = 0
    warned: int = 0
    overtaken: list = field(default_factory=list)
    stopped: bool = False
    left: int = 0
    areas: list = field(default_factory=list)  # names of the villages that were made


def write(
    store, preview: Preview, actor_id: str, at: datetime, new_id, progress=None, origin: str = ""
) -> Result:
    """Writes what the preview promised. `progress(done, of)` may answer False to stop after a transaction.

    `origin`: where the audit says it came from.
    """
    rows, result = preview.accepted, Result()
    if preview.areas_made:
        with store.write() as c:
            result.areas = _make_areas(c, preview, actor_id, at, new_id, origin)
    for start in range(0, len(rows), ROWS_A_TRANSACTION):
        batch = rows[start : start + ROWS_A_TRANSACTION]
        with store.write() as c:
            told = _write_batch(c, batch, preview, actor_id, at, new_id, origin)
        result.added += told["added"]
        result.changed += told["changed"]
        result.warned += told["warned"]
        result.overtaken += told["overtaken"]
        done = start + len(batch)
        if progress and progress(done, len(rows)) is False and done < len(rows):
            result.stopped, result.left = True, len(rows) - done
            break
    return result


def _make_areas(c, preview: Preview, actor_id: str, at: datetime, new_id, origin: str) -> list[str]:
    """Names of the villages that nobody else has made since the preview; the rows now say their ids."""
    made, ids = [], {}
    for mark, (name, _) in preview.areas_made.items():
        ids[mark], _ = areas_of(c).named(name)
        if ids[mark] is None:
            ids[mark] = areas.add(c, name, "village", preview.street_id, actor_id, at, new_id, origin)
            made.append(name)
    for row in preview.accepted:
        if row.fields.get("area_id") in ids:
            row.fields["area_id"] = ids[row.fields["area_id"]]
    return made


def _write_batch(c, batch: list, preview: Preview, actor_id: str, at: datetime, new_id, origin: str) -> dict:
    register = Register(c, batch)
    adds, changed, moved, overtaken, warned = [], [], set(), [], 0
    for row in batch:
        if row.act == "add":
            if _arrived(row, register):
                overtaken.append(row.number)
                continue
            fields = {**DEFAULTS, "area_id": preview.street_id, **row.fields}
            row.enterprise_id = new_id()
            adds.append(fresh_row(row.enterprise_id, fields, at))
        else:
            values = _change(c, row, register, at)
            if not values:
                overtaken.append(row.number)
                continue
            changed.append(row.enterprise_id)
            moved |= {row.enterprise_id} if "area_id" in values else set()
        warned += row.kind == "warned"
    if adds:
        c.execute(sa.insert(enterprise), adds)
    ids = [row["id"] for row in adds] + changed
    if ids:
        counts = Counter({"added": len(adds), "changed": len(changed)})
        facts = {"file": preview.sheet.filename, **counts, "rows": [batch[0].number, batch[-1].number]}
        audit.write(c, actor_id, "enterprise.import", "enterprise", ids[0], facts, origin, at)
        for identity in ids:
            (projections.enterprise_moved if identity in moved else projections.enterprise_changed)(
                c, identity
            )
    return {"added": len(adds), "changed": len(changed), "warned": warned, "overtaken": overtaken}


def _arrived(row: Row, register: Register) -> bool:
    """Whether somebody else has added this enterprise since the preview."""
    if row.code:
        return bool(register.by_code.get(row.code))
    known = register.by_name.get(folded(row.name), ())
    return any(folded(k["address"]) == folded(row.fields.get("address", "")) for k in known)


def _change(c, row: Row, register: Register, at: datetime) -> dict:
    """The columns that are now different; none when somebody else has been there since the preview."""
    found = [*register.by_code.get(row.code, ()), *register.by_name.get(folded(row.name), ())]
    known = next((k for k in found if k["id"] == row.enterprise_id), None)
    values = differs(known, row.fields) if known else {}
    if not values:
        return {}
    values |= {"rev": known["rev"] + 1, "changed_at": days.to_text(at)}
    c.execute(sa.update(enterprise).where(enterprise.c.id == row.enterprise_id).values(values))
    return values
