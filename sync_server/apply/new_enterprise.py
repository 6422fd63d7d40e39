"""Premises that no list knew: entered as reported, for the office to confirm."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspection.new_enterprise import read_new_enterprise
from inspection.problems import Problem
from sync_server import enterprises
from sync_server.arrival import APPLIED, MERGED, Arrival, Verdict
from sync_server.tables import area, enterprise


def apply(c: Connection, arrival: Arrival) -> Verdict:
    new = read_new_enterprise(arrival.record.body)
    arrival.demand_photos(set())
    if c.execute(select(enterprise.c.id).where(enterprise.c.id == new.id)).first() is not None:
        arrival.demand_enterprise(c, new.id)
        return Verdict(MERGED)
    if c.execute(select(area.c.id).where(area.c.id == new.area_id)).first() is None:
        raise Problem("enterprise.unknown_area", id=new.area_id)
    if new.area_id not in arrival.person.areas:
        raise Problem("record.not_your_area", area_id=new.area_id)
    fields = {
        "id": new.id,
        "name": new.name,
        "code": new.code,
        "kind": new.kind,
        "status": "reported",
        "area_id": new.area_id,
        "address": new.address,
        "contact": new.contact,
        "contact_phone": new.phone,
    }
    if new.position:
        fields["profile"] = {"position": new.position}
    enterprises.add(c, fields, arrival.person.id, arrival.at, str, arrival.device_id)
    return Verdict(APPLIED, arrived=(("enterprise", new.id),))
