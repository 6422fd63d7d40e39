"""Looks at every photo once after it is safely kept: is it a picture, how large, and its small view made.

What cannot be decoded is marked and kept; nothing that arrived is ever deleted for what it is.
"""

import logging
import threading
import time

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from inspection.days import to_text
from sync_server import uploads
from sync_server.context import Context
from sync_server.tables import photo
from sync_server.viewing import Seen

AT_ONCE = 20
QUIET_S = 1.5  # without a new photo, before any is looked at: whoever still sends goes first
LATEST_S = 30  # even while they keep coming
SWEPT_EVERY_S = 3600
log = logging.getLogger("anjian.photos")


class PhotoChecks:
    """A thread of the server. `wake()` after a photo has arrived."""

    def __init__(self, context: Context):
        self.context = context
        self._wake, self._stop = threading.Event(), threading.Event()
        self._came = 0.0
        self._thread = threading.Thread(target=self._run, name="photo checks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._came = time.monotonic()
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        swept = None
        while not self._stop.is_set():
            try:
                if swept is None or time.monotonic() - swept > SWEPT_EVERY_S:
                    uploads.sweep(self.context, self.context.now())
                    swept = time.monotonic()
                while self._calm() and check_some(self.context, self._stop):
                    pass
            except (OSError, SQLAlchemyError):
                log.exception("photo checks go on later")
            self._wake.wait(SWEPT_EVERY_S)
            self._wake.clear()

    def _calm(self) -> bool:
        """Waits until nobody is sending, but not for ever; whether to go on at all."""
        latest = time.monotonic() + LATEST_S
        while not self._stop.is_set():
            rest = min(self._came + QUIET_S, latest) - time.monotonic()
            if rest <= 0:
                break
            self._stop.wait(rest)
        return not self._stop.is_set()


def check_some(context: Context, stop: threading.Event | None = None) -> int:
    """Checks the next few photos; how many. Also used by tests, the demo and after a restore.

    A photo whose small view finds no room on the disk is left for later: that says nothing of the photo.
    """
    unchecked = select(photo.c.sha256).where(photo.c.state == "stored", photo.c.checked_at.is_(None))
    with context.store.read() as c:
        hashes = list(c.scalars(unchecked.order_by(photo.c.sha256).limit(AT_ONCE)))
    seen = {}
    for sha in hashes:
        if stop is not None and stop.is_set():
            break
        there = context.photos.has(sha)
        seen[sha] = (
            context.photos.viewer.look(context.photos.path(sha), sha) if there else Seen(why="no_file")
        )
    seen = {sha: one for sha, one in seen.items() if one.why != "not_written"}
    if seen:
        with context.store.write() as c:
            for sha, one in seen.items():
                c.execute(
                    update(photo)
                    .where(photo.c.sha256 == sha)
                    .values(**_found(one), checked_at=to_text(context.now()))
                )
    return len(seen)


def _found(one: Seen) -> dict:
    if one.why == "no_file":
        return {}
    if one.why:
        return {"state": "undecodable"}
    return {"w": one.w, "h": one.h, "mime": one.mime}
