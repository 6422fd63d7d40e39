"""Rechecks and rectifications being written, before they are frozen."""

import json
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage.tables import move_draft

KINDS = ("recheck", "rectification")


@dataclass(frozen=True)
class MoveDraft:
    """`id` owns its photos. `fields`: verdict, note, new_due, participants, track, visit_id, no_photo_reason, or
    done, responsible."""

    hazard_id: str
    kind: str
    id: str
    changed_at: str
    fields: dict = field(default_factory=dict)


def draft_of(s, hazard_id: str, kind: str) -> MoveDraft | None:
    row = s.execute(
        select(move_draft).where(move_draft.c.hazard_id == hazard_id, move_draft.c.kind == kind)
    ).first()
    return MoveDraft(row.hazard_id, row.kind, row.id, row.changed_at, json.loads(row.body)) if row else None


def drafts(s) -> list[MoveDraft]:
    """The last changed first."""
    rows = s.execute(select(move_draft).order_by(move_draft.c.changed_at.desc()))
    return [MoveDraft(row.hazard_id, row.kind, row.id, row.changed_at, json.loads(row.body)) for row in rows]


def put(s, draft: MoveDraft) -> None:
    body = json.dumps(draft.fields, ensure_ascii=False)
    row = {
        "hazard_id": draft.hazard_id,
        "kind": draft.kind,
        "id": draft.id,
        "body": body,
        "changed_at": draft.changed_at,
    }
    kept = {"body": body, "changed_at": draft.changed_at}
    s.execute(
        insert(move_draft).values(row).on_conflict_do_update(index_elements=["hazard_id", "kind"], set_=kept)
    )


def remove(s, hazard_id: str, kind: str) -> None:
    s.execute(move_draft.delete().where(move_draft.c.hazard_id == hazard_id, move_draft.c.kind == kind))
