"""A record its maker gave up. It stays where it arrived; it only no longer asks for attention."""

import json

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from inspection.days import to_text
from inspection.problems import Problem
from inspection.void import read_void
from sync_server.arrival import APPLIED, HELD, REFUSED, Arrival, Verdict
from sync_server.tables import inbox, waiting


def apply(c: Connection, arrival: Arrival) -> Verdict:
    """Problems: record.already_applied. A number that never arrived is accounted for by this record alone."""
    given_up = read_void(arrival.record.body)
    arrival.demand_photos(set())
    same = (
        (inbox.c.device_id == arrival.device_id)
        & (inbox.c.seq == given_up.seq)
        & (inbox.c.id != arrival.record.id)
    )
    for row in c.execute(select(inbox.c.id, inbox.c.outcome, inbox.c.code, inbox.c.facts).where(same)).all():
        if row.outcome not in (HELD, REFUSED):
            raise Problem("record.already_applied", seq=given_up.seq)
        facts = {"reason": given_up.reason, "was": row.code, "facts": json.loads(row.facts or "{}")}
        values = {"outcome": REFUSED, "code": "record.voided", "facts": json.dumps(facts, ensure_ascii=False)}
        c.execute(
            update(inbox).where(inbox.c.id == row.id).values(values | {"judged_at": to_text(arrival.at)})
        )
        c.execute(delete(waiting).where(waiting.c.record_id == row.id))
    return Verdict(APPLIED)
