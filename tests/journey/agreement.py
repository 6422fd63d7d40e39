"""Whether phones and office tell the same: every record and photo once, the same states, an unbroken chain."""

import json

from sqlalchemy import select

from app.storage import meta, photos
from app.storage.tables import hazard, outbox, outbox_photo
from inspection.record import chain_breaks
from sync_server import tables

HAZARD_FACTS = ("state", "severity", "due", "track", "n")


def agree(office, *phones) -> None:
    for phone in phones:
        records_are_there_once(office, phone)
        photos_are_there_whole(office, phone)
        hazards_are_the_same(office, phone)


def records_are_there_once(office, phone) -> None:
    device = phone.read(meta.get, "device_id")
    kept = {row["id"]: row for row in office.rows(tables.inbox)}
    for row in phone.read(lambda s: s.execute(select(outbox).order_by(outbox.c.seq)).all()):
        there = kept[row.id]
        assert (there["seq"], there["hash"], there["raw"].decode()) == (row.seq, row.hash, row.raw)
        assert (there["outcome"], there["code"]) == (row.outcome, row.code), row.title
        assert there["device_id"] == device
        assert there["person_id"] == phone.services.person.id
    own = sorted((r["seq"], r["prev"], r["hash"]) for r in kept.values() if r["device_id"] == device)
    assert chain_breaks(own) == []


def photos_are_there_whole(office, phone) -> None:
    for sha in phone.read(lambda s: s.scalars(select(outbox_photo.c.sha256).distinct()).all()):
        kept = office.context.photos.path(sha).read_bytes()
        assert kept == photos.path(phone.store, sha).read_bytes()
        assert phone.read(photos.by_sha, sha).echoed_at


def hazards_are_the_same(office, phone) -> None:
    for row in phone.read(lambda s: s.execute(select(hazard)).all()):
        there = office.hazard(row.id)
        assert {name: getattr(row, name) for name in HAZARD_FACTS} == {
            name: there[name] for name in HAZARD_FACTS
        }
        assert row.expected is None
        assert json.loads(row.body)["number"] == there["number"]


def counts(office) -> dict[str, int]:
    """How often each kind of thing stands in the office: nothing may stand there twice."""
    named = ("inbox", "visit", "finding", "hazard", "hazard_history")
    return {name: len(office.rows(getattr(tables, name))) for name in named}
