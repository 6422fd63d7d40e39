"""A new phone fetches all its enterprises and checklists; later ten of them change, and only those travel."""

import json
import sqlite3
import time
from datetime import UTC, datetime

import sqlalchemy as sa

from app.storage.tables import given
from sync_server import enterprises, tables
from tests.journey.phones import Phone
from tools.bench import furnish, serving
from tools.bench.figures import Figure, at_most
from tools.bench.furnish import PASSWORD, enterprise_id
from tools.bench.line import Line
from tools.bench.places import folder

CHANGED = 10


def measure(scale):
    with folder() as place:
        context = furnish.office(place, scale.enterprises)
        with serving.office(place) as office, Line(office.port) as line:
            phone = Phone(place / "phone", line.address).sign_in("lina", PASSWORD)
            try:
                yield from _fetched(phone, line, context, scale.enterprises, place)
            finally:
                phone.close()
                context.close()


def _fetched(phone: Phone, line: Line, context, count: int, place):
    began, before = time.perf_counter(), line.down
    said = phone.sync()
    seconds, down = time.perf_counter() - began, line.down - before
    rows = _rows(phone)
    if rows < count:
        raise RuntimeError(f"{rows} of {count} came: {said}")
    bodies = _bodies(context)
    bare = _bare([body for _, body in bodies], place / "bare.db")
    name, zh = f"first fetch of {count:,} enterprises, 20 checklists", f"首次下载 {count:,} 家"
    yield Figure(f"{name}, time", f"{zh} 用时", seconds, "s", bare)
    plain = sum(len(body.encode()) for _, body in bodies)
    yield Figure(f"{name}, bytes", f"{zh} 流量", down / 1e6, "MB", plain / 1e6)
    with context.store.write() as c:
        for number in range(CHANGED):
            enterprises.change(
                c, enterprise_id(number * 7), {"contact": "新联系人"}, "lina", datetime.now(UTC)
            )
    before, newest = line.down, _revs(phone)
    began = time.perf_counter()
    phone.sync()
    seconds = time.perf_counter() - began
    fresh = len(_revs(phone) - newest)
    if fresh != CHANGED:
        raise RuntimeError(f"{CHANGED} changed, {fresh} came")
    told = sum(
        len(body.encode())
        for identity, body in _bodies(context)
        if identity in {enterprise_id(n * 7) for n in range(CHANGED)}
    )
    yield Figure(
        "a change of 10 fetched, bytes",
        "改 10 家 流量",
        (line.down - before) / 1e3,
        "KB",
        told / 1e3,
        at_most(3, "ratio"),
    )
    yield Figure("a change of 10 fetched, time", "改 10 家 用时", seconds * 1000, "ms")


def _rows(phone: Phone) -> int:
    return phone.read(
        lambda s: s.scalar(sa.select(sa.func.count()).select_from(given).where(given.c.kind == "enterprise"))
    )


def _revs(phone: Phone) -> set[tuple]:
    return phone.read(
        lambda s: {
            tuple(row) for row in s.execute(sa.select(given.c.bucket, given.c.kind, given.c.id, given.c.rev))
        }
    )


def _bodies(context) -> list[tuple[str, str]]:
    with context.store.read() as c:
        return [tuple(row) for row in c.execute(sa.select(tables.change.c.id, tables.change.c.body))]


def _bare(bodies: list[str], path) -> float:
    """The same bodies read and inserted into one plain table."""
    began = time.perf_counter()
    line = sqlite3.connect(path)
    line.execute("CREATE TABLE thing (n INTEGER PRIMARY KEY, id TEXT, body TEXT)")
    line.executemany(
        "INSERT INTO thing (id, body) VALUES (?, ?)", ((json.loads(b).get("id"), b) for b in bodies)
    )
    line.commit()
    line.close()
    return time.perf_counter() - began
