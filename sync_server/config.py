"""How this office is set up, read once from ANJIAN_… variables; every fault is named, not only the first."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from inspection.problems import Problem
from inspection.texts import LANGUAGES

DEFAULT_OFFICE = "街道安全生产监督管理办公室"


@dataclass(frozen=True)
class Config:
    data_dir: Path
    database_url: str
    office: str = DEFAULT_OFFICE
    language: str = LANGUAGES[0]
    address: str = ""  # as people reach it from outside, https://…; empty when only on this machine
    hosts: tuple[str, ...] = ()  # names the server answers to; empty means any
    trusted_proxies: tuple[str, ...] = ()  # whose X-Forwarded-For is believed

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies may insist on it."""
        return self.address.startswith("https://")

    @classmethod
    def at(cls, data_dir: Path, **given) -> "Config":
        """An office in `data_dir`, on the SQLite file there unless told otherwise."""
        folder = Path(data_dir).expanduser().absolute()
        return cls(folder, given.pop("database_url", "") or f"sqlite:///{folder / 'anjian.db'}", **given)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, data_dir: str = "") -> "Config":
        """Problem config.invalid with all faults; `data_dir` goes before ANJIAN_DATA_DIR."""
        env = os.environ if env is None else env
        said = {name: env.get(f"ANJIAN_{name}", "").strip() for name in NAMES}
        folder = Path(data_dir or said["DATA_DIR"] or "anjian-data")
        faults = [
            {"name": f"ANJIAN_{name}", "why": why, "value": "" if name == "DATABASE_URL" else said[name]}
            for name, why in _faults(said, folder)
        ]
        if faults:
            raise Problem("config.invalid", faults=faults)
        return cls.at(
            folder,
            database_url=said["DATABASE_URL"],
            office=said["OFFICE"] or DEFAULT_OFFICE,
            language=said["LANGUAGE"] or LANGUAGES[0],
            address=said["ADDRESS"].rstrip("/"),
            hosts=_words(said["HOSTS"]),
            trusted_proxies=_words(said["TRUSTED_PROXIES"]),
        )


NAMES = ("DATA_DIR", "DATABASE_URL", "OFFICE", "LANGUAGE", "ADDRESS", "HOSTS", "TRUSTED_PROXIES")


DRIVERS = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _faults(said: dict[str, str], folder: Path):
    if not _may_write(folder.expanduser()):
        yield "DATA_DIR", "not_writable"
    if said["DATABASE_URL"]:
        try:
            url = make_url(said["DATABASE_URL"])
        except (ArgumentError, ValueError):
            url = None
        if url is None or url.drivername not in DRIVERS or not url.database:
            yield "DATABASE_URL", "not_a_database"
    if said["LANGUAGE"] and said["LANGUAGE"] not in LANGUAGES:
        yield "LANGUAGE", "not_a_language"
    if said["ADDRESS"] and not said["ADDRESS"].startswith(("http://", "https://")):
        yield "ADDRESS", "not_an_address"
    if len(said["OFFICE"]) > 100:
        yield "OFFICE", "too_long"


def _may_write(folder: Path) -> bool:
    """Whether the folder is there to write into, or can be made."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
