"""The decision on site whether a hazard is put right. The state machine has the last word."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from inspection.days import china_day, to_instant, to_text
from inspection.finding import AFTER
from inspection.hazard import Standing, after, already_there, guard, recheck_move
from inspection.problems import Problem
from inspection.recheck import Recheck, read_recheck
from inspection.roles import INSPECTION, OFFICER
from inspection.visit import certified_officers
from sync_server import history
from sync_server.apply.officers import demand_officers
from sync_server.apply.on_hazard import demand_evidence_here, hazard_spoken_of, uses_on_hazard
from sync_server.arrival import APPLIED, MERGED, Arrival, Verdict
from sync_server.hazards import settle
from sync_server.standing import save
from sync_server.tables import visit


def apply(c: Connection, arrival: Arrival) -> Verdict:
    seen = read_recheck(arrival.record.body)
    arrival.demand_photos({use.sha256 for use in seen.photos})
    arrival.demand_track(seen.track)
    if seen.track == INSPECTION:
        demand_officers(c, seen.participants)
    row = hazard_spoken_of(c, arrival, seen.hazard_id)
    if row["enterprise_id"] != seen.enterprise_id:
        raise Problem("record.invalid", field="enterprise_id", why="other_enterprise")
    if not _of_enterprise(c, seen.visit_id, seen.enterprise_id):
        raise Problem("record.invalid", field="visit_id", why="other_enterprise")
    move = recheck_move(seen.verdict, arrival.person.role, row["severity"])
    merged = already_there(row["state"], move)
    to_state = row["state"] if merged else after(row["state"], move, arrival.person.role)
    if not merged:
        _guard(move, row, seen, arrival)
    if seen.verdict == "pass":
        demand_evidence_here(c, [use.sha256 for use in seen.photos])
    facts = _facts(seen, row, arrival)
    said_at = to_text(to_instant(seen.checked_at))
    name = "recheck" if merged else move  # somebody was quicker: kept beside what they did
    history.add(c, row, name, to_state, arrival.person.id, arrival.at, facts, arrival.record.id, said_at)
    if not merged:
        settle(row, move, arrival.person.id, facts, china_day(arrival.at))
    save(c, row)
    uses = uses_on_hazard(
        arrival, seen.photos, "recheck", seen.id, row, visit_id=seen.visit_id, track=seen.track
    )
    return Verdict(MERGED if merged else APPLIED, photo_uses=uses)


def _of_enterprise(c: Connection, visit_id: str | None, enterprise_id: str) -> bool:
    """Whether the visit it was made on is one to this enterprise, as far as it is here already."""
    if visit_id is None:
        return True
    return c.scalar(select(visit.c.enterprise_id).where(visit.c.id == visit_id)) in (None, enterprise_id)


def _guard(move: str, row: dict, seen: Recheck, arrival: Arrival) -> None:
    standing = Standing(
        severity=row["severity"],
        track=row["track"],
        major_confirmed=row["major_confirmed"],
        has_after_photo=any(use.role == AFTER for use in seen.photos),
        accepted=row["accepted"],
        corrected_by=row["corrected_by"],
    )
    officers = len(certified_officers(seen.participants)) if seen.track == INSPECTION else 0
    guard(move, standing, actor=arrival.person.id, officers=officers, reason=seen.no_photo_reason)


def _facts(seen: Recheck, row: dict, arrival: Arrival) -> dict:
    facts = {"recheck_id": seen.id, "verdict": seen.verdict, "track": seen.track, "note": seen.note}
    facts["people"] = [one.name for one in seen.participants]
    if seen.visit_id:
        facts["visit_id"] = seen.visit_id
    if seen.no_photo_reason:
        facts["no_photo_reason"] = seen.no_photo_reason
    if seen.new_due:
        # a due day that officers ordered is not an expert's to move
        may_set = row["track"] != INSPECTION or arrival.person.role == OFFICER
        facts["due" if may_set and seen.verdict != "pass" else "due_proposed"] = seen.new_due
    return facts
