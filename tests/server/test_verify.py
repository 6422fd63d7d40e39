"""`verify` finds what somebody planted in the database or the photo folder, also at the very end of a chain."""

import sqlalchemy as sa

from sync_server import audit, tables, verify
from sync_server.photo_store import PhotoStore
from tests.server.building import AT, LINA, Phone, finding, photo, photo_bytes, store_photo


def faults(store, photos) -> list[str]:
    return [fault["code"] for fault in verify.verify(store, photos)]


def test_planted_damage_is_found(office_store, tmp_path):
    photos, phone, shot = PhotoStore(tmp_path / "photos"), Phone(office_store, LINA), photo("one")
    photos.put(photo_bytes("one"))
    phone.push(phone.visit([finding(shots=[shot])]), phone.visit())
    store_photo(office_store, shot)
    assert faults(office_store, photos) == []
    content = bytearray(photos.path(shot["sha256"]).read_bytes())
    content[0] ^= 1
    photos.path(shot["sha256"]).write_bytes(content)
    assert faults(office_store, photos) == ["photo_changed"]
    photos.path(shot["sha256"]).write_bytes(photo_bytes("one"))
    with office_store.write() as c:
        c.execute(sa.update(tables.hazard_history).where(tables.hazard_history.c.n == 1).values(facts="{}"))
    assert faults(office_store, photos) == ["history_changed"]


def test_a_record_that_was_removed_is_missed_also_when_it_was_the_last(office_store, tmp_path):
    photos, phone = PhotoStore(tmp_path / "photos"), Phone(office_store, LINA)
    records = [phone.visit() for _ in range(3)]
    phone.push(*records)
    inbox = tables.inbox
    with office_store.write() as c:
        c.execute(sa.delete(inbox).where(inbox.c.id == records[2]["id"]))
    assert faults(office_store, photos) == ["chain_cut"]
    with office_store.write() as c:
        c.execute(sa.delete(inbox).where(inbox.c.id == records[0]["id"]))
    assert faults(office_store, photos) == ["chain_gap", "chain_cut"]
    with office_store.write() as c:
        c.execute(sa.delete(inbox))
    assert faults(office_store, photos) == ["chain_cut"]


def test_an_audit_row_that_was_removed_is_missed_also_when_it_was_the_last(office_store, tmp_path):
    with office_store.write() as c:
        for _ in range(2):
            audit.write(c, LINA, "sign_in", "person", LINA, {}, "", AT)
    with office_store.write() as c:
        c.execute(sa.delete(tables.audit).where(tables.audit.c.n == 2))
    assert faults(office_store, PhotoStore(tmp_path)) == ["audit_gap"]
