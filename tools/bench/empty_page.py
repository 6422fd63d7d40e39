"""A Flet page with one button and one line of text: what a tap costs before there is any app.

`python -m tools.bench.empty_page` is the page; `EmptyPage` starts it as the phone app is started in tests.
"""

import os
import socket
import sys
import time
from pathlib import Path

import flet as ft

from tools import web_root
from tools.bench.places import ROOT
from tools.children import Child, listens


def main(page: ft.Page) -> None:
    said = ft.Text("taps 0;")
    counted = [0]

    def tapped(_event) -> None:
        counted[0] += 1
        said.value = f"taps {counted[0]};"
        page.update()

    page.add(ft.FilledButton("tap", on_click=tapped), said)


class EmptyPage:
    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "EmptyPage":
        self.folder.mkdir(parents=True)
        own = {
            "FLET_FORCE_WEB_SERVER": "1",
            "FLET_SERVER_IP": "127.0.0.1",
            "FLET_SERVER_PORT": str(self.port),
            "FLET_WEB_NO_CDN": "true",
            "FLET_WEB_PATH": str(web_root.prepare(self.folder / "web")),
            "FLET_APP_STORAGE_DATA": str(self.folder),
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "tools.bench.empty_page"]
        self.child = Child("empty page", command, self.folder / "page.log", os.environ | own)
        end = time.monotonic() + 60
        while not listens(self.port):
            if self.child.ended() or time.monotonic() > end:
                raise RuntimeError(f"no empty page:\n{self.child.last_words()}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_fault) -> None:
        self.child.end()


if __name__ == "__main__":
    ft.run(main)
