"""Once at every start: what has had its time leaves the phone. Nothing leaves that the office does not have whole."""

from datetime import timedelta

from app.storage import frozen, outbox, photo_files, photos, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drop_visit import empty_bin
from app.usecases.make_room import make_room
from inspection.days import to_instant, to_text

SETTLED_DAYS = 30  # an office restored from a backup is offered these again
STRAY_DAYS = 7  # photos taken down: files that no row names


def tidy_up(store: Store, at: Moment) -> dict:
    """How much went: {"visits", "records", "files", "bytes"}; bytes of photos only when the phone is short of space."""
    dropped = empty_bin(store, at)
    before = to_text(to_instant(at.wall) - timedelta(days=SETTLED_DAYS))
    with store.write("outbox", "visits", "photos") as s:
        gone = outbox.forget_settled(s, before)
        for visit_id in visits.settled_away(s):
            photos.take_down_visit(s, visit_id)
            visits.remove(s, visit_id)
        photos.drop_settled(s)
    for seq, record_id in gone:
        frozen.record_file(store.folder, seq, record_id).unlink(missing_ok=True)
    swept = sweep_photos(store, (to_instant(at.wall) - timedelta(days=STRAY_DAYS)).timestamp())
    freed = make_room(store)
    return {"visits": dropped, "records": len(gone), "files": swept, "bytes": freed}


def sweep_photos(store: Store, older_than: float) -> int:
    """Remove files that no row names, last written before `older_than` (seconds since 1970). How many.

    Under the writer's lock: whoever keeps the same photo at this moment looks again for its file under that lock.
    """
    with store.write() as s:
        strays = photo_files.strays(store.folder, photos.known(s), older_than)
        for file in strays:
            file.unlink(missing_ok=True)
    return len(strays)
