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


class Screen(dict):
    """The topics as one screen hears them, made when first asked for."""

    def __init__(self):
        self.missed: set[str] = set()

    def __missing__(self, name: str) -> Topic:
        self[name] = Topic()
        return self[name]

    def hear(self, names) -> None:
        for name in names:
            if name in self:
                self[name].n += 1


class Topics(Screen):
    """The topics of one page. A screen that lies below another is drawn again when it is on top again, and not
    at every tap on the one above it. `route()` is the address of the screen on top."""

    def __init__(self, route=lambda: ""):
        super().__init__()
        self._route = route
        self._screens: dict[str, Screen] = {}

    def of(self, screen: str) -> Screen:
        """`screen`: its address; without one it hears everything at once."""
        return self._screens.setdefault(screen, Screen()) if screen else self

    def bump(self, names) -> None:
        """On the page's event loop, with the page as context."""
        for name in names:
            self[name].n += 1
        top = self._route()
        for address, screen in self._screens.items():
            if address == top or top not in self._screens:
                screen.hear(names)
            else:
                screen.missed.update(names)

    def come_up(self) -> None:
        """Tells the screen on top what it missed."""
        screen = self._screens.get(self._route())
        if screen and screen.missed:
            missed, screen.missed = screen.missed, set()
            screen.hear(missed)


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
            if self.page.session.connection.loop.is_closed():
                return False
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
