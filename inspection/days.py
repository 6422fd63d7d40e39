"""Instants and days. An instant is UTC with an offset; a day is a day in China, never an instant.

China keeps UTC+8 all year, so a fixed offset is right and no time-zone table is needed.
"""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
YEARS = range(1900, 3000)  # an instant outside is a slip, and could not be moved to another zone safely
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)  # a phone whose clock says less has lost its clock


def to_text(instant: datetime) -> str:
    """ISO 8601 in UTC with milliseconds: '2026-11-23T02:02:11.120+00:00'. Sorts as it should."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return (instant if instant.tzinfo is UTC else instant.astimezone(UTC)).isoformat(timespec="milliseconds")


def to_instant(text: str) -> datetime:
    """The instant in UTC. ValueError when the offset is missing or the year absurd."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset")
    if instant.year not in YEARS:
        raise ValueError("not an instant of our time")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def china(instant: datetime | str) -> datetime:
    return (to_instant(instant) if isinstance(instant, str) else instant).astimezone(CHINA)


def china_day(instant: datetime | str) -> date:
    return china(instant).date()


def day_after(day: date, days: int) -> date:
    return day + timedelta(days=days)


def believed(said: datetime, offset_ms: int | None, arrived: datetime) -> datetime:
    """When something most likely happened: what the phone said, set right by how far its clock was known to
    be off, and never later than its arrival. A phone without a clock is believed to have just done it."""
    try:
        corrected = said + timedelta(milliseconds=offset_ms or 0)
    except OverflowError:
        return arrived
    return corrected if EARLIEST <= corrected <= arrived else arrived
