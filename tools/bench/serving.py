"""The office's server and a bare one beside it, as programs of their own on free ports."""

import http.client
import os
import re
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests import postgres
from tools.bench.places import ROOT, tell
from tools.children import Child

SHOWN = re.compile(r"http://[\d.]+:(\d+)")
PATIENCE_S = 120


class Server:
    """`port` is where it answers; `pids` is what belongs to it and is measured."""

    def __init__(self, child: Child, pids=()):
        self.child, self.pids = child, [child.program.pid, *pids]
        self.port = self._shown()
        self.address = f"http://127.0.0.1:{self.port}"

    def _shown(self) -> int:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end and not self.child.ended():
            if found := SHOWN.search(self.child.log.read_text("utf-8", "replace")):
                port = int(found.group(1))
                if answers(port):
                    return port
            time.sleep(0.05)
        raise RuntimeError(f"no server:\n{self.child.last_words()}")


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/api/health")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


@contextmanager
def started(name: str, words: list[str], log: Path, pids=(), **variables: str):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **variables}
    child = Child(name, [sys.executable, *words], log, env)
    try:
        yield Server(child, pids)
    finally:
        child.end()


def office(folder: Path, database_url: str = "", pids=()):
    """`python -m sync_server serve`, as an office runs it."""
    words = ["-m", "sync_server", "serve", "--port", "0", "--data", str(folder)]
    return started("office", words, folder / "serve.log", pids, ANJIAN_DATABASE_URL=database_url)


def bare(folder: Path):
    """The baseline of uploads: see `tools.bench.bare`."""
    folder.mkdir(exist_ok=True)
    return started("bare", ["-m", "tools.bench.bare", str(folder)], folder / "bare.log")


@contextmanager
def database(engine: str):
    """(URL for ANJIAN_DATABASE_URL, pids of the database's own processes), or None where there is no PostgreSQL."""
    if engine == "sqlite":
        yield "", []
        return
    if postgres.binaries() is None:
        tell("PostgreSQL is missing (Debian package postgresql)")
        yield None
        return
    with postgres.cluster() as home:
        with postgres.admin(home) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0")
        pid = int((home / "cluster" / "postmaster.pid").read_text().splitlines()[0])
        yield postgres.url(home, "bench"), [pid]


def host(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    return parts.hostname, parts.port
