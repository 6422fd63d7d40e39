"""Freezing a record: numbered, chained, on disk as a file of its own, and a row of the outbox."""

import json
from pathlib import Path

from sqlalchemy import func, or_, select

from app.storage import meta
from app.storage.moment import Moment
from app.storage.photo_files import NO_SPACE, write_durably
from app.storage.tables import outbox, outbox_photo
from inspection.canonical import CHAIN_START
from inspection.problems import Problem
from inspection.record import read_envelope


def freeze(
    s,
    folder: Path,
    *,
    record_id: str,
    kind: str,
    entity: tuple[str, str],
    body: dict,
    photos: list[dict],
    at: Moment,
    title: str,
    enterprise_id=None,
    visit_id=None,
    deps=(),
    seen_n=None,
    base_rev=None,
    majors=(),
) -> str:
    """Freeze a record: its file first, then its rows. With the caller's transaction it stands or falls.

    A file left behind by a transaction that fell is harmless and is cleared at the next opening.
    Problems: record.invalid, record.too_large, storage.full.
    """
    envelope = {
        "id": record_id,
        "seq": int(meta.get(s, "seq", "0")) + 1,
        "prev": meta.get(s, "prev", CHAIN_START),
        "kind": kind,
        "v": 1,
        "entity": {"type": entity[0], "id": entity[1]},
        "deps": list(deps),
        "at": at.as_json(),
        "body": body,
        "photos": photos,
    }
    envelope |= {
        name: value for name, value in (("seen_n", seen_n), ("base_rev", base_rev)) if value is not None
    }
    record = read_envelope(envelope)
    write_record_file(folder, record, meta.get(s, "device_id", ""), title)
    keep(s, record, title, enterprise_id, visit_id, majors)
    return record_id


def keep(s, record, title: str, enterprise_id=None, visit_id=None, majors=()) -> None:
    """The rows of a frozen record, and the new head of the chain."""
    row = {
        "id": record.id,
        "seq": record.seq,
        "hash": record.hash,
        "kind": record.kind,
        "raw": record.raw.decode(),
        "title": title,
        "enterprise_id": enterprise_id,
        "visit_id": visit_id,
        "made_at": record.at["wall"],
        "facts": "{}",
        "tries": 0,
    }
    s.execute(outbox.insert().values(row))
    named = [
        {"record_id": record.id, "sha256": p.sha256, "major": int(p.sha256 in majors)} for p in record.photos
    ]
    if named:
        s.execute(outbox_photo.insert(), named)
    meta.put(s, "seq", str(record.seq))
    meta.put(s, "prev", record.hash)


def record_file(folder: Path, seq: int, record_id: str) -> Path:
    return Path(folder) / "records" / f"{seq:08d}-{record_id.replace(':', '_')}.json"


def write_record_file(folder: Path, record, device_id: str, title: str) -> None:
    kept = {"device_id": device_id, "title": title, "record": json.loads(record.raw)}
    try:
        write_durably(
            record_file(folder, record.seq, record.id), json.dumps(kept, ensure_ascii=False).encode()
        )
    except OSError as fault:
        if fault.errno in NO_SPACE:
            raise Problem("storage.full") from fault
        raise


def unsettled(s, entity_id: str, *kinds: str) -> list[str]:
    """Ids of records about this entity that the office has not answered or still holds: later ones depend on them."""
    about = func.json_extract(outbox.c.raw, "$.entity.id") == entity_id
    open_ones = or_(outbox.c.outcome.is_(None), outbox.c.outcome == "held")
    return list(
        s.scalars(
            select(outbox.c.id).where(open_ones, outbox.c.kind.in_(kinds), about).order_by(outbox.c.seq)
        )
    )
