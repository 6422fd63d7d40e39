"""A checklist of 300 items is opened: what its screen reads from storage, beside a bare reading of the same rows."""

import json
import sqlite3
import time

from app.storage import visits
from app.storage.store import FILE
from app.usecases.answer_item import answer_item
from tools.bench.answers import at_tap, item_code
from tools.bench.field import begun, long_phone
from tools.bench.figures import Figure, at_most, median
from tools.bench.places import folder


def measure(scale):
    with folder() as place:
        store = long_phone(place / "phone", scale.items)
        visit = begun(store)
        for number in range(0, scale.items, 2):
            answer_item(store, visit, "BASE", item_code(number), "pass", "", at_tap(number))
        bare = sqlite3.connect(store.folder / FILE)
        ours, theirs = [], []
        for _ in range(scale.openings):
            began = time.perf_counter()
            with store.read() as s:
                rows = visits.items(s, visit, "BASE")
                visits.sections(s, visit)
            middle = time.perf_counter()
            _bare(bare, visit)
            ours.append((middle - began) * 1000)
            theirs.append((time.perf_counter() - middle) * 1000)
        bare.close()
        store.close()
    if len(rows) != scale.items:
        raise RuntimeError(f"{len(rows)} rows of {scale.items}")
    name = f"{scale.items}-item checklist read from storage"
    yield Figure(name, f"{scale.items} 项检查表 读取", median(ours), "ms", median(theirs), at_most(1000))


def _bare(line, visit: str) -> None:
    (body,) = line.execute("SELECT body FROM checklist WHERE code = 'BASE' AND version = 1").fetchone()
    json.loads(body)
    line.execute("SELECT item, result, value, note FROM answer WHERE visit_id = ?", (visit,)).fetchall()
