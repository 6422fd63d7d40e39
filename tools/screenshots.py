"""`make screenshots`: a demo of its own in a temporary folder, walked through in Chromium, into docs/screenshots.

SEEDED=DIR names the folder of a demo whose data is taken over, so that none has to be made.
"""

import os
import shutil
import sqlite3
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.phone import CHROMIUM
from tests.browser.running import free_port
from tools import demo
from tools.children import listens, wait_for
from tools.demo_folder import DemoFolder
from tools.say import Stop, complain, say
from tools.shots_office import OfficeShots
from tools.shots_phone import PhoneShots
from tools.shots_picture import film
from tools.shots_place import Places, look

INTO = demo.ROOT / "docs" / "screenshots"
LOGS = demo.ROOT / "build" / "screenshots"  # of a run that failed
MOST = 2_500_000  # bytes of all pictures together
SCENE = "exit_door"  # what the camera sees


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise Stop(
            "没有找到 Chromium，请安装 Debian 的 chromium 软件包。", "No Chromium: install Debian's package."
        )
    return found


def seed(folder: DemoFolder) -> None:
    """Data of its own, or a copy of what another demo has: the database whole, even while it is in use."""
    given = os.environ.get("SEEDED", "")
    if not given:
        demo.seed(folder)
        return
    source = Path(given).expanduser().absolute() / "server"
    shutil.copytree(source, folder.server, ignore=shutil.ignore_patterns("anjian.db*", ".serving"))
    with (
        closing(sqlite3.connect((source / "anjian.db").as_uri() + "?mode=ro", uri=True)) as there,
        closing(sqlite3.connect(folder.server / "anjian.db")) as here,
    ):
        there.backup(here)
    folder.now_seeded()


class Programs:
    """The office and one phone, on ports of their own."""

    def __init__(self, folder: DemoFolder):
        self.folder, self.port, self.phone_port = folder, free_port(), free_port()
        self.office = self.phone = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.phone_port}"

    def start_office(self) -> None:
        self.office = demo.start_server(self.folder, self.port)
        wait_for(self.office, lambda: demo.answers(self.address), threading.Event())

    def stop_office(self) -> None:
        self.office.end()

    def start_phone(self) -> None:
        self.phone = demo.start_phone(self.folder, self.folder.path / "phone", self.phone_port, self.address)
        wait_for(self.phone, lambda: listens(self.phone_port), threading.Event())

    def end(self) -> None:
        for child in filter(None, (self.phone, self.office)):
            child.end()


def take(playwright, programs: Programs, places: Places, only: list[str]) -> None:
    scratch = programs.folder.path
    seen = f"--use-file-for-fake-video-capture={film(scratch, SCENE)}"
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*CHROMIUM, seen])
    try:
        if "phone" in only:
            programs.start_phone()
            shots = PhoneShots(browser, programs.url, places, INTO, scratch)
            for part in (shots.begin, shots.tasks, shots.walk, shots.looks):
                part()
            programs.stop_office()
            shots.finish()
            programs.start_office()
        if "office" in only:
            OfficeShots(browser, programs.address, places, INTO).all()
    finally:
        browser.close()


def main(only: list[str]) -> int:
    os.chdir(demo.ROOT)
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="anjian-shots-") as temporary:
        folder = DemoFolder(Path(temporary) / "demo")
        folder.open()
        programs = Programs(folder)
        try:
            seed(folder)
            programs.start_office()
            with sync_playwright() as playwright:
                take(playwright, programs, look(folder.server / "anjian.db"), only or ["phone", "office"])
        except Stop as sentence:
            complain(str(sentence))
            return 1
        except Exception:
            shutil.copytree(folder.logs, LOGS, dirs_exist_ok=True)
            complain(f"没有拍完，日志在 {LOGS} / not finished; the logs are in {LOGS}")
            raise
        finally:
            programs.end()
    size = sum(path.stat().st_size for path in INTO.glob("*.png"))
    say(f"{len(list(INTO.glob('*.png')))} 张截图，共 {size // 1000} KB / pictures in docs/screenshots")
    if size > MOST:
        complain(f"截图太大 / too large: {size} > {MOST}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
