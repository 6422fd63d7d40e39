"""How long a first `make demo` waits for its data: eighteen months pushed through the real receive path."""

import os
import subprocess
import sys
import time

import sqlalchemy as sa

from sync_server import tables
from sync_server.store import Store
from tools.bench.figures import Figure
from tools.bench.places import ROOT, folder


def measure(scale):
    if not scale.demo:
        yield Figure("demo data made", "生成演示数据", None, "left out of --quick")
        return
    with folder() as place:
        began = time.perf_counter()
        env = {**os.environ, "ANJIAN_DATABASE_URL": "", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "sync_server", "demo", "--data", str(place)],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        if done.returncode:
            raise RuntimeError((done.stdout + done.stderr)[-2000:])
        store = Store(f"sqlite:///{place / 'anjian.db'}")
        with store.read() as c:
            records = c.scalar(sa.select(sa.func.count()).select_from(tables.inbox))
            photos = c.scalar(sa.select(sa.func.count()).select_from(tables.photo))
        store.close()
    yield Figure(f"demo data made ({records:,} records, {photos:,} photos)", "生成演示数据", seconds, "s")
