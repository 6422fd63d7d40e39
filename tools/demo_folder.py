"""The folder a demo lives in. A marker file says that it is ours: nothing else is ever emptied."""

import contextlib
import fcntl
import json
import shutil
from pathlib import Path

from tools.say import Stop

MARKER = "anjian-demo.json"


class DemoFolder:
    def __init__(self, path: Path):
        self.path = path
        self.marker = path / MARKER
        self.server = path / "server"
        self.logs = path / "logs"

    def open(self) -> None:
        """Makes the folder, or stops with a sentence when it holds something else."""
        if self.path.exists() and not self.path.is_dir():
            raise Stop(f"{self.path} 不是文件夹。", f"{self.path} is no folder.")
        if not self.marker.exists():
            if self.path.exists() and any(self.path.iterdir()):
                raise Stop(
                    f"{self.path} 里已有别的文件，不像演示数据，没有改动。请换一个 DEMO_DIR。",
                    f"{self.path} holds other files and was left alone. Choose another DEMO_DIR.",
                )
            self.path.mkdir(parents=True, exist_ok=True)
            self.write(seeded=False)
        self.logs.mkdir(exist_ok=True)

    def write(self, seeded: bool) -> None:
        self.marker.write_text(json.dumps({"anjian": "demo", "seeded": seeded}) + "\n", "utf-8")

    def seeded(self) -> bool:
        try:
            return json.loads(self.marker.read_text("utf-8"))["seeded"] is True and self.server.is_dir()
        except (ValueError, KeyError, TypeError):
            return False

    def now_seeded(self) -> None:
        self.write(seeded=True)

    def forget_data(self) -> None:
        shutil.rmtree(self.server, ignore_errors=True)
        shutil.rmtree(self.path / "phone", ignore_errors=True)  # its records speak of data that is gone
        self.server.mkdir()

    def reset(self) -> None:
        """Empties the folder; only ever called on one that carries the marker."""
        self.write(seeded=False)
        for inside in self.path.iterdir():
            if inside.name in (MARKER, ".lock"):
                continue
            if inside.is_dir() and not inside.is_symlink():
                shutil.rmtree(inside)
            else:
                inside.unlink()
        self.logs.mkdir()

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def web(self, port: int) -> Path:
        return self.path / f"web-{port}"

    @contextlib.contextmanager
    def kept_from_others(self):
        """One demo per folder: two servers on one database would be two truths."""
        with (self.path / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Stop(
                    f"另一个演示正在使用 {self.path}。请先结束它，或换一个 DEMO_DIR。",
                    f"Another demo is using {self.path}. End it first, or choose another DEMO_DIR.",
                ) from None
            yield
