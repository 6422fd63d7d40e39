"""The chain that binds a device's records: checked for a device, for the attention page, and for one visit.

What it shows is exactly this: unchanged and complete since capture on that device. Not that the scene was real.
"""

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from inspection.canonical import CHAIN_START
from inspection.days import to_instant, to_text
from inspection.record import chain_breaks
from sync_server.tables import device, inbox, person, photo, photo_use

HOLE_AFTER = timedelta(days=1)  # younger ones are records still on their way
CLOCK_APART = timedelta(minutes=5)


def of_device(c: Connection, device_id: str) -> list[dict]:
    """Breaks as `inspection.record.chain_breaks` gives them, each with the time the record after it arrived."""
    columns = select(inbox.c.seq, inbox.c.prev, inbox.c.hash, inbox.c.received_at)
    rows = c.execute(
        columns.where(inbox.c.device_id == device_id, inbox.c.seq > 0).order_by(
            inbox.c.seq, inbox.c.received_at
        )
    )
    rows = rows.all()
    arrived = {row.seq: row.received_at for row in rows}
    breaks = chain_breaks(((row.seq, row.prev, row.hash) for row in rows), _voided(c, device_id))
    return [one | {"arrived": arrived[one["seq"]]} for one in breaks]


def holes(c: Connection, at: datetime) -> list[dict]:
    """For every device what is missing for more than a day, and what does not fit: for the office to ask after."""
    before = to_text(at - HOLE_AFTER)
    found = []
    for row in c.execute(_suspects()).all():
        for one in of_device(c, row.device_id):
            if one["why"] != "gap" or one["arrived"] <= before:
                found.append(one | {"device_id": row.device_id, "device": row.device, "person": row.person})
    return found


def _suspects():
    """Devices of which the numbers do not count up; the others need no closer look here, `verify` looks at all."""
    numbers = select(
        inbox.c.device_id, func.count().label("records"), func.max(inbox.c.seq).label("last")
    ).where(inbox.c.seq > 0)
    numbers = numbers.group_by(inbox.c.device_id).subquery()
    return (
        select(numbers.c.device_id, device.c.name.label("device"), person.c.name.label("person"))
        .outerjoin(device, device.c.id == numbers.c.device_id)
        .outerjoin(person, person.c.id == device.c.person_id)
        .where(numbers.c.records != numbers.c.last)
        .order_by(numbers.c.device_id)
    )


def _voided(c: Connection, device_id: str) -> set[int]:
    """Numbers the phone said it gave up."""
    rows = c.scalars(select(inbox.c.raw).where(inbox.c.device_id == device_id, inbox.c.kind == "void"))
    said = (json.loads(raw).get("body", {}).get("seq") for raw in rows)
    return {seq for seq in said if isinstance(seq, int)}


def of_visit(c: Connection, visit_id: str) -> list[dict]:
    """Facts for the visit's page: [{code, ok, facts}]; the sentence of each is `chain.<code>`.

    What was refused is no part of the visit, whoever named it: `holes` and `verify` look at that.
    """
    of_it = (inbox.c.visit_id == visit_id) & (inbox.c.outcome != "refused")
    rows = c.execute(select(inbox).where(of_it).order_by(inbox.c.received_at, inbox.c.seq))
    facts = []
    for row in rows.mappings().all():
        about = {"kind": row["kind"], "seq": row["seq"]}
        facts.append(_content(row, about))
        facts += [_before(c, row, about), _after(c, row, about)]
        facts += _clock(row, about)
    return facts + _photos(c, visit_id)


def _fact(code: str, ok: bool, facts: dict) -> dict:
    return {"code": code, "ok": ok, "facts": facts}


def _content(row, about: dict) -> dict:
    same = hashlib.sha256(row["raw"]).hexdigest() == row["hash"]
    return _fact("record_unchanged" if same else "record_changed", same, about)


def _before(c: Connection, row, about: dict) -> dict:
    if row["seq"] <= 1:
        first = row["prev"] == CHAIN_START
        return _fact("first_of_device" if first else "before_differs", first, about)
    hashes = _hashes(c, row["device_id"], row["seq"] - 1)
    if not hashes:
        given_up = row["seq"] - 1 in _voided(c, row["device_id"])
        return _fact("before_given_up" if given_up else "before_missing", given_up, about)
    follows = row["prev"] in hashes
    return _fact("follows" if follows else "before_differs", follows, about)


def _after(c: Connection, row, about: dict) -> dict:
    next_one = (inbox.c.device_id == row["device_id"]) & (inbox.c.seq == row["seq"] + 1)
    prevs = c.scalars(select(inbox.c.prev).where(next_one)).all()
    doubled = len(_hashes(c, row["device_id"], row["seq"])) > 1
    if doubled:
        return _fact("doubled", False, about)
    if not prevs:
        return _fact("last_so_far", True, about)
    follows = row["hash"] in prevs
    return _fact("followed" if follows else "after_differs", follows, about)


def _hashes(c: Connection, device_id: str, seq: int) -> list[str]:
    return c.scalars(select(inbox.c.hash).where(inbox.c.device_id == device_id, inbox.c.seq == seq)).all()


def _clock(row, about: dict) -> list[dict]:
    """Worth a remark only when the phone's time, set right, lies after the arrival."""
    try:
        at = json.loads(row["raw"])["at"]
        said = to_instant(at["wall"]) + timedelta(milliseconds=at.get("offset") or 0)
    except (KeyError, TypeError, ValueError, OverflowError):
        return []
    ahead = said - to_instant(row["received_at"])
    if ahead <= CLOCK_APART:
        return []
    return [_fact("clock_ahead", False, about | {"minutes": int(ahead.total_seconds() // 60)})]


def _photos(c: Connection, visit_id: str) -> list[dict]:
    own = select(photo_use.c.sha256).distinct().where(photo_use.c.visit_id == visit_id)
    counted = select(photo.c.state, func.count()).where(photo.c.sha256.in_(own)).group_by(photo.c.state)
    counts = dict(c.execute(counted).all())
    total, missing = sum(counts.values()), counts.get("named", 0)
    if not total:
        return []
    code = "photos_missing" if missing else "photos_here"
    return [_fact(code, not missing, {"total": total, "missing": missing})]
