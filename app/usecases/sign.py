"""A finger signature under the visit, or the record that someone would not sign (安全生产法 §68)."""

from app.storage import photo_files, photos, signatures
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import open_visit, words
from app.usecases.keep_photo import DRAWN, add_row
from app.usecases.make_room import make_room
from inspection.problems import Problem

INSPECTOR = "inspector"


def sign(
    store: Store, visit_id: str, who: str, name: str, shot, at: Moment, person_id: str | None = None
) -> None:
    """`who` is inspector or companion; `shot` is the drawing as PNG. Signing again replaces.

    `person_id` tells two participants of one name apart; without it the first of that name signs.

    Problems: visit.unknown, visit.not_open, visit.signer_unnamed, photo.no_space.
    """
    with store.read() as s:
        open_visit(s, visit_id)
    signer = signer_of(name)
    make_room(store, len(shot.bytes) + photo_files.KEPT_FREE)
    photo_files.write(store.folder, shot.sha256, shot.bytes)
    with store.write("visits", "photos") as s:
        row = open_visit(s, visit_id)
        photo_files.write(store.folder, shot.sha256, shot.bytes)
        if who == INSPECTOR and person_id is None:
            person_id = next((one.person_id for one in row.participants if one.name == signer), None)
        content = signatures.content_of(s, row)
        owner = signatures.put(
            s, visit_id, who, signer, person_id, at.wall, sha256=shot.sha256, content=content
        )
        add_row(s, shot, DRAWN, at, None, "")
        photos.hang(s, shot.sha256, "signature", owner, "signature", visit_id, at.wall)


def refuse_signature(
    store: Store, visit_id: str, who: str, name: str, reason: str, witness: str, at: Moment
) -> None:
    """They would not sign. Problems: visit.unknown, visit.not_open, visit.signer_unnamed, visit.reason_needed."""
    with store.write("visits", "photos") as s:
        open_visit(s, visit_id)
        why = words(reason, 500)
        if not why:
            raise Problem("visit.reason_needed")
        told = {"refused": 1, "reason": why, "witness": words(witness, 60)}
        signatures.put(s, visit_id, who, signer_of(name), None, at.wall, **told)


def signer_of(name: str) -> str:
    signer = words(name, 60)
    if not signer:
        raise Problem("visit.signer_unnamed")
    return signer
