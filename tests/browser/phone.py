"""The phone's screen in Chromium, for tests that tap, fill, look and photograph; no step may end at an error card."""

import re
from pathlib import Path

from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from tests.browser.tab import CHROMIUM, PATIENCE_MS, SIZE, Tab, launch

__all__ = ["CHROMIUM", "SIZE", "Phone", "launch"]


class Phone(Tab):
    """What a person does and sees on it."""

    # ── looking ────────────────────────────────────────────────────────────────────────────────
    def text(self, words: str):
        """Leaves carry text, rows and cards only a label."""
        return self.page.locator(f'[aria-label*="{words}"]').or_(self.page.get_by_text(words)).first

    def see(self, words: str, seconds: float | None = None) -> None:
        try:
            self.text(words).wait_for(state="attached", timeout=seconds * 1000 if seconds else PATIENCE_MS)
        except NotInTime as fault:
            raise self._missed(f"{words!r} is not seen") from fault
        self.no_crash()

    def sees(self, words: str) -> bool:
        return self.text(words).count() > 0

    def value(self, label: str) -> str:
        """What stands in a field; Flutter tells it only of the one that has the focus."""
        field = self._field(label)
        self._at_rest(field)
        field.click()
        expect(field).to_be_focused(timeout=PATIENCE_MS)
        return field.input_value()

    def gone(self, words: str) -> None:
        try:
            expect(self.text(words)).to_have_count(0, timeout=PATIENCE_MS)
        except AssertionError as fault:
            raise self._missed(f"{words!r} is still there") from fault
        self.no_crash()

    def no_crash(self) -> None:
        for card in ("Error running app", "这一步没有完成", "That did not work"):
            assert self.page.get_by_text(card).count() == 0, f"an error card is shown: {card}"

    # ── doing ──────────────────────────────────────────────────────────────────────────────────
    def tap(self, name: str, nth: int = 0) -> None:
        """Presses the thing with this name, scrolling to it if need be."""
        try:
            self._find(name, nth).dispatch_event("click")
        except NotInTime as fault:
            raise self._missed(f"{name!r} cannot be pressed") from fault
        self.no_crash()

    def fill(self, label: str, value: str) -> None:
        field = self._field(label)
        self._at_rest(field)
        field.click()
        expect(field).to_be_focused(timeout=PATIENCE_MS)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(value)
        expect(field, "what was typed stays").to_have_value(value, timeout=PATIENCE_MS)
        self.no_crash()

    def back(self) -> None:
        """The arrow or the cross on top."""
        self.page.get_by_role("button", name=re.compile(r"^(Back|返回|Close|关闭)")).first.dispatch_event(
            "click"
        )
        self.no_crash()

    def pick(self, name: str, *paths: Path) -> None:
        """Chooses files where the app asks for some."""
        with self.page.expect_file_chooser() as chooser:
            self.tap(name)
        chooser.value.set_files([str(path) for path in paths])

    def draw(self, name: str, hand: int = 4) -> None:
        """A zigzag with the finger down, across the field with this name; each hand has a wave of its own."""
        field = self.text(name)
        field.wait_for(state="attached")
        box = self._at_rest(field)
        left, top = box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.4
        mouse = self.page.mouse
        mouse.move(left, top)
        mouse.down()
        for step in range(1, 25):
            down = box["height"] * 0.2 if step % hand in (1, 2) else 0
            mouse.move(left + box["width"] * 0.5 * step / 24, top + down, steps=2)
            self.page.wait_for_timeout(20)  # as fast as a hand
        mouse.up()
        self.page.wait_for_timeout(300)  # Flutter takes a click that soon after for the same press
        self.no_crash()

    def shot(self, path: Path | str) -> None:
        """When nothing moves any more: two pictures a moment apart are the same."""
        before = self.page.screenshot()
        for _ in range(10):
            self.page.wait_for_timeout(250)
            after = self.page.screenshot()
            if after == before:
                break
            before = after
        Path(path).write_bytes(before)
