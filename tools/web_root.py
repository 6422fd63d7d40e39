"""The browser side of the phone app, served from this machine alone.

Flet's web client comes with its Python package, but still asks a CDN for one script (rive) that we do not
use. The page we serve forbids the browser everything that is not from here.
"""

import os
import shutil
from pathlib import Path

import flet_web

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: data: blob:; worker-src 'self' blob:; media-src 'self' data: blob:"
)
HEAD = f"""<head>
  <meta http-equiv="Content-Security-Policy" content="{POLICY}">"""
ICON = Path(__file__).resolve().parents[1] / "assets" / "icon.png"
LEFT_OUT = ("pyodide", "python.js", "python-worker.js", "flutter.js.map")


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def replace(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # a link into the package must not be written through
    path.write_bytes(content)


def prepare(folder: Path) -> Path:
    """Makes `folder` anew, for FLET_WEB_PATH."""
    packaged = Path(flet_web.__file__).parent / "web"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(packaged, folder, copy_function=link_or_copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    page = (packaged / "index.html").read_text("utf-8")
    if "<head>" not in page:
        raise RuntimeError("Flet's index.html has no <head> any more")
    page = page.replace("<html>", '<html lang="zh-CN">').replace("<head>", HEAD, 1)
    page = page.replace('  <script src="python.js"></script>\n', "")
    page = page.replace("<title>Flet</title>", "<title>安检通</title>").replace(
        'content="Flet', 'content="安检通'
    )
    replace(folder / "index.html", page.encode())
    if ICON.exists():
        for place in ("favicon.png", "icons/loading-animation.png", "icons/apple-touch-icon-192.png"):
            replace(folder / place, ICON.read_bytes())
    return folder
