"""What the server holds in memory while nobody asks it anything, beside a bare server."""

import time

from tools.bench import furnish, serving
from tools.bench.figures import Figure, at_most
from tools.bench.meter import Meter
from tools.bench.places import folder

SETTLED_S = 2


def measure(_scale):
    with folder() as place:
        furnish.office(place, 50).close()
        with serving.office(place) as office, serving.bare(place / "bare") as bare:
            time.sleep(SETTLED_S)
            held, least = Meter(office.pids).look(), Meter(bare.pids).look()
    yield Figure("server idle, memory", "服务器空闲内存", held, "MB", least, at_most(150))
