"""Photos on this phone: what they show, where they hang, and how far they have travelled."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exists, func, or_, select, true
from sqlalchemy.dialects.sqlite import insert

from app.storage import photo_files
from app.storage.tables import move_draft, outbox, outbox_photo, photo, photo_use, visit

LOST, DAMAGED = "photo.lost", "photo.damaged"  # here no more, or no longer what its name says
HOPELESS = (LOST, DAMAGED, "photo.too_large")  # sending again would not help


@dataclass(frozen=True)
class PhotoRow:
    sha256: str
    role: str
    mime: str
    w: int
    h: int
    thumb: bytes | None
    taken_at: str | None
    source: str
    problem: str | None
    state: str = "here"
    position: dict | None = None
    device: str = ""
    echoed_at: str | None = None
    size: int = 0
    sent_bytes: int = 0


@dataclass(frozen=True)
class PhotoUse:
    owner_kind: str
    owner_id: str
    role: str
    visit_id: str | None


@dataclass(frozen=True)
class PhotoToSend:
    sha256: str
    size: int
    mime: str
    upload: str | None
    sent_bytes: int
    major: bool
    tries: int
    problem: str | None


def of(s, owner_kind: str, owner_id: str) -> list[PhotoRow]:
    """In the order they were added."""
    return _rows(s, photo_use.c.owner_kind == owner_kind, photo_use.c.owner_id == owner_id)


def of_visit(s, visit_id: str) -> list[PhotoRow]:
    """Every photo of the visit, also those of its findings and signatures, each use of it."""
    return _rows(s, photo_use.c.visit_id == visit_id)


def of_record(s, record_id: str) -> list[PhotoRow]:
    """The photos a frozen record names."""
    named = select(outbox_photo.c.sha256).where(outbox_photo.c.record_id == record_id)
    rows = s.execute(
        select(photo).where(photo.c.sha256.in_(named)).order_by(photo.c.taken_at, photo.c.sha256)
    )
    return [_photo(row, "") for row in rows]


def uses_of_visit(s, visit_id: str, owner_kind: str) -> list[tuple[str, dict, str]]:
    """(owner_id, {sha256, role}, added_at) of what hangs on owners of this kind."""
    wanted = select(photo_use).where(photo_use.c.visit_id == visit_id, photo_use.c.owner_kind == owner_kind)
    rows = s.execute(wanted.order_by(photo_use.c.added_at, photo_use.c.sha256))
    return [(row.owner_id, {"sha256": row.sha256, "role": row.role}, row.added_at) for row in rows]


def uses(s, sha256: str) -> list[PhotoUse]:
    """Every place where the photo hangs."""
    wanted = select(photo_use.c.owner_kind, photo_use.c.owner_id, photo_use.c.role, photo_use.c.visit_id)
    return [
        PhotoUse(*row)
        for row in s.execute(wanted.where(photo_use.c.sha256 == sha256).order_by(photo_use.c.added_at))
    ]


def count(s, owner_kind: str, owner_id: str) -> int:
    hung = (photo_use.c.owner_kind == owner_kind, photo_use.c.owner_id == owner_id)
    return s.scalar(select(func.count()).select_from(photo_use).where(*hung))


def by_sha(s, sha256: str) -> PhotoRow | None:
    row = s.execute(select(photo).where(photo.c.sha256 == sha256)).first()
    return _photo(row, "") if row else None


def path(store, sha256: str) -> Path | None:
    """Where the bytes lie; None when they are not on this phone."""
    found = photo_files.path(store.folder, sha256)
    return found if found.exists() else None


def manifest(s, shas) -> list[dict]:
    """What a record declares of its photos."""
    rows = s.execute(select(photo).where(photo.c.sha256.in_(list(shas))).order_by(photo.c.sha256)).all()
    return [
        {
            "sha256": row.sha256,
            "size": row.size,
            "mime": row.mime,
            "w": row.w,
            "h": row.h,
            "source": row.source,
            "taken_at": row.taken_at,
            "position": row.position and json.loads(row.position),
            "device": row.device,
        }
        for row in rows
    ]


def add(s, values: dict) -> None:
    """A photo whose file is already in place. The same bytes again are the same photo, here once more."""
    s.execute(
        insert(photo)
        .values(values)
        .on_conflict_do_update(index_elements=["sha256"], set_={"state": values["state"], "problem": None})
    )


def hang(s, sha256: str, owner_kind: str, owner_id: str, role: str, visit_id: str | None, at: str) -> None:
    values = {
        "sha256": sha256,
        "owner_kind": owner_kind,
        "owner_id": owner_id,
        "role": role,
        "visit_id": visit_id,
        "added_at": at,
    }
    s.execute(insert(photo_use).values(values).on_conflict_do_nothing())


def take_down(s, owner_kind: str, owner_id: str, sha256: str | None = None, role: str | None = None) -> None:
    """Unhang it there. A photo that then hangs nowhere, and stands in no record, loses its row; its file goes
    with a later sweep."""
    told = ((photo_use.c.sha256, sha256), (photo_use.c.role, role))
    uses = [
        photo_use.c.owner_kind == owner_kind,
        photo_use.c.owner_id == owner_id,
        *(c == v for c, v in told if v is not None),
    ]
    shas = list(s.scalars(select(photo_use.c.sha256).where(*uses)))
    s.execute(photo_use.delete().where(*uses))
    _drop_loose(s, shas)


def take_down_visit(s, visit_id: str) -> None:
    """All that hangs on the visit, its findings and signatures."""
    shas = list(s.scalars(select(photo_use.c.sha256).where(photo_use.c.visit_id == visit_id)))
    s.execute(photo_use.delete().where(photo_use.c.visit_id == visit_id))
    _drop_loose(s, shas)


def drop_settled(s) -> None:
    """Photos of moves that are neither draft nor in a record any more; visits take theirs along."""
    drafted, recorded = (
        exists().where(move_draft.c.id == photo_use.c.owner_id),
        exists().where(outbox_photo.c.sha256 == photo_use.c.sha256),
    )
    of_moves = photo_use.c.owner_kind.in_(("recheck", "rectification"))
    shas = list(s.scalars(select(photo_use.c.sha256).where(of_moves, ~drafted, ~recorded)))
    s.execute(photo_use.delete().where(of_moves, ~drafted, ~recorded))
    _drop_loose(s, shas)


def let_go(s, size: int) -> list[tuple[str, int]]:
    """Mark as no longer here what the office has of settled records, the first echoed first: (sha256, size) of each.

    What a draft still shows stays.
    """
    open_record = select(outbox.c.id).where(outbox.c.id == outbox_photo.c.record_id)
    unsettled = open_record.where(or_(outbox.c.outcome.is_(None), outbox.c.outcome.in_(("held", "refused"))))
    needed = select(outbox_photo.c.sha256).where(unsettled.exists())
    shown = select(photo_use.c.sha256).where(
        photo_use.c.visit_id.in_(select(visit.c.id).where(visit.c.state != "frozen"))
        | photo_use.c.owner_id.in_(select(move_draft.c.id))
    )
    wanted = select(photo.c.sha256, photo.c.size).where(
        photo.c.echoed_at.is_not(None),
        photo.c.state == "here",
        photo.c.sha256.not_in(needed),
        photo.c.sha256.not_in(shown),
    )
    gone, freed = [], 0
    for row in s.execute(wanted.order_by(photo.c.echoed_at, photo.c.sha256)).all():
        if freed >= size:
            break
        gone.append((row.sha256, row.size))
        freed += row.size
    s.execute(photo.update().where(photo.c.sha256.in_([sha for sha, _ in gone])).values(state="gone"))
    return gone


def known(s) -> set[str]:
    return set(s.scalars(select(photo.c.sha256)))


def _drop_loose(s, shas) -> None:
    used = exists().where(photo_use.c.sha256 == photo.c.sha256) | exists().where(
        outbox_photo.c.sha256 == photo.c.sha256
    )
    s.execute(photo.delete().where(photo.c.sha256.in_(shas), ~used))


# ── travelling ─────────────────────────────────────────────────────────────────────────────────


def to_send(s, limit: int = 200, most: int | None = None) -> list[PhotoToSend]:
    """Photos of records the office has, not yet echoed by it: majors first, then the oldest, small before large.
    Only those of at most `most` bytes."""
    major, oldest = func.max(outbox_photo.c.major), func.min(outbox.c.seq)
    wanted = (
        select(photo, major.label("major"))
        .join(outbox_photo, outbox_photo.c.sha256 == photo.c.sha256)
        .join(outbox, outbox.c.id == outbox_photo.c.record_id)
        .where(outbox.c.outcome.is_not(None), photo.c.echoed_at.is_(None))
        .where(or_(photo.c.problem.is_(None), photo.c.problem.not_in(HOPELESS)))
        .where(photo.c.size <= most if most is not None else true())
        .group_by(photo.c.sha256)
        .order_by(major.desc(), oldest, photo.c.size)
        .limit(limit)
    )
    return [
        PhotoToSend(
            row.sha256,
            row.size,
            row.mime,
            row.upload,
            row.sent_bytes,
            bool(row.major),
            row.tries,
            row.problem,
        )
        for row in s.execute(wanted)
    ]


def unsent(s) -> list[str]:
    """Hashes of what records name and the office has not echoed."""
    named = select(outbox_photo.c.sha256)
    wanted = select(photo.c.sha256).where(photo.c.echoed_at.is_(None), photo.c.state == "here")
    return list(s.scalars(wanted.where(photo.c.sha256.in_(named)).order_by(photo.c.taken_at)))


def note_progress(s, sha256: str, upload: str | None, sent_bytes: int) -> None:
    """How far an upload has come, so that it goes on from there."""
    s.execute(photo.update().where(photo.c.sha256 == sha256).values(upload=upload, sent_bytes=sent_bytes))


def echoed(s, sha256: str, at: str) -> None:
    """The office named this hash as stored."""
    values = {"echoed_at": at, "upload": None, "sent_bytes": photo.c.size, "problem": None}
    s.execute(photo.update().where(photo.c.sha256 == sha256).values(values))


def trouble(s, sha256: str, code: str) -> None:
    s.execute(photo.update().where(photo.c.sha256 == sha256).values(problem=code, tries=photo.c.tries + 1))


def echoed_since(s, at: str) -> list[str]:
    return list(s.scalars(select(photo.c.sha256).where(photo.c.echoed_at >= at)))


def offer_again(s, shas) -> None:
    """The office was restored and no longer has these."""
    s.execute(
        photo.update().where(photo.c.sha256.in_(list(shas))).values(echoed_at=None, upload=None, sent_bytes=0)
    )


def _rows(s, *conditions) -> list[PhotoRow]:
    wanted = (
        select(photo, photo_use.c.role)
        .join(photo_use, photo_use.c.sha256 == photo.c.sha256)
        .where(*conditions)
    )
    return [_photo(row, row.role) for row in s.execute(wanted.order_by(photo_use.c.added_at, photo.c.sha256))]


def _photo(row, role: str) -> PhotoRow:
    return PhotoRow(
        row.sha256,
        role,
        row.mime,
        row.w,
        row.h,
        row.thumb,
        row.taken_at,
        row.source,
        row.problem,
        row.state,
        row.position and json.loads(row.position),
        row.device,
        row.echoed_at,
        row.size,
        row.sent_bytes,
    )
