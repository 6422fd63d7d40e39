"""What screens are given: the store to read, the use-cases to call, and the sentences in the person's language.

`Phone` is the device and lasts; `Services` belong to one person signed in on it. `app.start` builds both.
"""

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from app.storage import settings
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


class Sync(Protocol):
    """The face of `app.sync` that screens see. Nothing here waits for a network."""

    status: object  # app.sync.status.SyncStatus; a change is announced on the topic "sync"

    def sync_now(self) -> None: ...
    def resumed(self) -> None: ...  # the app came to the front
    def network(self, kinds: list[str]) -> None: ...  # wifi, mobile, none … as the device reports


class Actions:
    """The use-cases with store, clock and identities filled in: `actions.answer_item(visit_id, …)`.

    A use-case is asked for by its name; its parameters `store`, `at`, `new_id` are given here, the
    others by the screen, in order or by name.
    """

    def __init__(self, services: "Services", use_cases: dict[str, Callable]):
        self._services = services
        self._use_cases = use_cases

    def __getattr__(self, name: str) -> Callable:
        try:
            use_case = self._use_cases[name]
        except KeyError:
            raise AttributeError(name) from None
        bound = self._bind(use_case)
        setattr(self, name, bound)
        return bound

    def _bind(self, use_case: Callable) -> Callable:
        services, parameters = self._services, inspect.signature(use_case).parameters
        asked = [name for name in parameters if name not in ("store", "at", "new_id")]

        def act(*given, **named):
            named = dict(zip(asked, given, strict=False)) | named
            if "at" in parameters:
                named.setdefault("at", services.now())
            if "new_id" in parameters:
                named.setdefault("new_id", services.new_id())
            return use_case(services.store, **named)

        act.__name__ = use_case.__name__
        return act


@dataclass(eq=False)
class Services:
    """One person signed in on this phone. Screens read `store`, and write only through `actions`."""

    store: object  # app.storage.store.Store
    config: object  # app.config.Config
    person: object  # id, login, name, role, certificate_no, certificate_until, organisation
    now: Callable  # () -> Moment
    new_id: Callable[[], str]
    sync: Sync
    use_cases: dict[str, Callable]
    actions: Actions = field(init=False)
    look: Look = field(init=False)

    def __post_init__(self):
        self.actions = Actions(self, self.use_cases)
        self.look = self._kept_look()

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

    def today(self) -> date:
        return china_day(self.now().wall)

    def setting(self, key: str, default: str = "") -> str:
        with self.store.read() as session:
            return settings.get(session, key) or default

    def keep_setting(self, key: str, value: str) -> None:
        with self.store.write("settings") as session:
            settings.put(session, key, value)
            self.look = self._kept_look(session)

    def _kept_look(self, session=None) -> Look:
        if session is None:
            with self.store.read() as own:
                return self._kept_look(own)
        language = settings.get(session, "language") or getattr(self.config, "language", "")
        theme = settings.get(session, "theme")
        try:
            scale = float(settings.get(session, "scale") or 1)
        except ValueError:
            scale = SCALES[0]
        return Look(
            language if language in LANGUAGES else LANGUAGES[0],
            theme if theme in THEMES else THEMES[0],
            scale if scale in SCALES else SCALES[0],
        )


class Door(Protocol):
    """How people come in; `app.start` gives it. All of it may block, so screens call it off the event loop."""

    def accounts(self) -> list: ...  # people known on this phone, last used first: id, login, name, role, server
    def resume(self) -> Services | None: ...  # whoever was signed in when the app ended
    def sign_in(self, server: str, login: str, password: str) -> Services: ...  # Problem when refused
    def sign_out(self, services: Services) -> None: ...  # keeps everything on the phone


class Phone:
    """The device: who is signed in just now, and who wants to know when that changes."""

    def __init__(self, config, door: Door):
        self.config = config
        self.door = door
        self.services: Services | None = door.resume()
        kept = self.services.look if self.services else Look(language=getattr(config, "language", LANGUAGES[0]))
        self.look = kept  # of the sign-in screen: that of the last person
        self._listeners: list[Callable[[], None]] = []

    def sign_in(self, server: str, login: str, password: str) -> None:
        self._now_is(self.door.sign_in(server, login, password))

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
