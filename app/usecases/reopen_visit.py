"""A visit the office refused is opened again: what was refused stays on record, the content may be put right."""

from app.storage import findings, outbox, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.amend_record import void
from inspection.problems import Problem


def reopen_visit(store: Store, record_id: str, reason: str, at: Moment, new_id: str) -> str:
    """The visit's id. It is a draft again, with its answers, photos and signatures; the refused record is given up.

    Problems: outbox.not_here, outbox.not_refused, outbox.reason_needed, visit.unknown, storage.full.
    """
    with store.read() as s:
        visit_id = visits.reopenable(s, outbox.by_id(s, record_id))
    if visit_id is None:
        raise Problem("visit.unknown")
    void(store, record_id, reason, at, new_id)
    with store.write("visits", "findings") as s:
        ahead = [one for one in findings.of_visit(s, visit_id) if one.sent_ahead]
        for one in ahead:
            sent = outbox.by_id(s, one.record_id)
            if sent and sent.state in (outbox.REFUSED, outbox.VOIDED):  # it goes with the visit this time
                findings.change(s, one.id, record_id=None)
        visits.change(s, visit_id, state=visits.OPEN, record_id=None, finished_at=None)
    return visit_id
