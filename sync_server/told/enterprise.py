"""An enterprise as phones know it, and the buckets that everything hanging on it goes into."""

import json

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from inspection.checklist import MAJOR
from inspection.hazard import OPEN
from sync_server import changes
from sync_server.scope import of_area, of_contract
from sync_server.tables import contract, contract_enterprise, enterprise, hazard, visit

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
_ENTERPRISES = select(enterprise).where(enterprise.c.id.in_(_IDS))
_PLACES = (
    select(
        enterprise.c.id, enterprise.c.area_id, contract.c.id.label("contract_id"), contract.c.organisation_id
    )
    .outerjoin(contract_enterprise, contract_enterprise.c.enterprise_id == enterprise.c.id)
    .outerjoin(contract, contract.c.id == contract_enterprise.c.contract_id)
    .where(enterprise.c.id.in_(_IDS))
)
_COUNTS = (
    select(hazard.c.enterprise_id, hazard.c.severity, func.count())
    .where(hazard.c.enterprise_id.in_(_IDS), hazard.c.state.in_(sorted(OPEN)))
    .group_by(hazard.c.enterprise_id, hazard.c.severity)
)
_LAST_VISITS = (
    select(visit.c.enterprise_id, func.max(visit.c.day))
    .where(visit.c.enterprise_id.in_(_IDS))
    .group_by(visit.c.enterprise_id)
)


def enterprises(c: Connection, ids) -> dict:
    where = places(c, ids)
    counts, last = _hazard_counts(c, ids), dict(c.execute(_LAST_VISITS, {"ids": ids}).all())
    drawn = {}
    for row in c.execute(_ENTERPRISES, {"ids": ids}).mappings():
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


class Place:
    """The buckets of one enterprise: of its area (None when it has none), and of each contract with its company."""

    def __init__(self, area_id: str):
        self.area = of_area(area_id) if area_id else None
        self.contracts: dict[str, str] = {}


def places(c: Connection, ids) -> dict[str, Place]:
    """By enterprise id; only for those that exist. Asked once in a transaction, at its end."""
    known = changes.noted(c).places
    wanted = [identity for identity in ids if identity not in known]
    for row in c.execute(_PLACES, {"ids": wanted}) if wanted else ():
        place = known.setdefault(row.id, Place(row.area_id))
        if row.contract_id:
            place.contracts[of_contract(row.contract_id)] = row.organisation_id
    return {identity: known[identity] for identity in ids if identity in known}


def hanging_on(c: Connection, enterprise_id: str) -> list[tuple[str, str]]:
    found = [
        ("hazard", one)
        for one in c.scalars(select(hazard.c.id).where(hazard.c.enterprise_id == enterprise_id))
    ]
    visits = c.scalars(select(visit.c.id).where(visit.c.enterprise_id == enterprise_id))
    return found + [("past_visit", one) for one in visits]


def _hazard_counts(c: Connection, ids) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for enterprise_id, severity, count in c.execute(_COUNTS, {"ids": ids}):
        all_open, major = counts.get(enterprise_id, (0, 0))
        counts[enterprise_id] = (all_open + count, major + (count if severity == MAJOR else 0))
    return counts
