"""Photos as files, each named by its SHA-256: photos/aa/aabb…; what is made of them for viewing lies in view/."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from inspection.problems import Problem
from sync_server.viewing import Viewer


class PhotoStore:
    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.arriving = self.folder / "arriving"  # on the same disk, so that keeping is a rename
        self.viewer = Viewer(self.folder / "view")

    def prepare(self) -> None:
        self.arriving.mkdir(parents=True, exist_ok=True)

    def path(self, sha: str) -> Path:
        return self.folder / sha[:2] / sha

    def has(self, sha: str) -> bool:
        return self.path(sha).is_file()

    def open(self, sha: str) -> BinaryIO:
        return self.path(sha).open("rb")

    def keep(self, arrived: Path, sha: str, known_hash: str = "") -> int:
        """Makes the file at `arrived` the photo `sha`, durably; answers its size. Problem upload.hash_wrong.

        `known_hash` is the hash when it was taken while the bytes came in.
        """
        if (known_hash or hash_of(arrived)) != sha:
            raise Problem("upload.hash_wrong", sha256=sha)
        size = arrived.stat().st_size
        to_disk(arrived)
        self._name(arrived, sha)
        return size

    def keep_bytes(self, content: bytes, sha: str, arriving: Path) -> None:
        """As `keep`, for bytes at hand whose hash was taken; `arriving` is where they lie meanwhile."""
        try:
            with open(arriving, "xb", buffering=0) as file:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(file.fileno(), rest) :]
                os.fsync(file)
            self._name(arriving, sha)
        except BaseException:
            arriving.unlink(missing_ok=True)
            raise

    def _name(self, arrived: Path, sha: str) -> None:
        target = self.path(sha)
        try:
            os.replace(arrived, target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            to_disk(self.folder)
            os.replace(arrived, target)
        to_disk(target.parent)

    def put(self, content: bytes) -> str:
        """Keeps bytes at hand and answers their name."""
        sha = hashlib.sha256(content).hexdigest()
        if not self.has(sha):
            self.prepare()
            arrived = self.arriving / f"{sha}.{secrets.token_hex(4)}"
            self.keep_bytes(content, sha, arrived)
        return sha

    def viewable(self, sha: str, size: str) -> Path:
        """A JPEG of at most 320 (thumb) or 1600 (screen) pixels, upright and without EXIF; made when first asked for.

        Problems: photo.not_stored, photo.undecodable.
        """
        if not self.has(sha):
            raise Problem("photo.not_stored", sha256=sha)
        return self.viewer.made(self.path(sha), sha, size)

    def close(self) -> None:
        self.viewer.close()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_disk(path: Path) -> None:
    """Whatever was written to this file, or to the list of names in this folder, survives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
