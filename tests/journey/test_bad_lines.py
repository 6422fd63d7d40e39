"""Whatever the line does: every record and every photo arrives, exactly once and whole."""

import json

import pytest
from sqlalchemy import update

from app.storage import outbox, photos
from app.storage.tables import outbox as outbox_table
from app.storage.tables import photo
from inspection.problems import Problem
from sync_server import tables
from tests.journey.agreement import agree, counts
from tests.journey.phones import a_photo


def a_visit_with(phone, photos: int = 1, noise: bool = False, edge: int = 640) -> tuple[str, str]:
    """(record, finding)"""
    visit = phone.begin("e-shunda")
    finding = phone.find(visit, "安全出口上锁", "一楼后门", photos=0)
    for _ in range(photos):
        phone.do.keep_photo(a_photo(edge, noise), "finding", finding, "before", visit)
    return phone.finish(visit), finding


def test_an_answer_lost_in_a_lift_costs_nothing(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    line.lose_answers("/api/push", times=2)
    assert li.sync().state == "offline"
    assert counts(office)["visit"] == 1
    assert li.state_of(record) == "waiting"
    assert li.sync().state == "offline"
    assert li.sync().state == "idle"
    assert counts(office)["inbox"] == 1
    agree(office, li)


def test_any_answer_may_be_lost_at_any_step(office, line, phone):
    li = phone("li", line.address)
    line.lose_answers("/api/sign-in")
    with pytest.raises(Problem, match=r"sign_in\.needs_line"):
        li.sign_in("lina")
    li.sign_in("lina")
    assert len(office.rows(tables.device)) == 1
    line.lose_answers("/api/pull")
    assert li.sync().state == "offline"
    li.sync()
    for count, where in enumerate(("/api/push", "/api/photos/need", "POST /api/uploads", "/api/pull"), 1):
        a_visit_with(li)
        line.lose_answers(where)
        while li.sync(by_hand=True).state != "idle":
            assert len(line.requests) < 200
        assert counts(office)["inbox"] == count
    agree(office, li)


def test_the_same_push_arriving_eight_times_is_one_record(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    line.repeat("/api/push", deliveries=8)
    assert li.sync().state == "idle"
    assert li.state_of(record) == "applied"
    before = counts(office)
    with li.store.write() as s:  # as if the phone had died before it could note the answer
        s.execute(update(outbox_table).values(outcome=None, code=None))
    assert li.sync().state == "idle"
    assert counts(office) == before
    agree(office, li)


def test_a_line_cut_every_80_kb_brings_all_photos_and_hardly_a_byte_twice(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    a_visit_with(li, photos=6, noise=True, edge=900)
    with li.store.read() as s:
        needed = sum(row.size for row in s.execute(photo.select()))
    line.cut("/api/uploads", after=80_000, times=1000)
    line.sent_up = 0
    for _ in range(400):
        if li.sync(by_hand=True).state == "idle":
            break
    assert li.services.sync.status.state == "idle"
    assert line.sent_up <= needed * 1.05 + 300_000  # besides photos, words travel as well
    uploads = [row for row in line.requests if "uploads" in row]
    assert len(uploads) > 10
    agree(office, li)


def test_a_guest_network_is_not_taken_for_the_office(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li)
    line.portal(times=1)
    status = li.sync()
    assert (status.state, status.code) == ("problem", "sync.portal")
    assert li.state_of(record) == "waiting"
    assert li.sync().state == "idle"
    agree(office, li)


def test_a_bad_record_in_the_middle_stops_only_itself(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    records = [a_visit_with(li)[0] for _ in range(5)]
    with li.store.write() as s:  # a fault of this phone: the record is no record any more
        s.execute(
            update(outbox_table)
            .where(outbox_table.c.id == records[2])
            .values(raw=json.dumps({"id": records[2], "seq": "x"}))
        )
    assert li.sync().state == "idle"
    assert [li.state_of(record) for record in records] == [
        "applied",
        "applied",
        "refused",
        "applied",
        "applied",
    ]
    assert [item.id for item in li.read(outbox.attention)] == [records[2]]
    assert counts(office)["visit"] == 4


def test_a_record_that_cannot_even_be_sent_is_set_aside_and_shown(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    records = [a_visit_with(li)[0] for _ in range(3)]
    with li.store.write() as s:
        s.execute(update(outbox_table).where(outbox_table.c.id == records[1]).values(raw="{broken"))
    assert li.sync().state == "idle"
    assert [li.state_of(record) for record in records] == ["applied", "waiting", "applied"]
    stuck = li.read(outbox.attention)
    assert [(item.id, item.problem) for item in stuck] == [(records[1], "record.invalid")]
    assert counts(office)["visit"] == 2


def test_the_server_is_killed_and_started_in_the_middle_of_it(office, line, phone):
    li = phone("li", line.address).sign_in("lina")
    li.sync()
    for _ in range(3):
        a_visit_with(li)
        line.lose_answers("POST /api/uploads")
        li.sync()
        office.stop(kill=True)
        assert li.sync().state == "offline"
        office.start()
        while li.sync(by_hand=True).state != "idle":
            assert len(line.requests) < 500
    assert counts(office)["visit"] == 3
    agree(office, li)


def test_a_photo_that_went_bad_on_the_phone_is_named_and_holds_up_no_other(office, phone):
    li = phone("li").sign_in("lina")
    li.sync()
    record, _ = a_visit_with(li, photos=3)
    with li.store.read() as s:
        bad = s.scalar(photo.select().where(photo.c.source == "taken").with_only_columns(photo.c.sha256))
    path = photos.path(li.store, bad)
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    assert li.sync().state == "idle"
    assert li.read(photos.by_sha, bad).problem == "photo.damaged"
    assert [item.id for item in li.read(outbox.attention)] == [record]
    stored = {row["sha256"] for row in office.rows(tables.photo) if row["state"] != "named"}
    assert bad not in stored
    assert len(stored) == len(office.rows(tables.photo)) - 1
