"""What a phone and a record can hold: short of space, too many photos, a visit too large for one record."""

import os

import pytest
from sqlalchemy import event

from app.storage import findings, outbox, photo_files, photo_limits, photos, visits
from app.storage.tables import answer
from app.usecases.finish_visit import finish_visit
from app.usecases.keep_photo import keep_photo
from app.usecases.make_room import make_room
from app.usecases.open_finding import edit_finding, open_finding
from inspection.finding import read_finding_record
from inspection.problems import Problem
from inspection.record import RECORD_MOST_BYTES, read_envelope
from inspection.visit import read_visit
from tests.app.field import answered, at, begun, new_id, phone, ready, shot, signed


@pytest.fixture
def store(tmp_path):
    made = phone(tmp_path / "li")
    yield made
    made.close()


def files(store) -> set[str]:
    return {file.name for file in store.folder.glob("photos/*/*")}


def arrived(store, record_id, echoed=True) -> None:
    with store.write() as s:
        outbox.settle(s, record_id, "applied", None, None, at(8).wall)
        for one in photos.of_record(s, record_id) if echoed else ():
            photos.echoed(s, one.sha256, at(8).wall)


def test_a_phone_short_of_space_lets_go_of_what_the_office_has_and_of_nothing_else(store, monkeypatch):
    sent, waiting, draft = ready(store), ready(store), begun(store)
    finish_visit(store, sent, at(7), "record-1")
    finish_visit(store, waiting, at(7), "record-2")
    arrived(store, "record-1")
    answered(store, draft)
    before = files(store)
    with store.read() as s:
        theirs = {one.sha256 for one in photos.of_record(s, "record-1")}
    monkeypatch.setattr(photo_files, "free", lambda folder: 0)
    assert make_room(store, 1 << 40) > 0
    assert before - files(store) == theirs
    with store.read() as s:
        assert {one.state for one in photos.of_record(s, "record-1")} == {"gone"}
        assert {one.state for one in photos.of_record(s, "record-2")} == {"here"}
        assert outbox.by_id(s, "record-1").state == "applied"


def test_only_as_much_goes_as_is_needed_and_nothing_while_there_is_room(store, monkeypatch):
    finish_visit(store, ready(store), at(7), "record-1")
    arrived(store, "record-1")
    before = files(store)
    assert make_room(store, 1) == 0
    monkeypatch.setattr(photo_files, "free", lambda folder: 0)
    make_room(store, 1)
    assert len(before) - len(files(store)) == 1


def test_copies_of_the_offices_photos_go_last_and_the_oldest_first(store, monkeypatch):
    finish_visit(store, ready(store), at(7), "record-1")
    arrived(store, "record-1")
    seen = [store.folder / "seen" / "ab" / f"{name}.screen" for name in ("old", "new")]
    for age, file in zip((100, 200), seen, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * 5000)
        os.utime(file, (age, age))
    monkeypatch.setattr(photo_files, "free", lambda folder: 0)
    make_room(store, 1)
    assert all(file.exists() for file in seen)
    own = sum(file.stat().st_size for file in store.folder.glob("photos/*/*"))
    make_room(store, own + 1)
    assert files(store) == set()
    assert [file.exists() for file in seen] == [False, True]


def test_a_photo_finds_the_room_that_sent_ones_leave(store, monkeypatch):
    finish_visit(store, ready(store), at(7), "record-1")
    arrived(store, "record-1")
    draft, before = begun(store), files(store)
    full = 100_000_000

    def free(folder):
        return full + (50_000_000 if len(files(store)) < len(before) else -full)

    monkeypatch.setattr(photo_files, "free", free)
    owner = visits.answer_id(draft, "BASE", "BASE-01")
    keep_photo(store, shot(), "answer", owner, "detail", draft, at(9))
    with store.read() as s:
        assert photos.count(s, "answer", owner) == 1


def test_a_photo_let_go_that_a_restored_office_lacks_is_said_to_be_lost(store, monkeypatch):
    finish_visit(store, ready(store), at(7), "record-1")
    arrived(store, "record-1")
    monkeypatch.setattr(photo_files, "free", lambda folder: 0)
    make_room(store, 1 << 40)
    with store.write() as s:
        assert photos.to_send(s) == []
        photos.offer_again(s, photos.echoed_since(s, at(0).wall))
        assert len(photos.to_send(s)) == 4  # asked for by hash; what it has not is reported, not passed over


def test_a_photo_let_go_and_picked_again_is_here_again(store, monkeypatch):
    visit_id = begun(store)
    one = shot("again")
    owner = visits.answer_id(visit_id, "BASE", "BASE-01")
    keep_photo(store, one, "answer", owner, "detail", visit_id, at(1))
    with store.write() as s:
        s.exec_driver_sql("UPDATE photo SET state = 'gone'")
    photo_files.remove(store.folder, one.sha256)
    keep_photo(store, one, "answer", visits.answer_id(visit_id, "BASE", "BASE-02"), "detail", visit_id, at(2))
    with store.read() as s:
        assert photos.by_sha(s, one.sha256).state == "here"
    assert files(store) == {one.sha256}


def code_of(action) -> str:
    with pytest.raises(Problem) as refusal:
        action()
    return refusal.value.code


def test_a_place_or_a_visit_that_is_full_of_photos_says_so_at_the_shutter(store, monkeypatch):
    monkeypatch.setattr(photo_limits, "OWNER_MOST", 2)
    monkeypatch.setattr(photo_limits, "ITEMS_MOST", 3)
    visit_id = begun(store)

    def take(item):
        keep_photo(
            store, shot(), "answer", visits.answer_id(visit_id, "BASE", item), "detail", visit_id, at(1)
        )

    take("BASE-01"), take("BASE-01")
    assert code_of(lambda: take("BASE-01")) == "photo.too_many"
    take("BASE-02")
    assert code_of(lambda: take("BASE-02")) == "visit.photos_full"
    finding = open_finding(store, visit_id, "BASE", "BASE-03", at(1), new_id())
    keep_photo(store, shot(), "finding", finding, "before", visit_id, at(2))  # a finding has room of its own
    with store.read() as s:
        assert len(photos.of_visit(s, visit_id)) == 4


def heavy(store) -> tuple[str, list[str]]:
    """A visit whose findings have far more to say than one record takes."""
    visit_id = begun(store)
    opened = [answered(store, visit_id)]
    for number in range(8):
        opened.append(one := open_finding(store, visit_id, None, None, at(3), new_id("finding")))
        edit_finding(store, one, text=f"{number}" + "长" * 1900, place="车间", correction="改" * 1900)
        with store.write() as s:
            for _ in range(80):
                photo = shot()
                made = {"sha256": photo.sha256, "size": 3000, "mime": "image/jpeg", "w": 1, "h": 1}
                told = {"source": "taken", "taken_at": at(3).wall, "device": "", "state": "here"}
                photos.add(s, made | told | {"sent_bytes": 0, "tries": 0})
                photos.hang(s, photo.sha256, "finding", one, "before", visit_id, at(3).wall)
    signed(store, visit_id)
    return visit_id, opened


def test_a_visit_too_large_for_one_record_goes_in_several_and_loses_nothing(store):
    visit_id, opened = heavy(store)
    finish_visit(store, visit_id, at(9), "record-1")
    with store.read() as s:
        records = [read_envelope(one.value) for one in outbox.waiting(s)]
        assert visits.by_id(s, visit_id).state == visits.FROZEN
        assert all(one.record_id for one in findings.of_visit(s, visit_id) if one.sent_ahead)
        hung = {one.sha256 for one in photos.of_visit(s, visit_id)}
    assert all(len(one.raw) <= RECORD_MOST_BYTES for one in records)
    assert records[-1].id == "record-1"
    visit = read_visit(records[-1].body)
    ahead = [read_finding_record(one.body) for one in records[:-1]]
    assert {one.finding.id for one in ahead} == set(visit.sent_ahead)
    assert {one.id for one in visit.findings} | set(visit.sent_ahead) == set(opened)
    assert {p.sha256 for one in records for p in one.photos} == hung


def test_a_large_visit_cut_off_in_the_middle_is_still_open_and_finishes_at_the_next_try(store):
    visit_id, _ = heavy(store)

    def fall(_):
        raise RuntimeError("the battery")

    event.listen(store.engine, "commit", fall)
    with pytest.raises(RuntimeError):
        finish_visit(store, visit_id, at(9), "record-1")
    event.remove(store.engine, "commit", fall)
    with store.read() as s:
        assert outbox.waiting(s) == []
        assert visits.by_id(s, visit_id).state == visits.OPEN
        assert not any(one.sent_ahead for one in findings.of_visit(s, visit_id))
    finish_visit(store, visit_id, at(10), "record-2")
    with store.read() as s:
        assert [one.seq for one in outbox.waiting(s)] == list(range(1, len(outbox.waiting(s)) + 1))


def test_words_beyond_any_record_are_refused_with_what_to_do(store):
    visit_id = ready(store)
    with store.write() as s:
        for number in range(45):
            row = {"visit_id": visit_id, "checklist": "BASE", "item": f"MORE-{number}", "result": "noted"}
            s.execute(answer.insert().values(row | {"value": "", "note": "长" * 2000, "at": at(5).wall}))
    assert code_of(lambda: finish_visit(store, visit_id, at(9), "record-1")) == "visit.too_large"
    with store.read() as s:
        assert visits.by_id(s, visit_id).state == visits.OPEN
        assert outbox.waiting(s) == []
