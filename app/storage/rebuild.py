"""Opening a person's folder, whatever state it is in.

A damaged database is set aside, never deleted: what can be read of it row by row goes into a new one,
the records not yet sent come back from their files, and everything unsettled is sent again, which
changes nothing at the office.
"""

import json
import logging
import sqlite3
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.storage import frozen, given, meta, photo_files, photos
from app.storage.aside import set_aside
from app.storage.migrations import migrate
from app.storage.store import DAMAGED, FILE, Store
from app.storage.tables import metadata, outbox_photo, photo, photo_use
from app.storage.tables import outbox as outbox_table
from inspection.canonical import digest
from inspection.problems import Problem
from inspection.record import read_envelope

log = logging.getLogger(__name__)
FARTHEST = 1 << 32  # rows to step over before a table is given up
MAGIC = ((b"\xff\xd8", "image/jpeg"), (b"\x89PNG", "image/png"), (b"RIFF", "image/webp"))


def open_whole(folder: Path) -> Store:
    """Problems: storage.newer, storage.full."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        store = _opened(folder)
    except _Damaged as damage:
        log.warning("%s is damaged (%s) and is rebuilt from %s", folder, damage, set_aside(folder, FILE))
        store = _opened(folder, anew=True)
    with store.read() as s:
        known = _refilled(s)
    if _asides(folder)[:1] > [known]:  # also when a rebuild was cut off
        store.mended = _refill(store, known)
    _clear_orphans(store)
    return store


class _Damaged(Exception):
    pass


def _opened(folder: Path, anew: bool = False) -> Store:
    store = Store(folder)
    try:
        with store.engine.connect() as session:
            verdict = session.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            empty = session.exec_driver_sql("PRAGMA user_version").scalar() == 0
            session.rollback()
        if empty and not anew and any((folder / "records").glob("*.json")):
            raise _Damaged("emptied")  # a new file where there was an old one
        if verdict != "ok":
            raise _Damaged(verdict)
        migrate(store.engine)
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        store.close()
        code = getattr(getattr(fault, "orig", fault), "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGED:
            raise _Damaged(str(fault)) from fault
        if code == sqlite3.SQLITE_FULL:
            raise Problem("storage.full") from fault
        raise
    except BaseException:
        store.close()
        raise
    return store


def _asides(folder: Path) -> list[int]:
    """Numbers of the databases set aside, newest first."""
    tails = [file.name.rpartition("-")[2] for file in folder.glob(f"{FILE}.damaged-*")]
    return sorted((int(tail) for tail in tails if tail.isdigit()), reverse=True)


def _refilled(s) -> int:
    """The newest of them that this database already has in it."""
    return meta.get_json(s, "mended", {}).get("number", 0)


def _refill(store: Store, known: int) -> dict:
    """What came back: {"rows", "records", "unreadable", "aside", "number"}."""
    asides = _asides(store.folder)
    told = {
        "rows": 0,
        "records": 0,
        "unreadable": 0,
        "number": asides[0],
        "aside": f"{FILE}.damaged-{asides[0]}",
    }
    with store.write() as s:
        for number in asides:  # until one that was itself made from those before
            if number <= max(known, _refilled(s)):
                break
            _take_over(s, store.folder / f"{FILE}.damaged-{number}", told)
        told["records"] = _import_records(s, store.folder)
        _mend_chain(s)
        _mend_photos(s, store.folder)
        given.begin_anew(s)
        meta.put_json(s, "mended", told)
    return told


def _take_over(s, aside: Path, told: dict) -> None:
    old = sqlite3.connect(aside)
    for table in metadata.sorted_tables:
        for row in _readable(old, table, told):
            if table.name == "outbox" and not _unchanged(row):
                told["unreadable"] += 1
                continue
            told["rows"] += s.execute(table.insert().prefix_with("OR IGNORE"), row).rowcount
    old.close()


def _unchanged(row: dict) -> bool:
    try:
        return digest(json.loads(row["raw"])) == row["hash"]
    except (ValueError, TypeError, Problem):
        return False


def _readable(old: sqlite3.Connection, table, told: dict):
    """Rows of a damaged table as dicts, walking round what cannot be read: over it in growing strides, then
    back towards it from behind."""
    known = {column.name for column in table.columns}
    needed = {column.name for column in table.columns if not column.nullable}
    last, stride, gap = 0, 1, None
    while stride < FARTHEST:
        try:
            for rowid, row in _rows(old, table.name, "rowid > ? ORDER BY rowid", last):
                last = rowid
                yield from _fit(row, known, needed)
                if gap is not None:
                    yield from _backwards(old, table.name, gap, last, known, needed)
                stride, gap = 1, None
            return
        except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
            if "no such table" in str(fault):
                return
            told["unreadable"] += 1
            gap = last if gap is None else gap
            last, stride = last + stride, stride * 2


def _backwards(old, name: str, gap: int, last: int, known, needed):
    try:
        for rowid, row in _rows(old, name, "rowid < ? ORDER BY rowid DESC", last):
            if rowid <= gap:
                return
            yield from _fit(row, known, needed)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return


def _rows(old, name: str, which: str, bound: int):
    rows = old.execute(f"SELECT rowid, * FROM {name} WHERE {which}", (bound,))  # noqa: S608 - our own tables
    names = [column[0] for column in rows.description][1:]
    for rowid, *values in rows:
        yield rowid, dict(zip(names, values, strict=True))


def _fit(row: dict, known, needed):
    if all(row.get(name) is not None for name in needed):
        yield {name: value for name, value in row.items() if name in known}


def _import_records(s, folder: Path) -> int:
    """Records that only their files still tell of. They wait again; the office answers what it knows already."""
    known = set(s.scalars(select(outbox_table.c.id)))
    seqs = set(s.scalars(select(outbox_table.c.seq)))
    found = 0
    for file in sorted((folder / "records").glob("*.json"), reverse=True):
        try:
            kept = json.loads(file.read_bytes())
            record = read_envelope(kept["record"])
        except (OSError, ValueError, KeyError, TypeError, Problem) as fault:
            log.warning("%s cannot be read: %s", file, fault)
            continue
        if record.id in known or record.seq in seqs:
            continue
        majors = {
            p["sha256"]
            for p in kept["record"].get("photos", ())
            if '"major"' in json.dumps(kept["record"]["body"])
        }
        frozen.keep(
            s,
            record,
            kept.get("title", ""),
            record.body.get("enterprise_id"),
            record.body.get("visit_id"),
            majors,
        )
        for manifest in kept["record"].get("photos", ()):
            _add_photo(s, manifest)
        if kept.get("device_id") and meta.get(s, "device_id") is None:
            meta.put(s, "device_id", kept["device_id"])
        seqs.add(record.seq)
        found += 1
    return found


def _mend_chain(s) -> None:
    """The chain goes on behind the newest record that is known, or known to have been."""
    newest = s.execute(
        select(outbox_table.c.seq, outbox_table.c.hash).order_by(outbox_table.c.seq.desc())
    ).first()
    if newest and newest.seq >= int(meta.get(s, "seq", "0")):
        meta.put(s, "seq", str(newest.seq))
        meta.put(s, "prev", newest.hash)


def _mend_photos(s, folder: Path) -> None:
    """Rows for photos that are used and here; a mark on rows whose file is not."""
    used = select(photo_use.c.sha256).union(select(outbox_photo.c.sha256))
    for sha in set(s.scalars(used)) - photos.known(s):
        if photo_files.here(folder, sha):
            file = photo_files.path(folder, sha)
            with open(file, "rb") as opened:
                start = opened.read(12)
            mime = next((mime for magic, mime in MAGIC if start.startswith(magic)), "image/heic")
            _add_photo(s, {"sha256": sha, "size": file.stat().st_size, "mime": mime, "source": "taken"})
    for sha in s.scalars(select(photo.c.sha256).where(photo.c.state == "here")).all():
        if not photo_files.here(folder, sha):
            s.execute(photo.update().where(photo.c.sha256 == sha).values(problem=photos.LOST))


def _add_photo(s, told: dict) -> None:
    names = ("sha256", "size", "mime", "source", "taken_at")
    row = {name: told.get(name) for name in names} | {
        "w": told.get("w") or 0,
        "h": told.get("h") or 0,
        "device": told.get("device") or "",
    }
    position = told.get("position")
    photos.add(
        s, row | {"position": position and json.dumps(position), "state": "here", "sent_bytes": 0, "tries": 0}
    )


def _clear_orphans(store: Store) -> None:
    """Record files of transactions that never ended: what they hold is still a draft. Set aside, and out of the way."""
    files = list((store.folder / "records").glob("*.json"))
    if not files:
        return
    with store.read() as s:
        rows = s.execute(select(outbox_table.c.seq, outbox_table.c.id)).all()
    named = {frozen.record_file(store.folder, row.seq, row.id).name for row in rows}
    for file in files:
        if file.name not in named:
            file.replace(file.with_suffix(".orphan"))
