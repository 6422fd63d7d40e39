"""What screens are given: the store to read, the use-cases to call, and the sentences in the person's language.

`Phone` is the device and lasts; `Services` belong to one person signed in on it. `app.start` builds both.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from app.actions import Actions
from app.storage import meta, notices, settings
from inspection.days import china_day
from inspection.roles import tracks_of
from inspection.texts import LANGUAGES, Speaker, speaker

log = logging.getLogger(__name__)
THEMES = ("system", "light", "dark")
SCALES = (1.0, 1.15, 1.3)


@dataclass(frozen=True)
class Look:
    """How the person wants the app to look; kept in the settings of that person."""

    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    scale: float = SCALES[0]


@dataclass(frozen=True)
class Person:
    """Whoever is signed in, as the office describes them."""

    id: str
    login: str
    name: str
    role: str
    certificate_no: str = ""
    certificate_until: str | None = None
    organisation: str = ""


def read_person(told: dict) -> Person:
    known = {name: told[name] for name in Person.__dataclass_fields__ if told.get(name) is not None}
    return Person(**{"id": "", "login": "", "name": "", "role": ""} | known)


class Sync(Protocol):
    """The face of `app.sync` that screens see. Nothing here waits for a network."""

    status: object  # app.sync.status.SyncStatus; a change is announced on the topic "sync"

    def sync_now(self) -> None: ...
    def resumed(self) -> None: ...  # the app came to the front
    def network(self, kinds: list[str]) -> None: ...  # wifi, mobile, none … as the device reports
    def photo(self, sha256: str, size: str = "screen") -> bytes | None: ...  # of the office; may block


@dataclass(eq=False)
class Services:
    """One person signed in on this phone. Screens read `store`, and write only through `actions`."""

    store: object  # app.storage.store.Store
    config: object  # app.config.Config
    person: Person
    now: Callable  # () -> Moment
    new_id: Callable[[], str]
    sync: Sync
    use_cases: dict[str, Callable]
    capture: object = None  # app.capture.kit.Capture: camera, photos, signatures, position
    actions: Actions = field(init=False)
    look: Look = field(init=False)

    def __post_init__(self):
        self.actions = Actions(self, self.use_cases)
        with self.store.read() as session:
            self._read_choices(session)

    @property
    def text(self) -> Speaker:
        return speaker(self.look.language)

    @property
    def role(self) -> str:
        return self.person.role

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks this person may open a visit on."""
        return tracks_of(self.person.role)

    @property
    def photos(self) -> Path:
        return Path(self.store.folder) / "photos"

    @property
    def server(self) -> str:
        """Where this person's office is."""
        with self.store.read() as session:
            return meta.get(session, "server", "")

    def today(self) -> date:
        return china_day(self.now().wall)

    def setting(self, key: str, default: str = "") -> str:
        with self.store.read() as session:
            return settings.get(session, key) or default

    def keep_setting(self, key: str, value: str) -> None:
        with self.store.write("settings") as session:
            settings.put(session, key, value)
            self._read_choices(session)

    def notices_seen(self) -> None:
        with self.store.write("notices") as session:
            notices.seen(session)

    def _read_choices(self, session) -> None:
        chosen = settings.all(session)
        self.config = self.config.chosen(chosen)
        self.look = read_look({"language": self.config.language} | chosen)


def read_look(chosen: dict[str, str]) -> Look:
    """What cannot be read is left out."""
    language, theme = chosen.get("language"), chosen.get("theme")
    try:
        scale = float(chosen.get("scale", 1))
    except ValueError:
        scale = SCALES[0]
    return Look(
        language if language in LANGUAGES else LANGUAGES[0],
        theme if theme in THEMES else THEMES[0],
        scale if scale in SCALES else SCALES[0],
    )


class Door(Protocol):
    """How people come in; `app.start` gives it. All of it may block, so screens call it off the event loop."""

    def accounts(
        self,
    ) -> list: ...  # people known on this phone, last used first: id, login, name, role, server
    def resume(self) -> Services | None: ...  # whoever was signed in when the app ended
    def sign_in(self, server: str, login: str, password: str) -> Services: ...  # Problem when refused
    def move(
        self, services: Services, server: str, password: str
    ) -> Services: ...  # another address of the office
    def sign_out(self, services: Services) -> None: ...  # keeps everything on the phone


class Phone:
    """The device: who is signed in just now, and who wants to know when that changes."""

    def __init__(self, config, door: Door):
        self.config = config
        self.door = door
        self.services: Services | None = door.resume()
        # of the sign-in screen: that of the last person
        self.look = self.services.look if self.services else read_look({"language": config.language})
        self._language_chosen = False
        self._listeners: list[Callable[[], None]] = []

    def sign_in(self, server: str, login: str, password: str) -> None:
        services = self.door.sign_in(server, login, password)
        if self._language_chosen and services.look.language != self.look.language:
            services.keep_setting("language", self.look.language)
        self._now_is(services)

    def move(self, server: str, password: str) -> None:
        """The same person, the same records; the office is found at another address from now on."""
        self._now_is(self.door.move(self.services, server, password))

    def speak(self, language: str) -> None:
        """The language of the sign-in screen, and from there of whoever signs in."""
        self.look = replace(self.look, language=language)
        self._language_chosen = True

    def sign_out(self) -> None:
        if self.services:
            self.look = self.services.look
            self.door.sign_out(self.services)
            self._now_is(None)

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Calls back, from any thread, when the person changes. Returns what ends it."""
        self._listeners.append(callback)
        return lambda: callback in self._listeners and self._listeners.remove(callback)

    def _now_is(self, services: Services | None) -> None:
        self.services = services
        for callback in list(self._listeners):
            try:
                callback()
            except Exception:
                log.exception("a page did not hear that the person changed")
