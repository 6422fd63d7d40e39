"""The envelope in which everything a phone made travels, and the chain that binds a device's records.

    {id, seq, prev, kind, v, entity{type,id}, base_rev?, seen_n?, deps[], at{wall, mono, boot, offset}, body, photos[]}

`seq` runs 1, 2, 3 … on each device; `prev` is the hash of the record before (CHAIN_START for the
first); the hash of a record is SHA-256 over its canonical JSON, every field included. `at` is what
the phone believed: `wall` its clock, `mono` milliseconds since `boot`, `offset` milliseconds that the
server was ahead at the last exchange, or null. No rule decides by them.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from inspection.canonical import CHAIN_START, canonical
from inspection.problems import Problem
from inspection.shapes import Shape

PROTOCOL = 1
KINDS = ("visit", "finding", "rectification", "recheck", "new_enterprise", "amendment", "void")
BODY_VERSION = 1  # newest `v` of a record that is understood here
RECORD_MOST_BYTES = 256 * 1024
BATCH_MOST_RECORDS = 100
BATCH_MOST_BYTES = 1024 * 1024
SEQ_MOST = 2**31 - 1  # what every database counts in one column
SOURCES = ("taken", "imported", "drawn")  # camera in the app · picked from the gallery · finger signature
MIMES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
PHOTOS_MOST = 500  # named by one record
PHOTO_MOST_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """One photo as its maker declared it."""

    sha256: str
    size: int
    mime: str
    w: int
    h: int
    source: str
    taken_at: str | None
    position: dict | None
    device: str


@dataclass(frozen=True)
class Record:
    id: str
    seq: int
    prev: str
    kind: str
    v: int
    entity: dict
    base_rev: int | None
    seen_n: int | None
    deps: tuple[str, ...]
    at: dict
    body: dict
    photos: tuple[Manifest, ...]
    hash: str
    raw: bytes = field(repr=False)


def read_envelope(value) -> Record:
    """The record in `value` (a decoded JSON object), its body still unread.

    Problems: record.invalid, json.not_canonical, record.too_large.
    """
    shape = Shape(value)
    raw = canonical(value)
    if len(raw) > RECORD_MOST_BYTES:
        raise Problem("record.too_large", bytes=len(raw), most=RECORD_MOST_BYTES)
    entity = shape.inner("entity")
    at = shape.inner("at")
    at.instant("wall")
    at.whole("mono", 0, 2**53 - 1, default=None)
    at.text("boot", most=64, default=None)
    at.whole("offset", -(2**53 - 1), 2**53 - 1, default=None)
    return Record(
        id=shape.identity("id"),
        seq=shape.whole("seq", 1, SEQ_MOST),
        prev=shape.sha256("prev"),
        kind=shape.text("kind", most=40, least=1),
        v=shape.whole("v", 1, 999),
        entity={"type": entity.text("type", most=40, least=1), "id": entity.identity("id")},
        base_rev=shape.whole("base_rev", 0, 2**53 - 1, default=None),
        seen_n=shape.whole("seen_n", 0, 2**53 - 1, default=None),
        deps=tuple(shape.strings("deps", most=100, longest=64, default=[])),
        at=at.value,
        body=shape.inner("body").value,
        photos=tuple(_manifest(photo) for photo in shape.each("photos", most=PHOTOS_MOST, default=[])),
        hash=sha256(raw).hexdigest(),
        raw=raw,
    )


def _manifest(photo: Shape) -> Manifest:
    photo.instant("taken_at", default=None)
    position = photo.inner("position", default=None)
    if position is not None:
        read_position(position)
    return Manifest(
        sha256=photo.sha256("sha256"),
        size=photo.whole("size", 1, PHOTO_MOST_BYTES),
        mime=photo.choice("mime", MIMES),
        w=photo.whole("w", 0, 100_000, default=0),
        h=photo.whole("h", 0, 100_000, default=0),
        source=photo.choice("source", SOURCES),
        taken_at=photo.value.get("taken_at"),
        position=position and position.value,
        device=photo.text("device", most=120, default=""),
    )


def read_position(shape: Shape) -> dict:
    """{lat_e6, lon_e6, acc_m, at, mock?}: millionths of a degree (WGS 84), metres."""
    shape.whole("lat_e6", -90_000_000, 90_000_000)
    shape.whole("lon_e6", -180_000_000, 180_000_000)
    shape.whole("acc_m", 0, 1_000_000, default=None)
    shape.instant("at", default=None)
    shape.flag("mock", default=False)
    return shape.value


def chain_breaks(links, voided=frozenset()) -> list[dict]:
    """What is wrong in a device's chain. `links`: (seq, prev, hash) sorted by seq; empty when unbroken.

    Each break is {"seq", "why"}: `gap` before this seq (with how many are missing), `changed` when `prev`
    is not the hash before, `doubled` when two records claim one number. A number in `voided`, which
    the phone said it gave up before sending, is not missing; nothing can be said of the link across it.
    """
    breaks, last_seq, last_hash = [], 0, CHAIN_START
    for seq, prev, own in links:
        if seq == last_seq:
            breaks.append({"seq": seq, "why": "doubled"})
            continue
        missing = seq - last_seq - 1
        if missing:
            missing -= sum(last_seq < gone < seq for gone in voided)
            if missing:
                breaks.append({"seq": seq, "why": "gap", "missing": missing})
        elif prev != last_hash:
            breaks.append({"seq": seq, "why": "changed"})
        last_seq, last_hash = seq, own
    return breaks
