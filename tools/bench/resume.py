"""A visit with photos goes up over a line that breaks every 80 KB: what is sent beside what has to be sent."""

import time

from app.storage import outbox
from tests.journey.phones import Phone, a_photo
from tools.bench import furnish, serving
from tools.bench.figures import Figure, at_least, at_most
from tools.bench.furnish import PASSWORD
from tools.bench.line import Line
from tools.bench.places import folder, tell

CUT_EVERY = 80_000
EDGE = 750  # of noise: a JPEG of about 300 KB
RUNS_MOST = 600


def measure(scale):
    with folder() as place:
        furnish.office(place, 4).close()
        with serving.office(place) as office, Line(office.port) as line:
            phone = Phone(place / "phone", line.address).sign_in("lina", PASSWORD)
            try:
                yield from _sent(phone, line, scale.resumed)
            finally:
                phone.close()


def _sent(phone: Phone, line: Line, photos: int):
    phone.sync()
    needed = _fill(phone, photos)
    before = line.up
    line.cut_every = CUT_EVERY
    runs, began = 0, time.monotonic()
    while (left := phone.read(outbox.holds))["photos"] + left["records"] and runs < RUNS_MOST:
        runs += 1
        phone.sync(by_hand=True)
    line.mended()
    sent, arrived = line.up - before, photos - left["photos"]
    tell(
        f"{line.cuts} cuts, {runs} runs, {time.monotonic() - began:.1f} s, {sent:,} bytes sent, {needed:,} needed"
    )
    yield Figure(
        "line cut every 80 KB, sent ÷ needed",
        "每 80 KB 断线 已发÷应发",
        sent / needed,
        "",
        1.0,
        at_most(1.05),
    )
    yield Figure(
        "line cut every 80 KB, photos arrived",
        "每 80 KB 断线 照片到齐",
        arrived,
        f"of {photos}",
        photos,
        at_least(photos),
    )


def _fill(phone: Phone, photos: int) -> int:
    """A finished visit with so many photos; the bytes of its record and photos."""
    visit = phone.begin("e-000000")
    finding = phone.find(visit, "堆放杂物", "一号车间", photos=0)
    size = 0
    for _ in range(photos):
        shot = a_photo(EDGE, noise=True)
        size += len(shot.bytes)
        phone.do.keep_photo(shot, "finding", finding, "before", visit)
    record = phone.finish(visit)
    told = phone.read(outbox.holds)
    return told.get("bytes") or size + len(phone.read(outbox.by_id, record).raw)
