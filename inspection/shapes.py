"""Reading JSON that somebody else wrote, field by field, naming the field that is wrong."""

import re
import unicodedata
from datetime import date

from inspection.days import to_instant
from inspection.problems import Problem

MISSING = object()
HEX = set("0123456789abcdef")
_IDENTITY = re.compile(r"[A-Za-z0-9\-_.:]{1,64}").fullmatch
_SHA256 = re.compile("[0-9a-f]{64}").fullmatch


def clean(text: str) -> str:
    """NFC, without control characters (line breaks and tabs stay), trimmed."""
    if text.isprintable():  # nearly always: nothing to take out
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    kept = (
        c
        for c in unicodedata.normalize("NFC", text)
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return "".join(kept).strip()


class Shape:
    """One JSON object under examination. Every method raises Problem("record.invalid", field, why)."""

    def __init__(self, value, path: str = ""):
        if not isinstance(value, dict):
            raise Problem("record.invalid", field=path or "$", why="object")
        self.value, self.path = value, path

    def wrong(self, name: str, why: str) -> Problem:
        return Problem("record.invalid", field=f"{self.path}{name}", why=why)

    def _get(self, name, default, kind, why):
        found = self.value.get(name)
        if type(found) is kind:  # nearly always; the rest tells what is wrong
            return found
        if found is None:
            if default is MISSING:
                raise self.wrong(name, "missing")
            return default
        if not isinstance(found, kind) or isinstance(found, bool):
            raise self.wrong(name, why)
        return found

    def text(self, name: str, most: int = 2000, least: int = 0, default=MISSING) -> str:
        """A cleaned string of `least` to `most` characters."""
        found = self._get(name, default, str, "text")
        if found is default or (found == "" and not least):
            return found
        found = clean(found)
        if len(found) < least:
            raise self.wrong(name, "empty")
        if len(found) > most:
            raise self.wrong(name, "too_long")
        return found

    def choice(self, name: str, options, default=MISSING) -> str:
        found = self._get(name, default, str, "text")
        if found is not default and found not in options:
            raise self.wrong(name, "choice")
        return found

    def whole(self, name: str, low: int, high: int, default=MISSING) -> int:
        found = self._get(name, default, int, "whole_number")
        if found is not default and not low <= found <= high:
            raise self.wrong(name, "out_of_range")
        return found

    def flag(self, name: str, default=MISSING) -> bool:
        return self._get(name, default, bool, "true_or_false")

    def instant(self, name: str, default=MISSING):
        """ISO 8601 with offset; answered as an aware datetime in UTC."""
        found = self._get(name, default, str, "instant")
        if found is default:
            return found
        try:
            return to_instant(found)
        except ValueError:
            raise self.wrong(name, "instant") from None

    def day(self, name: str, default=MISSING):
        found = self._get(name, default, str, "day")
        if found is default:
            return found
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise self.wrong(name, "day") from None

    def identity(self, name: str, default=MISSING) -> str:
        """An id: 1 to 64 of letters, digits, '-', '_', '.', ':'."""
        found = self._get(name, default, str, "identity")
        if found is default:
            return found
        if not _IDENTITY(found):
            raise self.wrong(name, "identity")
        return found

    def sha256(self, name: str, default=MISSING) -> str:
        found = self._get(name, default, str, "sha256")
        if found is not default and not _SHA256(found):
            raise self.wrong(name, "sha256")
        return found

    def inner(self, name: str, default=MISSING) -> "Shape":
        found = self._get(name, default, dict, "object")
        return found if found is default else Shape(found, f"{self.path}{name}.")

    def each(self, name: str, most: int = 1000, default=MISSING) -> list["Shape"]:
        """A list of objects."""
        found = self._get(name, default, list, "list")
        if found is default:
            return found
        if len(found) > most:
            raise self.wrong(name, "too_many")
        return [Shape(inner, f"{self.path}{name}[{place}].") for place, inner in enumerate(found)]

    def strings(self, name: str, most: int = 1000, longest: int = 200, default=MISSING) -> list[str]:
        found = self._get(name, default, list, "list")
        if found is default:
            return found
        if len(found) > most or not all(isinstance(inner, str) and len(inner) <= longest for inner in found):
            raise self.wrong(name, "list_of_text")
        return [clean(inner) for inner in found]
