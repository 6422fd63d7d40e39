"""Changes from the office, page by page: a page and its cursors are kept together or not at all.

A change is the current state of one thing, so receiving it twice is harmless. When the office was restored
from a backup (its `epoch` differs), everything it gave is fetched anew and what it lost is offered again.
"""

from datetime import timedelta

from app.storage import given, meta
from app.sync import push
from inspection import days

PAGE = 500
PAGES = 2000  # of one pull; no end in sight is a fault of the server
OFFERED_AGAIN = timedelta(days=30)
TOPICS = ("enterprises", "checklists", "hazards", "plans", "notices", "visits")


def pull(line) -> bool:
    """Everything new. Whether records wait again because the office no longer had them."""
    lost = False
    for _ in range(PAGES):
        with line.store.read() as s:
            cursors, epoch = given.cursors(s), meta.get(s, "epoch")
        said = line.post("/api/pull", {"buckets": cursors, "limit": PAGE})
        if epoch is not None and epoch != said["epoch"]:
            _begin_anew(line, said["epoch"])
        else:
            _keep(line, said)
            if not said.get("more"):
                break
        lost = _make_good(line) or lost
    return _make_good(line) or lost


def _keep(line, said: dict) -> None:
    with line.store.write(*TOPICS) as s:
        given.take(s, said)
        meta.put(s, "epoch", said["epoch"])


def _begin_anew(line, epoch: str) -> None:
    with line.store.write() as s:
        given.begin_anew(s)
        meta.put(s, "epoch", epoch)
        meta.put(s, "offer_again", "1")


def _make_good(line) -> bool:
    """After a restore, once: the last thirty days are offered again."""
    with line.store.read() as s:
        if meta.get(s, "offer_again") != "1":
            return False
    since = days.to_text(days.to_instant(line.now().wall) - OFFERED_AGAIN)
    lost = push.offer_again(line, since)
    with line.store.write() as s:
        meta.put(s, "offer_again", "0")
    return lost > 0
