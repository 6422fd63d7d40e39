"""How a person comes in: by the office while there is a line, by this phone's own verifier while there is none.

Each person of each server has a folder and a device identity of their own on this phone, so that nothing a
person recorded can leave under another's name.
"""

import platform
import sys

from app.storage import meta
from app.storage.accounts import Account, Accounts
from app.sync.client import Client
from app.sync.errors import Identity, Offline, Refused, ServerFault
from app.sync.tokens import Tokens
from inspection.problems import Problem
from inspection.record import PROTOCOL

LOGIN_MOST, PASSWORD_MOST = 100, 500
TOKENS = ("access", "access_until", "refresh")


class SignIn:
    """`keep`/`fetch` hold secrets; `now` gives a Moment, `new_id` an identity; `device` is this phone's name."""

    def __init__(self, accounts: Accounts, keep, fetch, now, new_id, version: str, device: str = ""):
        self.accounts, self.keep, self.fetch, self.now, self.new_id = accounts, keep, fetch, now, new_id
        self.version, self.device = version, device or platform.node()[:60] or sys.platform
        self._tried: dict[tuple[str, str], str] = {}  # device identities of sign-ins not answered yet

    def tokens(self, account: Account, heard=None) -> Tokens:
        return Tokens(f"tokens-{account.id}", self.keep, self.fetch, self.now, self.new_id, heard)

    def client(self, server: str) -> Client:
        return Client(server, self.now, self.version)

    def __call__(self, server: str, login: str, password: str) -> tuple[Account, dict | None]:
        """The account, and what the office said when it could be asked (None: without a line).

        Problems: sign_in.empty, sign_in.wrong, sign_in.too_many, sign_in.no_phone, sign_in.needs_line,
        device.blocked, sync.portal, sync.wrong_clock, sync.certificate, sync.server_too_old, app.too_old.
        """
        login = login.strip()
        if (
            not server
            or not login
            or not password
            or len(login) > LOGIN_MOST
            or len(password) > PASSWORD_MOST
        ):
            raise Problem("sign_in.empty")
        client = self.client(server)
        try:
            return self._online(client, server, login, password)
        except (Offline, ServerFault) as fault:
            return self._offline(server, login, password, fault)
        finally:
            client.close()

    def move(self, account: Account, server: str, password: str) -> tuple[Account, dict]:
        """The same office under another address: only where it knows this very person under this login.

        Problems: those of a sign-in, sign_in.needs_line, sign_in.other_office.
        """
        if not password or len(password) > PASSWORD_MOST:
            raise Problem("sign_in.empty")
        client = self.client(server)
        try:
            said = self._ask(client, account.login, password, account.device_id)
            if said["person"]["id"] != account.id:
                raise Problem("sign_in.other_office", server=server)
            moved = self.accounts.keep(
                server, account.login, said["person"], password, account.device_id, self.now().wall
            )
            self.tokens(moved).given(said)
            return moved, said | {"offset": client.offset}
        except Offline as fault:
            raise (
                fault if fault.code != "sync.offline" else Problem("sign_in.needs_line", server=server)
            ) from fault
        finally:
            client.close()

    def _online(self, client: Client, server: str, login: str, password: str):
        known = self.accounts.by_login(server, login)
        device = known.device_id if known else self._tried.setdefault((server, login), self.new_id())
        said = self._ask(client, login, password, device)
        person = said["person"]
        same = self.accounts.by_id(person["id"])
        if same and same.server != server:
            raise Problem("sign_in.other_server", server=same.server)
        if same and same.device_id != device:  # the same person under another login: one phone, one device
            device = same.device_id
            said = self._ask(client, login, password, device)
        account = self.accounts.keep(server, login, person, password, device, self.now().wall)
        self._tried.pop((server, login), None)
        self.tokens(account).given(said)
        return account, said | {"offset": client.offset}

    def _ask(self, client: Client, login: str, password: str, device: str) -> dict:
        told = {"id": device, "name": self.device, "platform": sys.platform, "app_version": self.version}
        try:
            said = client.post("/api/sign-in", {"login": login, "password": password, "device": told})
        except Refused as fault:
            if fault.status in (404, 405):
                raise Problem("sync.server_too_old") from fault
            raise
        person = said.get("person")
        texts = (
            [person.get("id"), *(said.get(name) for name in TOKENS)] if isinstance(person, dict) else [None]
        )
        if not all(isinstance(one, str) and one for one in texts):
            raise Problem("sync.server_too_old")
        if isinstance(said.get("protocol"), int) and said["protocol"] < PROTOCOL:
            raise Problem("sync.server_too_old")
        return said

    def _offline(self, server: str, login: str, password: str, fault: Problem):
        account = self.accounts.by_login(server, login)
        if account is None or fault.code == "sign_in.too_many":
            raise fault if fault.code != "sync.offline" else Problem("sign_in.needs_line", server=server)
        if not self.accounts.verify(account.id, password):
            raise Identity("sign_in.wrong_offline")
        self.accounts.used(account.id, self.now().wall)
        return self.accounts.by_id(account.id), None


def keep_what_was_said(store, account: Account, said: dict | None) -> None:
    """Into the person's own database, so that everything there knows whose it is."""
    with store.write("settings") as s:
        meta.put(s, "device_id", account.device_id)
        meta.put(s, "server", account.server)
        meta.put_json(s, "person", account.person)
        if said:
            meta.put_json(s, "office", said.get("office") or {})
            meta.put_json(s, "tracks", said.get("tracks") or [])
            if said.get("offset") is not None:
                meta.put(s, "clock_offset", str(said["offset"]))
