"""Words for what is stored as codes: profiles of enterprises, facts of history and audit."""

from inspection.texts import Speaker
from sync_server.office.render import worded


def profile_lines(text: Speaker, profile: dict) -> list[tuple[str, str]]:
    """A profile as (name, value) lines; inner objects are joined with their group's name."""
    found = []
    for name, value in profile.items():
        if isinstance(value, dict):
            found += [(f"{_named(text, name)} · {inner}", said) for inner, said in profile_lines(text, value)]
        elif value not in ("", None, []):
            found.append((_named(text, name), said_value(text, value)))
    return found


def _named(text: Speaker, name: str) -> str:
    for family in ("office.profile", "import.field", "import.column"):
        if f"{family}.{name}" in text:
            return text(f"{family}.{name}")
    return name


def said_value(text: Speaker, value) -> str:
    if isinstance(value, bool):
        return text("office.yes" if value else "office.no")
    if isinstance(value, list):
        return "、".join(said_value(text, one) for one in value)
    if isinstance(value, dict):
        return "；".join(f"{name}：{said_value(text, one)}" for name, one in value.items())
    return str(value)


IDS = ("order_id", "into", "of", "from", "hazard_id", "enterprise_id", "record_id", "person_id")  # for programs, not for readers


def fact_lines(text: Speaker, facts: dict) -> list[tuple[str, str]]:
    """Facts of a history or audit row as (name, value) lines, in words as far as there are any."""
    found = []
    for name, value in worded(text, facts).items():
        if value in ("", None, [], {}) or name in IDS:
            continue
        key = f"office.fact.{name}"
        found.append((text(key) if key in text else name, said_value(text, value)))
    return found
