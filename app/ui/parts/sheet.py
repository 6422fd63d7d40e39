"""The rows of one checklist as they stand on the screen, apart from what is kept: taps show at once."""

import threading

from app.storage import visits
from app.ui.parts.item_row import Line

WINDOW = 14  # rows drawn at once; more while scrolling
BEFORE = 4  # rows drawn above the one that is jumped to


class Sheet:
    """Not observed itself: a change redraws the row it belongs to, never the list."""

    def __init__(self, store, visit_id: str, code: str):
        with store.read() as s:
            rows = visits.items(s, visit_id, code)
            visit = visits.by_id(s, visit_id)
        self.lines = [Line(number, row) for number, row in enumerate(rows, 1)]
        self.turn = threading.Lock()  # a value just typed is kept before the answer tapped after it
        self.by_item = {line.row.item.code: line for line in self.lines}
        self.stand = (
            visit.at_item if visit and visit.at_checklist == code and visit.at_item in self.by_item else None
        )

    def take(self, rows) -> None:
        """What is kept now."""
        for row in rows:
            line = self.by_item.get(row.item.code)
            if line:
                line.take(row)

    def take_back(self) -> None:
        """What was shown ahead of being kept, and was not kept."""
        for line in self.lines:
            line.answer = None

    def window_of(self, item: str | None) -> tuple[int, int]:
        """The rows to draw so that `item` is among them."""
        index = self.by_item[item].number - 1 if item in self.by_item else 0
        start = 0 if len(self.lines) <= WINDOW or index < WINDOW - BEFORE else index - BEFORE
        return start, min(start + WINDOW, len(self.lines))
