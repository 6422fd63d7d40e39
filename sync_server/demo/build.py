"""The whole demo: the street on its first day, then everything that happened since, in the order of time."""

import time
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update

from inspection.days import CHINA, china
from sync_server.context import Context
from sync_server.demo import plans
from sync_server.demo.cast import Cast, assemble, refuse_second_run
from sync_server.demo.chance import Chance, working_day
from sync_server.demo.diary import Diary
from sync_server.demo.endings import Endings, counts
from sync_server.demo.story import Story
from sync_server.tables import device, inbox

SEED = "青禾街道"
DAYS = 548  # eighteen months
OFFICIAL = {
    "red": 2.2,
    "orange": 1.3,
    "yellow": 0.6,
    "blue": 0.3,
    "": 0.1,
}  # official visits in all, by grade


class Silent:
    """Nobody looks on."""

    def say(self, key: str, **facts) -> None:
        pass


def build(context: Context, today: date, told=None) -> None:
    """Fills an empty office with the demo. `told.say(key, **facts)` hears how far it is.

    Problems: demo.already_here.
    """
    refuse_second_run(context)
    told, began = told or Silent(), time.monotonic()
    chance = Chance(SEED)
    first = today - timedelta(days=DAYS)
    told.say("demo.begin", first=first.isoformat(), last=today.isoformat())
    cast = assemble(context, chance, chance.hour(first, 8.5, 8.6), today)
    told.say("demo.assembled", firms=len(cast.firms), people=len(cast.people), checklists=len(cast.lists))
    diary = Diary()
    story = Story(cast, diary)
    for at, act, firm in _visits(cast, story, first, today):
        diary.put(at, act, firm)
    for days in range(7, (today - first).days, 7):
        diary.put(
            datetime(first.year, first.month, first.day, 9, tzinfo=CHINA) + timedelta(days),
            story.desk.look_through,
        )
    Endings(cast, story, diary).prepare()
    diary.live(datetime(today.year, today.month, today.day, tzinfo=CHINA), Months(told, first).looked_at)
    _heard_of(context)
    plans.put_down(cast, diary.now)
    told.say("demo.done", **counts(context), seconds=round(time.monotonic() - began))


def _heard_of(context: Context) -> None:
    """The office last heard of each phone when its newest record came."""
    newest = select(func.max(inbox.c.received_at)).where(inbox.c.device_id == device.c.id).scalar_subquery()
    with context.store.write() as c:
        c.execute(update(device).values(seen_at=func.coalesce(newest, device.c.seen_at)))


class Months:
    """Tells when another month of the story has begun."""

    def __init__(self, told, first: date):
        self.told, self.first, self.last = told, first, ""

    def looked_at(self, at: datetime) -> None:
        month = f"{china(at):%Y-%m}"
        if month != self.last:
            self.last = month
            self.told.say("demo.month", month=month)


def _visits(cast: Cast, story: Story, first: date, today: date):
    """(at, act, firm): twice a year an expert at every served firm, officers by grade, station keepers at the shops."""
    chance, days = cast.chance, (today - first).days
    for firm in cast.firms:
        if firm.kind == "small":
            for part in range(2):
                yield _some_day(chance, first, days, part, 2), story.round, firm
            continue
        for part in range(2):
            yield _some_day(chance, first, days, part, 2), story.service, firm
        wanted = OFFICIAL[firm.grade]
        for part in range(int(wanted) + chance.likely(wanted % 1)):
            yield _some_day(chance, first, days, part, int(wanted) + 1), story.inspect, firm


def _some_day(chance: Chance, first: date, days: int, part: int, parts: int) -> datetime:
    """A working hour in the given part of the whole time."""
    span = days // parts
    day = first + timedelta(days=3 + part * span + chance.randint(0, max(span - 8, 1)))
    return chance.hour(working_day(day), 10.4, 17.2)
