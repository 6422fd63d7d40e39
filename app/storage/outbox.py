"""Frozen records: what this phone made, waiting for the office, and what the office said of it."""

import json
from dataclasses import dataclass

from sqlalchemy import case, exists, func, or_, select

from app.storage import hazards
from app.storage.tables import outbox, outbox_photo, photo

REFUSED = "refused"
MOVES = ("recheck", "rectification")
VOIDED = "voided"  # refused, and given up with a reason by its maker


@dataclass(frozen=True)
class OutboxItem:
    """`state`: waiting | photos (the words are there, not every photo) | held | applied | merged | refused | voided."""

    id: str
    kind: str
    title: str
    made_at: str
    state: str
    code: str | None
    facts: dict
    photos_total: int
    photos_sent: int
    problem: str | None
    enterprise_id: str | None = None
    visit_id: str | None = None
    settled_at: str | None = None
    tries: int = 0


@dataclass(frozen=True)
class Waiting:
    id: str
    seq: int
    raw: str
    tries: int
    problem: str | None = None  # why it could not be sent so far

    @property
    def value(self) -> dict:
        return json.loads(self.raw)


# ── sending ────────────────────────────────────────────────────────────────────────────────────


def waiting(s, limit: int = 100, after: int = 0) -> list[Waiting]:
    """What the office has not answered, in the order it was made; only what was made after the seq `after`."""
    wanted = select(outbox.c.id, outbox.c.seq, outbox.c.raw, outbox.c.tries, outbox.c.problem)
    wanted = wanted.where(outbox.c.outcome.is_(None), outbox.c.seq > after)
    return [Waiting(*row) for row in s.execute(wanted.order_by(outbox.c.seq).limit(limit))]


def unsent(s) -> list[Waiting]:
    """All of it."""
    return waiting(s, limit=-1)


def settle(s, record_id: str, outcome: str, code: str | None, facts: dict | None, at: str) -> None:
    """The office's verdict. A later verdict (held → applied) replaces an earlier one."""
    values = {
        "outcome": outcome,
        "code": code,
        "facts": json.dumps(facts or {}, ensure_ascii=False),
        "settled_at": at,
        "problem": None,
    }
    s.execute(outbox.update().where(outbox.c.id == record_id).values(values))
    row = s.execute(select(outbox.c.kind, outbox.c.raw).where(outbox.c.id == record_id)).first()
    if outcome == REFUSED and row and row.kind in MOVES:
        hazards.expect(s, json.loads(row.raw)["entity"]["id"], None)


def trouble(s, record_id: str, code: str, facts: dict | None = None) -> None:
    """Why it could not be sent so far."""
    values = {
        "problem": code,
        "facts": json.dumps(facts or {}, ensure_ascii=False),
        "tries": outbox.c.tries + 1,
    }
    s.execute(outbox.update().where(outbox.c.id == record_id).values(values))


def held(s, limit: int = 200) -> list[str]:
    """Ids of records at the office that wait for something: their outcome is worth asking for."""
    return list(
        s.scalars(select(outbox.c.id).where(outbox.c.outcome == "held").order_by(outbox.c.seq).limit(limit))
    )


def settled_since(s, at: str) -> list[str]:
    """Ids of records answered after `at`: to be offered again when the office was restored."""
    return list(s.scalars(select(outbox.c.id).where(outbox.c.settled_at >= at).order_by(outbox.c.seq)))


def offer_again(s, record_ids) -> None:
    """The office no longer knows these: they wait once more."""
    s.execute(
        outbox.update()
        .where(outbox.c.id.in_(list(record_ids)))
        .values(outcome=None, code=None, facts="{}", settled_at=None)
    )


def holds(s) -> dict:
    """What this phone still holds, told with every request."""
    records, oldest = s.execute(
        select(func.count(), func.min(outbox.c.made_at)).where(outbox.c.outcome.is_(None))
    ).one()
    refused = s.scalar(select(func.count()).select_from(outbox).where(outbox.c.outcome == REFUSED))
    named = exists().where(outbox_photo.c.sha256 == photo.c.sha256)
    photos, size = s.execute(
        select(func.count(), func.coalesce(func.sum(photo.c.size - photo.c.sent_bytes), 0)).where(
            photo.c.echoed_at.is_(None), named
        )
    ).one()
    return {"records": records, "photos": photos, "bytes": size, "oldest_at": oldest, "refused": refused}


def forget_settled(s, before: str) -> list[tuple[int, str]]:
    """Records the office has whole, answered before then, leave the phone with their visits: (seq, id) of each.

    The newest record stays: the chain goes on behind it. What was refused stays until someone sees to it.
    """
    here = exists().where(
        outbox_photo.c.record_id == outbox.c.id,
        outbox_photo.c.sha256 == photo.c.sha256,
        photo.c.echoed_at.is_(None),
    )
    newest = select(func.max(outbox.c.seq)).scalar_subquery()
    done = (
        outbox.c.outcome.in_(("applied", "merged", VOIDED)),
        outbox.c.settled_at < before,
        ~here,
        outbox.c.seq < newest,
    )
    gone = s.execute(select(outbox.c.seq, outbox.c.id, outbox.c.kind, outbox.c.visit_id).where(*done)).all()
    ids = [row.id for row in gone]
    s.execute(outbox_photo.delete().where(outbox_photo.c.record_id.in_(ids)))
    s.execute(outbox.delete().where(outbox.c.id.in_(ids)))
    return [(row.seq, row.id) for row in gone]


# ── looking ────────────────────────────────────────────────────────────────────────────────────


def items(s, limit: int = 200, offset: int = 0) -> list[OutboxItem]:
    """What needs someone first, then what waits, then what is done; the newest first in each."""
    place = case((outbox.c.outcome == REFUSED, 0), (outbox.c.outcome.is_(None), 1), else_=2)
    return _items(s, _rows().order_by(place, outbox.c.seq.desc()).limit(limit).offset(offset))


def by_id(s, record_id: str) -> OutboxItem | None:
    return next(iter(_items(s, _rows().where(outbox.c.id == record_id))), None)


def hazard_of(s, record_id: str) -> str | None:
    """The hazard a recheck or rectification speaks of."""
    row = s.execute(select(outbox.c.kind, outbox.c.raw).where(outbox.c.id == record_id)).first()
    return json.loads(row.raw)["entity"]["id"] if row and row.kind in MOVES else None


def seq_of(s, record_id: str) -> int:
    return s.scalar(select(outbox.c.seq).where(outbox.c.id == record_id))


def attention(s) -> list[OutboxItem]:
    """What will not settle by itself: refused, or a photo of it that cannot be sent."""
    stuck = exists().where(
        outbox_photo.c.record_id == outbox.c.id,
        outbox_photo.c.sha256 == photo.c.sha256,
        photo.c.problem.is_not(None),
        photo.c.echoed_at.is_(None),
    )
    odd = or_(outbox.c.outcome == REFUSED, outbox.c.problem.is_not(None) & outbox.c.outcome.is_(None), stuck)
    return _items(s, _rows().where(odd).order_by(outbox.c.seq.desc()))


def _rows():
    photos = (
        select(func.count())
        .select_from(outbox_photo)
        .where(outbox_photo.c.record_id == outbox.c.id)
        .scalar_subquery()
    )
    sent = (
        select(func.count())
        .select_from(outbox_photo.join(photo, photo.c.sha256 == outbox_photo.c.sha256))
        .where(outbox_photo.c.record_id == outbox.c.id, photo.c.echoed_at.is_not(None))
        .scalar_subquery()
    )
    return select(*(c for c in outbox.c if c.name != "raw"), photos.label("photos"), sent.label("sent"))


def _items(s, wanted) -> list[OutboxItem]:
    return [
        OutboxItem(
            row.id,
            row.kind,
            row.title,
            row.made_at,
            _state(row),
            row.code,
            json.loads(row.facts),
            row.photos,
            row.sent,
            row.problem,
            row.enterprise_id,
            row.visit_id,
            row.settled_at,
            row.tries,
        )
        for row in s.execute(wanted)
    ]


def _state(row) -> str:
    if row.outcome is None:
        return "waiting"
    return "photos" if row.outcome in ("applied", "merged") and row.sent < row.photos else row.outcome
