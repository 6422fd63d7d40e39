"""What the enterprise did, reported by a phone: the hazard then waits for a recheck."""

from sqlalchemy.engine import Connection

from inspection.days import to_instant, to_text
from inspection.hazard import after, already_there
from inspection.rectification import read_rectification
from sync_server import history
from sync_server.apply.on_hazard import demand_evidence_here, hazard_spoken_of, uses_on_hazard
from sync_server.arrival import APPLIED, MERGED, Arrival, Verdict
from sync_server.hazards import settle
from sync_server.standing import save


def apply(c: Connection, arrival: Arrival) -> Verdict:
    done = read_rectification(arrival.record.body)
    arrival.demand_photos({use.sha256 for use in done.photos})
    row = hazard_spoken_of(c, arrival, done.hazard_id)
    merged = already_there(row["state"], "rectify")
    to_state = row["state"] if merged else after(row["state"], "rectify", arrival.person.role)
    demand_evidence_here(c, [use.sha256 for use in done.photos])
    facts = {"rectification_id": done.id, "note": done.done, "responsible": done.responsible}
    move = "rectification" if merged else "rectify"  # a second report is kept beside the first
    said_at = to_text(to_instant(done.done_at))
    history.add(c, row, move, to_state, arrival.person.id, arrival.at, facts, arrival.record.id, said_at)
    settle(row, move, arrival.person.id, facts, arrival.day(done.done_at))
    save(c, row)
    uses = uses_on_hazard(arrival, done.photos, "rectification", done.id, row)
    return Verdict(MERGED if merged else APPLIED, photo_uses=uses)
