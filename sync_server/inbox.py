"""The inbox: every record as it came, with what became of it. What cannot be read is kept as well."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.engine import Connection

from inspection.canonical import CHAIN_START
from inspection.days import to_text
from inspection.problems import Problem
from inspection.record import Record, read_envelope
from inspection.shapes import Shape
from sync_server.arrival import HELD, Verdict
from sync_server.people import Person
from sync_server.tables import hazard, inbox, photo_use, waiting

_NAME_PHOTO = text(
    "INSERT INTO photo (sha256, size, mime, w, h, state, named_at)"
    " VALUES (:sha256, :size, :mime, :w, :h, 'named', :named_at) ON CONFLICT (sha256) DO NOTHING"
)
_SEEN_SEQ = text(
    "UPDATE device SET last_seq = CASE WHEN last_seq < :seq THEN :seq ELSE last_seq END"
    " WHERE id = :id RETURNING person_id"
)
_HASHES = select(inbox.c.id, inbox.c.hash).where(inbox.c.id.in_(bindparam("ids", expanding=True)))
_KEEP, _USE = insert(inbox), insert(photo_use)


@dataclass
class Parcel:
    """One value of a push: as read, or with the problem that made it unreadable."""

    id: str | None  # as the phone knows it
    kept_as: str
    record: Record | None
    problem: Problem | None
    raw: bytes = field(repr=False)
    hash: str
    seq: int = 0
    prev: str = CHAIN_START
    kind: str = ""
    enterprise_id: str | None = None
    visit_id: str | None = None
    hazard_id: str | None = None


def read_parcel(value) -> Parcel:
    try:
        record = read_envelope(value)
    except Problem as problem:
        return _unreadable(value, problem)
    named = {name: _identity(record.body, name) for name in ("enterprise_id", "visit_id", "hazard_id")}
    parcel = Parcel(
        record.id, record.id, record, None, record.raw, record.hash, record.seq, record.prev, record.kind
    )
    parcel.enterprise_id, parcel.visit_id, parcel.hazard_id = named.values()
    return parcel


def _unreadable(value, problem: Problem) -> Parcel:
    try:
        raw = json.dumps(value, ensure_ascii=True, sort_keys=True, default=str).encode()
    except (RecursionError, ValueError, TypeError):
        raw = b""
    own_hash = hashlib.sha256(raw).hexdigest()
    identity = _identity(value, "id") if isinstance(value, dict) else None
    return Parcel(identity, identity or f"unread-{own_hash[:48]}", None, problem, raw, own_hash)


def _identity(body: dict, name: str) -> str | None:
    try:
        return Shape(body).identity(name, default=None)
    except Problem:
        return None


def locks_of(c: Connection, device_id: str, parcels: list[Parcel]) -> list[str]:
    """What a batch works on: its device, and every enterprise it names, also where it only names a hazard."""
    found = {one.enterprise_id for one in parcels if one.enterprise_id}
    hazards = [one.hazard_id for one in parcels if one.hazard_id]
    if hazards:
        found |= set(c.scalars(select(hazard.c.enterprise_id).where(hazard.c.id.in_(hazards))))
    return [f"device:{device_id}", *(f"enterprise:{one}" for one in found)]


def known(c: Connection, parcels: list[Parcel]) -> dict[str, str]:
    """{id: hash} of what is here already: of these records, and of those they say they depend on."""
    ids = {one.kept_as for one in parcels} | {dep for one in parcels if one.record for dep in one.record.deps}
    return dict(c.execute(_HASHES, {"ids": sorted(ids)}).all())


def owner_of_device(c: Connection, device_id: str, parcels: list[Parcel]) -> str | None:
    """Whose device it is; the newest number it has sent is noted in passing."""
    return c.scalar(_SEEN_SEQ, {"id": device_id, "seq": max((one.seq for one in parcels), default=0)})


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
    if fresh:
        c.execute(_KEEP, [_row(parcel, person, device_id, at) for parcel in fresh.values()])
    photos = {photo.sha256: photo for one in fresh.values() if one.record for photo in one.record.photos}
    named_at = to_text(at)
    rows = [  # in one order everywhere, so that two batches naming the same photos never wait for each other
        {"sha256": sha, "size": one.size, "mime": one.mime, "w": one.w, "h": one.h, "named_at": named_at}
        for sha, one in sorted(photos.items())
    ]
    if rows:
        c.execute(_NAME_PHOTO, rows)
    return list(fresh.values())


def _hash_of(c: Connection, record_id: str) -> str | None:
    return c.scalar(select(inbox.c.hash).where(inbox.c.id == record_id))


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
    values = {"outcome": verdict.outcome, "code": verdict.code, "judged_at": to_text(at)} | verdict.where
    values["facts"] = json.dumps(verdict.facts, ensure_ascii=False)
    c.execute(update(inbox).where(inbox.c.id == parcel.kept_as).values(values))
    if verdict.waits:
        kind, awaited = verdict.waits
        c.execute(insert(waiting).values(record_id=parcel.kept_as, kind=kind, awaited_id=awaited))
    if parcel.record:
        uses = list(verdict.photo_uses) if verdict.outcome != HELD else []
        _use_photos(c, parcel, uses, person, device_id)


def _use_photos(c: Connection, parcel: Parcel, uses: list[dict], person: Person, device_id: str) -> None:
    """Where each photo belongs, with what its maker declared. A record that is held or refused still names its
    photos, so that the phone can bring them; nobody reaches them through it but those who look at the record."""
    record = parcel.record
    declared = {photo.sha256: photo for photo in record.photos}
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
        manifest = {"source": photo.source, "taken_at": photo.taken_at, "position": photo.position}
        manifest |= {
            "device": photo.device,
            "size": photo.size,
            "mime": photo.mime,
            "w": photo.w,
            "h": photo.h,
        }
        key = tuple(use[name] for name in ("sha256", "owner_kind", "owner_id", "role"))
        rows[key] = use | {"manifest": json.dumps(manifest, ensure_ascii=False)}
    if rows:
        c.execute(_USE, list(rows.values()))


def forget_waiting(c: Connection, record_id: str) -> None:
    """Before a held record is judged again."""
    c.execute(delete(waiting).where(waiting.c.record_id == record_id))
    c.execute(delete(photo_use).where(photo_use.c.record_id == record_id))


def answer(identity: str | None, outcome: str, code: str | None, facts: dict, dup: bool) -> dict:
    return {"id": identity, "outcome": outcome, "code": code, "facts": facts, "dup": dup}


def stored_answer(c: Connection, parcel: Parcel) -> dict:
    row = c.execute(
        select(inbox.c.outcome, inbox.c.code, inbox.c.facts).where(inbox.c.id == parcel.kept_as)
    ).one()
    return answer(parcel.id, row.outcome, row.code, json.loads(row.facts or "{}"), True)


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
