"""What was frozen: how it travels, how it is amended or given up, and when it leaves the phone."""

import json

import pytest

from app.storage import outbox, photos, visits
from app.usecases.amend_record import amend_record, void
from app.usecases.finish_visit import finish_visit
from app.usecases.tidy_up import tidy_up
from tests.app.field import at, new_id, phone, ready
from tests.app.test_visit_story import code_of, records


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def test_a_refused_record_is_given_up_with_a_reason_and_a_wrong_word_amended(store):
    record_id = finish_visit(store, ready(store), at(9), new_id())
    assert code_of(void, store, record_id, "重复", at(10), new_id()) == "outbox.not_refused"
    amend_record(store, record_id, "findings[0].place", "二楼配电间", "写错楼层", at(10), new_id())
    with store.write("outbox") as s:
        outbox.settle(s, record_id, "refused", "record.invalid", {"field": "x"}, at(11).wall)
        assert [item.id for item in outbox.attention(s)] == [record_id]
    assert code_of(void, store, record_id, "  ", at(12), new_id()) == "outbox.reason_needed"
    void(store, record_id, "重复提交", at(12), new_id())
    with store.read() as s:
        assert outbox.attention(s) == []
        assert outbox.by_id(s, record_id).state == "voided"
        assert [one.value["kind"] for one in outbox.waiting(s)] == ["amendment", "void"]


def test_photos_go_majors_first_once_the_office_has_the_words(store):
    first = ready(store)
    record_id = finish_visit(store, first, at(9), new_id())
    with store.read() as s:
        assert photos.to_send(s) == []
    with store.write() as s:
        outbox.settle(s, record_id, "applied", None, {}, at(10).wall)
    with store.read() as s:
        order = photos.to_send(s)
        assert [photo.major for photo in order] == [True, False, False, False]
        assert outbox.by_id(s, record_id).state == "photos"
    with store.write() as s:
        for photo in order:
            photos.echoed(s, photo.sha256, at(11).wall)
    with store.read() as s:
        assert photos.to_send(s) == []
        assert outbox.by_id(s, record_id).state == "applied"
        assert outbox.holds(s)["photos"] == 0


def test_what_the_office_has_whole_leaves_after_thirty_days_but_the_chain_goes_on(store):
    old, new = (finish_visit(store, ready(store), at(9), new_id()) for _ in "ab")
    with store.write() as s:
        for record_id in (old, new):
            outbox.settle(s, record_id, "applied", None, {}, at(10).wall)
        for photo in photos.to_send(s):
            photos.echoed(s, photo.sha256, at(11).wall)
    assert tidy_up(store, at(20 * 24 * 60))["records"] == 0
    assert tidy_up(store, at(60 * 24 * 60)) == {"visits": 0, "records": 1, "files": 4, "bytes": 0}
    with store.read() as s:
        assert [item.id for item in outbox.items(s)] == [new]
        assert len(visits.frozen_visits(s)) == 1
    finish_visit(store, ready(store), at(9), new_id())
    assert [r.seq for r in records(store)] == [3]
    assert len(list((store.folder / "records").glob("*.json"))) == 2


def test_a_record_in_the_outbox_is_what_lies_in_its_file(store):
    finish_visit(store, ready(store), at(9), new_id())
    (file,) = (store.folder / "records").glob("*.json")
    kept = json.loads(file.read_bytes())
    with store.read() as s:
        (one,) = outbox.waiting(s)
    assert kept["record"] == one.value
    assert kept["device_id"] == "device-li"
