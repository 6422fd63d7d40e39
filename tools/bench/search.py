"""20,000 enterprises searched as one types: by part of the name, by pinyin initials, by code."""

import random
import sqlite3
import time

from app.storage import enterprises
from tests.app import field as small_field
from tools.bench.field import take_firms
from tools.bench.figures import Figure, at_most, percentile
from tools.bench.places import folder

MOST = 50


def measure(scale):
    with folder() as place:
        store = small_field.phone(place / "phone")
        firms = take_firms(store, scale.enterprises)
        bare = _bare(place / "bare.db", firms)
        ours, theirs = [], []
        for typed in _typed(firms, scale.keystrokes):
            began = time.perf_counter()
            with store.read() as s:
                found = enterprises.search(s, typed, limit=MOST)
            middle = time.perf_counter()
            rows = bare.execute(
                "SELECT id, name, code FROM firm WHERE name LIKE ? OR code LIKE ? ORDER BY name LIMIT ?",
                (f"%{typed}%", f"%{typed}%", MOST),
            ).fetchall()
            ours.append((middle - began) * 1000)
            theirs.append((time.perf_counter() - middle) * 1000)
            if len(found) < len(rows) and len(found) < MOST:
                raise RuntimeError(f"{typed!r}: {len(found)} found, {len(rows)} are there")
        bare.close()
        store.close()
    name, zh = (
        f"search of {scale.enterprises:,} enterprises, a keystroke",
        f"搜 {scale.enterprises:,} 家 每键",
    )
    yield Figure(f"{name}, p50", f"{zh} p50", percentile(ours, 50), "ms", percentile(theirs, 50))
    yield Figure(f"{name}, p99", f"{zh} p99", percentile(ours, 99), "ms", percentile(theirs, 99), at_most(50))


def _typed(firms: list[dict], count: int):
    """What stands in the field after each key, as people look for one firm after the other."""
    chance = random.Random(20261123)  # noqa: S311 - the same keystrokes at every run
    made = 0
    while True:
        one = chance.choice(firms)
        start = chance.randint(0, 3)
        for word in (one["name"][start : start + 4], one["initials"][:4], one["code"][:4] + one["code"][9:]):
            for length in range(1, len(word) + 1):
                yield word[:length]
                made += 1
                if made >= count:
                    return


def _bare(path, firms: list[dict]):
    line = sqlite3.connect(path)
    line.execute("CREATE TABLE firm (id TEXT PRIMARY KEY, name TEXT, code TEXT)")
    line.executemany("INSERT INTO firm VALUES (:id, :name, :code)", firms)
    line.execute("CREATE INDEX ix_firm ON firm (name, code)")
    line.commit()
    return line
