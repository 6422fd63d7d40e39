"""Chance that falls the same way every time: one seed, ids and days made from it."""

import random
from datetime import UTC, date, datetime, time, timedelta

from inspection.days import CHINA, china_day


class Chance(random.Random):
    """`new_id(at)` has the form of a UUIDv7 of that instant, its random part drawn from the seed."""

    def new_id(self, at: datetime) -> str:
        number = int(at.timestamp() * 1000) << 80 | self.getrandbits(80)
        number = number & ~(0xF << 76) & ~(0x3 << 62) | (7 << 76) | (2 << 62)
        text = f"{number:032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    def likely(self, share: float) -> bool:
        return self.random() < share

    def hour(self, day: date, first: float = 9.0, last: float = 16.5) -> datetime:
        """An instant of that day in China between two hours, in UTC."""
        minutes = int(self.uniform(first, last) * 60)
        return (datetime.combine(day, time(), CHINA) + timedelta(minutes=minutes)).astimezone(UTC)

    def desk_time(self, at: datetime, days: int) -> datetime:
        """Office hours, so many days later."""
        return self.hour(working_day(china_day(at) + timedelta(days=days)), 8.8, 17)

    def on_site(self, at: datetime, least: int, most: int) -> datetime:
        """Some time of a working day, `least` to `most` days later."""
        return self.hour(working_day(china_day(at) + timedelta(days=self.randint(least, most))), 10.5, 17)


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
