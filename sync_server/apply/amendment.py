"""A correction of an earlier record: kept beside it and shown there; what was first recorded stays."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspection.amendment import read_amendment
from inspection.problems import NotYet, Problem
from inspection.roles import OFFICER
from sync_server.arrival import APPLIED, Arrival, Verdict
from sync_server.tables import inbox


def apply(c: Connection, arrival: Arrival) -> Verdict:
    said = read_amendment(arrival.record.body)
    arrival.demand_photos(set())
    columns = select(inbox.c.person_id, inbox.c.enterprise_id, inbox.c.visit_id).where(
        inbox.c.id == said.amends
    )
    amended = c.execute(columns).first()
    if amended is None:
        raise NotYet("record", said.amends)
    own = amended.person_id == arrival.person.id
    if not own and arrival.person.role != OFFICER:
        raise Problem("record.not_yours", id=said.amends)
    if not own:
        arrival.demand_enterprise(c, amended.enterprise_id)
    return Verdict(APPLIED, where={"enterprise_id": amended.enterprise_id, "visit_id": amended.visit_id})
