"""Records that wait are judged again when what they wait for has come, and all of them after an upgrade.

Each in a transaction of its own, begun after the one that brought what was awaited: so that whichever of the
two commits last sees the other, and nothing sleeps for ever.
"""

import json
import logging
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from inspection.days import china_day, to_instant
from inspection.problems import Problem
from sync_server import changes, inbox, locks, people, projections
from sync_server.apply import judge, verdict_on
from sync_server.arrival import HELD, REFUSED, Arrival, Verdict
from sync_server.parcels import read_parcel
from sync_server.places import reached
from sync_server.prepared import Prepared
from sync_server.tables import enterprise, hazard, photo, waiting
from sync_server.tables import inbox as kept

log = logging.getLogger("anjian.receive")
AT_ONCE = 200
_WAITING = Prepared(
    select(waiting.c.record_id, waiting.c.kind, waiting.c.awaited_id)
    .where(
        waiting.c.kind.in_(bindparam("kinds", expanding=True)),
        waiting.c.awaited_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(waiting.c.record_id)
)


def rejudge(store, kind: str, awaited_id: str, at: datetime) -> int:
    """Judges again what waits for this (a record, photo, hazard or enterprise); how many have a new outcome."""
    return wake(store, [(kind, awaited_id)], (), at)


def wake(store, arrived, newly_held, at: datetime) -> int:
    """Judges what waits for `arrived`, what waits for that in turn, and those of `newly_held` that need not wait."""
    changed, arrived = 0, list(arrived)
    with store.glance() as c:
        ready = _waiting_for(c, arrived) + _ripe(c, newly_held)
    waited_for: dict[str, object] = {}
    while ready:
        record_id = ready.pop(0)
        verdict = _judge_again(store, record_id, at)
        if verdict is None:
            continue
        changed += verdict.outcome != HELD
        if verdict.outcome == HELD:
            if verdict.waits != waited_for.get(record_id):  # perhaps for a second thing, which is here by now
                waited_for[record_id] = verdict.waits
                with store.read() as c:
                    ready += _ripe(c, [record_id])
        elif verdict.arrived:
            with store.read() as c:
                ready += _waiting_for(c, verdict.arrived)
    return changed


def rejudge_one(store, record_id: str, at: datetime) -> str | None:
    """Judges one held record again because somebody asks for it; its outcome, None when nothing was to be judged."""
    verdict = _judge_again(store, record_id, at)
    if verdict is not None and verdict.outcome != HELD:
        wake(store, verdict.arrived, (), at)
    return verdict.outcome if verdict is not None else None


def rejudge_all(store, at: datetime, progress=None) -> int:
    """Judges every held record again, oldest first; how many have a new outcome. `progress(done, all)`."""
    return _judge_each(store, kept.c.outcome == HELD, at, progress)


def catch_up(store, at: datetime) -> int:
    """For the start of the server: what an older version did not know, what failed, and what came while nobody
    looked. What still waits for something that is not here is left alone."""
    for_something = select(waiting.c.record_id).where(waiting.c.record_id == kept.c.id).exists()
    changed = _judge_each(store, (kept.c.outcome == HELD) & ~for_something, at, None)
    with store.read() as c:
        ready = c.scalars(select(waiting.c.record_id).where(_here())).all()
    return changed + wake(store, (), ready, at)


def _judge_each(store, condition, at: datetime, progress) -> int:
    with store.read() as c:
        ids = c.scalars(select(kept.c.id).where(condition).order_by(kept.c.received_at, kept.c.seq)).all()
    changed = 0
    for done, record_id in enumerate(ids, 1):
        verdict = _judge_again(store, record_id, at)
        if verdict is not None and verdict.outcome != HELD:
            changed += 1 + wake(store, verdict.arrived, (), at)
        if progress:
            progress(done, len(ids))
    return changed


def server_error(record_id: str, at: datetime) -> Verdict:
    """Our fault, not the record's: kept, and judged again after the mend."""
    reference = f"{at:%m%d-%H%M}-{record_id[-6:]}"
    log.exception("record %s could not be judged (reference %s)", record_id, reference)
    return Verdict(HELD, "record.server_error", {"reference": reference})


def _waiting_for(c, arrived) -> list[str]:
    found, arrived = [], list(dict.fromkeys(arrived))
    for start in range(0, len(arrived), AT_ONCE):
        some = arrived[start : start + AT_ONCE]
        kinds, ids = sorted({kind for kind, _ in some}), [identity for _, identity in some]
        rows = _WAITING.rows(c, kinds=kinds, ids=ids)
        found += [record_id for record_id, *awaited in rows if tuple(awaited) in some]
    return found


def _ripe(c, record_ids) -> list[str]:
    """Those that wait for something which is here."""
    found, record_ids = [], list(record_ids)
    for start in range(0, len(record_ids), AT_ONCE):
        some = waiting.c.record_id.in_(record_ids[start : start + AT_ONCE])
        found += c.scalars(select(waiting.c.record_id).where(some, _here())).all()
    return found


def _here():
    """A condition on `waiting`: what is waited for is here."""
    awaited = waiting.c.awaited_id
    return or_(
        (waiting.c.kind == "record") & select(kept.c.id).where(kept.c.id == awaited).exists(),
        (waiting.c.kind == "hazard") & select(hazard.c.id).where(hazard.c.id == awaited).exists(),
        (waiting.c.kind == "enterprise") & select(enterprise.c.id).where(enterprise.c.id == awaited).exists(),
        (waiting.c.kind == "photo")
        & select(photo.c.sha256).where(photo.c.sha256 == awaited, photo.c.state != "named").exists(),
    )


def _judge_again(store, record_id: str, at: datetime):
    """The new verdict, or None when nothing was to be judged."""
    try:
        with store.write() as c:
            return _judge_held(c, record_id, at)
    except Exception:
        server_error(record_id, at)
        return None


def _judge_held(c, record_id: str, at: datetime):
    row = inbox.held(c, record_id)
    if row is None:
        return None
    parcel = read_parcel(json.loads(row["raw"]))
    parcel.kept_as = row["id"]
    locks.take(c, inbox.locks_of(c, row["device_id"], [parcel]))
    row = inbox.held(c, record_id)  # again: another may have judged it while we waited
    person = people.by_id(c, row["person_id"], china_day(at)) if row is not None else None
    if person is None:
        return None
    inbox.forget_waiting(c, record_id)
    verdict = _verdict(c, parcel, row, person, at)
    inbox.settle(c, parcel, verdict, person, row["device_id"], at)
    if verdict.outcome == REFUSED:
        about = {"kind": "record", "id": record_id}
        facts = {"code": verdict.code, "facts": verdict.facts}
        projections.notice(c, person.id, f"record:{record_id}", "record_refused", facts, about, at)
    return verdict


def _verdict(c, parcel, row, person, at: datetime):
    if parcel.problem:
        return verdict_on(parcel.problem)
    enterprises = reached(c, person, {parcel.enterprise_id} if parcel.enterprise_id else ())
    seen = set(inbox.known(c, [parcel]))
    arrival = Arrival(
        parcel.record, person, row["device_id"], to_instant(row["received_at"]), at, enterprises, seen
    )
    try:
        with changes.undoable(c):
            return judge(c, arrival)
    except Problem as problem:
        return verdict_on(problem)
