"""The real app in Chromium: a tap until what it does is drawn and can be read, beside a tap on an empty Flet page.

The clock runs in the page itself, from the click to the moment the words stand in the semantics tree.
"""

import shutil
import subprocess
import sys

from tools.bench.empty_page import EmptyPage
from tools.bench.figures import Figure, at_most, median
from tools.bench.places import folder, tell

OPENED = "300-item checklist opened, tap to first rows"
ANSWERED = "answer tapped, until drawn"
TITLE, FIRM = "BASE检查表", "顺达五金厂"

# Resolves with the milliseconds from the click until `wanted` can be read.
TIMED = """(element, wanted) => new Promise((done, failed) => {
  const says = one => one.getAttribute('aria-label') || (one.children.length ? '' : one.textContent);
  const there = () => [...document.querySelectorAll('flt-semantics-host *')].some(one => says(one).includes(wanted));
  const began = performance.now();
  const watch = new MutationObserver(look);
  function look() { if (there()) { watch.disconnect(); done(performance.now() - began); } }
  watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  setTimeout(() => { watch.disconnect(); failed(new Error('never drawn: ' + wanted)); }, 30000);
  element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, composed: true}));
})"""


def measure(scale):
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not scale.browser or chromium is None:
        why = "Chromium is missing" if chromium is None else "left out"
        yield Figure(OPENED, "打开 300 项检查表", None, why, reach=at_most(1000))
        yield Figure(ANSWERED, "点选到画出", None, why, reach=at_most(100))
        return
    from playwright.sync_api import sync_playwright

    from tests.browser.phone import launch

    with folder() as place, sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        try:
            bare = _empty(browser, place, scale.openings)
            opened, answered = _app(browser, place, scale)
        finally:
            browser.close()
    yield Figure(OPENED, "打开 300 项检查表", opened, "ms", bare, at_most(1000))
    yield Figure(ANSWERED, "点选到画出", answered, "ms", bare, at_most(100))


def _empty(browser, place, rounds: int) -> float:
    from tests.browser.phone import Phone

    with EmptyPage(place / "empty") as page:
        phone = Phone(browser, page.url, permissions=())
        taken = []
        phone.see("taps 0;")
        for number in range(1, rounds + 2):
            taken.append(phone.button("tap").evaluate(TIMED, f"taps {number};"))
        phone.close()
    return median(taken[1:])


def _app(browser, place, scale) -> tuple[float, float]:
    """(opening, one answer) in ms."""
    from tests.browser.phone import Phone
    from tests.browser.running import PhoneProcess

    # elsewhere, because playwright's loop runs in this thread
    subprocess.run(
        [sys.executable, "-m", "tools.bench.browser_phone", str(place / "phone"), str(scale.items)],
        check=True,
    )
    with PhoneProcess(place / "phone") as process:
        phone = Phone(browser, process.url)
        phone.open(phone.url + "/enterprises/e1")
        phone.tap("开始检查")
        phone.see("检查性质")
        phone.tap("张伟")
        phone.tap("开始检查")
        phone.see("发现的问题")
        opened = []
        for _ in range(max(3, scale.openings // 3)):
            phone.see(TITLE)
            opened.append(phone.button(TITLE).evaluate(TIMED, "BASE-01"))
            phone.back()
        phone.see(TITLE)
        phone.tap(TITLE)
        phone.see("BASE-01")
        answered = []
        for number in range(1, max(4, scale.openings) + 1):
            button = phone._find(f"BASE-{number:02d} 符合", 0)
            answered.append(button.evaluate(TIMED, f"已查 {number}/{scale.items}"))
        phone.no_crash()
        tell(f"faults in the app's log: {len(process.faults())}")
        phone.close()
    return median(opened), median(answered[1:])
