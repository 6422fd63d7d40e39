"""What changes are announced under, and how an announcement from any thread reaches the page that draws.

Each page (one on a phone, one for each browser tab) has topics of its own, because Flet knows by a context
variable which page is being drawn; what the store announces is carried over to each.
"""

import contextvars
from dataclasses import dataclass

import flet as ft


@ft.observable
@dataclass
class Topic:
    """What components subscribe to; `n` counts the changes."""

    n: int = 0


class Topics(dict):
    """The topics of one page, made when first asked for."""

    def __missing__(self, name: str) -> Topic:
        self[name] = Topic()
        return self[name]

    def bump(self, names) -> None:
        """On the page's event loop, with the page as context."""
        for name in names:
            self[name].n += 1


class Ear:
    """Hears announcements on any thread and redraws one page, many announcements at a time."""

    def __init__(self, page: ft.Page, topics: Topics):
        self.page, self.topics = page, topics
        self.waiting: set[str] = set()
        self.due = False

    def hear(self, *names) -> None:
        for name in names:
            self.waiting.update([name] if isinstance(name, str) else name)
        if self.due:
            return
        self.due = True  # before it runs: on another thread it may be over by the time we are back
        if not self.run(self._redraw):
            self.due = False

    def run(self, coroutine_function) -> bool:
        """On the page's event loop, from any thread. False when the page is gone or away."""
        try:
            # run_task sets the page in the context it is called from; that may be another page's handler
            contextvars.copy_context().run(self.page.run_task, coroutine_function)
        except (RuntimeError, AttributeError):
            return False
        return True

    def everything(self) -> None:
        """After an absence: whatever was announced meanwhile."""
        self.hear(*self.topics)

    async def _redraw(self) -> None:
        self.due = False
        names, self.waiting = self.waiting, set()
        self.topics.bump(names)
