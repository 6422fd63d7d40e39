"""The phone app as a real process with a folder of its own; it can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tools import web_root

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"  # no server is ever there: the phone is offline


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PhoneProcess:
    """`with PhoneProcess(folder, server) as phone: … phone.url`. The folder outlives the process."""

    def __init__(self, folder: Path, server: str = NOWHERE):
        self.folder, self.server, self.port = Path(folder), server, free_port()
        self.web = self.folder.parent / f"web-{self.port}"
        self.log = self.folder.parent / f"phone-{self.port}.log"
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def photos(self) -> int:
        """Different pictures in the folder: the fake camera may give the same frame twice, which is one photo."""
        return len(list(self.folder.glob("people/*/photos/*/*")))

    def __enter__(self) -> "PhoneProcess":
        self.folder.mkdir(parents=True, exist_ok=True)
        web_root.prepare(self.web)
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self) -> None:
        env = {
            **os.environ,
            "FLET_FORCE_WEB_SERVER": "1",
            "FLET_SERVER_IP": "127.0.0.1",
            "FLET_SERVER_PORT": str(self.port),
            "FLET_WEB_NO_CDN": "true",
            "FLET_WEB_PATH": str(self.web),
            "FLET_APP_STORAGE_DATA": str(self.folder),
            "ANJIAN_SERVER": self.server,
            "PYTHONUNBUFFERED": "1",
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "main.py"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait_until_it_listens()

    def stop(self) -> None:
        """As a person closes the app."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a battery gives out."""
        self._end(signal.SIGKILL)

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def faults(self) -> list[str]:
        """Lines of the log that should not be there."""
        return [
            line for line in self.said().splitlines() if " ERROR " in line or line.startswith("Traceback")
        ]

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        self.process = None

    def _wait_until_it_listens(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"the phone ended by itself:\n{self.said()[-3000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.3).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"the phone does not listen after {seconds} s:\n{self.said()[-3000:]}")
