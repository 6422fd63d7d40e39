"""YAML or JSON read with the line on which everything stands, so that a fault can be found again."""

import json
from decimal import Decimal

import yaml

MOST_BYTES = 5 * 1024 * 1024
MOST_DEEP = 12
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    def __init__(self, reason: str, line: int | None = None, found: str = ""):
        super().__init__(reason)
        self.reason, self.line, self.found = reason, line, found


class MarkedDict(dict):
    """A mapping that knows its own line and the line of each of its fields."""

    line = 0

    def __init__(self):
        super().__init__()
        self.lines: dict[str, int] = {}


def read_marked(raw: bytes):
    """Dicts, lists, texts, whole numbers, Decimals, flags and None. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("not_utf8") from None
    if text.lstrip()[:1] in ("{", "["):
        text = _checked_json(text)
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise Unreadable("not_yaml", mark and mark.line + 1, fault.problem or "") from None
    except (yaml.YAMLError, ValueError) as fault:
        raise Unreadable("not_yaml", found=type(fault).__name__) from None
    except RecursionError:
        raise Unreadable("too_deep") from None
    if root is None:
        raise Unreadable("empty")
    return _value(root, set(), 0)


def _checked_json(text: str) -> str:
    """`text` when it is JSON, spelled so that a YAML reader agrees with it."""
    try:
        json.loads(text)
    except json.JSONDecodeError as fault:
        raise Unreadable("not_json", fault.lineno, fault.msg) from None
    except RecursionError:
        raise Unreadable("too_deep") from None
    return text.replace("\t", " ").replace("\\/", "/")  # JSON keeps no bare tab inside a text


def _value(node, seen: set, depth: int):
    line = node.start_mark.line + 1
    if depth > MOST_DEEP:
        raise Unreadable("too_deep", line)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in seen:  # an alias could make a small file endless
        raise Unreadable("alias", line)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_value(inner, seen, depth + 1) for inner in node.value]
    mapping = MarkedDict()
    mapping.line = line
    for key_node, inner in node.value:
        key, key_line = str(key_node.value), key_node.start_mark.line + 1
        if key in mapping:
            raise Unreadable("twice", key_line, key)
        mapping[key] = _value(inner, seen, depth + 1)
        mapping.lines[key] = key_line
    return mapping


def _scalar(node):
    kind, text = node.tag.rpartition(":")[2], node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if kind == "int":
            return int(text.replace("_", ""), 0) if text.strip("+-0") else 0
        if kind == "float":
            return Decimal(text)  # exactly as written: 19.5 stays 19.5
    except (ValueError, ArithmeticError):
        return text  # 0123 and 1:30 look like numbers only to YAML
    return text
