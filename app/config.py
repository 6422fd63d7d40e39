"""What this phone is set to: what it was shipped with (flet.toml), the environment, the choices made on it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inspection.problems import Problem
from inspection.texts import LANGUAGES

APP_VERSION = "0.1.0"
SHIPPED = Path(__file__).resolve().parents[1] / "flet.toml"

# (section, name): (field, kind, lowest, highest) — nothing else is understood
FIELDS = {
    ("organisation", "name"): ("organisation", str, 0, 200),
    ("server", "address"): ("server", str, 0, 500),
    ("photo", "long_edge_px"): ("long_edge_px", int, 640, 8000),
    ("photo", "jpeg_quality"): ("jpeg_quality", int, 40, 100),
    ("photo", "thumb_px"): ("thumb_px", int, 80, 800),
    ("sync", "every_minutes"): ("every_minutes", int, 1, 1440),
    ("sync", "batch"): ("batch", int, 1, 100),
    ("sync", "mobile_photo_kb"): ("mobile_photo_kb", int, 0, 1_000_000),
    ("language", "default"): ("language", str, 0, 20),
}


@dataclass(frozen=True)
class Config:
    organisation: str = "安检通"
    server: str = ""
    long_edge_px: int = 1600
    jpeg_quality: int = 80
    thumb_px: int = 240
    every_minutes: int = 15
    batch: int = 50
    mobile_photo_kb: int = 1024  # larger photos wait for Wi-Fi; 0: none does
    language: str = "zh-CN"
    version: str = APP_VERSION

    def chosen(self, choices: Mapping[str, str]) -> "Config":
        """With what this device's owner chose; a choice that cannot be read is left out, the shipped value stays."""
        wanted = {}
        for field, kind, low, high in FIELDS.values():
            if field in choices:
                try:
                    value = kind(choices[field])
                    _check(field, value, kind, low, high)
                except (ValueError, Problem):
                    continue
                wanted[field] = value
        return replace(self, **wanted)


def read(path: Path = SHIPPED, environ: Mapping[str, str] | None = None) -> Config:
    """Problems: config.missing, config.unreadable, config.wrong_value, config.unknown_name, server.bad_address."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise Problem("config.missing", file=path.name, why=str(fault)) from fault
    try:
        shipped = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Problem("config.unreadable", file=path.name, why=str(fault)) from fault
    values = {}
    for section, inner in shipped.items():
        for name, value in inner.items() if isinstance(inner, dict) else ((None, None),):
            if (section, name) not in FIELDS:
                raise Problem(
                    "config.unknown_name", file=path.name, field=f"{section}.{name}" if name else section
                )
            field, kind, low, high = FIELDS[section, name]
            _check(f"{section}.{name}", value, kind, low, high)
            values[field] = value
    server = (environ or {}).get("ANJIAN_SERVER") or values.get("server", "")
    if server:
        values["server"] = address(server)
    return Config(**values)


def address(text: str) -> str:
    """A server's address as we keep it: scheme and host, no slash at the end. Problems: server.bad_address."""
    said = "".join(text.split())
    if said and "://" not in said:
        said = f"https://{said}"
    said = said.rstrip("/")
    scheme, _, host = said.partition("://")
    name = host.partition("/")[0].rpartition("@")
    if scheme.lower() not in ("http", "https") or not name[2] or name[1] or "?" in host or "#" in host:
        raise Problem("server.bad_address", text=text.strip()[:100])
    return f"{scheme.lower()}://{host}"


def _check(name: str, value, kind: type, low: int, high: int) -> None:
    right = isinstance(value, kind) and not isinstance(value, bool)
    size = len(value) if right and kind is str else value
    if (
        not right
        or not low <= size <= high
        or (name in ("language", "language.default") and value not in LANGUAGES)
    ):
        raise Problem("config.wrong_value", field=name, value=str(value)[:60], low=low, high=high)
