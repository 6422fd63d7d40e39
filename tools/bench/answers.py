"""One tap on a checklist of 300 items, until it is safe on the disk, beside a bare commit of one row."""

import sqlite3
import time

from app.usecases.answer_item import answer_item
from tools.bench.field import begun, long_phone
from tools.bench.figures import Figure, at_most, percentile
from tools.bench.places import folder

RESULTS = ("pass", "fail", "na")


def measure(scale):
    with folder() as place:
        store = long_phone(place / "phone", scale.items)
        visit = begun(store)
        bare = bare_commits(place / "bare.db")
        ours, theirs = [], []
        for number in range(scale.answers + 20):
            moment = at_tap(number)
            began = time.perf_counter()
            answer_item(
                store, visit, "BASE", item_code(number % scale.items), RESULTS[number % 3], "", moment
            )
            middle = time.perf_counter()
            bare(number)
            if number >= 20:  # the first ones only warm up
                ours.append((middle - began) * 1000)
                theirs.append((time.perf_counter() - middle) * 1000)
        store.close()
    yield Figure(
        "answer saved durably, p50", "记一项 p50", percentile(ours, 50), "ms", percentile(theirs, 50)
    )
    p99 = percentile(ours, 99)
    yield Figure("answer saved durably, p99", "记一项 p99", p99, "ms", percentile(theirs, 99), at_most(20))


def item_code(number: int) -> str:
    return f"BASE-{number + 1:02}"


def at_tap(number: int):
    from tests.app.field import at

    return at(number / 60)


def bare_commits(path):
    """A function that commits one row, as durably as the phone does."""
    line = sqlite3.connect(path, isolation_level=None)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    line.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, item TEXT, result TEXT, at TEXT)")

    def commit(number: int) -> None:
        line.execute("BEGIN IMMEDIATE")
        line.execute(
            "INSERT INTO answer (item, result, at) VALUES (?, ?, ?)",
            (item_code(number), "pass", "2026-11-23T01:00:00.000Z"),
        )
        line.execute("COMMIT")

    return commit
