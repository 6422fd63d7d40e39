"""Putting a damaged database aside under a number: never deleted, and out of the way of the new one."""

from pathlib import Path

from app.storage.photo_files import fsync_folder


def set_aside(folder: Path, name: str) -> Path:
    number = 1
    while (folder / f"{name}.damaged-{number}").exists():
        number += 1
    aside = folder / f"{name}.damaged-{number}"
    for tail in ("-shm", "-wal", ""):  # the main file last: a kill in between finds it damaged once more
        if (folder / (name + tail)).exists():
            (folder / (name + tail)).rename(folder / (aside.name + tail))
    fsync_folder(folder)
    return aside
