"""Visits as rows: header and state. Read through `visits`."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from app.storage.tables import answer, finding, move_draft, outbox, signature, visit
from inspection.visit import Companion, Participant

OPEN, FROZEN, DROPPED = "open", "frozen", "dropped"


@dataclass(frozen=True)
class VisitRow:
    id: str
    enterprise_id: str
    enterprise_name: str
    track: str
    purpose: str
    mode: str
    state: str
    plan_id: str | None
    checklists: tuple[tuple[str, int], ...]
    participants: tuple[Participant, ...]
    companion: Companion
    remark: str
    started_at: str
    finished_at: str | None
    position: dict | None
    at_checklist: str | None
    at_item: str | None
    at_finding: str | None
    record_id: str | None
    dropped_at: str | None


@dataclass(frozen=True)
class Counts:
    """Visits, rechecks and reports not finished, records waiting to be sent, records that the office has."""

    draft: int
    waiting: int
    at_office: int


def by_id(s, visit_id: str) -> VisitRow | None:
    row = s.execute(select(visit).where(visit.c.id == visit_id)).first()
    return _visit(row) if row else None


def open_visits(s) -> list[VisitRow]:
    """The newest first."""
    return [_visit(row) for row in s.execute(_in_state(OPEN).order_by(visit.c.started_at.desc()))]


def dropped_visits(s) -> list[VisitRow]:
    """The recycle bin, last dropped first."""
    return [_visit(row) for row in s.execute(_in_state(DROPPED).order_by(visit.c.dropped_at.desc()))]


def frozen_visits(s, limit: int = 50) -> list[VisitRow]:
    return [
        _visit(row) for row in s.execute(_in_state(FROZEN).order_by(visit.c.started_at.desc()).limit(limit))
    ]


def settled_away(s) -> list[str]:
    """Frozen visits whose record has left the outbox."""
    kept = select(outbox.c.id)
    return list(s.scalars(select(visit.c.id).where(visit.c.state == FROZEN, visit.c.record_id.not_in(kept))))


def add(s, row: dict) -> None:
    s.execute(visit.insert().values(_texts(row)))


def change(s, visit_id: str, **values) -> None:
    s.execute(visit.update().where(visit.c.id == visit_id).values(_texts(values)))


def remove(s, visit_id: str) -> None:
    """With its answers, findings and signatures; photos are the caller's."""
    for table in (answer, finding, signature):
        s.execute(table.delete().where(table.c.visit_id == visit_id))
    s.execute(visit.delete().where(visit.c.id == visit_id))


def counts(s) -> Counts:
    draft = s.scalar(select(func.count()).select_from(visit).where(visit.c.state == OPEN))
    draft += s.scalar(select(func.count()).select_from(move_draft))
    waiting = s.scalar(select(func.count()).select_from(outbox).where(outbox.c.outcome.is_(None)))
    at_office = s.scalar(select(func.count()).select_from(outbox).where(outbox.c.outcome.is_not(None)))
    return Counts(draft, waiting, at_office)


def _in_state(state: str):
    return select(visit).where(visit.c.state == state)


def _visit(row) -> VisitRow:
    fields = dict(row._mapping)
    fields["checklists"] = tuple((c["code"], c["version"]) for c in json.loads(row.checklists))
    fields["participants"] = tuple(Participant(**p) for p in json.loads(row.participants))
    fields["companion"] = Companion(**json.loads(row.companion))
    fields["position"] = row.position and json.loads(row.position)
    return VisitRow(**fields)


def _texts(values: dict) -> dict:
    """Lists and objects as the JSON they are kept as."""
    kept = {}
    for name, value in values.items():
        if name == "checklists":
            value = [{"code": code, "version": version} for code, version in value]
        elif name == "participants":
            value = [asdict(person) for person in value]
        elif name == "companion":
            value = asdict(value)
        kept[name] = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
    return kept
