"""What an exchange with the office reads on this phone and writes back: records, their answers, photos."""

import json
from dataclasses import dataclass

from sqlalchemy import and_, case, exists, func, select, update

from app.storage.tables import hazard, outbox, outbox_photo, photo, photo_use

TRIES_ON_OUR_OWN = 5  # a record set aside is offered again this often before only the person's wish does it


@dataclass(frozen=True)
class Waiting:
    id: str
    seq: int
    raw: str


@dataclass(frozen=True)
class PhotoToSend:
    sha256: str
    size: int
    mime: str
    upload: str | None  # address of an upload under way
    sent_bytes: int
    tries: int


def waiting(s, limit: int, after: int = 0) -> list[Waiting]:
    """Records never yet set aside that the office has not answered, oldest first."""
    asked = select(outbox.c.id, outbox.c.seq, outbox.c.raw).where(
        outbox.c.outcome.is_(None), outbox.c.problem.is_(None), outbox.c.seq > after
    )
    return [Waiting(*row) for row in s.execute(asked.order_by(outbox.c.seq).limit(limit))]


def set_aside(s, all_of_them: bool) -> list[Waiting]:
    """Records that could not be sent before; the hopeless ones only with `all_of_them`."""
    asked = select(outbox.c.id, outbox.c.seq, outbox.c.raw).where(outbox.c.outcome.is_(None), outbox.c.problem.is_not(None))
    if not all_of_them:
        asked = asked.where(outbox.c.tries < TRIES_ON_OUR_OWN)
    return [Waiting(*row) for row in s.execute(asked.order_by(outbox.c.seq).limit(100))]


def settle(s, record_id: str, outcome: str, code: str | None, facts: dict, at: str) -> bool:
    """Keep the office's answer. Whether anything is new: the same answer again changes nothing."""
    said = json.dumps(facts or {}, ensure_ascii=False, sort_keys=True)
    was = s.execute(select(outbox.c.outcome, outbox.c.code, outbox.c.facts).where(outbox.c.id == record_id)).first()
    if was is None or tuple(was) == (outcome, code, said):
        return False
    s.execute(
        update(outbox)
        .where(outbox.c.id == record_id)
        .values(outcome=outcome, code=code, facts=said, settled_at=at, problem=None)
    )
    if outcome == "refused":  # what we expected of it will not come
        s.execute(update(hazard).where(hazard.c.id == _hazard_of(s, record_id)).values(expected=None))
    return True


def _hazard_of(s, record_id: str) -> str:
    raw = s.execute(select(outbox.c.raw).where(outbox.c.id == record_id)).scalar()
    entity = json.loads(raw).get("entity") or {}
    return entity.get("id", "") if entity.get("type") == "hazard" else ""


def could_not_send(s, record_id: str, code: str, facts: dict) -> None:
    """It alone could not be sent: set aside, shown, and no longer in the way of the others."""
    said = json.dumps(facts or {}, ensure_ascii=False, sort_keys=True)
    s.execute(
        update(outbox).where(outbox.c.id == record_id).values(problem=code, facts=said, tries=outbox.c.tries + 1)
    )


def held(s, limit: int = 200) -> list[str]:
    """Records the office keeps but has not judged: worth asking after."""
    asked = select(outbox.c.id).where(outbox.c.outcome == "held").order_by(outbox.c.seq).limit(limit)
    return list(s.execute(asked).scalars())


def acknowledged_since(s, instant: str) -> list[str]:
    asked = select(outbox.c.id).where(outbox.c.outcome.is_not(None), outbox.c.settled_at >= instant)
    return list(s.execute(asked.order_by(outbox.c.seq)).scalars())


def unsettle(s, record_ids: list[str]) -> None:
    """The office no longer has them (it was restored from a backup): they wait again."""
    for record_id in record_ids:
        s.execute(
            update(outbox).where(outbox.c.id == record_id).values(outcome=None, code=None, facts="{}", settled_at=None)
        )


def doubt_photos_since(s, instant: str) -> None:
    """After a restore: what the office said it had since then is asked about again."""
    s.execute(update(photo).where(photo.c.echoed_at >= instant, photo.c.state == "here").values(echoed_at=None, upload=None))


def _owed():
    """Photos here that the office has not said it has."""
    return and_(photo.c.state == "here", photo.c.echoed_at.is_(None))


def _named_by_sent():
    """Named by a record that has reached the office."""
    return exists().where(
        outbox_photo.c.sha256 == photo.c.sha256, outbox_photo.c.record_id == outbox.c.id, outbox.c.outcome.is_not(None)
    )


def photos_to_send(s, limit: int = 200) -> list[PhotoToSend]:
    """Photos of records the office has: of major hazards first, then of moves held for them, then small ones."""
    of_major = exists().where(outbox_photo.c.sha256 == photo.c.sha256, outbox_photo.c.major == 1)
    of_move = exists().where(
        photo_use.c.sha256 == photo.c.sha256, photo_use.c.owner_kind.in_(("recheck", "rectification"))
    )
    asked = (
        select(photo.c.sha256, photo.c.size, photo.c.mime, photo.c.upload, photo.c.sent_bytes, photo.c.tries)
        .where(_owed(), _named_by_sent())
        .order_by(case((of_major, 0), (of_move, 1), else_=2), photo.c.size, photo.c.sha256)
        .limit(limit)
    )
    return [PhotoToSend(*row) for row in s.execute(asked)]


def photo_under_way(s, sha256: str, upload: str | None, sent_bytes: int) -> None:
    s.execute(update(photo).where(photo.c.sha256 == sha256).values(upload=upload, sent_bytes=sent_bytes))


def photo_echoed(s, sha256: str, at: str) -> None:
    """The office has named its hash as stored."""
    s.execute(
        update(photo)
        .where(photo.c.sha256 == sha256)
        .values(echoed_at=at, upload=None, sent_bytes=photo.c.size, problem=None)
    )


def photo_problem(s, sha256: str, code: str) -> None:
    s.execute(
        update(photo)
        .where(photo.c.sha256 == sha256)
        .values(problem=code, upload=None, sent_bytes=0, tries=photo.c.tries + 1)
    )


def holds(s) -> dict:
    """What this phone still holds and the office does not: told with every exchange."""
    unsent = outbox.c.outcome.is_(None)
    records, oldest = s.execute(select(func.count(), func.min(outbox.c.made_at)).where(unsent)).one()
    refused = s.execute(select(func.count()).select_from(outbox).where(outbox.c.outcome == "refused")).scalar()
    named = exists().where(outbox_photo.c.sha256 == photo.c.sha256)
    photos, size = s.execute(
        select(func.count(), func.coalesce(func.sum(photo.c.size - photo.c.sent_bytes), 0)).where(_owed(), named)
    ).one()
    return {"records": records, "photos": photos, "bytes": max(int(size), 0), "oldest_at": oldest, "refused": refused}


def photos_owed(s) -> int:
    return s.execute(select(func.count()).select_from(photo).where(_owed(), _named_by_sent())).scalar()


def still_to_send(s) -> int:
    """Records and photos, for showing how far a run has come."""
    told = holds(s)
    return told["records"] + told["photos"]
