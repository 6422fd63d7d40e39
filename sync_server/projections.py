"""What changed, said by whoever changed it; drawn once at the end of the transaction, however often it was said.

`Store.write` calls `draw` before the numbering. Each kind is drawn for all its ids together, so that a batch
costs a few questions to the database and not a few for every record.
"""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from inspection.days import to_text
from sync_server import changes, places, scope
from sync_server.prepared import Prepared
from sync_server.tables import enterprise as enterprise_row
from sync_server.tables import hazard as hazard_row
from sync_server.tables import photo, photo_use
from sync_server.told import enterprise, hazard, reference, visit

DRAWN_BY = {
    "area": reference.areas,
    "checklist": reference.checklists,
    "colleague": reference.colleagues,
    "office": reference.office,
    "enterprise": enterprise.enterprises,
    "hazard": hazard.hazards,
    "past_visit": visit.past_visits,
    "plan": visit.plans,
}

_others, _other = photo_use.alias("others"), photo.alias("other")
_LACKING = (
    select(_other.c.sha256)
    .join(_others, _others.c.sha256 == _other.c.sha256)
    .where(
        _others.c.visit_id == photo_use.c.visit_id,
        _other.c.state == "named",
        _other.c.sha256 != bindparam("sha"),
    )
)
_NOW_WHOLE = Prepared(
    select(photo_use.c.visit_id)
    .distinct()
    .where(photo_use.c.sha256 == bindparam("sha"), photo_use.c.visit_id.is_not(None), ~_LACKING.exists())
    .order_by(photo_use.c.visit_id)
)


def enterprise_changed(c: Connection, enterprise_id: str) -> None:
    changes.touch(c, "enterprise", enterprise_id)


def enterprise_moved(c: Connection, enterprise_id: str) -> None:
    """It stands in another area, or under another contract: everything that hangs on it moves along."""
    enterprise_changed(c, enterprise_id)
    places.forget(c, enterprise_id)
    area_id = c.scalar(select(enterprise_row.c.area_id).where(enterprise_row.c.id == enterprise_id)) or ""
    c.execute(hazard_row.update().where(hazard_row.c.enterprise_id == enterprise_id).values(area_id=area_id))
    for kind, identity in enterprise.hanging_on(c, enterprise_id):
        changes.touch(c, kind, identity)


def hazard_changed(c: Connection, hazard_id: str) -> None:
    changes.touch(c, "hazard", hazard_id)


def visit_changed(c: Connection, visit_id: str) -> None:
    changes.touch(c, "past_visit", visit_id)


def plan_changed(c: Connection, plan_id: str) -> None:
    changes.touch(c, "plan", plan_id)


def checklist_changed(c: Connection, code: str, version: int) -> None:
    changes.touch(c, "checklist", f"{code}@{version}")


def person_changed(c: Connection, person_id: str) -> None:
    changes.touch(c, "colleague", person_id)


def area_changed(c: Connection, area_id: str) -> None:
    changes.touch(c, "area", area_id)


def office_changed(c: Connection) -> None:
    changes.touch(c, "office", "office")


def photo_stored(c: Connection, sha256: str) -> None:
    """Tells of the visits that are now complete; for whoever sets `photo.state`, in the same transaction."""
    for visit_id in _NOW_WHOLE.values(c, sha=sha256):
        visit_changed(c, visit_id)


def notice(
    c: Connection, person_id: str, identity: str, code: str, facts: dict, about: dict, at: datetime
) -> None:
    """A line on one person's phone; its sentence is `notice.<code>`."""
    body = {"id": identity, "code": code, "facts": facts, "at": to_text(at), "about": about}
    changes.tell(c, scope.own(person_id), "notice", identity, body)


def draw(c: Connection) -> None:
    """Turns what was touched into what is told."""
    touched = changes.noted(c).touched
    by_kind: dict[str, list[str]] = {}
    for kind, identity in touched:
        by_kind.setdefault(kind, []).append(identity)
    touched.clear()
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), changes.AT_ONCE):
            some = ids[start : start + changes.AT_ONCE]
            drawn = DRAWN_BY[kind](c, some)
            for identity in some:
                changes.tell_whole(c, kind, identity, drawn.get(identity, {}))
