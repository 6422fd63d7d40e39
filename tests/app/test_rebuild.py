"""A damaged database is set aside; what can be read and every unsent record is there again."""

import os
import random
import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.storage import checklists, enterprises, given, meta, outbox, photos, visits
from app.storage.store import open_store
from app.usecases.finish_visit import finish_visit
from inspection.record import chain_breaks, read_envelope
from tests.app.field import answered, at, begun, new_id, phone, ready, reference


@pytest.fixture
def worked(tmp_path):
    """(folder, ids of frozen records, an open visit), the database closed and folded into one file."""
    store = phone(tmp_path / "li")
    records = [finish_visit(store, ready(store), at(9), new_id("record")) for _ in range(4)]
    open_one = begun(store)
    answered(store, open_one)
    with store.write() as s:
        meta.put_json(s, "cursor_seen", 1)
    store.close()
    with sqlite3.connect(tmp_path / "li" / "phone.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return tmp_path / "li", records, open_one


def spoil(folder, seed: int, pages: int = 3) -> None:
    file = folder / "phone.db"
    content, chance = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(pages):
        page = chance.randrange(1, len(content) // 4096)
        content[page * 4096 : page * 4096 + 4096] = chance.randbytes(4096)
    file.write_bytes(content)


def unbroken(store) -> list[str]:
    with store.read() as s:
        made = [read_envelope(one.value) for one in outbox.waiting(s)]
    assert chain_breaks([(r.seq, r.prev, r.hash) for r in made]) == []
    return [record.id for record in made]


@pytest.mark.parametrize("seed", range(8))
def test_random_pages_overwritten_cost_no_record(worked, seed):
    folder, records, _ = worked
    spoil(folder, seed)
    store = open_store(folder)
    if store.mended:  # a page that held nothing harms nothing
        assert (folder / store.mended["aside"]).exists()
    assert unbroken(store) == records
    again = finish_visit(store, ready_again(store), at(20), new_id("record"))
    assert unbroken(store) == [*records, again]
    store.close()


def ready_again(store) -> str:
    with store.write() as s:
        meta.put_json(s, "person", meta.person(s) or {"id": "li", "role": "officer", "name": "李娜"})
        fresh = [change | {"rev": 9} for change in reference()]
        given.take(s, {"changes": fresh, "cursors": {}, "more": False})
    return ready(store)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 1000])
def test_a_database_that_is_none_any_more_is_rebuilt_from_the_records(worked, content):
    folder, records, _ = worked
    (folder / "phone.db").write_bytes(content)
    store = open_store(folder)
    assert store.mended["records"] == 4
    assert unbroken(store) == records
    with store.read() as s:
        assert meta.get(s, "device_id") == "device-li"
        assert len(photos.known(s)) == 16
    store.close()


def test_what_can_be_read_stays_readable_without_the_office(worked):
    folder, _, open_one = worked
    file = folder / "phone.db"
    with sqlite3.connect(file) as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'notice' OR name = 'setting' LIMIT 1"
        ).fetchone()
    db.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    store = open_store(folder)
    assert store.mended
    with store.read() as s:
        assert visits.by_id(s, open_one).state == visits.OPEN
        assert len(visits.results(s, open_one)) == 6
        assert checklists.pinned(s, "BASE", 1)
        assert enterprises.name_of(s, "e1") == "顺达五金厂"
        assert given.cursors(s) == {}
    store.close()


def test_a_whole_database_is_left_as_it_is(worked):
    folder, records, _ = worked
    store = open_store(folder)
    assert store.mended is None
    assert unbroken(store) == records
    store.close()
    assert list(folder.glob("*damaged*")) == []


def test_a_rebuild_that_is_killed_is_done_again(worked):
    folder, records, open_one = worked
    content = bytearray((folder / "phone.db").read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    (folder / "phone.db").write_bytes(content)
    child = os.fork()
    if not child:
        try:
            event.listen(Engine, "commit", lambda _: os._exit(77))
            open_store(folder)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 77
    store = open_store(folder)
    assert store.mended["rows"] > 20
    assert unbroken(store) == records
    with store.read() as s:
        assert visits.by_id(s, open_one)
    store.close()
    store = open_store(folder)
    assert store.mended is None
    store.close()
