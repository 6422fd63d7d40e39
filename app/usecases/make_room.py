"""A phone short of space lets go of photos that the office has, the oldest first; nothing else ever goes for it."""

from app.storage import photo_files, photos
from app.storage.store import Store

SPARE = 200 * 1024 * 1024  # at a start, so that a working day fits


def make_room(store: Store, needed: int = SPARE) -> int:
    """Free up to what is missing of `needed` bytes; how many bytes went. Their thumbs and records stay.

    Last go copies of the office's photos that were only looked at here: without a signal they may be wanted yet.
    """
    missing = needed - photo_files.free(store.folder)
    if missing <= 0:
        return 0
    with store.write("photos") as s:
        gone = photos.let_go(s, missing)
    for sha256, _ in gone:
        photo_files.remove(store.folder, sha256)
    freed = sum(size for _, size in gone)
    return freed + photo_files.forget_seen(store.folder, missing - freed)
