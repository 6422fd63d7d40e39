"""Ordering a correction (责令整改): a numbered document and the moves it makes, in one transaction."""

import json
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from inspection.days import china_day, to_text
from inspection.problems import Problem
from inspection.visit import OFFICERS_NEEDED
from sync_server import counters, hazards, locks, meta
from sync_server.people import Person
from sync_server.standing import row_of
from sync_server.tables import document

PATTERN = "（{office}）应急责改〔{year}〕{n}号"
LISTED = ("number", "place", "text", "basis", "correction", "severity")


def issue(c: Connection, enterprise_id: str, items, officers, actor: Person, at: datetime, new_id) -> dict:
    """The document's row, its body read. `items`: [{hazard_id, due}]; `new_id` is called for the id.

    All or nothing: whoever catches a problem must let the transaction go. Problems: order.empty,
    order.other_enterprise, hazard.due_needed, visit.two_officers_needed, and those of `hazards.make_move`.
    """
    if not items:
        raise Problem("order.empty")
    locks.of_enterprise(c, enterprise_id)
    day = china_day(at)
    named = list({one.id: one for one in officers if one.certified(day)}.values())
    if len(named) < OFFICERS_NEEDED:
        raise Problem("visit.two_officers_needed", found=len(named))
    identity, lines = new_id(), []
    for item in items:
        row = row_of(c, item["hazard_id"])
        if row["enterprise_id"] != enterprise_id:
            raise Problem("order.other_enterprise", number=row["number"])
        due = _day(item.get("due"))
        facts = {"due": due, "order_id": identity}
        try:
            hazards.make_move(c, row["id"], "order", actor, at, officers=named, facts=facts)
        except Problem as problem:
            raise Problem(
                problem.code, **{"number": row["number"], "place": row["place"]} | problem.facts
            ) from problem
        lines.append({"hazard_id": row["id"], "due": due} | {name: row[name] for name in LISTED})
    return _write(c, identity, enterprise_id, lines, named, actor, at)


def _write(c, identity, enterprise_id, lines, named, actor, at) -> dict:
    year = china_day(at).year
    running = counters.take(c, f"order:{year}")  # last, so that others wait for it as short as can be
    body = {
        "hazards": lines,
        "officers": [{"id": one.id, "name": one.name, "certificate_no": one.certificate_no} for one in named],
    }
    row = {
        "id": identity,
        "kind": "order",
        "number": number_text(c, year, running),
        "year": year,
        "running": running,
        "enterprise_id": enterprise_id,
        "visit_id": None,
        "body": json.dumps(body, ensure_ascii=False),
        "made_by": actor.id,
        "made_at": to_text(at),
    }
    c.execute(insert(document).values(row))
    return row | {"body": body}


def number_text(c: Connection, year: int, n: int) -> str:
    """As the office writes it. `order_pattern` and `office_short` are the office's settings in `meta`."""
    office = meta.get(c, "office_short") or meta.get(c, "office")
    return meta.get(c, "order_pattern", PATTERN).format(office=office, year=year, n=n)


def _day(due) -> str | None:
    """A day as text, whether it came as a date or as text already."""
    return due.isoformat() if hasattr(due, "isoformat") else (due or None)
