"""Secrets where the device itself keeps them: the keystore of Android, the keychain of iOS."""

import threading

import flet as ft

from inspection.problems import Problem


class SecureStorage:
    """Secrets in the phone's keystore. It can be asked once a page is there, from any other thread."""

    def __init__(self):
        self._there, self._page, self._storage = threading.Event(), None, None

    def at(self, page: ft.Page, storage) -> None:
        self._page, self._storage = page, storage
        self._there.set()

    def fetch(self, name: str) -> str | None:
        return self._ask("get", name)

    def keep(self, name: str, text: str) -> None:
        self._ask("set", name, text)

    def _ask(self, verb: str, *given):
        if not self._there.wait(30):
            raise Problem("storage.secrets")
        try:
            return self._page.run_task(getattr(self._storage, verb), *given).result(30)
        except (RuntimeError, TimeoutError) as fault:
            raise Problem("storage.secrets") from fault
