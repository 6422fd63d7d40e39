"""Templates of the office pages. Everything put into them is escaped; there is no way round it."""

import json
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inspection import days
from inspection.problems import Problem
from inspection.texts import Speaker

HERE = Path(__file__).parent
# facts of a problem or of a history row that are codes themselves, and the family their words stand in
CODED = {
    "state": "state",
    "from_state": "state",
    "to_state": "state",
    "move": "move",
    "role": "role",
    "severity": "severity",
    "was": "severity",
    "track": "track",
    "verdict": "office.verdict",
    "kind": "office.record.kind",
    "purpose": "purpose",
    "grade": "grade",
}

templates = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def minute(instant) -> str:
    """An instant in China, to the minute; "" for none."""
    if not instant:
        return ""
    try:
        return days.china(instant).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return str(instant)


def second(instant) -> str:
    if not instant:
        return ""
    try:
        return days.china(instant).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return str(instant)


def china_date(day, text: Speaker) -> str:
    """A day as it is written in a document: 2026年11月23日."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.year}年{day.month}月{day.day}日" if text.language == "zh-CN" else day.isoformat()


def size(count: int) -> str:
    """Bytes for people."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"


def position(place: dict | None) -> str:
    if not place:
        return ""
    said = f"{place['lat_e6'] / 1e6:.6f}, {place['lon_e6'] / 1e6:.6f}"
    return said + (f" ±{place['acc_m']} m" if place.get("acc_m") is not None else "")


def pretty(value) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


templates.filters |= {
    "minute": minute,
    "second": second,
    "size": size,
    "position": position,
    "pretty": pretty,
}


def sentence(text: Speaker, code: str | None, facts: dict | None = None) -> str:
    """A problem in the reader's language, codes among its facts put into words."""
    return text.problem(code, worded(text, facts or {}))


def problem_sentence(text: Speaker, problem: Problem) -> str:
    return sentence(text, problem.code, problem.facts)


def worded(text: Speaker, facts: dict) -> dict:
    said = {}
    for name, value in facts.items():
        key = f"{CODED[name]}.{value}" if name in CODED and isinstance(value, str) else None
        said[name] = text(key) if key and key in text else value
    return said


def draw(name: str, text: Speaker, **facts) -> str:
    return templates.get_template(name).render(
        t=text,
        problem=lambda found: problem_sentence(text, found),
        refusal=lambda code, facts: sentence(text, code, facts),
        date=lambda day: china_date(day, text),
        **facts,
    )
