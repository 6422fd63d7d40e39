"""A moment as this phone believes it: its clock, and what shows later how far that clock was off."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from inspection.days import to_text


@dataclass(frozen=True)
class Moment:
    """`wall` is ISO 8601 in UTC; `mono` milliseconds since `boot`; `offset` milliseconds that the
    server was ahead at the last exchange, None while there was none."""

    wall: str
    mono: int = 0
    boot: str = ""
    offset: int | None = None

    def as_json(self) -> dict:
        return asdict(self)


def moment_of(
    instant: datetime | None = None, mono: int = 0, boot: str = "", offset: int | None = None
) -> Moment:
    """For the place that owns the clock: `instant` must be aware."""
    return Moment(to_text(instant or datetime.fromtimestamp(0, UTC)), mono, boot, offset)
