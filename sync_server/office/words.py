"""Words for what is stored as codes: profiles of enterprises, facts of history and audit."""

import json

from inspection.texts import Speaker
from sync_server.office.render import worded

FOR_PROGRAMS = ("into", "of", "from", "name_key", "initials", "code_kind")  # and what ends in _id
FAMILIES = ("state", "severity", "office.device", "office.review", "office.outcome", "role")
OF_RECORDED = {  # fields of what was added or changed, and the families their words stand in
    "kind": ("office.kind", "area_kind"),
    "grade": ("grade",),
    "status": ("office.status",),
    "tags": ("office.tag",),
    "role": ("role",),
    "language": ("language",),
}


def profile_lines(text: Speaker, profile: dict) -> list[tuple[str, str]]:
    """A profile as (name, value) lines; inner objects are joined with their group's name."""
    found = []
    for name, value in profile.items():
        if isinstance(value, dict):
            found += [(f"{_named(text, name)} · {inner}", said) for inner, said in profile_lines(text, value)]
        elif value not in ("", None, []):
            found.append((_named(text, name), said_value(text, value)))
    return found


def fact_lines(text: Speaker, facts: dict) -> list[tuple[str, str]]:
    """Facts of a history or audit row as (name, value) lines, in words as far as there are any."""
    found = []
    for name, value in worded(text, facts).items():
        if value in ("", None, [], {}) or _for_programs(name):
            continue
        if name == "code" and isinstance(value, str) and f"problem.{value}" in text:
            value = text.problem(value, facts)
        if name in ("before", "after") and isinstance(value, str):
            value = _code_word(text, value)
        found.append((_named(text, name), said_value(text, value)))
    return found


def said_value(text: Speaker, value) -> str:
    if isinstance(value, bool):
        return text("office.yes" if value else "office.no")
    if isinstance(value, list):
        return text("office.comma").join(said_value(text, one) for one in value)
    if isinstance(value, dict):
        parts = []
        for name, inner in value.items():
            if inner in ("", None, [], {}) or _for_programs(name):
                continue
            listed = _listed(inner) if name in ("tags", "sectors") else [inner]
            families = OF_RECORDED.get(name, ())
            said = text("office.comma").join(_worded(text, families, one) for one in listed)
            parts.append(f"{_named(text, name)}：{said}")
        return "；".join(parts)
    return str(value)


def _listed(value) -> list:
    """Columns with lists are kept as JSON, and so they stand in the audit."""
    try:
        return json.loads(value) if isinstance(value, str) else list(value)
    except ValueError:
        return [value]


def _worded(text: Speaker, families: tuple, value) -> str:
    keys = (f"{family}.{value}" for family in families)
    return next((text(key) for key in keys if key in text), "") or said_value(text, value)


def _for_programs(name: str) -> bool:
    return name.endswith("_id") or name in FOR_PROGRAMS


def _named(text: Speaker, name: str) -> str:
    for family in ("office.fact", "office.profile", "office.field"):
        if f"{family}.{name}" in text:
            return text(f"{family}.{name}")
    return name


def _code_word(text: Speaker, value: str) -> str:
    return next((text(f"{family}.{value}") for family in FAMILIES if f"{family}.{value}" in text), value)
