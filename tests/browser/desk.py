"""The office in Chromium, for tests that read, fill and send pages; nothing may fail quietly in between."""

from playwright.sync_api import Browser, expect

from tests.browser.looks import shot_path, untranslated
from tests.journey.office import PASSWORD

SIZE = {"width": 1280, "height": 900}
PATIENCE_MS = 60_000
WATCH_POLICY = """(() => { window.refused = [];
  document.addEventListener('securitypolicyviolation',
    fault => window.refused.push(fault.violatedDirective + ' ' + fault.blockedURI)); })()"""


class Desk:
    """One person's browser with the office open in it."""

    def __init__(self, browser: Browser, address: str, size=None, language: str = "zh-CN"):
        self.address = address
        self.context = browser.new_context(viewport=size or SIZE, device_scale_factor=1, locale=language)
        self.context.add_init_script(WATCH_POLICY)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.faults: list[str] = []  # what the browser complained of, on any page
        self.page.on("console", lambda said: self._heard(said))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("request", lambda asked: self._asked(asked.url))
        self.page.on("response", lambda answer: self._answered(answer))

    def close(self) -> None:
        self.context.close()

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.whole()

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.open("/office/sign-in")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("main button.main").click()
        self.page.locator("header .who .name").wait_for()
        self.whole()

    def press(self, words: str, nth: int = 0) -> None:
        """A link or button by its whole name, then the page it leads to."""
        page = self.page
        button = page.get_by_role("button", name=words, exact=True)
        found = button.or_(page.get_by_role("link", name=words, exact=True)).nth(nth)
        found.click()
        page.wait_for_load_state("load")
        self.whole()

    def see(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words, timeout=PATIENCE_MS)
        self.whole()

    def words(self) -> str:
        return self.page.locator("body").inner_text()

    def photos(self, within: str = "main") -> int:
        """How many photos are shown below `within`, every one of them really loaded."""
        pictures = self.page.locator(f"{within} img")
        count = pictures.count()
        for number in range(count):
            picture = pictures.nth(number)
            picture.scroll_into_view_if_needed()
            picture.evaluate(
                "image => image.complete || new Promise(done => { image.onload = image.onerror = done; })"
            )
            assert picture.evaluate("image => image.naturalWidth") > 0, picture.get_attribute("src")
        return count

    def whole(self) -> None:
        """Nothing untranslated, nothing forbidden, no complaint of the browser."""
        assert untranslated(self.words()) == [], self.page.url
        assert self.page.evaluate("window.refused") == [], self.page.url
        assert self.faults == [], self.page.url

    def shot(self, name: str, full: bool = False) -> None:
        self.page.screenshot(path=shot_path(name), full_page=full)

    def _heard(self, said) -> None:
        if said.type in ("error", "warning"):
            self.faults.append(f"{said.type}: {said.text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {url}")

    def _answered(self, answer) -> None:
        wanted_page = answer.request.is_navigation_request()
        if answer.status >= (500 if wanted_page else 400):
            self.faults.append(f"{answer.status} {answer.url}")
