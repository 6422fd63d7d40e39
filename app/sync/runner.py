"""When the phone speaks with the office, and in which order: token, records out, changes in, photos out.

One run at a time: a second trigger leaves at once, and what was written meanwhile makes the run go round
again. Flet has no service in the background, so everything here happens while the app is open.
"""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import replace

from app.storage import meta, outbox, settings
from app.storage import photos as photo_rows
from app.sync import photos, pull, push, views
from app.sync.client import Client
from app.sync.errors import Identity, ServerFault, SyncProblem, TooOld
from app.sync.line import Line, Stopped
from app.sync.status import IDLE, OFFLINE, PAUSED, PROBLEM, RUNNING, SyncStatus
from app.sync.tokens import Tokens
from inspection.problems import Problem

log = logging.getLogger(__name__)
WAIT_FIRST_S, WAIT_MOST_S = 2, 300
WORDS_EVERY_S = 30  # records and changes again while photos take their time
ROUNDS = 20
UPLOAD_ONLY = "device.upload_only"  # of somebody who has left: may hand in, no longer read


class Runner:
    """The exchange of one person on this phone; the face `Sync` that screens are given.

    `offload(work)` runs something blocking elsewhere than on the event loop; `chance()` is evenly spread
    from 0 to 1; `clock_differs(ms)` is told by how much the server's clock is ahead.
    """

    def __init__(self, store, client: Client, tokens: Tokens, now, config, offload, chance, clock_differs):
        self.store, self.client, self.tokens, self.now, self.config = store, client, tokens, now, config
        self.offload, self.chance, self.clock_differs = offload, chance, clock_differs
        self._running, self._again, self._stop = threading.Lock(), threading.Event(), threading.Event()
        self._by_hand = False
        self._failures = 0
        self._next_at = 0.0  # time.monotonic() of the next run of its own accord
        self._kinds: list[str] | None = None
        with store.read() as s:
            last = meta.get(s, "last_ok_at")
        self.status = SyncStatus(last_ok_at=last)
        self._own_thread = 0
        self._deaf = store.listen(self._heard)

    # ── triggers: none waits for anything ───────────────────────────────────────────────────────
    def sync_now(self) -> None:
        """The button: also retries what had been given up."""
        self._by_hand = True
        self._go(again=True)

    def resumed(self) -> None:
        self._go()

    def network(self, kinds: list[str]) -> None:
        """What the device reports of its network: a change from none to some is worth a try."""
        was, self._kinds = self._kinds, [kind for kind in kinds if kind != "none"]
        if self._kinds and self._kinds != was:
            self._failures = 0
            self._go()

    def tick(self) -> None:
        """To be called every second or two while the app is open."""
        if time.monotonic() >= self._next_at and not self._running.locked() and not self._stop.is_set():
            self._go()

    def stop(self) -> None:
        """Ends the run under way at its next step, and any later one."""
        self._stop.set()
        self._deaf()

    def photo(self, sha256: str, size: str = "screen") -> bytes | None:
        """A photo the office has, kept here once seen; None while it cannot be had. May wait for the network."""
        return views.photo(self._line(), sha256, size)

    def _heard(self, topics) -> None:
        if "outbox" in topics and threading.get_ident() != self._own_thread and not self._stop.is_set():
            if self._failures:
                return  # its turn comes with the back-off; a lost line is not tried at every tap
            self._go(again=True)

    def _go(self, again: bool = False) -> None:
        if again:  # a run under way may already be past what is new
            self._again.set()
        if not self._running.locked():
            self.offload(self.run)

    # ── one run ─────────────────────────────────────────────────────────────────────────────────
    def run(self) -> SyncStatus:
        """Everything there is to exchange just now. Leaves at once when a run is under way already."""
        while not self._stop.is_set() and self._running.acquire(blocking=False):
            try:
                self._own_thread = threading.get_ident()
                for _ in range(ROUNDS):
                    self._again.clear()
                    self._once()
                    if not self._again.is_set() or self.status.state != IDLE:
                        break
            finally:
                self._own_thread = 0
                self._running.release()
            if not self._again.is_set() or self.status.state != IDLE:
                break  # else a trigger came between the last look and the release
        return self.status

    def _once(self) -> None:
        by_hand, self._by_hand = self._by_hand, False
        try:
            with self.store.read() as s:
                self.config = self.config.chosen(settings.all(s))
                total = _left(s)
            self._say(SyncStatus(RUNNING, last_ok_at=self.status.last_ok_at, total=total))
            self._exchange(self._line(), by_hand)
            self._went_well()
        except Stopped:
            self._say(SyncStatus(IDLE, last_ok_at=self.status.last_ok_at))
        except Problem as problem:
            self._went_wrong(problem)
        except Exception:
            log.exception("an exchange with the office failed unexpectedly")
            self._went_wrong(Problem("sync.unexpected"))
        with suppress(Problem):  # a full phone: how the exchange went is said already
            self._keep_clock()

    def _exchange(self, line: Line, by_hand: bool) -> None:
        """Words before pictures. A phone that may not read changes still hands over all it holds."""
        self.tokens.bearer(self.client)
        deaf = self._words(line, by_hand)
        while not photos.send(line, time.monotonic() + WORDS_EVERY_S, by_hand, self._photo_most()):
            deaf = self._words(line, False) or deaf
        push.ask_after_held(line)
        if deaf:
            raise deaf
        if line.echoed:
            pull.pull(line)  # what the photos set free
        views.bring(line)

    def _photo_most(self) -> int | None:
        """Bytes a photo may have to travel over this network; None for any. Where the device does not say which
        network it is, none waits for ever for a better one."""
        free = not self._kinds or "mobile" not in self._kinds or bool({"wifi", "ethernet"} & {*self._kinds})
        return None if free or not self.config.mobile_photo_kb else self.config.mobile_photo_kb * 1024

    def _words(self, line: Line, by_hand: bool) -> Problem | None:
        push.push(line, self.config.batch, by_hand)
        try:
            again = pull.pull(line)
        except (TooOld, Identity) as problem:
            if isinstance(problem, Identity) and problem.code != UPLOAD_ONLY:
                raise
            return problem
        except (AttributeError, KeyError, TypeError, ValueError):
            log.exception("what the office sent could not be read")
            return Problem("sync.unreadable")
        if again:  # the office was restored: what it lost goes out once more
            push.push(line, self.config.batch)
        return None

    def _line(self) -> Line:
        return Line(
            self.store, self.client, self.tokens, self.now, self._stop, self._progressed, self._again.is_set
        )

    def _progressed(self) -> None:
        with self.store.read() as s:
            left = _left(s)
        total = max(self.status.total, left)
        self._say(replace(self.status, sent=total - left, total=total))

    def _went_well(self) -> None:
        self._failures = 0
        self._next_at = time.monotonic() + self.config.every_minutes * 60
        at = self.now().wall
        with self.store.write() as s:
            meta.put(s, "last_ok_at", at)
            most = self._photo_most()
            large = len(photo_rows.to_send(s, 1000)) - len(photo_rows.to_send(s, 1000, most)) if most else 0
        self._say(SyncStatus(IDLE, last_ok_at=at, for_wifi=large))

    def _went_wrong(self, problem: Problem) -> None:
        self._failures += 1
        wait = self.chance() * min(WAIT_MOST_S, WAIT_FIRST_S * 2 ** min(self._failures, 20))
        if isinstance(problem, SyncProblem) and problem.wait_s:
            wait = max(problem.wait_s, wait)
        state = PROBLEM
        if isinstance(problem, ServerFault) or problem.code == "sync.offline":
            state = OFFLINE
        elif isinstance(problem, (Identity, TooOld)):
            state, wait = PAUSED, self.config.every_minutes * 60
        self._next_at = time.monotonic() + max(wait, 1)
        code = "sync.sign_in_again" if problem.code in ("token.expired", "token.revoked") else problem.code
        self._say(SyncStatus(state, code, dict(problem.facts), self.status.last_ok_at))

    def _keep_clock(self) -> None:
        offset = self.client.offset
        if offset is None:
            return
        self.clock_differs(offset)
        with self.store.write() as s:
            meta.put(s, "clock_offset", str(offset))

    def _say(self, status: SyncStatus) -> None:
        self.status = status
        self.store.announce("sync")


def _left(s) -> int:
    told = outbox.holds(s)
    return told["records"] + told["photos"]
