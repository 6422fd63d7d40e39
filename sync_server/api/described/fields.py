"""Pieces of JSON Schema in the words of `inspection.shapes`, so that both say the same of a field."""

IDENTITY = r"^[A-Za-z0-9\-_.:]{1,64}$"
SHA256 = "^[0-9a-f]{64}$"


def text(most: int | None = None, least: int = 0) -> dict:
    """Lengths are counted after blanks at both ends are taken away."""
    limits = {"minLength": least} if least else {}
    return {"type": "string"} | limits | ({"maxLength": most} if most is not None else {})


def identity() -> dict:
    return {"type": "string", "pattern": IDENTITY}


def sha256() -> dict:
    return {"type": "string", "pattern": SHA256}


def instant() -> dict:
    return {"type": "string", "format": "date-time"}


def day() -> dict:
    return {"type": "string", "format": "date"}


def whole(low: int | None = None, high: int | None = None) -> dict:
    limits = {"minimum": low, "maximum": high}
    return {"type": "integer"} | {name: limit for name, limit in limits.items() if limit is not None}


def flag() -> dict:
    return {"type": "boolean"}


def choice(*options: str) -> dict:
    return {"type": "string", "enum": list(options)}


def each(schema: dict, most: int | None = None) -> dict:
    return {"type": "array", "items": schema} | ({} if most is None else {"maxItems": most})


def anything(said: str) -> dict:
    return {"type": "object", "description": said}


def named(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def perhaps(schema: dict) -> dict:
    """The field may also be null."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    or_null = {"type": [schema["type"], "null"]}
    return schema | or_null | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def whole_of(required: dict, optional: dict | None = None, said: str = "") -> dict:
    """An object. What is optional may be left out or null; fields that are not named here are let pass."""
    properties = required | {name: perhaps(schema) for name, schema in (optional or {}).items()}
    found = {"type": "object", "required": list(required), "properties": properties}
    return found | ({"description": said} if said else {})
