"""Rescue bundles: what a phone could not send itself, brought as a file and taken in as if it had been pushed.

Nothing of it is believed before it is checked, nothing in it counts twice, and a bundle broken in one place gives
all the rest. Who hands it in stands in the audit; whose records they are says the bundle, and the office must know
that person and that phone.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from inspection.bundle import MANIFEST, MANIFEST_MOST_BYTES, Manifest, read_manifest, sorted_parts
from inspection.days import china_day
from inspection.problems import Problem
from inspection.record import BATCH_MOST_RECORDS, PHOTO_MOST_BYTES, RECORD_MOST_BYTES
from sync_server import audit, people, receive, uploads
from sync_server.context import Context
from sync_server.tables import device, inbox, photo

UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError)


@dataclass(frozen=True)
class Bundle:
    """An open bundle: its manifest, and the names of what it holds."""

    manifest: Manifest
    records: list[str]
    photos: dict[str, str]  # sha256 → name
    file: zipfile.ZipFile

    def read(self, name: str, most: int) -> bytes | None:
        """What lies under this name; None when it is damaged or larger than such a thing can be."""
        try:
            with self.file.open(name) as part:
                content = part.read(most + 1)
        except UNREADABLE:
            return None
        return content if len(content) <= most else None


@dataclass
class Taken:
    """What became of it: records by outcome, `known` of them here before; photos stored, here before, not wanted;
    and the names of parts that could not be read."""

    records: dict[str, int] = field(default_factory=dict)
    known: int = 0
    photos: int = 0
    photos_known: int = 0
    photos_unnamed: int = 0
    damaged: list[str] = field(default_factory=list)


@contextmanager
def opened(file: Path):
    """Problems: bundle.not_one, bundle.newer, bundle.too_many, record.invalid. OSError when there is no such file."""
    with file.open("rb") as content, _container(content) as container:
        records, photos = sorted_parts(container.namelist())
        yield Bundle(_manifest(container), records, photos, container)


def _container(content) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(content)
    except UNREADABLE:
        raise Problem("bundle.not_one") from None


def _manifest(container: zipfile.ZipFile) -> Manifest:
    try:
        with container.open(MANIFEST) as part:
            told = json.loads(part.read(MANIFEST_MOST_BYTES))
    except (KeyError, RecursionError, *UNREADABLE):
        raise Problem("bundle.not_one") from None
    return read_manifest(told)


def owner(c: Connection, bundle: Bundle, at: datetime) -> people.Person:
    """Whose records these are. Problems: bundle.person_unknown, bundle.device_unknown."""
    told = bundle.manifest
    person = people.by_id(c, told.person_id, china_day(at))
    if person is None:
        raise Problem("bundle.person_unknown", person=told.person or told.person_id)
    if c.scalar(select(device.c.person_id).where(device.c.id == told.device_id)) != person.id:
        raise Problem("bundle.device_unknown", person=person.name, device_id=told.device_id)
    return person


def preview(c: Connection, bundle: Bundle, at: datetime) -> dict:
    """{person, made_at, records, records_new, photos, photos_new}. Problems as `owner`."""
    person = owner(c, bundle, at)
    ids = [name.rpartition("/")[2].partition("-")[2].removesuffix(".json") for name in bundle.records]
    here = _among(c, inbox.c.id, ids)
    stored = _among(c, photo.c.sha256, list(bundle.photos), photo.c.state != "named")
    return {
        "person": person,
        "made_at": bundle.manifest.made_at,
        "records": len(ids),
        "records_new": len(set(ids) - here),
        "photos": len(bundle.photos),
        "photos_new": len(set(bundle.photos) - stored),
    }


def _among(c: Connection, column, values: list[str], *conditions) -> set[str]:
    wanted = select(column).where(column.in_(bindparam("some", expanding=True)), *conditions)
    found, rest = set(), iter(values)
    while some := list(islice(rest, 500)):
        found |= set(c.scalars(wanted, {"some": some}))
    return found


def take(
    context: Context,
    bundle: Bundle,
    actor_id: str | None,
    origin: str,
    at: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Taken:
    """Records first, in the order they were made, then photos. Stopped at any moment, it can be done again."""
    with context.store.read() as c:
        person = owner(c, bundle, at)
    taken, total = Taken(), len(bundle.records) + len(bundle.photos)
    for start in range(0, len(bundle.records), BATCH_MOST_RECORDS):
        some = bundle.records[start : start + BATCH_MOST_RECORDS]
        _take_records(context, bundle, some, person, at, taken)
        if progress:
            progress(start + len(some), total)
    for done, (sha, name) in enumerate(bundle.photos.items(), len(bundle.records) + 1):
        _take_photo(context, bundle, sha, name, at, taken)
        if progress:
            progress(done, total)
    facts = {"device": bundle.manifest.device_id, "records": dict(taken.records), "photos": taken.photos}
    with context.store.write() as c:
        audit.write(c, actor_id, "bundle.import", "person", person.id, facts, origin, at)
    return taken


def _take_records(context: Context, bundle: Bundle, names, person, at: datetime, taken: Taken) -> None:
    values = []
    for name in names:
        content = bundle.read(name, RECORD_MOST_BYTES * 2)
        try:
            values.append(json.loads(content))
        except (TypeError, ValueError, RecursionError):
            taken.damaged.append(name)
    for answer in receive.receive(context.store, person, bundle.manifest.device_id, values, at):
        taken.records[answer["outcome"]] = taken.records.get(answer["outcome"], 0) + 1
        taken.known += answer["dup"]


def _take_photo(context: Context, bundle: Bundle, sha: str, name: str, at: datetime, taken: Taken) -> None:
    with context.store.read() as c:
        row = c.execute(select(photo.c.state, photo.c.mime).where(photo.c.sha256 == sha)).first()
    if row is None:
        taken.photos_unnamed += 1
    elif row.state != "named":
        taken.photos_known += 1
    else:
        content = bundle.read(name, PHOTO_MOST_BYTES)
        if content is None or hashlib.sha256(content).hexdigest() != sha:
            taken.damaged.append(name)
            return
        context.photos.put(content)
        uploads.note_stored(context, sha, len(content), row.mime, at)
        taken.photos += 1


def told(taken: Taken, text) -> list[str]:
    """What was done, in sentences."""
    named = {outcome: taken.records.get(outcome, 0) for outcome in ("applied", "merged", "held", "refused")}
    lines = [
        text("bundle.told.records", count=sum(named.values()), known=taken.known, **named),
        text("bundle.told.photos", count=taken.photos, known=taken.photos_known),
    ]
    if taken.photos_unnamed:
        lines.append(text("bundle.told.unnamed", count=taken.photos_unnamed))
    if taken.damaged:
        shown = "、".join(name.rpartition("/")[2][:24] for name in taken.damaged[:5])
        lines.append(text("bundle.told.damaged", count=len(taken.damaged), names=shown))
    return lines
