"""Past visits and planned ones, as phones know them."""

import json

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from inspection.roles import SERVICE
from sync_server.places import places
from sync_server.prepared import Prepared
from sync_server.scope import own
from sync_server.tables import person, photo, photo_use, plan, visit

SHOWN = ("id", "enterprise_id", "day", "track", "purpose", "findings", "photos")
_PHOTOS_HERE = (
    select(func.count(photo.c.sha256.distinct()))
    .join(photo_use, photo_use.c.sha256 == photo.c.sha256)
    .where(photo_use.c.visit_id == visit.c.id, photo.c.state != "named")
)
_VISITS = Prepared(
    select(
        *(visit.c[name] for name in (*SHOWN, "people")),
        person.c.name,
        person.c.organisation_id,
        _PHOTOS_HERE.scalar_subquery().label("photos_here"),
    )
    .outerjoin(person, person.c.id == visit.c.person_id)
    .where(visit.c.id.in_(bindparam("ids", expanding=True)))
)


def past_visits(c: Connection, ids) -> dict:
    """A company's experts know their own visits; what officers or other companies did is not theirs to see."""
    rows = _VISITS.dicts(c, ids=ids)
    where = places(c, {row["enterprise_id"] for row in rows})
    drawn = {}
    for row in rows:
        place = where.get(row["enterprise_id"])
        if place is None:
            continue
        body = {name: row[name] for name in (*SHOWN, "photos_here")}
        body |= {
            "people": [one["name"] for one in json.loads(row["people"] or "[]")],
            "by": row["name"] or "",
        }
        drawn[row["id"]] = {place.area: body} if place.area else {}
        for bucket, company in place.contracts.items():
            if row["track"] == SERVICE and row["organisation_id"] == company:
                drawn[row["id"]][bucket] = body
    return drawn


def plans(c: Connection, ids) -> dict:
    """A dropped plan leaves the phone; a done one stays, so that the phone can say so."""
    rows = c.execute(select(plan).where(plan.c.id.in_(ids), plan.c.state != "dropped")).mappings()
    shown = ("id", "enterprise_id", "day", "track", "purpose", "note", "state")
    return {row["id"]: {own(row["person_id"]): {name: row[name] for name in shown}} for row in rows}
