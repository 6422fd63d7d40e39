"""What everyone's phone has: areas, checklists, colleagues, the office itself."""

import json

from sqlalchemy import select, tuple_
from sqlalchemy.engine import Connection

from inspection.roles import EXPERT, LEADER, OFFICER, STATION
from sync_server.scope import REFERENCE
from sync_server.tables import area, checklist, meta, organisation, person

SEEN_AT_WORK = (OFFICER, EXPERT, STATION, LEADER)


def areas(c: Connection, ids) -> dict:
    rows = c.execute(select(area).where(area.c.id.in_(ids))).mappings()
    return {row["id"]: {REFERENCE: dict(row)} for row in rows}


def checklists(c: Connection, ids) -> dict:
    """An id is CODE@VERSION."""
    wanted = [(code, int(version)) for code, version in (identity.rsplit("@", 1) for identity in ids)]
    rows = c.execute(select(checklist).where(tuple_(checklist.c.code, checklist.c.version).in_(wanted)))
    return {
        f"{row.code}@{row.version}": {REFERENCE: json.loads(row.body) | {"current": bool(row.current)}}
        for row in rows
    }


def colleagues(c: Connection, ids) -> dict:
    """Those who can stand beside one on a visit. Who has left is gone from the list."""
    rows = c.execute(
        select(
            person.c.id,
            person.c.name,
            person.c.role,
            person.c.certificate_no,
            organisation.c.name.label("organisation"),
        )
        .outerjoin(organisation, organisation.c.id == person.c.organisation_id)
        .where(person.c.id.in_(ids), person.c.active, person.c.role.in_(SEEN_AT_WORK))
    )
    return {
        row.id: {REFERENCE: dict(row._mapping) | {"organisation": row.organisation or ""}} for row in rows
    }


def office(c: Connection, ids) -> dict:
    facts = dict(c.execute(select(meta.c.k, meta.c.v).where(meta.c.k.in_(("office", "powers")))).all())
    body = {
        "id": "office",
        "name": facts.get("office", ""),
        "powers": json.loads(facts.get("powers") or "{}"),
    }
    return {identity: {REFERENCE: body} for identity in ids}
