"""People, their phones, and what those phones last said they still hold."""

from sqlalchemy import select

from inspection.roles import OFFICER, WITH_PHONE
from sync_server import tables
from sync_server.office.reads import sent

p, d = tables.person, tables.device


def listed(c) -> list[dict]:
    """Everyone, with organisation, areas and phones. An office has dozens of people, not thousands."""
    o = tables.organisation
    rows = [
        dict(row._mapping)
        for row in c.execute(
            select(p, o.c.name.label("organisation"))
            .outerjoin(o, o.c.id == p.c.organisation_id)
            .order_by(p.c.role, p.c.login)
        )
    ]
    areas: dict[str, list[str]] = {}
    wanted = select(tables.person_area.c.person_id, tables.area.c.name).join(
        tables.area, tables.area.c.id == tables.person_area.c.area_id
    )
    for row in c.execute(wanted.order_by(tables.area.c.place)):
        areas.setdefault(row.person_id, []).append(row.name)
    phones: dict[str, list[dict]] = {}
    for phone in devices(c):
        phones.setdefault(phone["person_id"], []).append(phone)
    for row in rows:
        row.pop("password")
        row["areas"] = areas.get(row["id"], [])
        row["devices"] = phones.get(row["id"], [])
    return rows


def devices(c, device_id: str = "") -> list[dict]:
    wanted = (
        select(d, p.c.name.label("person"), p.c.role)
        .outerjoin(p, p.c.id == d.c.person_id)
        .order_by(d.c.seen_at.desc(), d.c.id)
    )
    rows = [
        dict(row._mapping) for row in c.execute(wanted.where(d.c.id == device_id) if device_id else wanted)
    ]
    for row in rows:
        row["outbox"] = sent.read(row["outbox"])
    return rows


def organisations(c, kind: str = "") -> dict[str, str]:
    """Names by id."""
    o = tables.organisation
    wanted = select(o.c.id, o.c.name).order_by(o.c.name)
    return {row.id: row.name for row in c.execute(wanted.where(o.c.kind == kind) if kind else wanted)}


def officers(c, today) -> list[dict]:
    """Officers who may sign an order: active, with a certificate that is still valid."""
    wanted = select(p.c.id, p.c.name, p.c.certificate_no, p.c.certificate_until).where(
        p.c.role == OFFICER, p.c.active.is_(True), p.c.certificate_no != ""
    )
    rows = [dict(row._mapping) for row in c.execute(wanted.order_by(p.c.login))]
    return [
        row for row in rows if not row["certificate_until"] or row["certificate_until"] >= today.isoformat()
    ]


def plannable(c) -> list[dict]:
    """People who go out on visits."""
    wanted = (
        select(p.c.id, p.c.name, p.c.role)
        .where(p.c.role.in_(WITH_PHONE), p.c.active.is_(True))
        .order_by(p.c.role, p.c.login)
    )
    return [dict(row._mapping) for row in c.execute(wanted)]
