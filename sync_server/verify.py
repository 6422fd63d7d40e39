"""Everything the office keeps, checked against its own hashes: records and the rows made of them, photos, hazard
histories, the audit."""

import hashlib

from sqlalchemy import func, select

from sync_server import audit, chain, evidence_rows, history
from sync_server.tables import device, inbox, photo

BLOCK = 1 << 20


def verify(store, photos, progress=None) -> list[dict]:
    """Faults as {code, facts}, the sentence of each `fault.<code>`; empty when all is whole.

    `photos` has `.has(sha256)` and `.path(sha256)`. `progress(what, done)` is told now and then.
    """
    said = progress or (lambda _what, _done: None)
    with store.read() as c:
        evidence = (*_records(c, said), *_rows(c), *_devices(c), *_photos(c, photos, said))
        return [*evidence, *_histories(c), *_audit(c)]


def _fault(code: str, **facts) -> dict:
    return {"code": code, "facts": facts}


def _records(c, said):
    rows = select(inbox.c.id, inbox.c.hash, inbox.c.raw, inbox.c.device_id).order_by(inbox.c.id)
    for done, row in enumerate(c.execute(rows.execution_options(yield_per=200)), 1):
        if hashlib.sha256(row.raw).hexdigest() != row.hash:
            yield _fault("record_changed", record_id=row.id, device_id=row.device_id)
        if done % 1000 == 0:
            said("records", done)


def _rows(c):
    for one in evidence_rows.breaks(c):
        yield _fault(f"{one['kind']}_{one['why']}", id=one["id"])


def _devices(c):
    for device_id in c.scalars(select(inbox.c.device_id).distinct()).all():
        for one in chain.of_device(c, device_id):
            facts = {"device_id": device_id, "seq": one["seq"], "missing": one.get("missing", 0)}
            yield _fault(f"chain_{one['why']}", **facts)
    here = select(func.max(inbox.c.seq)).where(inbox.c.device_id == device.c.id).scalar_subquery()
    cut = select(device.c.id, device.c.last_seq, func.coalesce(here, 0)).where(
        device.c.last_seq > func.coalesce(here, 0)
    )
    for device_id, last, seq in c.execute(cut.order_by(device.c.id)).all():
        yield _fault("chain_cut", device_id=device_id, last=last, seq=seq)


def _photos(c, photos, said):
    stored = select(photo.c.sha256).where(photo.c.state != "named").order_by(photo.c.sha256)
    for done, sha256 in enumerate(c.scalars(stored).all(), 1):
        if not photos.has(sha256):
            yield _fault("photo_missing", sha256=sha256)
        elif file_hash(photos.path(sha256)) != sha256:
            yield _fault("photo_changed", sha256=sha256)
        if done % 100 == 0:
            said("photos", done)


def file_hash(path) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _histories(c):
    for one in history.breaks(c):
        yield _fault(f"history_{one['why']}", hazard_id=one["hazard_id"], n=one["n"])


def _audit(c):
    for one in audit.breaks(c):
        yield _fault(f"audit_{one['why']}", n=one["n"])
