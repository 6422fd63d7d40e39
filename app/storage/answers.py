"""Answers of open visits: one row an item, written at every tap."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.storage.tables import answer


@dataclass(frozen=True)
class AnswerRow:
    visit_id: str
    checklist: str
    item: str
    result: str
    value: str
    note: str
    at: str
    sweep: str | None


def by_item(s, visit_id: str, checklist: str, item: str) -> AnswerRow | None:
    row = s.execute(select(answer).where(*_here(visit_id, checklist, item))).first()
    return AnswerRow(*row) if row else None


def of_visit(s, visit_id: str) -> list[AnswerRow]:
    rows = s.execute(
        select(answer).where(answer.c.visit_id == visit_id).order_by(answer.c.checklist, answer.c.item)
    )
    return [AnswerRow(*row) for row in rows]


def put(s, visit_id: str, checklist: str, item: str, at: str, **values) -> None:
    """Set `result`, `value`, `note` or `sweep`; what is not named stays. Any change ends the sweep that gave it."""
    values = {"sweep": None, "at": at} | values
    row = {
        "visit_id": visit_id,
        "checklist": checklist,
        "item": item,
        "result": "",
        "value": "",
        "note": "",
    } | values
    s.execute(
        insert(answer)
        .values(row)
        .on_conflict_do_update(index_elements=["visit_id", "checklist", "item"], set_=values)
    )


def remove(s, visit_id: str, checklist: str, item: str) -> None:
    s.execute(answer.delete().where(*_here(visit_id, checklist, item)))


def touched(s, visit_id: str, checklist: str, item: str) -> None:
    """Something was hung on it: it is no longer just swept."""
    s.execute(answer.update().where(*_here(visit_id, checklist, item)).values(sweep=None))


def undo_sweep(s, visit_id: str, sweep_id: str) -> int:
    """Take back what the stroke gave, where nothing has been changed since. A note from before it stays."""
    given = (answer.c.visit_id == visit_id, answer.c.sweep == sweep_id)
    gone = s.execute(answer.delete().where(*given, answer.c.note == "")).rowcount
    return gone + s.execute(answer.update().where(*given).values(result="", sweep=None)).rowcount


def _here(visit_id, checklist, item):
    return answer.c.visit_id == visit_id, answer.c.checklist == checklist, answer.c.item == item
