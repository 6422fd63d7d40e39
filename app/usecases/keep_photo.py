"""A photo is kept: its file first, then its row, so that no row ever lacks its file."""

import json

from app.storage import answers, hazards, moves, photo_files, photo_limits, photos
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import open_finding_row, open_visit
from app.usecases.make_room import make_room
from inspection.finding import AFTER, BEFORE
from inspection.problems import Problem

TAKEN, IMPORTED, DRAWN = "taken", "imported", "drawn"


def keep_photo(
    store: Store,
    shot,
    owner_kind: str,
    owner_id: str,
    role: str,
    visit_id: str | None,
    at: Moment,
    *,
    source: str = TAKEN,
    position: dict | None = None,
    device: str = "",
) -> str:
    """The photo's name. `shot` is what `app.capture.shrink` made; the same bytes twice are one photo in two places.

    `position`: {lat_e6, lon_e6, acc_m, at} when there is one. A picked photo keeps the time its file tells, if any.
    Problems: photo.no_space, visit.unknown, visit.not_open, finding.unknown, finding.frozen, photo.owner_gone,
    photo.same_as_before, photo.too_many, storage.full.
    """
    with store.read() as s:
        demand_open(s, owner_kind, owner_id, visit_id)
        demand_evidence(s, shot.sha256, owner_kind, owner_id, role)
        photo_limits.demand_room(s, owner_kind, owner_id, visit_id)
    make_room(store, len(shot.bytes) + photo_files.KEPT_FREE)
    photo_files.write(store.folder, shot.sha256, shot.bytes)
    with store.write("photos", *TOPICS.get(owner_kind, ())) as s:
        demand_open(s, owner_kind, owner_id, visit_id)
        demand_evidence(s, shot.sha256, owner_kind, owner_id, role)
        photo_limits.demand_room(s, owner_kind, owner_id, visit_id)
        photo_files.write(
            store.folder, shot.sha256, shot.bytes
        )  # already there, and kept from a sweep under this lock
        add_row(s, shot, source, at, position, device)
        photos.hang(s, shot.sha256, owner_kind, owner_id, role, visit_id, at.wall)
        if owner_kind == "answer":
            answers.touched(s, *owner_id.split("/", 2))
    return shot.sha256


def remove_photo(store: Store, sha256: str, owner_kind: str, owner_id: str, role: str) -> None:
    """It hangs there no longer. Its file goes with a later sweep, unless it is used elsewhere.

    Problems: visit.not_open, finding.unknown, finding.frozen, photo.owner_gone.
    """
    with store.write("photos", *TOPICS.get(owner_kind, ())) as s:
        demand_open(
            s, owner_kind, owner_id, owner_id.split("/")[0] if owner_kind in ("answer", "signature") else None
        )
        photos.take_down(s, owner_kind, owner_id, sha256, role)


TOPICS = {
    "answer": ("answers",),
    "finding": ("findings",),
    "recheck": ("hazards",),
    "rectification": ("hazards",),
    "signature": ("visits",),
}


def demand_open(s, owner_kind: str, owner_id: str, visit_id: str | None) -> None:
    if visit_id is not None:
        open_visit(s, visit_id)
    if owner_kind == "finding":
        open_finding_row(s, owner_id)
    if owner_kind in moves.KINDS and all(draft.id != owner_id for draft in moves.drafts(s)):
        raise Problem("photo.owner_gone")


def demand_evidence(s, sha256: str, owner_kind: str, owner_id: str, role: str) -> None:
    """A picture of how it was found proves no correction, and the other way round. Problems: photo.same_as_before."""
    if role not in (BEFORE, AFTER):
        return
    shown = {(one.sha256, one.role) for one in photos.of(s, owner_kind, owner_id)}
    if owner_kind in moves.KINDS:
        hazard_id = next((draft.hazard_id for draft in moves.drafts(s) if draft.id == owner_id), None)
        known = hazards.by_id(s, hazard_id) if hazard_id else None
        shown |= {(one.sha256, BEFORE) for one in (known.photos if known else ()) if one.role != AFTER}
    if (sha256, BEFORE if role == AFTER else AFTER) in shown:
        raise Problem("photo.same_as_before")


def add_row(s, shot, source: str, at: Moment, position: dict | None, device: str) -> None:
    photos.add(
        s,
        {
            "sha256": shot.sha256,
            "size": len(shot.bytes),
            "mime": shot.mime,
            "w": shot.w,
            "h": shot.h,
            "source": source,
            "taken_at": shot.taken_at if source == IMPORTED else at.wall,
            "position": position and json.dumps(position),
            "device": device[:120],
            "thumb": shot.thumb,
            "state": "here",
            "sent_bytes": 0,
            "tries": 0,
        },
    )
