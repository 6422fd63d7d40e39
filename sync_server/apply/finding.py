"""A finding that travels alone: sent ahead of its visit, or by the second officer's phone. It waits for nothing."""

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from inspection.finding import FindingRecord, read_finding_record
from inspection.problems import Problem
from sync_server import projections
from sync_server.arrival import APPLIED, MERGED, Arrival, Verdict
from sync_server.consolidate import join_findings
from sync_server.tables import finding, visit


def apply(c: Connection, arrival: Arrival) -> Verdict:
    body = arrival.record.body
    sent = read_finding_record(body)
    one = sent.finding
    photos = {use.sha256 for use in one.photos}
    arrival.demand_photos(photos)
    arrival.demand_track(sent.track)
    arrival.demand_enterprise(c, sent.enterprise_id)
    _demand_its_visit(c, sent)
    before = c.execute(select(finding.c.id).where(finding.c.id == one.id)).first()
    pair = [(one, body["finding"])]
    belongs = join_findings(c, arrival, pair, sent.enterprise_id, sent.track, sent.visit_id)
    where = {"enterprise_id": sent.enterprise_id, "visit_id": sent.visit_id, "track": sent.track}
    where["hazard_id"] = belongs[one.id]
    uses = tuple(arrival.photo_use(use.sha256, "finding", one.id, use.role, **where) for use in one.photos)
    if before is not None:  # the visit brought it along
        return Verdict(MERGED, photo_uses=uses)
    more = {"findings": visit.c.findings + 1, "photos": visit.c.photos + len(photos)}
    if c.execute(update(visit).where(visit.c.id == sent.visit_id).values(more)).rowcount:
        projections.visit_changed(c, sent.visit_id)
    return Verdict(APPLIED, arrived=(("hazard", belongs[one.id]),), photo_uses=uses)


def _demand_its_visit(c: Connection, sent: FindingRecord) -> None:
    """The visit it names may still be on its way; when it is here, both speak of one enterprise on one track."""
    named = c.execute(
        select(visit.c.enterprise_id, visit.c.track).where(visit.c.id == sent.visit_id)
    ).one_or_none()
    if named is not None and tuple(named) != (sent.enterprise_id, sent.track):
        raise Problem("finding.not_of_this_visit")
