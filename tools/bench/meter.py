"""What running programs use, read from /proc: processor time, and memory shared out fairly (PSS)."""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
EVERY_S = 0.1


def tree(pids) -> list[int]:
    """These processes and everything they started."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(after_name[1]), []).append(int(folder.name))
    found, ahead = [], list(pids)
    while ahead:
        one = ahead.pop()
        found.append(one)
        ahead += children.get(one, [])
    return found


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mb(pid: int) -> float:
    """Its own memory and its part of what it shares with others."""
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", said, re.MULTILINE).group(1)) / 1024


def status_mb(pid: int | str, name: str) -> float:
    """VmRSS, VmHWM … of one process."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+)", said, re.MULTILINE).group(1)) / 1024


class Meter:
    """`with Meter(pids) as meter: …`, then `meter.cpu_s` and `meter.peak_mb` of these and what they started."""

    def __init__(self, pids):
        self.pids, self.peak_mb, self.cpu_s = list(pids), 0.0, 0.0
        self._spent: dict[int, float] = {}
        self._end = threading.Event()

    def look(self) -> float:
        """Memory of all of them now."""
        together = 0.0
        for pid in tree(self.pids):
            with suppress(OSError, AttributeError):
                self._spent[pid] = cpu_s(pid)
                together += memory_mb(pid)
        self.peak_mb = max(self.peak_mb, together)
        return together

    def __enter__(self) -> "Meter":
        self.look()
        self._before = dict(self._spent)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._end.wait(EVERY_S):
            self.look()

    def __exit__(self, *_fault) -> None:
        self._end.set()
        self._thread.join()
        self.look()
        self.cpu_s = sum(spent - self._before.get(pid, 0) for pid, spent in self._spent.items())
