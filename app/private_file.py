"""Secrets where the device has no better place for them: a file that only its owner may read."""

import json
import os
import threading
from pathlib import Path

from app.storage.photo_files import NO_SPACE
from inspection.problems import Problem


class PrivateFile:
    def __init__(self, path: Path):
        self.path, self._one = path, threading.Lock()

    def fetch(self, name: str) -> str | None:
        with self._one:
            return self._all().get(name)

    def keep(self, name: str, text: str) -> None:
        """Problems: storage.full."""
        with self._one:
            try:
                self._write(self._all() | {name: text})
            except OSError as fault:
                if fault.errno in NO_SPACE:
                    raise Problem("storage.full") from fault
                raise

    def _write(self, kept: dict) -> None:
        part = self.path.with_suffix(".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self.path)

    def _all(self) -> dict:
        try:
            return json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
