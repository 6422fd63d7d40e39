"""docs/protocol.md as tests read it: its tables by heading, its examples by name."""

import re
from functools import cache

from tests.source import ROOT

PLAIN = {"flag": "true/false", "identity": "id", "objects": "list", "texts": "list"}


@cache
def text() -> str:
    return (ROOT / "docs" / "protocol.md").read_text("utf-8")


def example(name: str) -> str:
    """The fenced block whose opening line ends in `name`."""
    return re.search(rf"^```\w+ {re.escape(name)}\n(.*?)\n```$", text(), re.MULTILINE | re.DOTALL).group(1)


def section(heading: str) -> str:
    """From the heading to the next one."""
    return re.split(rf"^#+ {re.escape(heading)}$", text(), flags=re.MULTILINE)[1].split("\n#", 1)[0]


def rows(heading: str, first: str = "field") -> list[list[str]]:
    """The cells of the table below a heading whose head begins with `first`."""
    lines = section(heading).splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def fields(heading: str) -> dict[str, tuple[str, bool]]:
    """{field: (kind, needed)} of a body, what it refers to put in its place."""
    found = {}
    for name, kind, needed, *_ in rows(heading):
        holds, _, inner = kind.rpartition(" of ")
        if re.match("[A-Z]", inner) or re.match("[A-Z]", kind):
            many = "[]" if holds else ""
            found[name] = (holds or "object", needed == "yes")
            found |= {f"{name}{many}.{deep}": told for deep, told in fields(inner or kind).items()}
        else:
            found[name] = (kind, needed == "yes")
    return found


def kind_of(told: dict) -> str:
    """What `asked_fields` says of a field, in the words of the document."""
    kind = PLAIN.get(told["kind"], told["kind"])
    if kind == "text":
        return f"text {told['least']}–{told['most']}" if told["least"] else f"text ≤ {told['most']}"
    if kind == "whole":
        return f"whole {told['least']} … {told['most']}"
    if kind == "choice":
        return words(told["options"])
    if kind == "list":
        of = f" of text ≤ {told['longest']}" if "longest" in told else ""
        return f"list ≤ {told['most']}{of}"
    return kind


def words(options) -> str:
    return " · ".join(f"`{one}`" for one in options if one)


def kind_of_schema(schema: dict, schemas: dict, path: str = "") -> dict[str, str]:
    """{field: kind} of what is told, out of its schema."""
    found = {}
    for name, inner in schema["properties"].items():
        kinds = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        found[path + name] = _told(kinds[0], inner) + (" or null" if "null" in kinds else "")
        within, many = (inner["items"], "[]") if kinds[0] == "array" else (inner, "")
        if "properties" in within:
            found |= kind_of_schema(within, schemas, f"{path}{name}{many}.")
    return found


def _told(kind: str, schema: dict) -> str:
    if kind == "array":
        most = f" ≤ {schema['maxItems']}" if "maxItems" in schema else ""
        within = schema["items"]
        of = " of Checklist item" if "$ref" in within else " of text" if within["type"] == "string" else ""
        return f"list{most}{of}"
    if "enum" in schema:
        return words(schema["enum"])
    if "format" in schema:
        return {"date-time": "instant", "date": "day"}[schema["format"]]
    if "pattern" in schema:
        return "sha256"
    return {"string": "text", "integer": "whole", "boolean": "true/false", "object": "object"}[kind]
