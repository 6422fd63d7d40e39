"""What is still to happen, in the order of time: whatever happens may put further things in."""

import heapq
import itertools
from datetime import datetime


class Diary:
    def __init__(self):
        self._coming: list = []
        self._order = itertools.count()
        self.now: datetime | None = None  # of the newest thing that happened

    def put(self, at: datetime, act, *args) -> None:
        heapq.heappush(self._coming, (at, next(self._order), act, args))

    def live(self, until: datetime, looked_at) -> None:
        """Lets everything happen that lies before `until`; `looked_at(at)` is told the time now and then."""
        while self._coming and self._coming[0][0] <= until:
            at, _, act, args = heapq.heappop(self._coming)
            self.now = at
            looked_at(at)
            act(at, *args)
