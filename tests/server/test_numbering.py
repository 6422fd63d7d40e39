"""The numbers that phones pull by: nobody may be able to read k+1 before k is there to be read."""

import contextlib
import re
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, text

import sync_server
from sync_server import changes, pull
from sync_server.people import Person
from tests.server.building import LINA, Phone, finding, person

READER = Person("p-reader", "", "", "officer", None, "", None, "zh-CN", (), (), True)
WRITERS, EACH = 4, 40


def numbered_last(store, writer: int, n: int) -> None:
    with store.write() as c:
        changes.tell(c, "ref", "area", f"{writer}-{n}", {"id": f"{writer}-{n}"})


NAIVE = text(
    "INSERT INTO change (bucket, kind, id, pos, rev, body)"
    " VALUES ('ref', 'area', :id, nextval('naive'), 1, '{}')"
)


def lost(store, write) -> int:
    """How many of the writers' changes an incremental reader never saw."""
    seen, done = set(), threading.Event()

    def reading():
        cursors, last_round = {}, False
        while not last_round:
            last_round = done.is_set()
            with store.read() as c:
                answer = pull.pull(c, READER, cursors, 500)
            cursors = answer["cursors"]
            seen.update(change["id"] for change in answer["changes"])

    def writing(writer):
        for n in range(EACH):
            write(store, writer, n)

    reader = threading.Thread(target=reading)
    writers = [threading.Thread(target=writing, args=(writer,)) for writer in range(WRITERS)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    return WRITERS * EACH - len(seen & {f"{w}-{n}" for w in range(WRITERS) for n in range(EACH)})


def test_a_reader_beside_writers_sees_every_change(office_store):
    assert lost(office_store, numbered_last) == 0


@pytest.mark.parametrize("office_store", ["postgres"], indirect=True)
def test_a_plain_sequence_would_lose_a_change_to_this_very_reader(office_store):
    """The naive way: the number is given when the row is written, and whoever has the lower one commits last."""
    with office_store.engine.begin() as c:
        c.execute(text("CREATE SEQUENCE naive START 1000"))
        c.execute(text("UPDATE bucket SET v = 1000000 WHERE name = 'ref'"))
    slow, quick = office_store.engine.connect(), office_store.engine.connect()
    slow.execute(NAIVE, {"id": "slow"})
    quick.execute(NAIVE, {"id": "quick"})
    quick.commit()
    quick.close()
    with office_store.read() as c:
        first = pull.pull(c, READER, {}, 500)
    slow.commit()
    slow.close()
    with office_store.read() as c:
        second = pull.pull(c, READER, first["cursors"], 500)
    seen = {one["id"] for one in first["changes"] + second["changes"]}
    assert "quick" in seen
    assert "slow" not in seen


def test_numbers_are_given_by_the_last_statements_of_a_transaction(office_store):
    said, phone = [], Phone(office_store, LINA)
    visit = phone.visit([finding(), finding(place="二楼")])

    @event.listens_for(office_store.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, _parameters, _context, _many):
        said.append(" ".join(statement.split()[:3]).upper())

    office_store.engine.dispose()
    phone.push(visit)
    first = said.index("INSERT INTO BUCKET")
    after = [one for one in said[first:] if not one.startswith(("SELECT", "BEGIN", "RELEASE"))]
    assert set(after) == {"INSERT INTO BUCKET", "INSERT INTO CHANGE"}
    assert after[-1] == "INSERT INTO CHANGE"
    assert after.count("INSERT INTO CHANGE") == 1


def test_no_other_code_writes_to_the_change_table():
    root = Path(sync_server.__file__).parent
    names = r"(insert|update|delete)\(\s*(tables\.)?change\s*\)|\bchange\.(insert|update|delete)\("
    writes = re.compile(names + r"|(INSERT INTO|UPDATE|DELETE FROM) change\b")
    for path in root.rglob("*.py"):
        found = [
            one for one in writes.finditer(path.read_text("utf-8")) if not one.group(0).startswith("FROM")
        ]
        if path.name == "changes.py":
            assert found
        elif "migrations" not in path.parts:
            assert not found, path


def test_positions_have_no_gaps_and_nothing_new_is_told_when_nothing_changed(office_store):
    phone = Phone(office_store, LINA)
    phone.push(phone.visit([finding()]))
    with office_store.read() as c:
        before = c.execute(text("SELECT name, v FROM bucket ORDER BY name")).all()
        for name, v in before:
            positions = c.scalars(text("SELECT pos FROM change WHERE bucket = :name"), {"name": name}).all()
            assert len(set(positions)) == len(positions)
            assert max(positions) == v
    from sync_server import projections

    with office_store.write() as c:
        projections.enterprise_changed(c, "e-works")
        projections.person_changed(c, person(office_store, LINA).id)
    with office_store.read() as c:
        assert c.execute(text("SELECT name, v FROM bucket ORDER BY name")).all() == before


def test_an_undone_savepoint_tells_nothing(office_store):
    with office_store.write() as c:
        with changes.undoable(c):
            changes.tell(c, "ref", "area", "kept", {"id": "kept"})
        with contextlib.suppress(KeyError), changes.undoable(c):
            changes.tell(c, "ref", "area", "undone", {"id": "undone"})
            raise KeyError
    with office_store.read() as c:
        assert c.scalars(text("SELECT id FROM change WHERE id IN ('kept', 'undone')")).all() == ["kept"]
