"""Keeps the screens alive: one sentence at the bottom instead of Flet's red card or a frozen page.

In Flet 1.0.5 an exception in a handler replaces everything by an error card, and one while drawing ends
the page's update task without a word. On a phone there is no reload.
"""

import logging
from importlib import import_module

import flet as ft
from flet.components.component import Component
from flet.messaging.session import Session

from inspection.texts import LANGUAGES, speaker

log = logging.getLogger(__name__)
WEB_SERVER = "uvicorn.error"  # where Flet shows the app in a browser
MESSAGE_MOST = (
    512 * 1024 * 1024
)  # of photos picked at once in a browser; at 16 MB uvicorn drops the line and them
LANGUAGE = "language"  # in the page's session store, set by the app while drawing


def install() -> None:
    """Before `ft.run`. Twice does no harm."""
    if getattr(Component, "guarded", False):
        return
    draw = Component.update

    def update(self):
        try:
            draw(self)
        except Exception:
            log.exception("drawing failed: %s", getattr(self.fn, "__name__", self))
            _tell(ft.context.page)

    def error(self, message):
        log.error("a handler failed: %s", message)
        _tell(self.page)

    Component.update, Component.guarded = update, True
    Session.error = error
    logging.getLogger(WEB_SERVER).addFilter(_speaks_of_a_fault)
    _widen_web_server()


def _widen_web_server() -> None:
    """Flet starts its web server without saying how large a message may be."""
    try:
        server = import_module("uvicorn").Config
    except ImportError:  # a device draws the app itself
        return
    begin = server.__init__

    def wider(self, *given, **named):
        begin(self, *given, **({"ws_max_size": MESSAGE_MOST} | named))

    server.__init__ = wider


def _speaks_of_a_fault(entry: logging.LogRecord) -> bool:
    """A browser tab may close while it is being sent something: for Flet's web server that is an exception."""
    gone = entry.exc_info and type(entry.exc_info[1]).__name__ == "WebSocketDisconnect"
    return not gone


def _tell(page: ft.Page) -> None:
    try:
        text = speaker(page.session.store.get(LANGUAGE) or LANGUAGES[0])
        page.show_dialog(
            ft.SnackBar(
                ft.Text(text.problem("unexpected"), color=ft.Colors.ON_ERROR_CONTAINER),
                bgcolor=ft.Colors.ERROR_CONTAINER,
                duration=8000,
                show_close_icon=True,
            )
        )
    except Exception:
        log.exception("could not tell the person")
