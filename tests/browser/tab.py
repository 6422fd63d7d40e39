"""One browser tab with the phone app in it, and the finding of things on it.

Flutter draws on a canvas; what can be read and pressed is its semantics tree, the same that a screen reader uses.
"""

import itertools
import re
import time

from playwright.sync_api import Browser

from tests.browser.looks import shot_path

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
SIZE = {"width": 412, "height": 915}
PATIENCE_MS = 60_000

# With a mobile user agent the placeholder covers the page and wants a touch at its centre; else a click does it.
ENABLE_SEMANTICS = """() => { const e = document.querySelector('flt-semantics-placeholder'); if (!e) return;
  const b = e.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
  if (b.width < 10) { e.click(); return; }
  e.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, clientX: x, clientY: y}));
  e.dispatchEvent(new TouchEvent('touchend', {bubbles: true, cancelable: true, changedTouches: [
    new Touch({identifier: 1, target: e, clientX: x, clientY: y})]})); }"""


def launch(playwright, chromium_path) -> Browser:
    return playwright.chromium.launch(executable_path=str(chromium_path), args=CHROMIUM)


class Tab:
    """Opens, finds and scrolls; what a person does there is `Phone`."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        dark: bool = False,
        size=None,
        permissions=("camera", "geolocation"),
    ):
        self.context = browser.new_context(
            viewport=size or SIZE,
            device_scale_factor=1,
            locale="zh-CN",
            color_scheme="dark" if dark else "light",
            permissions=list(permissions),
            geolocation={"latitude": 30.2741, "longitude": 120.1551},
        )
        self.url = url
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.answered_elsewhere: list[str] = []  # nothing may come from anywhere but the phone itself
        self.page.on("response", lambda answer: self._note_answer(answer.url, url))
        self.open(url)

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")
        self.page.locator("flt-semantics-placeholder").wait_for(state="attached", timeout=60_000)
        self.page.evaluate(ENABLE_SEMANTICS)
        self.page.locator("flt-semantics-host [flt-tappable]").first.wait_for(
            state="attached"
        )  # drawn by the app

    def close(self) -> None:
        self.context.close()

    def words(self) -> list[str]:
        """Everything a screen reader would say, for messages of failed tests."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('flt-semantics-host *')].map(e => e.getAttribute('aria-label') || "
            "(e.children.length ? '' : e.textContent)).filter(Boolean)"
        )

    def button(self, name: str, nth: int = 0):
        """What can be pressed, by its whole name, or by how it begins: a card says its title first."""
        pressable = self.page.locator("[flt-tappable]")
        whole = pressable.filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        whole = whole.or_(self.page.locator(f'[flt-tappable][aria-label="{name}"]'))
        if whole.count() > nth:
            return whole.nth(nth)
        begins = pressable.filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s"))
        return begins.or_(self.page.locator(f'[flt-tappable][aria-label^="{name}"]')).nth(nth)

    def scroll(self, pixels: float) -> None:
        # Beside the fields, which would take the wheel, yet within the list.
        self.page.mouse.move(13, SIZE["height"] / 2)
        self.page.mouse.wheel(0, pixels)

    def _field(self, label: str):
        field = self.page.locator(f'input[aria-label^="{label}"], textarea[aria-label^="{label}"]')
        self._scroll_until(lambda: field.count() > 0, label)
        return field.first

    def _at_rest(self, thing) -> dict:
        """Where it lies once nothing moves, in sight. Scrolled as by a hand: the browser's own scrolling moves
        the semantics tree alone, and a click then hits whatever is drawn there."""
        low, high = 100, SIZE["height"] - 110  # below the bar on top, above the button that stands below
        end = time.monotonic() + PATIENCE_MS / 1000
        box, before, tries = None, None, 0
        while not box or box != before or (tries < 8 and not low <= box["y"] + box["height"] / 2 <= high):
            if time.monotonic() > end:
                raise self._missed("nothing comes to rest")
            if box and box == before:
                tries += 1
                self.scroll(box["y"] + box["height"] / 2 - (low + high) / 2)
            self.page.wait_for_timeout(200)
            before, box = box, thing.bounding_box() if thing.count() else None
        return box

    def _find(self, name: str, nth: int):
        self._scroll_until(lambda: self.button(name, nth).count() > 0, name)
        return self.button(name, nth)

    def _scroll_until(self, there, name: str) -> None:
        """What lies far away is not in the tree before it is scrolled to: first up, then down."""
        end = time.monotonic() + PATIENCE_MS / 1000
        moves = itertools.chain(itertools.repeat(0, 8), [-20_000], itertools.repeat(450))
        while not there():
            if time.monotonic() > end:
                raise self._missed(f"{name!r} is not there")
            pixels = next(moves)
            if pixels:
                self.scroll(pixels)
            self.page.wait_for_timeout(150)

    def _missed(self, what: str) -> AssertionError:
        """With what is on the screen instead."""
        self.page.screenshot(path=shot_path(f"missed-{self.url[-5:]}"))
        return AssertionError(f"{what} among {self.words()}")

    def _note_answer(self, address: str, own: str) -> None:
        if address.startswith("http") and not address.startswith(own):
            self.answered_elsewhere.append(address)
