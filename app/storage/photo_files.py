"""The bytes of photos: a file's name is its SHA-256, and no row ever names a file that is not there."""

import errno
import os
import re
import shutil
from pathlib import Path

from inspection.problems import Problem

KEPT_FREE = 8 * 1024 * 1024  # so that words can still be saved when photos no longer can
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_FOLDER_SYNC = {
    errno.EINVAL,
    errno.EBADF,
    errno.EACCES,
    errno.EPERM,
    errno.ENOTSUP,
    errno.EISDIR,
}  # not every system can
NAME = re.compile(r"[0-9a-f]{64}")


def path(folder: Path, sha256: str) -> Path:
    """Where the photo lies, or would lie. `folder` is the person's."""
    if not NAME.fullmatch(sha256):
        raise Problem("photo.not_a_photo")
    return Path(folder) / "photos" / sha256[:2] / sha256


def write(folder: Path, sha256: str, content: bytes, kept_free: int = KEPT_FREE) -> Path:
    """The photo, on disk when this returns. Writing it twice changes nothing.

    Problems: photo.no_space with `bytes`, what has to be freed.
    """
    target = path(folder, sha256)
    if target.exists() and target.stat().st_size == len(content):
        os.utime(target)  # young again: no sweep takes it before its row is there
        return target
    demand_space(folder, len(content), kept_free)
    try:
        write_durably(target, content)
    except OSError as fault:
        if fault.errno in NO_SPACE:
            raise no_space(len(content) + kept_free) from fault
        raise
    return target


def free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def demand_space(folder: Path, size: int, kept_free: int = KEPT_FREE) -> None:
    """Problems: photo.no_space."""
    here = free(folder)
    if here < size + kept_free:
        raise no_space(size + kept_free - here)


def no_space(missing: int) -> Problem:
    return Problem("photo.no_space", bytes=missing, mb=max(1, -(-missing // 1_000_000)))


def write_durably(target: Path, content: bytes) -> None:
    """Whole or not at all, also through a power cut: tmp, fsync, rename, fsync of the folder."""
    made = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    tmp = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with open(tmp, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(tmp, target)
    except BaseException:
        tmp.unlink(missing_ok=True)
        raise
    for folder in (target.parent, *(f.parent for f in made)):
        fsync_folder(folder)


def fsync_folder(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a folder cannot be opened on every system
        return
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def here(folder: Path, sha256: str) -> bool:
    return path(folder, sha256).exists()


def remove(folder: Path, sha256: str) -> None:
    path(folder, sha256).unlink(missing_ok=True)


def forget_seen(folder: Path, size: int) -> int:
    """Remove copies of the office's photos, the oldest first, until `size` bytes went. How many bytes."""
    kept = [(file.stat(), file) for file in (Path(folder) / "seen").glob("*/*") if file.is_file()]
    freed = 0
    for told, file in sorted(kept, key=lambda one: one[0].st_mtime):
        if freed >= size:
            break
        file.unlink(missing_ok=True)
        freed += told.st_size
    return freed


def strays(folder: Path, known, older_than: float) -> list[Path]:
    """Files that no row names, last changed before `older_than` (seconds since 1970)."""
    found = []
    for file in (Path(folder) / "photos").glob("*/*"):
        if file.name not in known and file.is_file() and file.stat().st_mtime < older_than:
            found.append(file)
    return found
