"""The audit log as the office reads it: who did what, and what it was done to, by name."""

import json

from sqlalchemy import select

from sync_server import tables
from sync_server.office.reads import paging

a, p = tables.audit, tables.person
NAMED = {  # what a thing is called, and where its page is
    "hazard": (tables.hazard.c.id, tables.hazard.c.number, "/office/hazards/"),
    "enterprise": (tables.enterprise.c.id, tables.enterprise.c.name, "/office/enterprises/"),
    "document": (tables.document.c.id, tables.document.c.number, "/office/documents/"),
    "person": (p.c.id, p.c.name, ""),
    "device": (tables.device.c.id, tables.device.c.name, ""),
    "area": (tables.area.c.id, tables.area.c.name, ""),
    "contract": (tables.contract.c.id, tables.contract.c.name, ""),
}
THROUGH_ENTERPRISE = {"visit": (tables.visit, "/office/visits/"), "plan": (tables.plan, "")}


def listed(c, kind="", target="", person_id="", after=None):
    """A page of the audit log, newest first; `target` is what it is called, "" when nothing is."""
    wanted = select(a, p.c.name.label("person")).outerjoin(p, p.c.id == a.c.person_id)
    for column, value in ((a.c.target_kind, kind), (a.c.target_id, target), (a.c.person_id, person_id)):
        if value:
            wanted = wanted.where(column == value)
    rows, further = paging.page(c.execute(paging.cut(wanted, (a.c.n,), after)).all(), ("n",))
    names = _names(c, {(row["target_kind"], row["target_id"]) for row in rows})
    areas = dict(c.execute(select(tables.area.c.id, tables.area.c.name)).all())
    for row in rows:
        row["facts"] = _with_areas(json.loads(row["facts"] or "{}"), areas)
        row["target"], row["page"] = names.get((row["target_kind"], row["target_id"]), ("", ""))
    return rows, further


def _names(c, targets) -> dict[tuple, tuple[str, str]]:
    found = {}
    for kind in {kind for kind, _ in targets}:
        ids = [identity for one, identity in targets if one == kind]
        if kind in NAMED:
            column, name, page = NAMED[kind]
            rows = c.execute(select(column, name).where(column.in_(ids)))
        elif kind in THROUGH_ENTERPRISE:
            table, page = THROUGH_ENTERPRISE[kind]
            e = tables.enterprise
            named = select(table.c.id, e.c.name, table.c.day).join(e, e.c.id == table.c.enterprise_id)
            rows = ((row.id, f"{row.name} {row.day}") for row in c.execute(named.where(table.c.id.in_(ids))))
        else:
            continue
        found |= {(kind, identity): (name, page and page + identity) for identity, name in rows}
    return found


def _with_areas(facts: dict, areas: dict[str, str]) -> dict:
    """The name of an area instead of its id, wherever a field of an enterprise says one."""
    for name, value in list(facts.items()):
        if name == "area_id":
            facts["area"] = areas.get(facts.pop(name), "—")
        elif isinstance(value, dict):
            _with_areas(value, areas)
    return facts
