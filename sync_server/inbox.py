"""The inbox: every record as it came, with what became of it. What cannot be read is kept as well."""

import json
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from inspection.days import to_text
from inspection.problems import Problem
from sync_server import scope
from sync_server.arrival import HELD, Verdict
from sync_server.json_text import written
from sync_server.parcels import Parcel
from sync_server.people import Person
from sync_server.prepared import Prepared
from sync_server.tables import hazard, inbox, photo_use, waiting

_NAME_PHOTO = Prepared(
    "INSERT INTO photo (sha256, size, mime, w, h, state, named_at)"
    " VALUES (:sha256, :size, :mime, :w, :h, 'named', :named_at) ON CONFLICT (sha256) DO NOTHING"
)
_SEEN_SEQ = Prepared(
    "UPDATE device SET last_seq = CASE WHEN last_seq < :seq THEN :seq ELSE last_seq END"
    " WHERE id = :id RETURNING person_id"
)
_IDS = bindparam("ids", expanding=True)
_HASHES = Prepared(select(inbox.c.id, inbox.c.hash).where(inbox.c.id.in_(_IDS)))
_OF_HAZARDS = Prepared(select(hazard.c.enterprise_id).where(hazard.c.id.in_(_IDS)))
_KEEP, _USE, _WAIT = Prepared(insert(inbox)), Prepared(insert(photo_use)), Prepared(insert(waiting))
_SETTLED = ("outcome", "code", "facts", "judged_at", "enterprise_id", "visit_id")
_SETTLE = Prepared(
    update(inbox).where(inbox.c.id == bindparam("of_id")).values({name: bindparam(name) for name in _SETTLED})
)
_DECLARED = ("source", "taken_at", "position", "device", "size", "mime", "w", "h")
_STORED = Prepared(
    select(inbox.c.outcome, inbox.c.code, inbox.c.facts).where(inbox.c.id == bindparam("of_id"))
)


def locks_of(c: Connection, device_id: str, parcels: list[Parcel]) -> list[str]:
    """What a batch works on: its device, and every enterprise it names, also where it only names a hazard."""
    found = {one.enterprise_id for one in parcels if one.enterprise_id}
    hazards = [one.hazard_id for one in parcels if one.hazard_id]
    if hazards:
        found |= set(_OF_HAZARDS.values(c, ids=hazards))
    return [f"device:{device_id}", *(f"enterprise:{one}" for one in found)]


def known(c: Connection, parcels: list[Parcel]) -> dict[str, str]:
    """{id: hash} of what is here already: of these records, and of those they say they depend on."""
    ids = {one.kept_as for one in parcels} | {dep for one in parcels if one.record for dep in one.record.deps}
    return dict(_HASHES.rows(c, ids=sorted(ids)))


def owner_of_device(c: Connection, device_id: str, parcels: list[Parcel]) -> str | None:
    """Whose device it is; the newest number it has sent is noted in passing."""
    return _SEEN_SEQ.value(c, id=device_id, seq=max((one.seq for one in parcels), default=0))


def keep(
    c: Connection, parcels, known: dict[str, str], person: Person, device_id: str, at: datetime
) -> list[Parcel]:
    """Stores what is new and answers it. Bytes that come under the id of others are kept under an id of their own."""
    fresh: dict[str, Parcel] = {}
    for parcel in parcels:
        stored = fresh[parcel.kept_as].hash if parcel.kept_as in fresh else known.get(parcel.kept_as)
        if stored is not None and stored != parcel.hash:
            parcel.problem = Problem("record.id_reused", id=parcel.id)
            parcel.record, parcel.kept_as = None, f"reused-{parcel.hash[:48]}"
            stored = _hash_of(c, parcel.kept_as)
        if stored is None and parcel.kept_as not in fresh:
            fresh[parcel.kept_as] = parcel
    _KEEP.write_each(c, [_row(parcel, person, device_id, at) for parcel in fresh.values()])
    photos = {photo.sha256: photo for one in fresh.values() if one.record for photo in one.record.photos}
    named_at = to_text(at)
    rows = [  # in one order everywhere, so that two batches naming the same photos never wait for each other
        {"sha256": sha, "size": one.size, "mime": one.mime, "w": one.w, "h": one.h, "named_at": named_at}
        for sha, one in sorted(photos.items())
    ]
    _NAME_PHOTO.write_each(c, rows)
    return list(fresh.values())


def _hash_of(c: Connection, record_id: str) -> str | None:
    return dict(_HASHES.rows(c, ids=[record_id])).get(record_id)


def _row(parcel: Parcel, person: Person, device_id: str, at: datetime) -> dict:
    return {
        "id": parcel.kept_as,
        "device_id": device_id,
        "person_id": person.id,
        "seq": parcel.seq,
        "prev": parcel.prev,
        "hash": parcel.hash,
        "kind": parcel.kind,
        "raw": parcel.raw,
        "received_at": to_text(at),
        "outcome": HELD,
        "code": "record.server_error",  # what it would be if nothing came after this
        "facts": "{}",
        "judged_at": to_text(at),
        "enterprise_id": parcel.enterprise_id,
        "visit_id": parcel.visit_id,
    }


def settle(
    c: Connection, parcel: Parcel, verdict: Verdict, person: Person, device_id: str, at: datetime
) -> None:
    """Writes down what became of a record that is kept already."""
    values = {
        "outcome": verdict.outcome,
        "code": verdict.code,
        "facts": json.dumps(verdict.facts, ensure_ascii=False),
    }
    where = {"enterprise_id": parcel.enterprise_id, "visit_id": parcel.visit_id} | verdict.where
    _SETTLE.write(c, of_id=parcel.kept_as, judged_at=to_text(at), **values, **where)
    if verdict.waits:
        kind, awaited = verdict.waits
        _WAIT.write(c, record_id=parcel.kept_as, kind=kind, awaited_id=awaited)
    if parcel.record:
        uses = list(verdict.photo_uses) if verdict.outcome != HELD else []
        _use_photos(c, parcel, uses, person, device_id)


def _use_photos(c: Connection, parcel: Parcel, uses: list[dict], person: Person, device_id: str) -> None:
    """Where each photo belongs, with what its maker declared. A record that is held or refused still names its
    photos, so that the phone can bring them; nobody reaches them through it but those who look at the record."""
    record = parcel.record
    declared = {photo.sha256: photo for photo in record.photos}
    claimed = scope.named_by_others(c, person, list(declared))
    if not uses:
        nowhere = dict.fromkeys(("enterprise_id", "visit_id", "hazard_id")) | {
            "track": "",
            "record_id": record.id,
        }
        nowhere |= {"owner_kind": "record", "owner_id": record.id, "role": "detail"}
        nowhere |= {"person_id": person.id, "device_id": device_id}
        uses = [nowhere | {"sha256": sha256} for sha256 in declared]
    rows = {}
    for use in uses:
        photo = declared[use["sha256"]]
        manifest = {name: getattr(photo, name) for name in _DECLARED}
        key = tuple(use[name] for name in ("sha256", "owner_kind", "owner_id", "role"))
        rows[key] = use | {"manifest": written(manifest), "claimed": use["sha256"] in claimed}
    _USE.write_each(c, list(rows.values()))


def forget_waiting(c: Connection, record_id: str) -> None:
    """Before a held record is judged again."""
    c.execute(delete(waiting).where(waiting.c.record_id == record_id))
    c.execute(delete(photo_use).where(photo_use.c.record_id == record_id))


def answer(identity: str | None, outcome: str, code: str | None, facts: dict, dup: bool) -> dict:
    return {"id": identity, "outcome": outcome, "code": code, "facts": facts, "dup": dup}


def stored_answer(c: Connection, parcel: Parcel) -> dict:
    outcome, code, facts = _STORED.first(c, of_id=parcel.kept_as)
    return answer(parcel.id, outcome, code, json.loads(facts or "{}"), True)


def status(c: Connection, person: Person, ids) -> dict:
    """{id: {outcome, code, facts}} of this person's records; None for those that are not here."""
    ids = list(ids)
    columns = select(inbox.c.id, inbox.c.outcome, inbox.c.code, inbox.c.facts)
    rows = c.execute(columns.where(inbox.c.id.in_(ids), inbox.c.person_id == person.id))
    found = {r.id: {"outcome": r.outcome, "code": r.code, "facts": json.loads(r.facts or "{}")} for r in rows}
    return {identity: found.get(identity) for identity in ids}


def held(c: Connection, record_id: str):
    """The row of a record that is still held, for judging it again; None when it no longer is."""
    row = c.execute(select(inbox).where(inbox.c.id == record_id)).mappings().first()
    return row if row is not None and row["outcome"] == HELD else None
