"""One way to write a value as bytes, so that a hash means the same everywhere.

RFC 8785 (JSON Canonicalization Scheme) for values without fractions: keys sorted, no blanks,
UTF-8, shortest escapes. Fractions are refused, because their printing differs between
languages; measurements travel as decimal strings, positions in millionths of a degree.
"""

import hashlib
import json
import re

from inspection.problems import Problem

_SURROGATE = re.compile("[\ud800-\udfff]")
CHAIN_START = "0" * 64
DEEPEST = 60  # objects within objects; what we write ourselves is four deep
SAFE_WHOLE = 2**53 - 1  # larger integers are not the same number in every JSON reader


def canonical(value) -> bytes:
    """`value` as canonical JSON. Problems: json.not_canonical with the path of the offender."""
    if not _plain(value, 0):
        _refuse_strangers(value, "$", 0)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value) -> str:
    """SHA-256 of the canonical form, as 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value, depth: int) -> bool:
    """Whether nothing has to be refused; quicker than finding out where."""
    if type(value) is str:
        return value.isascii() or not _SURROGATE.search(value)
    if type(value) is int:
        return -SAFE_WHOLE <= value <= SAFE_WHOLE
    if depth > DEEPEST:
        return False
    if type(value) is dict:
        return all(
            type(key) is str and key.isascii() and _plain(inner, depth + 1) for key, inner in value.items()
        )
    if type(value) is list:
        return all(_plain(inner, depth + 1) for inner in value)
    return value is None or value is True or value is False


def _refuse_strangers(value, path: str, depth: int) -> None:
    if depth > DEEPEST:
        raise Problem("json.not_canonical", path=path[:200], why="too_deep")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > SAFE_WHOLE:
            raise Problem("json.not_canonical", path=path, why="too_large")
    elif isinstance(value, str):
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise Problem("json.not_canonical", path=path, why="lone_surrogate")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            _refuse_strangers(inner, f"{path}[{place}]", depth + 1)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise Problem("json.not_canonical", path=path, why="key")
            _refuse_strangers(inner, f"{path}.{key}", depth + 1)
    else:
        raise Problem("json.not_canonical", path=path, why=type(value).__name__)
