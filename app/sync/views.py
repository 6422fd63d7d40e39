"""Photos of others that this phone shows: fetched when looked at, and ahead for the rechecks that are due."""

import hashlib
import os
from pathlib import Path

from app.storage import hazards, photo_files
from app.sync.line import Line
from inspection.days import china_day
from inspection.problems import Problem

SIZES = ("thumb", "screen", "full")
AHEAD = 60  # photos fetched ahead in one run
SEEN_MOST = 3000  # files kept; beyond that the longest unseen go, they can be fetched again
HEX = set("0123456789abcdef")


def photo(line: Line, sha256: str, size: str = "screen") -> bytes | None:
    """From this phone if it was seen before, else from the office; None when it cannot be had just now."""
    kept = seen(line.store.folder, sha256, size)
    if kept is None:
        return None
    own = photo_files.path(line.store.folder, sha256)
    for here in (kept, own):
        try:
            return here.read_bytes()
        except OSError:
            continue
    try:
        content = line.fetch(f"/api/photos/{sha256}?size={size}")
    except Problem:
        return None
    if not content or (size == "full" and hashlib.sha256(content).hexdigest() != sha256):
        return None
    _keep(kept, content)
    return content


def seen(folder: Path, sha256: str, size: str) -> Path | None:
    """Where a photo of the office lies once it was seen; None for what is no photo's name."""
    if len(sha256) != 64 or not set(sha256) <= HEX or size not in SIZES:
        return None
    return Path(folder) / "seen" / sha256[:2] / f"{sha256}.{size}"


def bring(line: Line) -> None:
    """Before-photos of the rechecks that are due, so that they can be compared without a signal."""
    with line.store.read() as s:
        due = hazards.tasks(s, china_day(line.now().wall), kind="recheck", limit=AHEAD)
    wanted = [one.sha256 for task in due for one in task.hazard.photos]
    missing = [
        sha for sha in wanted if (path := seen(line.store.folder, sha, "screen")) and not path.exists()
    ]
    brought = 0
    for sha in missing[:AHEAD]:
        if line.something_new():
            break  # words before pictures, here too; the next run brings the rest
        brought += photo(line, sha) is not None
    if brought:
        line.store.announce("photos")
        _make_room(Path(line.store.folder) / "seen")


def _keep(path: Path, content: bytes) -> None:
    """A loss here costs a download, nothing more; still never half a file under its name."""
    part = path.with_suffix(path.suffix + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    files = [file for file in folder.glob("*/*") if file.is_file()]
    if len(files) > SEEN_MOST:
        for file in sorted(files, key=lambda one: one.stat().st_mtime)[: len(files) - SEEN_MOST]:
            file.unlink(missing_ok=True)
