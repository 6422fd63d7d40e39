"""Visits as the office lists them, and everything that came in with one."""

import json

from sqlalchemy import exists, select

from sync_server import tables
from sync_server.office.reads import paging, photos, sent

v, e = tables.visit, tables.enterprise
SHORT = (
    v.c.id,
    v.c.enterprise_id,
    v.c.track,
    v.c.purpose,
    v.c.mode,
    v.c.day,
    v.c.started_at,
    v.c.finished_at,
    v.c.received_at,
    v.c.people,
    v.c.findings,
    v.c.review,
    v.c.person_id,
)


def listed(
    c,
    scope,
    track="",
    person_id="",
    areas=None,
    since="",
    until="",
    review="",
    enterprise_id="",
    after=None,
    size=paging.PAGE,
):
    """A page of visits, newest first. `scope` is a condition on `visit`.

    The enterprise is only asked about, not joined: the list runs along the time of the visits and stops early.
    """
    wanted = select(*SHORT).where(scope)
    for column, value in (
        (v.c.track, track),
        (v.c.person_id, person_id),
        (v.c.review, review),
        (v.c.enterprise_id, enterprise_id),
    ):
        if value:
            wanted = wanted.where(column == value)
    if areas is not None:
        wanted = wanted.where(exists().where(e.c.id == v.c.enterprise_id, e.c.area_id.in_(areas)))
    if since:
        wanted = wanted.where(v.c.day >= since)
    if until:
        wanted = wanted.where(v.c.day <= until)
    rows, further = paging.page(
        c.execute(paging.cut(wanted, (v.c.started_at, v.c.id), after, size)).all(), ("started_at", "id"), size
    )
    arrived = photos.arrived(c, [row["id"] for row in rows])
    whose = {
        row.id: row for row in c.execute(select(e.c.id, e.c.name, e.c.area_id).where(e.c.id.in_(_ids(rows))))
    }
    for row in rows:
        row["enterprise"] = whose[row["enterprise_id"]].name if row["enterprise_id"] in whose else ""
        row["area_id"] = whose[row["enterprise_id"]].area_id if row["enterprise_id"] in whose else ""
        row["people"] = sent.read(row["people"], "[]")
        row["photos_here"], row["photos_named"] = arrived.get(row["id"], (0, 0))
    return rows, further


def _ids(rows) -> list[str]:
    return sorted({row["enterprise_id"] for row in rows})


def by_id(c, visit_id: str) -> dict | None:
    d, p = tables.device, tables.person
    wanted = (
        select(
            v,
            e.c.name.label("enterprise"),
            e.c.code.label("enterprise_code"),
            p.c.name.label("sender"),
            d.c.name.label("device"),
            d.c.platform,
            d.c.app_version,
        )
        .outerjoin(e, e.c.id == v.c.enterprise_id)
        .outerjoin(p, p.c.id == v.c.person_id)
        .outerjoin(d, d.c.id == v.c.device_id)
        .where(v.c.id == visit_id)
    )
    row = c.execute(wanted).first()
    if row is None:
        return None
    found = dict(row._mapping)
    for name in ("people", "companion", "body"):
        found[name] = sent.read(found[name])
    return found


def records(c, visit_id: str) -> list[dict]:
    """The records that came in about a visit, as they were judged."""
    i, d, p = tables.inbox, tables.device, tables.person
    wanted = (
        select(
            i.c.id,
            i.c.kind,
            i.c.seq,
            i.c.outcome,
            i.c.code,
            i.c.facts,
            i.c.received_at,
            i.c.hash,
            i.c.raw,
            i.c.device_id,
            d.c.name.label("device"),
            p.c.name.label("person"),
        )
        .outerjoin(d, d.c.id == i.c.device_id)
        .outerjoin(p, p.c.id == i.c.person_id)
        .where(i.c.visit_id == visit_id)
        .order_by(i.c.received_at, i.c.seq)
    )
    rows = [dict(row._mapping) for row in c.execute(wanted)]
    for row in rows:
        row["facts"] = json.loads(row["facts"] or "{}")
        row["envelope"] = _read(row.pop("raw"))
    return rows


def _read(raw: bytes) -> dict:
    try:
        found = sent.read(raw)
    except ValueError:
        return sent.Sent()
    return found if isinstance(found, sent.Sent) else sent.Sent()


def checklists(c, pinned) -> dict[str, dict]:
    """Bodies of the checklists a visit was pinned to, by code; a version that is gone is left out."""
    k = tables.checklist
    found = {}
    for use in pinned:
        body = c.execute(
            select(k.c.body).where(k.c.code == use["code"], k.c.version == use["version"])
        ).scalar()
        if body:
            found[use["code"]] = json.loads(body)
    return found
