"""Figures that were slow to count are kept for a short while; the page says of when they are."""

import threading
import time


class Recent:
    """Keeps what took longer than `worth` seconds to make for `seconds`."""

    def __init__(self, seconds: float, worth: float):
        self.seconds, self.worth = seconds, worth
        self._kept: dict = {}
        self._lock = threading.Lock()

    def of(self, key, make):
        began = time.monotonic()
        with self._lock:
            kept = self._kept.get(key)
        if kept and began - kept[0] < self.seconds:
            return kept[1]
        made = make()
        if time.monotonic() - began > self.worth:
            with self._lock:
                self._kept = {k: v for k, v in self._kept.items() if began - v[0] < self.seconds}
                self._kept[key] = (began, made)
        return made

    def forget(self, key) -> None:
        with self._lock:
            self._kept.pop(key, None)
