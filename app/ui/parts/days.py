"""Days and times as people here say them: always China time, never a bare ISO text."""

from datetime import date

from inspection.days import china, china_day
from inspection.texts import Speaker


def say_day(text: Speaker, day: date | str | None) -> str:
    """Year, month and day; "—" for none."""
    return _say(text, "day.full", date.fromisoformat(day) if isinstance(day, str) else day) if day else "—"


def say_near_day(text: Speaker, day: date | str, today: date) -> str:
    """Today, tomorrow and yesterday by name."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    named = {0: "day.today", 1: "day.tomorrow", -1: "day.yesterday"}.get((day - today).days)
    return text(named) if named else _say(text, "day.short", day)


def _say(text: Speaker, key: str, day: date) -> str:
    width = 2 if text.language == "en" else 1
    return text(key, year=day.year, month=f"{day.month:0{width}d}", day=f"{day.day:0{width}d}")


def say_time(text: Speaker, instant: str | None, today: date | None = None) -> str:
    """'今天 14:05' on the day itself, else day and time."""
    if not instant:
        return "—"
    there = china(instant)
    clock = f"{there.hour:02d}:{there.minute:02d}"
    day = china_day(instant)
    return f"{say_near_day(text, day, today) if today else say_day(text, day)} {clock}"


def say_due(text: Speaker, due: date | str | None, today: date) -> str:
    """How much time is left, or how long it is past."""
    if not due:
        return text("due.none")
    left = ((date.fromisoformat(due) if isinstance(due, str) else due) - today).days
    if left < 0:
        return text("due.overdue", days=-left)
    return text("due.today") if left == 0 else text("due.left", days=left)


def say_bytes(size: int) -> str:
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024**2:.1f} MB" if size < 1024**3 else f"{size / 1024**3:.2f} GB"
