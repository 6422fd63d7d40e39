"""One way to write a value as bytes, so that a hash means the same everywhere.

RFC 8785 (JSON Canonicalization Scheme) for values without fractions: keys sorted, no blanks,
UTF-8, shortest escapes. Fractions are refused, because their printing differs between
languages; measurements travel as decimal strings, positions in millionths of a degree.
"""

import hashlib
import json

from inspection.problems import Problem

CHAIN_START = "0" * 64
DEEPEST = 60  # objects within objects; what we write ourselves is four deep
SAFE_WHOLE = 2**53 - 1  # larger integers are not the same number in every JSON reader
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value) -> bytes:
    """`value` as canonical JSON. Problems: json.not_canonical with the path of the offender."""
    if not _plain(value):
        _refuse_strangers(value, "$", 0)
    try:
        return _CANONICAL.encode(value).encode()
    except UnicodeEncodeError:  # half a character: the only text that UTF-8 cannot spell
        _refuse_strangers(value, "$", 0)
        raise


def digest(value) -> str:
    """SHA-256 of the canonical form, as 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value) -> bool:
    """Whether nothing has to be refused but perhaps its texts; quicker than finding out where."""
    level, depth = [value], 0
    while level:
        deeper = []
        for one in level:
            kind = type(one)
            if kind is str or one is None or kind is bool:
                continue
            if kind is dict:
                for key in one:
                    if type(key) is not str or not key.isascii():
                        return False
                deeper += one.values()
            elif kind is list:
                deeper += one
            elif kind is not int or not -SAFE_WHOLE <= one <= SAFE_WHOLE:
                return False
        if depth > DEEPEST and any(type(one) in (dict, list) for one in level):
            return False
        level, depth = deeper, depth + 1
    return True


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
