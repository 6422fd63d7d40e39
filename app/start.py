"""Where the phone is put together: the clock, identities, secrets, whoever works here, and the screens.

Only this file knows the time and makes identities; everywhere else they are arguments.
"""

import asyncio
import logging
import os
import random
import secrets
import sys
import threading
import time
import uuid
from datetime import UTC, datetime
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules

import flet as ft

from app import config as settings_of_phone
from app.capture.kit import Capture
from app.keystore import SecureStorage
from app.private_file import PrivateFile
from app.services import Phone, Services, read_person
from app.storage import meta, settings
from app.storage.accounts import Account, Accounts
from app.storage.moment import Moment, moment_of
from app.storage.store import Store, open_store
from app.sync.runner import Runner
from app.sync.sign_in import SignIn, keep_what_was_said
from app.usecases.tidy_up import tidy_up
from inspection.problems import Problem
from inspection.texts import LANGUAGES, speaker

log = logging.getLogger(__name__)
IN_BROWSER = sys.platform == "emscripten"  # Python itself runs in the browser: no threads there
TICK_S = 2


def app_folder() -> Path:
    """Where everything this phone keeps lies. Devices say so; otherwise beside where it was started."""
    if IN_BROWSER:
        return Path("/appdata")
    return Path(os.environ.get("FLET_APP_STORAGE_DATA") or Path.cwd() / ".data")


def new_id() -> str:
    """UUIDv7 (RFC 9562): its first 48 bits are milliseconds, so ids sort by the time they were made."""
    stamp = time.time_ns() // 1_000_000
    value = (
        (stamp & (2**48 - 1)) << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    )
    return str(uuid.UUID(int=value))


class Clock:
    """What this phone believes of the time; `offset` is how far the office's clock is ahead, once known."""

    def __init__(self):
        self.offset: int | None = None
        try:
            self.boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()[:64]
        except OSError:
            self.boot = new_id()

    def __call__(self) -> Moment:
        return moment_of(datetime.now(UTC), time.monotonic_ns() // 1_000_000, self.boot, self.offset)

    def differs(self, milliseconds: int) -> None:
        self.offset = milliseconds


def offload(work) -> None:
    """Runs something that blocks where it holds up no one."""
    if IN_BROWSER:
        asyncio.get_event_loop().call_soon(work)
        return
    threading.Thread(target=work, daemon=True).start()


class Door:
    """How people come in on this device; one store and one rhythm of exchange for each, kept for the process."""

    def __init__(self, folder: Path, config, clock: Clock, keep, fetch, in_background=offload):
        self.folder, self.config, self.clock, self.offload = folder, config, clock, in_background
        self._accounts = Accounts(folder)
        self._sign_in = SignIn(self._accounts, keep, fetch, clock, new_id, config.version)
        self._stores: dict[str, Store] = {}
        self._runner: Runner | None = None

    def accounts(self) -> list[Account]:
        return self._accounts.all()

    def resume(self) -> Services | None:
        """Whoever was signed in when the app ended; needs no network."""
        try:
            account = self._accounts.by_id(self._here().read_text("utf-8").strip())
            return self._services(account) if account else None
        except OSError:
            return None
        except Exception:  # whatever it is: signing in says why, and the app has started
            log.exception("the last person's place could not be opened")
            return None

    def sign_in(self, server: str, login: str, password: str) -> Services:
        account, said = self._sign_in(
            settings_of_phone.address(server or self.config.server), login, password
        )
        return self._comes_in(account, said)

    def move(self, services: Services, server: str, password: str) -> Services:
        """The office has another address now. Everything on the phone stays as it is."""
        account = self._accounts.by_id(services.person.id)
        return self._comes_in(*self._sign_in.move(account, settings_of_phone.address(server), password))

    def _comes_in(self, account: Account, said: dict | None) -> Services:
        services = self._services(account, said)
        try:
            self._here().write_text(account.id, "utf-8")
        except OSError:  # a full phone: at the next start the name has to be given once more, nothing else
            log.exception("who is signed in could not be noted")
        services.sync.resumed()  # the first fetch begins at once, and nobody waits for it
        return services

    def sign_out(self, services: Services) -> None:
        self._here().unlink(missing_ok=True)
        services.sync.stop()

    def tick(self) -> None:
        if self._runner:
            self._runner.tick()

    def close(self) -> None:
        """For tests: a phone that is switched off."""
        if self._runner:
            self._runner.stop()
        for store in self._stores.values():
            store.close()
        self._accounts.close()

    def _here(self) -> Path:
        return self.folder / "signed-in"

    def _services(self, account: Account, said: dict | None = None) -> Services:
        if self._runner:
            self._runner.stop()
        if account.id not in self._stores:
            self._stores[account.id] = store = open_store(self._accounts.folder(account.id))
            self.offload(lambda: tidied(store, self.clock()))
        store = self._stores[account.id]
        keep_what_was_said(store, account, said)
        with store.read() as s:
            chosen, offset = settings.all(s), meta.get(s, "clock_offset")
        self.clock.offset = int(offset) if offset else None
        config = self.config.chosen(chosen)

        def heard(said: dict) -> None:  # a name or a certificate may have changed at the office
            if said.get("person", {}).get("id") == account.id:
                self._accounts.know_person(account.id, said["person"])
                keep_what_was_said(store, self._accounts.by_id(account.id), said)

        client, tokens = self._sign_in.client(account.server), self._sign_in.tokens(account, heard)
        self._runner = Runner(
            store, client, tokens, self.clock, config, self.offload, random.random, self.clock.differs
        )
        person = read_person(account.person)
        return Services(store, config, person, self.clock, new_id, self._runner, use_cases(), Capture())


def tidied(store: Store, at: Moment) -> None:
    """Once after opening, and never in the way of what the person wants to do."""
    try:
        tidy_up(store, at)
    except Exception:
        log.exception("what has had its time could not be cleared away")


def use_cases() -> dict:
    """Every verb of app/usecases by its name: what takes the store first."""
    package, found = import_module("app.usecases"), {}
    for module in (import_module(f"app.usecases.{m.name}") for m in iter_modules(package.__path__)):
        for name, verb in vars(module).items():
            if name[0] != "_" and isfunction(verb) and verb.__module__ == module.__name__:
                asked = list(signature(verb).parameters)
                if asked[:1] == ["store"] and "s" not in asked:
                    found[name] = verb
    return found


def rhythm(door: Door) -> None:
    """Looks every two seconds whether it is time to speak with the office."""
    while True:
        time.sleep(TICK_S)
        try:
            door.tick()
        except Exception:
            log.exception("the rhythm stumbled")


def broken(problem: Problem):
    """A phone that was shipped wrongly says so, instead of nothing."""
    from app.ui import theme

    said = "\n\n".join(speaker(language).problem(problem.code, problem.facts) for language in LANGUAGES)
    print(said, file=sys.stderr)

    def main(page: ft.Page) -> None:
        page.fonts, page.theme = (
            theme.FONTS,
            theme.light(1.0),
        )  # without its own font a page says nothing in Chinese
        page.add(ft.SafeArea(ft.Text(said, selectable=True)))

    ft.run(main, assets_dir="assets", no_cdn=True)


def run() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        config = settings_of_phone.read(environ=os.environ)
    except Problem as problem:
        broken(problem)
        return
    from app.ui import guard
    from app.ui.app import show

    guard.install()
    folder = app_folder()
    folder.mkdir(parents=True, exist_ok=True)
    on_device = os.environ.get("FLET_PLATFORM", "") in ("android", "ios")
    secret = SecureStorage() if on_device else PrivateFile(folder / "secrets.json")
    door = Door(folder, config, Clock(), secret.keep, secret.fetch)
    phone = Phone(config, door)
    if not IN_BROWSER:
        threading.Thread(target=rhythm, args=(door,), daemon=True).start()

    def main(page: ft.Page) -> None:
        if on_device:
            import flet_secure_storage  # not on every platform

            secret.at(page, flet_secure_storage.SecureStorage())
        show(page, phone)

    ft.run(main, assets_dir="assets", no_cdn=True)
