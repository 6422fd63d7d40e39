"""A copy of the whole office in a folder, and back from it: the database as one SQLite file, photos by their hash.

The copy has the same form whichever database the office runs on, so it also moves an office from SQLite to
PostgreSQL or back. Photos already in the folder are not copied again. Coming back changes the epoch: phones
then offer again what the copy does not know.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from inspection.days import to_text
from inspection.problems import Problem
from sync_server import VERSION, audit, meta, migrate
from sync_server.context import Context
from sync_server.photo_store import hash_of, to_disk
from sync_server.store import Store
from sync_server.tables import inbox, metadata, person, photo

DATABASE, MANIFEST, PHOTOS = "office.db", "manifest.json", "photos"
FORM = 1
ROWS_AT_ONCE = 500
Progress = Callable[[int, int], None]


@dataclass
class Done:
    folder: str
    made_at: str
    rows: int = 0
    photos: int = 0
    copied: int = 0
    missing: list[str] = field(default_factory=list)  # named as stored, but with no file


def backup(context: Context, folder: Path, progress: Progress | None = None) -> Done:
    """Problem backup.other_files when the folder holds something else."""
    folder = folder.expanduser().absolute()
    if folder.exists() and not _a_backups(folder):
        raise Problem("backup.other_files", folder=str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / PHOTOS).mkdir(exist_ok=True)
    at = context.now()
    _finish(folder)
    database = folder / f"{DATABASE}.new"
    database.unlink(missing_ok=True)
    try:
        _copy_database(context.store, database, at)
    except BaseException:
        for part in folder.glob(f"{database.name}*"):
            part.unlink()
        raise
    copy = Store(f"sqlite:///{database}")
    try:
        done, listed = Done(str(folder), to_text(at)), {}
        with copy.read() as c:
            rows = {t.name: c.scalar(select(func.count()).select_from(t)) for t in metadata.sorted_tables}
            stored = list(
                c.scalars(select(photo.c.sha256).where(photo.c.state != "named").order_by(photo.c.sha256))
            )
            epoch = meta.epoch(c)
        done.rows = sum(rows.values())
        for place, sha in enumerate(stored, 1):
            listed[sha] = _copy_photo(context.photos.path(sha), folder / PHOTOS / sha[:2] / sha, done)
            if progress and (place % 200 == 0 or place == len(stored)):
                progress(place, len(stored))
    finally:
        copy.close()
    done.photos = len(stored) - len(done.missing)
    said = {
        "form": FORM,
        "made_at": done.made_at,
        "version": VERSION,
        "revision": migrate.newest(),
        "epoch": epoch,
        "database": {"file": DATABASE, "sha256": hash_of(database), "rows": rows},
        "photos": {sha: size for sha, size in listed.items() if size is not None},
    }
    to_disk(database)
    _write_durably(folder / MANIFEST, json.dumps(said, indent=1).encode())
    os.replace(database, folder / DATABASE)
    return done


def _a_backups(folder: Path) -> bool:
    """Whether there is nothing in it but what a backup leaves, also one that was broken off."""
    names = {path.name for path in folder.iterdir()}
    of_ours = MANIFEST in names or all(name == PHOTOS or name.startswith(f"{DATABASE}.new") for name in names)
    return of_ours and all(len(path.name) == 2 for path in (folder / PHOTOS).glob("*"))


def _finish(folder: Path) -> None:
    """A copy cut off between its last two steps is brought to its end: the manifest says which file it means."""
    fresh = folder / f"{DATABASE}.new"
    try:
        wanted = json.loads((folder / MANIFEST).read_text("utf-8"))["database"]["sha256"]
        if hash_of(fresh) == wanted:
            os.replace(fresh, folder / DATABASE)
    except (OSError, ValueError, KeyError, TypeError):
        return  # nothing to finish, or nothing that can be read: that is said by whoever reads it next


def _copy_database(store: Store, to: Path, at: datetime) -> None:
    if store.sqlite:
        with closing(sqlite3.connect(store.url.database)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        return
    copy = Store(f"sqlite:///{to}")
    try:
        migrate.migrate(copy, at)
        with store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as source:
            with copy.write() as target:
                _copy_rows(source, target)
            source.rollback()
        with copy.engine.connect() as c:
            c.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()


def _copy_rows(source: Connection, target: Connection, progress: Progress | None = None) -> int:
    """All rows of all tables, in place of those in `target`; how many."""
    count = 0
    for table in metadata.sorted_tables:
        target.execute(delete(table))
        for rows in _in_pieces(source, table):
            target.execute(insert(table), rows)
            count += len(rows)
            if progress:
                progress(count, 0)
    return count


def _in_pieces(source: Connection, table) -> Iterator[list[dict]]:
    found = source.execution_options(stream_results=True).execute(select(table)).mappings()
    for piece in found.partitions(ROWS_AT_ONCE):
        yield [dict(row) for row in piece]


def _copy_photo(source: Path, target: Path, done: Done) -> int | None:
    """Its size; None when the office itself has not got it."""
    try:
        size = source.stat().st_size
        if not target.exists() or target.stat().st_size != size:
            target.parent.mkdir(exist_ok=True)
            beside = target.with_suffix(".new")
            shutil.copyfile(source, beside)
            os.replace(beside, target)
            done.copied += 1
    except FileNotFoundError:
        done.missing.append(source.name)
        return None
    return size


def restore(context: Context, folder: Path, replace: bool = False, progress: Progress | None = None) -> Done:
    """Photos damaged in the copy are left out and listed.

    Problems: backup.not_found, backup.damaged, backup.too_new, backup.office_not_empty.
    """
    folder = folder.expanduser().absolute()
    _finish(folder)
    said = _manifest(folder)
    if not replace and not _empty(context.store):
        raise Problem("backup.office_not_empty", folder=str(context.config.data_dir))
    at = context.now()
    if context.store.sqlite and not _empty(context.store):
        migrate.keep_copy(
            context.store, context.config.data_dir / "copies" / f"before-restore-{at:%Y%m%dT%H%M%S}.db"
        )
    done = Done(str(folder), said["made_at"])
    for place, (sha, size) in enumerate(said["photos"].items(), 1):
        _bring_photo(context, folder / PHOTOS / sha[:2] / sha, sha, size, done)
        if progress and (place % 200 == 0 or place == len(said["photos"])):
            progress(place, len(said["photos"]))
    done.photos = len(said["photos"]) - len(done.missing)
    _bring_database(context, folder, at, done)
    return done


def _bring_photo(context: Context, source: Path, sha: str, size: int, done: Done) -> None:
    if context.photos.has(sha) and context.photos.path(sha).stat().st_size == size:
        return
    arrived = context.photos.arriving / f"{sha}.restored"
    try:
        shutil.copyfile(source, arrived)
        context.photos.keep(arrived, sha)
        done.copied += 1
    except (FileNotFoundError, Problem):
        arrived.unlink(missing_ok=True)
        done.missing.append(sha)


def _bring_database(context: Context, folder: Path, at: datetime, done: Done) -> None:
    """Through a copy of the copy, which is brought to the newest shape first; the office changes in one transaction."""
    own = context.config.data_dir / "copies" / "restoring.db"
    own.parent.mkdir(exist_ok=True)
    shutil.copyfile(folder / DATABASE, own)
    copy = Store(f"sqlite:///{own}")
    try:
        migrate.migrate(copy, at)
        with copy.read() as source, context.store.write() as target:
            done.rows = _copy_rows(source, target)
            _without_file(context, target)
            meta.new_epoch(target)
            facts = {"made_at": done.made_at, "rows": done.rows}
            audit.write(target, None, "office.restore", "office", "office", facts, "terminal", at)
    finally:
        copy.close()
        for name in ("", "-wal", "-shm"):
            own.with_name(own.name + name).unlink(missing_ok=True)


def _without_file(context: Context, c: Connection) -> None:
    """What the rows call stored but is not here is asked of the phones again."""
    for sha in list(c.scalars(select(photo.c.sha256).where(photo.c.state != "named"))):
        if not context.photos.has(sha):
            c.execute(
                update(photo)
                .where(photo.c.sha256 == sha)
                .values(state="named", stored_at=None, checked_at=None)
            )


def _manifest(folder: Path) -> dict:
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        known = said["form"] == FORM and isinstance(said["photos"], dict) and said["database"]["sha256"]
        revision, wanted = said["revision"], said["database"]["sha256"]
    except FileNotFoundError:
        raise Problem("backup.not_found", folder=str(folder)) from None
    except (ValueError, KeyError, TypeError):
        raise Problem("backup.damaged", file=MANIFEST) from None
    if not known or revision not in migrate.known():
        raise Problem("backup.too_new", version=str(said.get("version")))
    try:
        whole = hash_of(folder / DATABASE) == wanted
    except FileNotFoundError:
        whole = False
    if not whole:
        raise Problem("backup.damaged", file=DATABASE)
    return said


def _empty(store: Store) -> bool:
    with store.read() as c:
        return not any(c.scalar(select(func.count()).select_from(t)) for t in (person, inbox))


def _write_durably(path: Path, content: bytes) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    to_disk(beside)
    os.replace(beside, path)
    to_disk(path.parent)
