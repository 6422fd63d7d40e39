"""Every screen of the phone in both languages, light and dark, with the largest type; and what signing in says."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from inspection.texts import catalogue
from tests.browser.looks import boxes, shot_path, untranslated
from tests.browser.phone import Phone
from tests.browser.running import NOWHERE, PhoneProcess
from tests.browser.staged import stage
from tests.journey.office import PASSWORD

FACES = [
    {"language": "zh-CN", "theme": "light", "scale": "1.3"},
    {"language": "en", "theme": "dark", "scale": "1.3"},
]
NAMELESS = """() => [...document.querySelectorAll('[flt-tappable], input, textarea')].filter(one =>
  !one.getAttribute('aria-label') && !one.textContent.trim() && !one.querySelector('[aria-label]')
  && !one.closest('[aria-label]')).map(one => one.outerHTML.slice(0, 200))"""


def left_in_chinese(words: list[str]) -> list[str]:
    """Sentences of the Chinese catalogue on an English screen."""
    chinese, english = catalogue("zh-CN"), set(catalogue("en").values())
    sentences = {said for said in chinese.values() if said not in english and "{" not in said}
    return [line for said in words for line in said.split("\n") if line in sentences and len(line) > 1]


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face['language']}-{face['theme']}")
def test_every_screen_is_whole(face, browser, tmp_path):
    screens = stage(tmp_path / "phone", **face)
    with PhoneProcess(tmp_path / "phone") as process:
        phone = Phone(browser, process.url, dark=face["theme"] == "dark")
        for name, route in screens:
            phone.open(process.url + route)
            phone.no_crash()
            phone.shot(shot_path(f"face-{face['language']}-{face['theme']}-{name}"))
            words = phone.words()
            assert words, name
            assert untranslated("\n".join(words)) == [], name
            assert boxes("\n".join(words)) == set(), name
            assert phone.page.evaluate(NAMELESS) == [], name
            if face["language"] == "en":
                assert left_in_chinese(words) == [], name
            phone.no_crash()
        assert phone.answered_elsewhere == []
        assert process.faults() == []
        phone.close()


class AnyPage(BaseHTTPRequestHandler):
    """A web server that is no Anjian: it answers everything with a page."""

    def do_GET(self):
        page = "<!doctype html><title>Router</title><h1>欢迎使用路由器</h1>".encode()
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def no_anjian():
    server = HTTPServer(("127.0.0.1", 0), AnyPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_signing_in_says_what_is_wrong(office, browser, no_anjian, tmp_path):
    with PhoneProcess(tmp_path / "phone", office.address) as process:
        phone = Phone(browser, process.url)
        phone.tap("登录")
        phone.see("请填写账号和密码")
        phone.fill("账号", "lina")
        phone.fill("密码", "not-my-password")
        phone.tap("更多设置")
        for address, sentence in (
            (NOWHERE, "第一次登录需要网络"),
            (no_anjian, "请核对服务器地址"),
            (office.address, "账号或密码不对"),
        ):
            phone.fill("服务器地址", address)
            phone.tap("登录")
            phone.see(sentence)
            assert not phone.sees("您好")
        phone.shot(shot_path("sign-in-wrong"))
        for _ in range(20):
            if phone.sees("输错次数过多"):
                break
            phone.tap("登录")
            phone.gone("正在登录")
        phone.see("输错次数过多")
        phone.see("账号没有被锁定")
        phone.fill("账号", "liuyang")
        phone.fill("密码", PASSWORD)
        phone.tap("登录")
        phone.see("刘洋，您好")
        assert process.faults() == []
        phone.close()
