"""A throw-away PostgreSQL server for tests: its own folder, its own socket, no port.

The server keeps PostgreSQL's own defaults (fsync is on), so that what is measured against it is true.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}


def binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest where there are several; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("postgres")
    for postgres in [*reversed(found), *([Path(on_path).resolve()] if on_path else [])]:
        if (postgres.parent / "initdb").exists():
            return postgres.parent
    return None


def owner() -> dict:
    """Whom to run as: PostgreSQL refuses root, so root lends it another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError("no user but root to run PostgreSQL as")


@contextlib.contextmanager
def cluster():
    """A running server; yields the folder of its socket."""
    home = Path(tempfile.mkdtemp(prefix="anjian-pg-"))
    runs_as = owner()
    if runs_as:
        os.chown(home, runs_as["user"], runs_as["group"])
    folder, log = home / "cluster", home / "postgres.log"
    with log.open("wb") as out:
        options = {
            "stdout": out,
            "stderr": subprocess.STDOUT,
            "stdin": subprocess.DEVNULL,
            "cwd": home,
        } | runs_as
        initdb = [
            binaries() / "initdb",
            "-D",
            folder,
            "-U",
            "anjian",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
        ]
        try:
            if subprocess.run([*initdb, "--no-sync"], **options, check=False).returncode:
                raise RuntimeError(f"initdb failed:\n{log.read_text()}")
            flags = [f"--{name}={value}" for name, value in SETTINGS.items()]
            server = subprocess.Popen([binaries() / "postgres", "-D", folder, "-k", home, *flags], **options)
            try:
                wait_until_it_answers(server, home, log)
                yield home
            finally:
                server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
                try:
                    server.wait(30)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()
        finally:
            shutil.rmtree(home, ignore_errors=True)


def wait_until_it_answers(server, home, log, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(host=str(home), user="anjian", dbname="postgres", connect_timeout=5).close()
            return
        except psycopg.OperationalError as fault:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from fault
            time.sleep(0.1)


def url(home: Path, database: str) -> str:
    """As SQLAlchemy and ANJIAN_DATABASE_URL take it."""
    return f"postgresql+psycopg://anjian@/{database}?host={home}"


def admin(home: Path):
    return psycopg.connect(host=str(home), user="anjian", dbname="postgres", autocommit=True)
