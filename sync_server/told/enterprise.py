"""An enterprise as phones know it, and the buckets that everything hanging on it goes into."""

import json

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from inspection.checklist import MAJOR
from inspection.hazard import OPEN
from sync_server.places import places
from sync_server.prepared import Prepared
from sync_server.tables import enterprise, hazard, visit

PLAIN = (
    "id",
    "code",
    "code_kind",
    "name",
    "initials",
    "kind",
    "area_id",
    "address",
    "scope",
    "grade",
    "status",
)
PEOPLE = ("legal_person", "contact", "contact_phone")
COUNTED = ("sectors", "tags", "open_hazards", "major_hazards", "last_visit")
# Facts of the works that a contracted expert needs on site. What else the office wrote down stays in the office.
EXPERTS_PROFILE = (
    "employees",
    "industry",
    "founded",
    "floor_area",
    "building",
    "premises",
    "processes",
    "equipment",
    "special_equipment",
    "chemicals",
    "confined_spaces",
    "dust",
    "ammonia",
    "molten_metal",
    "painting",
    "lithium",
    "gas",
    "dormitory",
    "responsible_person",
    "safety_manager",
)


_IDS = bindparam("ids", expanding=True)
_ENTERPRISES = Prepared(
    select(*(enterprise.c[name] for name in (*PLAIN, *PEOPLE, "sectors", "tags", "profile"))).where(
        enterprise.c.id.in_(_IDS)
    )
)
_COUNTS = Prepared(
    select(hazard.c.enterprise_id, hazard.c.severity, func.count())
    .where(hazard.c.enterprise_id.in_(_IDS), hazard.c.state.in_(sorted(OPEN)))
    .group_by(hazard.c.enterprise_id, hazard.c.severity)
)
_LAST_VISITS = Prepared(
    select(visit.c.enterprise_id, func.max(visit.c.day))
    .where(visit.c.enterprise_id.in_(_IDS))
    .group_by(visit.c.enterprise_id)
)


def enterprises(c: Connection, ids) -> dict:
    where = places(c, ids)
    counts, last = _hazard_counts(c, ids), dict(_LAST_VISITS.rows(c, ids=ids))
    drawn = {}
    for row in _ENTERPRISES.dicts(c, ids=ids):
        body = {name: row[name] for name in (*PLAIN, *PEOPLE)}
        body |= {name: json.loads(row[name] or "[]") for name in ("sectors", "tags")}
        open_hazards, major_hazards = counts.get(row["id"], (0, 0))
        body |= {
            "open_hazards": open_hazards,
            "major_hazards": major_hazards,
            "last_visit": last.get(row["id"]),
        }
        profile = json.loads(row["profile"] or "{}")
        place = where[row["id"]]
        drawn[row["id"]] = {place.area: body | {"profile": profile}} if place.area else {}
        for bucket in place.contracts:
            seen = {name: body[name] for name in (*PLAIN, *PEOPLE, *COUNTED)}
            seen["profile"] = {name: value for name, value in profile.items() if name in EXPERTS_PROFILE}
            drawn[row["id"]][bucket] = seen
    return drawn


def hanging_on(c: Connection, enterprise_id: str) -> list[tuple[str, str]]:
    found = [
        ("hazard", one)
        for one in c.scalars(select(hazard.c.id).where(hazard.c.enterprise_id == enterprise_id))
    ]
    visits = c.scalars(select(visit.c.id).where(visit.c.enterprise_id == enterprise_id))
    return found + [("past_visit", one) for one in visits]


def _hazard_counts(c: Connection, ids) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for enterprise_id, severity, count in _COUNTS.rows(c, ids=ids):
        all_open, major = counts.get(enterprise_id, (0, 0))
        counts[enterprise_id] = (all_open + count, major + (count if severity == MAJOR else 0))
    return counts
