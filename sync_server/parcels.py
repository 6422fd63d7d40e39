"""What a push brings, value by value: read as a record, or with the problem that made it unreadable."""

import hashlib
import json
from dataclasses import dataclass, field

from inspection.canonical import CHAIN_START
from inspection.problems import Problem
from inspection.record import Record, read_envelope
from inspection.shapes import Shape


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
