"""Pictures for looking at, made by `sync_server.picture_worker` in a process of its own.

What arrives as a photo may be anything. It is decoded where it can do no harm: another process with a
limit on memory and time, started when needed, ended when idle or after some hundred photos.
"""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from inspection.problems import Problem

LONG_EDGE = {"thumb": 320, "screen": 1600}
PATIENCE_S = 60
PHOTOS_EACH = 300  # then a fresh process: what decoders leak goes with the old one
IDLE_S = 30
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Seen:
    """What decoding found. `why` says what is wrong when it could not be decoded."""

    w: int = 0
    h: int = 0
    mime: str = ""
    why: str = ""


class Viewer:
    """One worker process for everybody; callers wait in line."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._line = threading.Lock()
        self._worker: subprocess.Popen | None = None
        self._done = 0
        self._ending: threading.Timer | None = None

    def path(self, sha: str, size: str) -> Path:
        return self.folder / sha[:2] / f"{sha}.{size}.jpg"

    def made(self, photo: Path, sha: str, size: str) -> Path:
        """Problem photo.undecodable."""
        path = self.path(sha, size)
        if not path.exists():
            seen = self.look(photo, sha, (size,))
            if seen.why:
                raise Problem("photo.undecodable", sha256=sha, why=seen.why)
        return path

    def look(self, photo: Path, sha: str, sizes: tuple[str, ...] = ("thumb",)) -> Seen:
        """Decodes the photo wholly and makes the sizes asked for."""
        wanted = [{"edge": LONG_EDGE[size], "to": str(self.path(sha, size))} for size in sizes]
        self.path(sha, "thumb").parent.mkdir(parents=True, exist_ok=True)
        job = json.dumps({"photo": str(photo), "sizes": wanted})
        with self._line:
            answer = self._ask(job) or self._ask(job)  # twice: a worker may have died of something else
        return Seen(**answer) if answer else Seen(why="gave_up")

    def _ask(self, job: str) -> dict | None:
        """None when the worker died or took too long over it."""
        worker = self._running()
        try:
            worker.stdin.write(job.encode() + b"\n")
            worker.stdin.flush()
            line = _line_within(worker.stdout, PATIENCE_S)
            self._done += 1
            return json.loads(line) if line.endswith(b"\n") else self._end()
        except (OSError, ValueError):
            return self._end()

    def _running(self) -> subprocess.Popen:
        if self._worker and (self._done >= PHOTOS_EACH or self._worker.poll() is not None):
            self._end()
        if self._worker is None:
            environment = {
                name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ
            }
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "sync_server.picture_worker"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._done = 0
        if self._ending:
            self._ending.cancel()
        self._ending = threading.Timer(IDLE_S, self._end_if_idle, (self._worker, self._done + 1))
        self._ending.daemon = True
        self._ending.start()
        return self._worker

    def _end_if_idle(self, worker: subprocess.Popen, done: int) -> None:
        with self._line:
            if self._worker is worker and self._done <= done:
                self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                with contextlib.suppress(OSError):
                    pipe.close()
            worker.wait()

    def close(self) -> None:
        with self._line:
            if self._ending:
                self._ending.cancel()
            self._end()


def _line_within(pipe, seconds: float) -> bytes:
    """One line, or what there is of it when the other side has gone. TimeoutError (an OSError) after `seconds`."""
    line = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not line.endswith(b"\n"):
            if not selector.select(seconds):
                raise TimeoutError
            piece = os.read(pipe.fileno(), 65536)
            if not piece:
                break
            line += piece
    return line
