"""The office as a process of its own on a free port, with the street of `building` in it, and people who sign in."""

import os
import re
import signal
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import requests
from sqlalchemy import update

from sync_server import passwords, tables
from sync_server.app import make_context, prepare
from sync_server.config import Config
from tests.server import building

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "qinghe-2026"
OFFICE = "青禾街道应急办"
SHOWN = re.compile(r"http://[\d.]+:\d+")


def furnished(folder: Path, database_url: str = ""):
    """A context whose database holds the street, everyone with the same password."""
    context = make_context(Config.at(folder, database_url=database_url, office=OFFICE))
    prepare(context)
    with context.store.write() as c:
        building.furnish(c)
        c.execute(update(tables.person).values(password=passwords.hashed(PASSWORD)))
    return context


class Served:
    """`url` is where it answers after `start()`; `stop()` asks it to end, `kill()` does not ask."""

    def __init__(self, folder: Path, database_url: str = "", **variables: str):
        self.folder, self.log = Path(folder), Path(folder) / "server.log"
        self.process: subprocess.Popen | None = None
        self.port, self.url = 0, ""
        self.env = {
            **os.environ,
            "ANJIAN_DATA_DIR": str(folder),
            "ANJIAN_OFFICE": OFFICE,
            "LANG": "zh_CN.UTF-8",
        }
        self.env |= {"PYTHONUTF8": "1", "ANJIAN_DATABASE_URL": database_url, **variables}

    def start(self) -> "Served":
        """On the port it had before, so that phones find it again."""
        command = [sys.executable, "-m", "sync_server", "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.url = wait_for(lambda: self._shown())
        self.port = int(self.url.rpartition(":")[2])
        wait_for(lambda: self._answers())
        return self

    def _shown(self) -> str:
        assert self.process.poll() is None, f"the server ended:\n{self.said()}"
        found = SHOWN.search(self.said())
        return found.group() if found else ""

    def _answers(self) -> bool:
        try:
            return Line(self.url).get("/api/health").status_code == 200
        except requests.ConnectionError:
            return False

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        return self._end(signal.SIGKILL)

    def _end(self, sign: int) -> int:
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(30)


class Line:
    """HTTP to the office as one device; never by a proxy."""

    def __init__(self, url: str, access: str = ""):
        self.url, self.session = url, requests.Session()
        self.session.trust_env = False
        if access:
            self.session.headers["Authorization"] = f"Bearer {access}"
        self.session.headers["X-Anjian-Protocol"] = "1"

    def get(self, path: str, **more):
        return self.session.get(self.url + path, timeout=60, **more)

    def post(self, path: str, body=None, **more):
        return self.session.post(self.url + path, json=body, timeout=60, **more)

    def ask(self, method: str, path: str, **more):
        return self.session.request(method, self.url + path, timeout=60, **more)

    def sign_in(self, login: str, device_id: str, password: str = PASSWORD):
        told = {"id": device_id, "name": "测试手机", "platform": "android", "app_version": "0.1.0"}
        answer = self.post("/api/sign-in", {"login": login, "password": password, "device": told})
        if answer.status_code == 200:
            self.session.headers["Authorization"] = f"Bearer {answer.json()['access']}"
        return answer

    # ── uploads ─────────────────────────────────────────────────────────────────────────────────
    def offer(self, sha256: str, size: int, content: bytes | None = None, **headers):
        """Creation, with the bytes in the same request when they are given."""
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(size),
            "Upload-Metadata": metadata(sha256),
        } | headers
        if content is not None:
            headers["Content-Type"] = "application/offset+octet-stream"
        return self.ask("POST", "/api/uploads", data=content or b"", headers=headers)

    def send(self, address: str, offset: int, content: bytes, **headers):
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)} | headers
        headers.setdefault("Content-Type", "application/offset+octet-stream")
        return self.ask("PATCH", address, data=content, headers=headers)

    def reached(self, address: str):
        return self.ask("HEAD", address, headers={"Tus-Resumable": "1.0.0"})


def metadata(sha256: str) -> str:
    return ",".join(
        f"{name} {b64encode(text.encode()).decode()}"
        for name, text in (("sha256", sha256), ("filetype", "image/jpeg"))
    )


def wait_for(found, seconds: float = 60):
    """What `found()` gives once it is something."""
    end = time.monotonic() + seconds
    while True:
        if result := found():
            return result
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.03)
