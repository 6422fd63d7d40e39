"""Findings of one enterprise become hazards: a new one, or further evidence for one that is known."""

from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import Boolean, and_, bindparam, insert, select
from sqlalchemy.engine import Connection

from inspection.canonical import CHAIN_START
from inspection.checklist import MAJOR
from inspection.consolidation import REPEAT_WITHIN_DAYS, hazard_key, joins
from inspection.days import china_day, day_after, to_instant, to_text
from inspection.finding import Finding
from inspection.hazard import CLOSED, GRADED, OPEN, REGISTERED, SYSTEM, after, follows_from_finding
from inspection.problems import Problem
from inspection.roles import OFFICER
from sync_server import counters, history, projections
from sync_server.arrival import Arrival
from sync_server.json_text import written
from sync_server.places import area_of
from sync_server.prepared import Prepared
from sync_server.standing import followed, save
from sync_server.tables import finding, hazard

UNSAID = dict.fromkeys(("closed_on", "repeat_of", "corrected_by", "order_id", "merged_into"))
UNSAID |= dict.fromkeys(("major_confirmed", "fixed_on_site", "repeat_confirmed", "listed", "accepted"), False)
UNSAID |= {"state": "", "n": 0, "rev": 0, "changed_at": ""}


_IDS = bindparam("ids", expanding=True)
_WHOSE = (finding.c.id, finding.c.hazard_id, finding.c.enterprise_id, finding.c.visit_id)
_HERE = Prepared(select(*_WHOSE).where(finding.c.id.in_(_IDS)))
_OPEN_HAZARD, _KEEP = Prepared(insert(hazard)), Prepared(insert(finding))
_OF_ITEM = hazard.c.item.in_(bindparam("items", expanding=True)) | bindparam("free", type_=Boolean)
_CLOSED = and_(hazard.c.state == CLOSED, hazard.c.closed_on >= bindparam("since"), _OF_ITEM)
_ALIVE = and_(hazard.c.state.in_(sorted(OPEN)), hazard.c.key.in_(bindparam("keys", expanding=True)))
_CANDIDATES = Prepared(
    select(hazard)
    .where(hazard.c.enterprise_id == bindparam("enterprise_id"), _ALIVE | _CLOSED)
    .order_by(hazard.c.found_on, hazard.c.id)
)


def join_findings(
    c: Connection,
    arrival: Arrival,
    findings: list[tuple[Finding, dict]],
    enterprise_id: str,
    track: str,
    visit_id: str,
) -> dict[str, str]:
    """{finding id: hazard id}. `findings`: each as read, and as it was sent. Those already here are left alone.

    Problem finding.of_another_visit when an id stands for what somebody saw elsewhere.
    """
    if not findings:
        return {}
    belongs = {}
    for finding_id, hazard_id, *whose in _HERE.rows(c, ids=[one.id for one, _ in findings]):
        if whose != [enterprise_id, visit_id]:
            raise Problem("finding.of_another_visit", finding_id=finding_id)
        belongs[finding_id] = hazard_id
    fresh = [(one, sent) for one, sent in findings if one.id not in belongs]
    if not fresh:
        return belongs
    first_day = min(arrival.day(one.seen_at) for one, _ in fresh)
    known = _Known(c, enterprise_id, [one for one, _ in fresh], first_day)
    born, steps, joined = [], [], {}
    for one, _ in fresh:
        row, repeat_of = known.hazard_of(c, one, arrival.day(one.seen_at))
        about = {"finding_id": one.id, "visit_id": visit_id, "track": track}
        if row is None:
            row = _new_hazard(one, arrival, enterprise_id, known.area_id, track, repeat_of)
            steps += _first_steps(row, one, arrival, about)
            born.append(row)
            known.rows[row["id"]] = row
        else:
            steps += _seen_again(row, one, arrival, about, known.last_hash(c, row))
            joined[row["id"]] = row
        known.hashes[row["id"]] = steps[-1]["hash"]
        belongs[one.id] = row["id"]
    for row in born:
        joined.pop(row["id"], None)
    _write(c, arrival, born, steps, joined.values())
    where = {"enterprise_id": enterprise_id, "visit_id": visit_id, "track": track}
    _KEEP.write_each(c, [where | _finding_row(one, sent, arrival, belongs[one.id]) for one, sent in fresh])
    return belongs


class _Known:
    """The hazards of one enterprise that new findings could belong to, read once for a whole visit."""

    def __init__(self, c: Connection, enterprise_id: str, fresh: list[Finding], first_day: date):
        self.enterprise_id = enterprise_id
        self.area_id = area_of(c, enterprise_id)
        facts = {
            "enterprise_id": enterprise_id,
            "keys": [hazard_key(one.item, one.place, one.text) for one in fresh],
            "since": (first_day - timedelta(days=REPEAT_WITHIN_DAYS)).isoformat(),
            "items": [one.item for one in fresh if one.item],
            "free": not all(one.item for one in fresh),  # a free finding may repeat anything at its place
        }
        self.rows = {row["id"]: row for row in _CANDIDATES.dicts(c, **facts)}
        self.closed_before = {row["id"] for row in self.rows.values() if row["state"] == CLOSED}
        self.hashes: dict[str, str] = {}

    def hazard_of(self, c: Connection, one: Finding, seen_on: date) -> tuple[dict | None, str | None]:
        """(the hazard it belongs to, the closed one it repeats)."""
        repeat_of = None
        if one.hazard_id:  # the inspector stood before this very hazard
            named = self.rows.get(one.hazard_id) or followed(c, one.hazard_id)
            if named and named["enterprise_id"] == self.enterprise_id:
                if named["state"] in OPEN:
                    return self.rows.setdefault(named["id"], named), None
                repeat_of = named["id"] if named["state"] == CLOSED else None
        key = hazard_key(one.item, one.place, one.text)
        earlier = [  # what this very visit put right has not come back
            _as_earlier(row)
            for row in self.rows.values()
            if row["state"] in OPEN or row["id"] in self.closed_before
        ]
        joined, repeats = joins(key, one.place, seen_on, earlier)
        return (self.rows[joined], None) if joined else (None, repeat_of or repeats)

    def last_hash(self, c: Connection, row: dict) -> str:
        if row["id"] not in self.hashes:
            self.hashes |= history.last_hashes(c, [row])
        return self.hashes[row["id"]]


def _as_earlier(row: dict) -> SimpleNamespace:
    closed_on = date.fromisoformat(row["closed_on"]) if row["closed_on"] and row["state"] == CLOSED else None
    told = {name: row[name] for name in ("id", "key", "item", "place")}
    found_on = date.fromisoformat(row["found_on"])
    return SimpleNamespace(**told, open=row["state"] in OPEN, found_on=found_on, closed_on=closed_on)


def _new_hazard(one: Finding, arrival: Arrival, enterprise_id, area_id, track, repeat_of) -> dict:
    found_on = arrival.day(one.seen_at)
    return UNSAID | {
        "id": one.id,
        "enterprise_id": enterprise_id,
        "area_id": area_id,
        "key": hazard_key(one.item, one.place, one.text),
        "item": one.item,
        "checklist": one.checklist,
        "place": one.place,
        "text": one.text,
        "basis": one.basis,
        "correction": one.correction,
        "severity": one.severity,
        "major_rule": one.major_rule,
        "track": track,
        "due": day_after(found_on, one.deadline_days).isoformat(),
        "found_on": found_on.isoformat(),
        "repeat_of": repeat_of,
    }


def _first_steps(row: dict, one: Finding, arrival: Arrival, about: dict) -> list[dict]:
    """Found, and what follows by itself. What was put right before an officer's eyes is counted and closed; what an
    expert or a station keeper saw put right waits for an officer to close it."""
    facts = about | {"severity": one.severity} | ({"fixed_on_site": True} if one.fixed_on_site else {})
    steps = [_step(row, CHAIN_START, "found", REGISTERED, one, arrival, facts)]
    moves = follows_from_finding(row["track"], one.severity)
    role = arrival.person.role
    if one.fixed_on_site and moves:
        moves = ["grade", "fix_on_site"] if role == OFFICER else ["grade", "advise", "recheck_accept"]
        row["fixed_on_site"] = True
    for move in moves:
        by = role if move == "recheck_accept" else SYSTEM
        steps.append(_step(row, steps[-1]["hash"], move, after(row["state"], move, by), one, arrival, {}))
    if row["state"] == CLOSED:
        row["closed_on"] = row["found_on"]
    return steps


def _seen_again(row: dict, one: Finding, arrival: Arrival, about: dict, prev_hash: str) -> list[dict]:
    """Further evidence. A general hazard that now looks major waits for an officer to say so."""
    facts = about | ({"fixed_on_site": True} if one.fixed_on_site else {})
    if one.severity == MAJOR and row["severity"] != MAJOR and row["state"] in OPEN:
        facts["severity"] = MAJOR
        row.update(severity=MAJOR, major_rule=one.major_rule, major_confirmed=False)
    steps = [_step(row, prev_hash, "seen_again", row["state"], one, arrival, facts)]
    closes = one.fixed_on_site and arrival.person.role == OFFICER and row["severity"] != MAJOR
    if closes and row["state"] in (REGISTERED, GRADED):
        steps.append(_step(row, steps[-1]["hash"], "fix_on_site", CLOSED, one, arrival, {}))
        row.update(fixed_on_site=True, closed_on=arrival.day(one.seen_at).isoformat())
    return steps


def _step(row, prev_hash, move, to_state, one: Finding, arrival: Arrival, facts) -> dict:
    seen_at, maker = to_text(to_instant(one.seen_at)), arrival.person.id
    return history.step(row, prev_hash, move, to_state, maker, arrival.at, facts, arrival.record.id, seen_at)


def _write(c: Connection, arrival: Arrival, born, steps, joined) -> None:
    if born:
        year = china_day(arrival.at).year
        first = counters.take(c, f"hazard:{year}", len(born))
        for running, row in enumerate(born, first):
            row["number"] = f"YH-{year}-{running:05d}"
            projections.hazard_changed(c, row["id"])
        projections.enterprise_changed(c, born[0]["enterprise_id"])
        _OPEN_HAZARD.write_each(c, born)
    save(c, *joined)
    history.keep(c, steps)


def _finding_row(one: Finding, sent: dict, arrival: Arrival, hazard_id: str) -> dict:
    return {
        "id": one.id,
        "hazard_id": hazard_id,
        "record_id": arrival.record.id,
        "person_id": arrival.person.id,
        "item": one.item,
        "checklist": one.checklist,
        "place": one.place,
        "text": one.text,
        "severity": one.severity,
        "fixed_on_site": one.fixed_on_site,
        "seen_at": to_text(arrival.happened(one.seen_at)),
        "body": written(sent),
    }
