"""The recycle bin: a visit begun by mistake is kept for 30 days before it goes."""

from datetime import timedelta

from app.storage import photos, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import open_visit
from inspection.days import to_instant, to_text
from inspection.problems import Problem

KEPT_DAYS = 30


def drop_visit(store: Store, visit_id: str, at: Moment) -> None:
    """Problems: visit.unknown, visit.not_open."""
    with store.write("visits", "plans") as s:
        open_visit(s, visit_id)
        visits.change(s, visit_id, state=visits.DROPPED, dropped_at=at.wall)


def restore_visit(store: Store, visit_id: str) -> None:
    """Problems: visit.not_dropped."""
    with store.write("visits", "plans") as s:
        row = visits.by_id(s, visit_id)
        if row is None or row.state != visits.DROPPED:
            raise Problem("visit.not_dropped")
        visits.change(s, visit_id, state=visits.OPEN, dropped_at=None)


def empty_bin(store: Store, at: Moment) -> int:
    """How many visits went: those dropped more than 30 days ago."""
    last = to_text(to_instant(at.wall) - timedelta(days=KEPT_DAYS))
    with store.write("visits", "photos") as s:
        old = [row.id for row in visits.dropped_visits(s) if row.dropped_at < last]
        for visit_id in old:
            photos.take_down_visit(s, visit_id)
            visits.remove(s, visit_id)
    return len(old)
