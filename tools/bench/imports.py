"""A messy list of enterprises is read, previewed and written, beside bare reading and bare inserts of its cells."""

import sqlite3
import time
from datetime import UTC, datetime
from io import BytesIO

from python_calamine import CalamineWorkbook

from sync_server import enterprises_import
from tests.server import messy
from tools.bench import furnish
from tools.bench.figures import Figure
from tools.bench.places import folder

AT_ONCE = 2500


def measure(scale):
    content = messy.xlsx(_messy(scale.imported))
    with folder() as place:
        context = furnish.office(place, 0)
        began = time.perf_counter()
        sheet = enterprises_import.read(content, "名单.xlsx")
        with context.store.read() as c:
            before = enterprises_import.preview(c, sheet)
        previewed = time.perf_counter()
        result = enterprises_import.write(
            context.store, before, "lina", datetime.now(UTC), context.new_id, lambda _done, _of: True
        )
        done = time.perf_counter()
        least = _bare(content, place / "bare.db")
        context.close()
    if result.added < scale.imported * 0.8:
        raise RuntimeError(f"only {result.added} of {scale.imported} were added")
    name, zh = f"import of {scale.imported:,} messy rows", f"导入 {scale.imported:,} 行"
    yield Figure(f"{name}, read and previewed", f"{zh} 读取预览", previewed - began, "s")
    yield Figure(f"{name}, in all", f"{zh} 全程", done - began, "s", least)
    yield Figure(
        f"{name}, per second", f"{zh} 每秒", scale.imported / (done - began), "/s", scale.imported / least
    )


def _messy(count: int) -> list:
    """As many rows as wanted; names run out after some thousands, so later ones get a number."""
    made: list = []
    while len(made) < count:
        part = len(made) // AT_ONCE
        for cells in messy.rows(min(AT_ONCE, count - len(made)), seed=7 + part)[0][:AT_ONCE]:
            named = part and isinstance(cells[1], str) and cells[1].strip()
            made.append([cells[0], f"{cells[1]}{part}厂", *cells[2:]] if named else cells)
    return made[:count]


def _bare(content: bytes, path) -> float:
    began = time.perf_counter()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    line = sqlite3.connect(path)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    line.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, cells TEXT)")
    line.executemany("INSERT INTO row (cells) VALUES (?)", [(str(row),) for row in rows])
    line.commit()
    line.close()
    return time.perf_counter() - began
