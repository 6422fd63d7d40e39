"""What an office sets about itself: its name, its short name, and how its orders are numbered. Kept in `meta`."""

import string
from datetime import datetime

from inspection.problems import Problem
from inspection.shapes import clean
from sync_server import audit, meta, projections
from sync_server.orders import PATTERN

LONGEST = {"office": 100, "office_short": 40, "order_pattern": 80}
NEEDED = ("n", "year")
PLACES = (*NEEDED, "office")


def of_office(c) -> dict[str, str]:
    return {name: meta.get(c, name, PATTERN if name == "order_pattern" else "") for name in LONGEST}


def follow_config(c, configured: str) -> str | None:
    """The name the office should now have, None when it has it: its own, or that of ANJIAN_OFFICE until it has one."""
    wanted = meta.get(c, "office_own") or configured
    return wanted if wanted != meta.get(c, "office") else None


def name_office(c, name: str) -> None:
    meta.put(c, "office", name)
    projections.office_changed(c)


def change(
    c, fields: dict, actor_id: str | None, at: datetime, origin: str = ""
) -> dict[str, tuple[str, str]]:
    """{field: (before, after)} of what is now different.

    Problems: settings.name_needed, settings.too_long, settings.pattern.
    """
    before = of_office(c)
    after = before | read(fields)
    different = {name: (before[name], after[name]) for name in LONGEST if before[name] != after[name]}
    for name in different:
        meta.put(c, name, after[name])
    if "office" in different:
        meta.put(c, "office_own", after["office"])
        name_office(c, after["office"])
    if different:
        facts = {"before": {name: pair[0] for name, pair in different.items()}}
        facts |= {"after": {name: pair[1] for name, pair in different.items()}}
        audit.write(c, actor_id, "office.settings", "office", "office", facts, origin, at)
    return different


def read(fields: dict) -> dict[str, str]:
    """The fields checked and cleaned."""
    values = {name: clean(str(fields[name])) for name in LONGEST if name in fields}
    for name, value in values.items():
        if len(value) > LONGEST[name]:
            raise Problem("settings.too_long", most=LONGEST[name])
    if not values.get("office", "-"):
        raise Problem("settings.name_needed")
    if "order_pattern" in values:
        check_pattern(values["order_pattern"])
    return values


def check_pattern(pattern: str) -> None:
    """Every order needs its own number in its year. Problem settings.pattern{pattern}."""
    try:
        parts = [part for part in string.Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        raise Problem("settings.pattern", pattern=pattern) from None
    named = [name for _, name, form, conversion in parts if not form and not conversion]
    if len(named) < len(parts) or set(named) - set(PLACES) or not set(NEEDED) <= set(named):
        raise Problem("settings.pattern", pattern=pattern)
