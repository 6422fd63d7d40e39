"""Several writers share one commit of SQLite: each fails alone, and none goes on before all is on disk."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier, Event, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from sync_server import rounds
from sync_server.store import Store
from tests.server.serving import wait_for


@pytest.fixture
def store(tmp_path):
    made = Store(f"sqlite:///{tmp_path / 'a.db'}")
    with made.write() as c:
        c.execute(sa.text("CREATE TABLE note (word TEXT PRIMARY KEY)"))
        c.execute(sa.text("CREATE TABLE bucket (name TEXT, v INTEGER)"))
    yield made
    made.close()


def put(c, word: str) -> None:
    c.execute(sa.text("INSERT INTO note VALUES (:word)"), {"word": word})


def words(store) -> list[str]:
    with store.read() as c:
        return list(c.scalars(sa.text("SELECT word FROM note ORDER BY word")))


def commits(store) -> list:
    heard = []
    sa.event.listen(store.engine, "commit", heard.append)
    return heard


def in_one_round(store, writers):
    """The first waits in its turn until all others stand in line behind it. Results or exceptions, in order."""
    inside, go_on = Event(), Event()

    def first():
        with store.write_soon() as c:
            inside.set()
            go_on.wait(30)
            writers[0](c)

    def later(write):
        inside.wait(30)
        with store.write_soon() as c:
            write(c)

    with ThreadPoolExecutor(len(writers)) as pool:
        asked = [pool.submit(first), *(pool.submit(later, one) for one in writers[1:])]
        wait_for(lambda: store._rounds._waiting == len(writers) - 1)
        go_on.set()
        return [one.exception(30) for one in asked]


def test_who_waits_joins_and_the_last_one_commits_for_all(store):
    heard = commits(store)
    assert in_one_round(store, [lambda c, w=w: put(c, w) for w in "abcd"]) == [None] * 4
    assert len(heard) == 1
    assert words(store) == list("abcd")


def test_one_that_fails_undoes_only_itself(store):
    def broken(c):
        put(c, "lost")
        raise ValueError("a slip")

    faults = in_one_round(store, [lambda c: put(c, "a"), broken, lambda c: put(c, "b")])
    assert [type(one) for one in faults] == [type(None), ValueError, type(None)]
    assert words(store) == ["a", "b"]


def test_when_the_disk_is_full_nobody_is_told_that_it_was_kept(store):
    with store.read() as c:
        pages = c.scalar(sa.text("PRAGMA page_count"))

    def too_much(c):
        c.exec_driver_sql(f"PRAGMA max_page_count={pages + 4}")
        for number in range(2000):
            put(c, f"{number:04}" * 100)

    faults = in_one_round(store, [lambda c: put(c, "a"), too_much, lambda c: put(c, "b")])
    assert isinstance(faults[1], OperationalError)
    kept = words(store)
    assert [fault is None for fault in faults] == ["a" in kept, False, "b" in kept]


def test_a_commit_that_fails_is_a_fault_for_everyone_of_the_round(store):
    def refuse(_connection):
        raise OperationalError("COMMIT", {}, OSError("no"))

    sa.event.listen(store.engine, "commit", refuse)
    faults = in_one_round(store, [lambda c, w=w: put(c, w) for w in "abc"])
    sa.event.remove(store.engine, "commit", refuse)
    assert all(isinstance(one, OperationalError) for one in faults)
    assert words(store) == []
    with store.write_soon() as c:
        put(c, "later")
    assert words(store) == ["later"]


def test_a_long_transaction_lets_the_round_before_it_end_first(store):
    kept_when_it_began = []

    def long():
        with store.write() as c:
            kept_when_it_began.extend(words(store))
            put(c, "long")

    with ExitStack() as after, store.write_soon() as c:
        put(c, "a")
        thread = Thread(target=long)
        thread.start()
        after.callback(thread.join, 30)
    assert kept_when_it_began == ["a"]
    assert words(store) == ["a", "long"]


def test_a_round_has_only_so_many_turns(store, monkeypatch):
    monkeypatch.setattr(rounds, "TURNS_MOST", 2)
    heard = commits(store)
    assert in_one_round(store, [lambda c, w=w: put(c, w) for w in "abcd"]) == [None] * 4
    assert len(heard) == 2


def test_many_at_once_lose_and_double_nothing(store):
    ready = Barrier(8)

    def write(number: int) -> None:
        ready.wait(30)
        for turn in range(25):
            with store.write_soon() as c:
                put(c, f"{number}-{turn:02}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert len(words(store)) == 200


def test_a_round_that_cannot_begin_leaves_nothing_locked(store):
    def refuse(_connection):
        raise OperationalError("BEGIN", {}, OSError("no"))

    sa.event.listen(store.engine, "begin", refuse)
    for _ in range(20):  # more often than there are connections
        with pytest.raises(OperationalError), store.write_soon():
            pass
    sa.event.remove(store.engine, "begin", refuse)
    with store.glance() as reader, store.write_soon() as c:
        assert reader.scalar(sa.text("SELECT count(*) FROM note")) == 0
        put(c, "a")
    assert words(store) == ["a"]
