"""What a record of each kind does to the state. Judging never keeps or loses a record: `receive` has it already."""

from sqlalchemy.engine import Connection

from inspection.problems import NotYet, Problem
from inspection.record import BODY_VERSION
from sync_server.apply import amendment, finding, new_enterprise, recheck, rectification, visit, void
from sync_server.arrival import HELD, REFUSED, Arrival, Verdict

APPLY = {
    "visit": visit.apply,
    "finding": finding.apply,
    "rectification": rectification.apply,
    "recheck": recheck.apply,
    "new_enterprise": new_enterprise.apply,
    "amendment": amendment.apply,
    "void": void.apply,
}


def judge(c: Connection, arrival: Arrival) -> Verdict:
    """Applies the record. Problem and NotYet pass through: what was written so far has then to be undone."""
    record = arrival.record
    if record.kind not in APPLY or record.v > BODY_VERSION:
        return Verdict(HELD, "record.newer_kind", {"kind": record.kind, "v": record.v})
    for dep in record.deps:
        if dep not in arrival.seen:
            raise NotYet("record", dep)
    return APPLY[record.kind](c, arrival)


def verdict_on(problem: Problem) -> Verdict:
    if isinstance(problem, NotYet):
        return Verdict(HELD, problem.code, problem.facts, waits=problem.awaits)
    return Verdict(REFUSED, problem.code, problem.facts)
