"""Everything the office does not have yet in one file, for the day the network or the phone does not come back."""

import json
import os
import zipfile
from pathlib import Path

from app.storage import meta, outbox, photo_files, photos
from app.storage.moment import Moment
from app.storage.store import Store
from inspection.bundle import MANIFEST, Manifest, photo_name, record_name
from inspection.days import china, to_instant
from inspection.problems import Problem


def _silent(_done: int, _total: int) -> None:
    pass


def make_bundle(store: Store, at: Moment, app_version: str = "", progress=_silent) -> Path:
    """The file. What it holds stays on the phone too, and may still be sent as ever: the office counts it once.

    `progress(done, total)` after each part; what it raises stops the making, and nothing is left behind.
    Problems: bundle.nothing, photo.no_space.
    """
    with store.read() as s:
        records, wanted = outbox.unsent(s), photos.unsent(s)
        person, device = meta.person(s), meta.get(s, "device_id", "")
    pictures = {sha: photo_files.path(store.folder, sha) for sha in wanted}
    pictures = {sha: path for sha, path in pictures.items() if path.exists()}
    if not records and not pictures:
        raise Problem("bundle.nothing")
    size = sum(len(one.raw) for one in records) + sum(path.stat().st_size for path in pictures.values())
    photo_files.demand_space(store.folder, size)
    about = Manifest(
        device, person["id"], person["name"], at.wall, app_version, len(records), len(pictures)
    ).as_json()
    folder = store.folder / "bundles"
    folder.mkdir(exist_ok=True)
    made = folder / f"anjian-{person['login']}-{china(to_instant(at.wall)):%Y%m%d-%H%M%S}.zip"
    part = made.with_suffix(".part")
    try:
        _write(part, about, records, pictures, progress)
        os.replace(part, made)
    except OSError as fault:
        if fault.errno in photo_files.NO_SPACE:
            raise photo_files.no_space(size) from fault
        raise
    finally:
        part.unlink(missing_ok=True)
    for older in folder.glob("*.zip"):
        if older != made:
            older.unlink(missing_ok=True)
    return made


def _write(part: Path, about: dict, records, pictures: dict[str, Path], progress) -> None:
    total = len(records) + len(pictures)
    with part.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1))
            for done, one in enumerate(records, 1):
                bundle.writestr(record_name(one.seq, one.id), one.raw)
                progress(done, total)
            for done, (sha, path) in enumerate(pictures.items(), len(records) + 1):
                bundle.write(path, photo_name(sha), zipfile.ZIP_STORED)
                progress(done, total)
        file.flush()
        os.fsync(file.fileno())
