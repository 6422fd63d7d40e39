"""Somebody at the office pages over HTTP: fills in forms, reads what is asked, and confirms it."""

import html
import re

import requests

CSRF = re.compile(r'name="csrf" value="([^"]+)"')
KEPT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
PASSWORD = re.compile(r'id="password">([^<]+)<')


class Desk:
    def __init__(self, address: str):
        self.address, self.session = address, requests.Session()
        self.session.trust_env = False
        self.page = ""

    def get(self, path: str) -> str:
        return self._read(self.session.get(self.address + path, timeout=60))

    def _read(self, answer) -> str:
        self.status, self.path = answer.status_code, answer.url.removeprefix(self.address)
        self.page = html.unescape(answer.text)
        return self.page

    def sign_in(self, login: str, password: str) -> "Desk":
        told = {"login": login, "password": password}
        self._read(self.session.post(self.address + "/office/sign-in", data=told, timeout=60))
        assert self.status == 200, self.page
        return self

    def send(self, path: str, form, seen_at: str = "", files=None) -> str:
        """Sends the form with the token of a page of ours; what is asked then is confirmed. The last page."""
        token = CSRF.search(self.get(seen_at or path)).group(1)
        told = [*(form.items() if isinstance(form, dict) else form), ("csrf", token)]
        asked = self._read(self.session.post(self.address + path, data=told, files=files, timeout=60))
        if 'name="sure"' in asked and files is None:
            told = [*KEPT.findall(asked.split("<main", 1)[1]), ("sure", "yes")]
            self._read(self.session.post(self.address + path, data=told, timeout=60))
        assert self.status == 200, self.page
        return self.page

    def add_person(self, login: str, name: str, role: str, **more) -> str:
        """The password, as the page shows it once."""
        form = {"login": login, "name": name, "role": role, "language": "zh-CN"} | more
        return PASSWORD.search(self.send("/office/people/new", form)).group(1)
