"""What the readers of records ask for, found out by letting them read: every field with its kind, limits and need."""

from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from unittest.mock import patch

from inspection import amendment, finding, new_enterprise, recheck, record, rectification, visit, void
from inspection.problems import Problem
from inspection.shapes import MISSING, Shape

READERS = {
    "envelope": record.read_envelope,
    "visit": visit.read_visit,
    "finding": finding.read_finding_record,
    "rectification": rectification.read_rectification,
    "recheck": recheck.read_recheck,
    "new_enterprise": new_enterprise.read_new_enterprise,
    "amendment": amendment.read_amendment,
    "void": void.read_void,
}
INSTANT = "2026-11-23T02:00:00+00:00"


class Anything(dict):
    """JSON in which every field is there."""

    def __missing__(self, name):
        return INSTANT

    def get(self, name, default=None):
        return INSTANT


class Listening(Shape):
    """A shape that says yes to everything and notes what it was asked."""

    notes: dict[str, dict]
    says: bool

    def __init__(self, value, path: str = ""):
        super().__init__(Anything(), path)

    def _note(self, name: str, default, kind: str, **limits) -> None:
        self.notes[self.path + name] = {"kind": kind, "required": default is MISSING, **limits}

    def text(self, name, most=2000, least=0, default=MISSING):
        self._note(name, default, "text", least=least, most=most)
        return "x"

    def choice(self, name, options, default=MISSING):
        self._note(name, default, "choice", options=tuple(options))
        return "after" if "after" in options else options[0]

    def whole(self, name, low, high, default=MISSING):
        self._note(name, default, "whole", least=low, most=high)
        return low

    def flag(self, name, default=MISSING):
        self._note(name, default, "flag")
        return self.says

    def instant(self, name, default=MISSING):
        self._note(name, default, "instant")
        return datetime(2026, 11, 23, 2, tzinfo=UTC)

    def day(self, name, default=MISSING):
        self._note(name, default, "day")
        return date(2026, 11, 23)

    def identity(self, name, default=MISSING):
        self._note(name, default, "identity")
        return "x"

    def sha256(self, name, default=MISSING):
        self._note(name, default, "sha256")
        return "0" * 64

    def inner(self, name, default=MISSING):
        self._note(name, default, "object")
        return type(self)({}, f"{self.path}{name}.")

    def each(self, name, most=1000, default=MISSING):
        self._note(name, default, "objects", most=most)
        return [type(self)({}, f"{self.path}{name}[].")]

    def strings(self, name, most=1000, longest=200, default=MISSING):
        self._note(name, default, "texts", most=most, longest=longest)
        return ["x"]


def fields_of(kind: str) -> dict[str, dict]:
    """{"findings[].place": {"kind": "text", "least": 0, "most": 200, "required": False}, …} of a record's body."""
    without, beside = _asked(kind, False), _asked(kind, True)  # what is asked for may hang on a yes or no
    fields = without | beside
    for name, told in fields.items():
        told["required"] = all(one.get(name, {}).get("required") for one in (without, beside))
    return fields


def _asked(kind: str, says: bool) -> dict[str, dict]:
    notes: dict[str, dict] = {}
    listening = type("Listening", (Listening,), {"notes": notes, "says": says})
    with ExitStack() as stack:
        for module in (amendment, finding, new_enterprise, recheck, record, rectification, visit, void):
            stack.enter_context(patch.object(module, "Shape", listening))
        with suppress(Problem):  # a rule over several fields; by then all of them have been asked for
            READERS[kind](Anything())
    return notes
