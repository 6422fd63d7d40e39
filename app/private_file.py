"""Secrets where the device has no better place for them: a file that only its owner may read."""

import json
import os
import threading
from pathlib import Path


class PrivateFile:
    def __init__(self, path: Path):
        self.path, self._one = path, threading.Lock()

    def fetch(self, name: str) -> str | None:
        with self._one:
            return self._all().get(name)

    def keep(self, name: str, text: str) -> None:
        with self._one:
            kept = self._all() | {name: text}
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
