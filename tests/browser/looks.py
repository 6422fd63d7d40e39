"""What no screen and no page may show: a key in place of its sentence, a letter the font lacks, a nameless button."""

import re
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from inspection.texts import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "shots"


@cache
def keys() -> frozenset[str]:
    return frozenset(key for language in LANGUAGES for key in catalogue(language))


@cache
def key_like() -> re.Pattern:
    """`subject.name` of any subject of the catalogue, and a {placeholder} nobody filled in."""
    subjects = "|".join(sorted({re.escape(key.split(".")[0]) for key in keys()}))
    return re.compile(rf"(?<![\w./@-])(?:{subjects})\.[a-z_]+(?:\.\w+)*|\{{[a-z_]+\}}")


def untranslated(words: str) -> list[str]:
    return key_like().findall(words)


@cache
def letters() -> frozenset[str]:
    """What the bundled font can draw."""
    fonts = [*(ROOT / "assets" / "fonts").glob("*.ttf"), *(ROOT / "assets" / "fonts").glob("*.otf")]
    return frozenset(chr(code) for path in fonts for code in TTFont(path).getBestCmap())


def boxes(words: str) -> set[str]:
    """Letters that would be drawn as an empty box."""
    return {letter for letter in words if letter.isprintable() and not letter.isspace()} - letters()


def shot_path(name: str) -> Path:
    """Screenshots are there to be looked at, not compared."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS / f"{name}.png"
