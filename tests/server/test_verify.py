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


def test_a_row_that_says_something_else_than_its_record_is_found(office_store, tmp_path):
    photos, phone, own, ahead = (
        PhotoStore(tmp_path),
        Phone(office_store, LINA),
        finding(),
        finding(place="仓库"),
    )
    visit = phone.visit([own, finding(place="锅炉房")])
    phone.push(phone.finding_alone(ahead, visit["body"]["visit_id"]), visit)
    assert faults(office_store, photos) == []
    planted = (
        (tables.visit, {"track": "service"}, "visit_changed"),
        (tables.visit, {"body": "{}"}, "visit_changed"),
        (tables.finding, {"severity": "major"}, "finding_changed"),
        (tables.finding, {"enterprise_id": "e-store"}, "finding_changed"),
    )
    for table, changed, fault in planted:
        identity = ahead["id"] if table is tables.finding else visit["body"]["visit_id"]
        with office_store.write() as c:
            before = c.execute(sa.select(table).where(table.c.id == identity)).mappings().one()
            c.execute(sa.update(table).where(table.c.id == identity).values(changed))
        assert faults(office_store, photos) == [fault]
        with office_store.write() as c:
            c.execute(sa.update(table).where(table.c.id == identity).values(dict(before)))
    with office_store.write() as c:
        c.execute(sa.delete(tables.finding).where(tables.finding.c.id == own["id"]))
        c.execute(sa.delete(tables.visit))
    assert sorted(faults(office_store, photos)) == ["finding_missing", "visit_missing"]


def test_a_record_that_was_removed_is_missed_also_when_it_was_the_last(office_store, tmp_path):
    photos, phone = PhotoStore(tmp_path / "photos"), Phone(office_store, LINA)
    records = [phone.visit() for _ in range(3)]
    phone.push(*records)
    inbox = tables.inbox
    with office_store.write() as c:
        c.execute(sa.delete(inbox).where(inbox.c.id == records[2]["id"]))
    assert faults(office_store, photos) == ["visit_changed", "chain_cut"]
    with office_store.write() as c:
        c.execute(sa.delete(inbox).where(inbox.c.id == records[0]["id"]))
    assert faults(office_store, photos) == [*["visit_changed"] * 2, "chain_gap", "chain_cut"]
    with office_store.write() as c:
        c.execute(sa.delete(inbox))
    assert faults(office_store, photos) == [*["visit_changed"] * 3, "chain_cut"]


def test_an_audit_row_that_was_removed_is_missed_also_when_it_was_the_last(office_store, tmp_path):
    with office_store.write() as c:
        for _ in range(2):
            audit.write(c, LINA, "sign_in", "person", LINA, {}, "", AT)
    with office_store.write() as c:
        c.execute(sa.delete(tables.audit).where(tables.audit.c.n == 2))
    assert faults(office_store, PhotoStore(tmp_path)) == ["audit_gap"]
