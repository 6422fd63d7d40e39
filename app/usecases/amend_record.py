"""A frozen record is never edited: it is corrected, or set aside, by a further record that names it."""

from app.storage import frozen, outbox
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import words
from inspection.amendment import read_amendment
from inspection.problems import Problem


def amend_record(
    store: Store, record_id: str, path: str, text: str, reason: str, at: Moment, new_id: str
) -> str:
    """The amendment's id. `path` is the field, e.g. "findings[0].place".

    Problems: outbox.not_here, outbox.words_needed, outbox.reason_needed, text.too_long.
    """
    body = {"amends": record_id, "path": path, "text": words(text, 4000), "reason": words(reason, 500)}
    if not body["text"]:
        raise Problem("outbox.words_needed")
    if not body["reason"]:
        raise Problem("outbox.reason_needed")
    read_amendment(body)
    return freeze_about(store, record_id, "amendment", body, at, new_id)


def void(store: Store, record_id: str, reason: str, at: Moment, new_id: str) -> str:
    """A refused record is given up, with the reason; it stays at the office as it was made.

    Problems: outbox.not_here, outbox.not_refused, outbox.reason_needed.
    """
    why = words(reason, 500)
    if not why:
        raise Problem("outbox.reason_needed")
    return freeze_about(store, record_id, "void", {"reason": why}, at, new_id)


def freeze_about(store: Store, record_id: str, kind: str, body: dict, at: Moment, new_id: str) -> str:
    with store.write("outbox") as s:
        about = outbox.by_id(s, record_id)
        if about is None:
            raise Problem("outbox.not_here")
        if kind == "void":
            if about.state != outbox.REFUSED:
                raise Problem("outbox.not_refused")
            body = {"seq": outbox.seq_of(s, record_id), **body}
            outbox.settle(s, record_id, outbox.VOIDED, about.code, about.facts, at.wall)
        return frozen.freeze(
            s,
            store.folder,
            record_id=new_id,
            kind=kind,
            entity=("record", record_id),
            body=body,
            photos=[],
            at=at,
            title=about.title,
            enterprise_id=about.enterprise_id,
            visit_id=about.visit_id,
        )
