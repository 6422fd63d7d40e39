"""Unchanged and complete: the chain of a device, the facts on a visit's page, and the check of everything."""

from datetime import timedelta

from sqlalchemy import text

from sync_server import audit, chain, tables, verify
from tests.server.building import AT, LINA, Phone, all_of, finding, outcomes, photo_bytes, store_photo

DAY_LATER = AT + timedelta(hours=25)


def codes(store, visit) -> set[str]:
    with store.read() as c:
        return {fact["code"] for fact in chain.of_visit(c, visit["body"]["visit_id"])}


def breaks(store, phone) -> list[tuple]:
    with store.read() as c:
        return [(one["seq"], one["why"]) for one in chain.of_device(c, phone.device_id)]


def test_a_whole_chain_shows_no_breaks(office_store):
    phone = Phone(office_store, LINA)
    first, second = phone.visit([finding()]), phone.visit([finding(place="二楼")])
    phone.push(first, second)
    assert breaks(office_store, phone) == []
    assert codes(office_store, first) == {"record_unchanged", "first_of_device", "followed", "photos_missing"}
    assert codes(office_store, second) == {"record_unchanged", "follows", "last_so_far", "photos_missing"}


def test_a_visit_is_complete_when_its_photos_are_here(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    phone.push(visit)
    for one in visit["photos"]:
        store_photo(office_store, one)
    assert "photos_here" in codes(office_store, visit)


def test_a_hole_is_shown_to_the_office_once_it_is_a_day_old(office_store):
    phone = Phone(office_store, LINA)
    phone.push(phone.visit([finding()]))
    lost, after = phone.visit([finding(place="二楼")]), phone.visit([finding(place="三楼")])
    phone.push(after)
    assert breaks(office_store, phone) == [(3, "gap")]
    assert "before_missing" in codes(office_store, after)
    with office_store.read() as c:
        assert chain.holes(c, AT + timedelta(hours=2)) == []
        (hole,) = chain.holes(c, DAY_LATER)
    assert (hole["person"], hole["seq"], hole["missing"]) == ("李娜", 3, 1)
    phone.push(lost, at=DAY_LATER)
    assert breaks(office_store, phone) == []


def test_a_number_given_up_is_no_hole(office_store):
    phone = Phone(office_store, LINA)
    phone.push(phone.visit([finding()]))
    phone.visit([finding(place="二楼")])  # never sent: given up on the phone
    void = phone.record("void", ("record", "r"), {"seq": 2, "reason": "误拍"})
    assert outcomes(phone.push(void)) == [("applied", None)]
    assert breaks(office_store, phone) == []


def test_a_refused_record_that_is_given_up_asks_for_no_more_attention(office_store):
    phone = Phone(office_store, LINA)
    bad = phone.visit([finding()], purpose="advice")
    assert outcomes(phone.push(bad)) == [("refused", "visit.purpose_not_of_track")]
    phone.push(phone.record("void", ("record", bad["id"]), {"seq": 1, "reason": "选错事由"}))
    (row,) = all_of(office_store, tables.inbox, tables.inbox.c.id == bad["id"])
    assert (row["outcome"], row["code"]) == ("refused", "record.voided")
    good = phone.visit([finding()])
    phone.push(good)
    again = phone.record("void", ("record", good["id"]), {"seq": good["seq"], "reason": "反悔"})
    assert outcomes(phone.push(again)) == [("refused", "record.already_applied")]


def test_two_records_with_one_number_and_a_record_that_does_not_follow_are_shown(office_store):
    phone = Phone(office_store, LINA)
    first = phone.visit([finding()])
    phone.seq -= 1
    second = phone.visit([finding(place="二楼")])
    third = phone.visit([finding(place="三楼")])
    phone.prev = "f" * 64
    fourth = phone.visit([finding(place="四楼")])
    phone.push(first, second, third, fourth)
    assert {why for _, why in breaks(office_store, phone)} == {"doubled", "changed"}
    assert "doubled" in codes(office_store, first)
    assert "before_differs" in codes(office_store, fourth)


def test_a_phone_ahead_of_its_time_is_remarked_on_and_changes_nothing(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding(seen_at="2031-01-01T00:00:00+00:00")])
    visit["at"]["wall"] = "2031-01-01T00:00:00+00:00"
    phone.push(visit)
    assert "clock_ahead" in codes(office_store, visit)
    assert all_of(office_store, tables.hazard)[0]["found_on"] == "2026-11-23"


def test_an_amendment_is_kept_beside_what_it_amends(office_store):
    phone = Phone(office_store, LINA)
    visit = phone.visit([finding()])
    said = {"amends": visit["id"], "path": "findings[0].place", "text": "2号车间", "reason": "写错"}
    early = phone.record("amendment", ("record", visit["id"]), said)
    assert outcomes(phone.push(early)) == [("held", "record.waits")]
    phone.push(visit)
    (row,) = all_of(office_store, tables.inbox, tables.inbox.c.id == early["id"])
    assert (row["outcome"], row["visit_id"]) == ("applied", visit["body"]["visit_id"])


class Folder:
    """Photos as `verify` looks at them."""

    def __init__(self, path):
        self.folder = path

    def path(self, sha256):
        return self.folder / sha256

    def has(self, sha256):
        return self.path(sha256).exists()


def test_verify_finds_nothing_in_a_whole_office_and_names_every_damage(office_store, tmp_path):
    phone, photos = Phone(office_store, LINA), Folder(tmp_path)
    shots = []
    for place in ("一楼", "二楼", "三楼"):
        one = finding(place=place)
        phone.push(phone.visit([one]))
        (tmp_path / one["photos"][0]["sha256"]).write_bytes(photo_bytes(f"before {int(one['id'][2:])}"))
        store_photo(office_store, one["photos"][0])
        shots.append(one["photos"][0]["sha256"])
    with office_store.write() as c:
        audit.write(c, LINA, "look", "visit", "v", {}, "desk", AT)
        audit.write(c, LINA, "look", "visit", "v", {}, "desk", AT)
    assert verify.verify(office_store, photos) == []
    photos.path(shots[0]).unlink()
    photos.path(shots[1]).write_bytes(b"something else")
    with office_store.write() as c:
        c.execute(text("UPDATE inbox SET raw = :raw WHERE seq = 2"), {"raw": b"{}"})
        c.execute(text("DELETE FROM inbox WHERE seq = 1"))
        c.execute(text("UPDATE hazard_history SET facts = '{}' WHERE n = 1"))
        c.execute(text("UPDATE audit SET act = 'nothing' WHERE n = 1"))
    found = {fault["code"] for fault in verify.verify(office_store, photos)}
    expected = {
        "photo_missing",
        "photo_changed",
        "record_changed",
        "visit_changed",
        "finding_changed",
        "chain_gap",
        "history_changed",
        "audit_changed",
    }
    assert found == expected
