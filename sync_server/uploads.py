"""Photos on their way in: what is allowed to come, how far it has come, and keeping it once it is whole.

How far an upload has come is the length of its file. A photo that comes whole in one request leaves no row;
one that is cut gets its row then, so that the next try goes on from there, even when the phone never learnt
the address: the same person offering the same hash again is given the upload already begun.
"""

import logging
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.engine import Connection

from inspection.days import china_day, to_instant, to_text
from inspection.problems import Problem
from inspection.record import PHOTO_MOST_BYTES
from sync_server import people, projections, receive, scope
from sync_server.context import Context
from sync_server.prepared import Prepared
from sync_server.tables import photo, photo_use, upload, waiting

KEPT_FOR = timedelta(days=7)
log = logging.getLogger("anjian.uploads")

_own = exists().where(photo_use.c.sha256 == photo.c.sha256, photo_use.c.person_id == bindparam("person"))
_state = Prepared(select(photo.c.state, _own.label("own")).where(photo.c.sha256 == bindparam("sha")))
_mine = Prepared(
    select(upload).where(
        upload.c.sha256 == bindparam("sha"),
        upload.c.person_id == bindparam("person"),
        upload.c.state == "open",
    )
)
_stored = Prepared(
    update(photo)
    .where(photo.c.sha256 == bindparam("sha"))
    .values(state="stored", size=bindparam("bytes"), stored_at=bindparam("now"), checked_at=None)
)
_waits = Prepared(
    select(waiting.c.record_id)
    .where(waiting.c.kind == "photo", waiting.c.awaited_id == bindparam("sha"))
    .limit(1)
)


@dataclass(frozen=True)
class Upload:
    id: str
    sha256: str
    size: int
    mime: str
    device_id: str
    person_id: str
    made_at: datetime
    complete: bool = False  # nothing more to send
    written: bool = True  # whether it has a row

    @property
    def expires_at(self) -> datetime:
        return self.made_at + KEPT_FOR


def part(context: Context, upload_id: str) -> Path:
    return context.photos.arriving / f"{upload_id}.part"


def reached(context: Context, one: Upload) -> int:
    """How many bytes of it are here."""
    return one.size if one.complete else part_size(context, one.id)


def _may_send(c: Connection, person_id: str, sha: str, at: datetime) -> bool:
    return sha in scope.photos_named(c, people.by_id(c, person_id, china_day(at)), [sha])


def part_size(context: Context, upload_id: str) -> int:
    try:
        return part(context, upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def begin(
    context: Context, person_id: str, device_id: str, sha: str, size: int, mime: str, at: datetime
) -> Upload:
    """The upload to send the photo by: a new one, or the one begun before.

    Problems: photo.not_named, upload.too_large.
    """
    if size > PHOTO_MOST_BYTES:
        raise Problem("upload.too_large", most=PHOTO_MOST_BYTES)
    with context.store.glance() as c:
        state, own = _state.first(c, sha=sha, person=person_id) or (None, False)
        if state is None or not (own or _may_send(c, person_id, sha, at)):
            raise Problem("photo.not_named", sha256=sha)
        begun = [_upload(row) for row in _mine.dicts(c, sha=sha, person=person_id)]
    fresh = Upload(context.new_id(), sha, size, mime, device_id, person_id, at, written=False)
    if state != "named":
        return Upload(fresh.id, sha, size, mime, device_id, person_id, at, complete=True)
    if context.photos.has(sha):  # the file was kept, but the server ended before it could note so
        note_stored(context, sha, context.photos.path(sha).stat().st_size, mime, at)
        return Upload(fresh.id, sha, size, mime, device_id, person_id, at, complete=True)
    good = [
        one for one in begun if one.size == size and at < one.expires_at and reached(context, one) <= size
    ]
    return max(good, key=lambda one: reached(context, one), default=fresh)


def write_row(context: Context, one: Upload) -> None:
    if one.written:
        return
    row = {name: getattr(one, name) for name in ("id", "sha256", "size", "mime", "device_id", "person_id")}
    with context.store.write() as c:
        c.execute(
            insert(upload).values(
                **row, made_at=to_text(one.made_at), expires_at=to_text(one.expires_at), state="open"
            )
        )


def by_id(context: Context, person_id: str, upload_id: str, at: datetime) -> Upload:
    """Problems: upload.unknown (also when it is somebody else's), upload.expired."""
    with context.store.read() as c:
        mine = select(upload).where(upload.c.id == upload_id, upload.c.person_id == person_id)
        row = c.execute(mine).mappings().one_or_none()
    if row is None:
        raise Problem("upload.unknown")
    if at >= to_instant(row["expires_at"]):
        raise Problem("upload.expired")
    return _upload(row)


def stored(context: Context, person_id: str, sha: str, at: datetime) -> Upload:
    """A photo that is here already, as an upload with nothing left to send. Problem upload.unknown."""
    here = select(photo.c.size, photo.c.mime).where(photo.c.sha256 == sha, photo.c.state != "named")
    with context.store.read() as c:
        row = c.execute(here).one_or_none()
        if row is None or not _may_send(c, person_id, sha, at):
            raise Problem("upload.unknown")
    return Upload(sha, sha, row.size, row.mime, "", person_id, at, complete=True, written=False)


def _upload(row) -> Upload:
    told = {name: row[name] for name in ("id", "sha256", "size", "mime", "device_id", "person_id")}
    return Upload(**told, made_at=to_instant(row["made_at"]), complete=row["state"] == "done")


def finish(context: Context, one: Upload, known_hash: str, at: datetime) -> None:
    """All bytes are here: verify, keep durably, note, and judge what waited for it. Problem upload.hash_wrong."""
    path = part(context, one.id)
    try:
        size = context.photos.keep(path, one.sha256, known_hash)
    except Problem:
        remove(context, one)
        raise
    note_stored(context, one.sha256, size, one.mime, at, one.id if one.written else None)


def keep_whole(context: Context, one: Upload, content: bytes, own_hash: str, at: datetime) -> Upload:
    """As `finish`, for bytes at hand. Problem upload.hash_wrong, and then nothing of them is written."""
    if own_hash != one.sha256:
        raise Problem("upload.hash_wrong", sha256=one.sha256)
    context.photos.keep_bytes(content, one.sha256, part(context, one.id))
    note_stored(context, one.sha256, one.size, one.mime, at)
    return replace(one, complete=True)


def note_stored(
    context: Context, sha: str, size: int, mime: str, at: datetime, upload_id: str | None = None
) -> None:
    with context.store.write_soon() as c:
        _note(c, sha, size, mime, at)
        projections.photo_stored(c, sha)
        if upload_id:
            c.execute(update(upload).where(upload.c.id == upload_id).values(state="done"))
        awaited = _waits.first(c, sha=sha)
    if awaited:
        try:
            receive.rejudge(context.store, "photo", sha, at)
        except Exception:  # the photo is safe; what waited for it can be judged again at any time
            log.exception("could not judge what waited for photo %s", sha)


def _note(c: Connection, sha: str, size: int, mime: str, at: datetime) -> None:
    now = to_text(at)
    if not _stored.write(c, sha=sha, bytes=size, now=now):
        c.execute(
            insert(photo).values(
                sha256=sha, size=size, mime=mime, state="stored", named_at=now, stored_at=now
            )
        )


def remove(context: Context, one: Upload) -> None:
    part(context, one.id).unlink(missing_ok=True)
    if one.written:
        with context.store.write() as c:
            c.execute(delete(upload).where(upload.c.id == one.id))


def sweep(context: Context, at: datetime) -> int:
    """Removes what was begun and never finished within its time; how many."""
    with context.store.write() as c:
        over = list(c.scalars(select(upload.c.id).where(upload.c.expires_at <= to_text(at))))
        c.execute(delete(upload).where(upload.c.id.in_(over)))
    for upload_id in over:
        part(context, upload_id).unlink(missing_ok=True)
    oldest = (at - KEPT_FOR).timestamp()
    with os.scandir(context.photos.arriving) as files:
        for file in files:  # left by a server that was killed: no row speaks of them
            with suppress(FileNotFoundError):
                if file.stat().st_mtime < oldest:
                    os.unlink(file.path)
    return len(over)
