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


_OPEN = (
    select(func.count())
    .select_from(hazard)
    .where(hazard.c.enterprise_id == enterprise.c.id, hazard.c.state.in_(sorted(OPEN)))
)
_LAST_DAY = (
    select(visit.c.day)
    .where(visit.c.enterprise_id == enterprise.c.id)
    .order_by(visit.c.started_at.desc())
    .limit(1)
)
_ENTERPRISES = Prepared(
    select(
        *(enterprise.c[name] for name in (*PLAIN, *PEOPLE, "sectors", "tags", "profile")),
        _OPEN.scalar_subquery().label("open_hazards"),
        _OPEN.where(hazard.c.severity == MAJOR).scalar_subquery().label("major_hazards"),
        _LAST_DAY.scalar_subquery().label("last_visit"),
    ).where(enterprise.c.id.in_(bindparam("ids", expanding=True)))
)


def enterprises(c: Connection, ids) -> dict:
    where = places(c, ids)
    drawn = {}
    for row in _ENTERPRISES.dicts(c, ids=ids):
        body = {name: row[name] for name in (*PLAIN, *PEOPLE, *COUNTED)}
        body |= {name: json.loads(row[name] or "[]") for name in ("sectors", "tags")}
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
