"""The rows of visits and findings beside the records they were made of: the pages read the rows, the chain binds the
records, so the two must say the same."""

import json

from sqlalchemy import exists, select

from inspection.finding import read_finding
from inspection.problems import Problem
from inspection.shapes import Shape
from inspection.visit import read_visit
from sync_server.arrival import APPLIED, MERGED
from sync_server.tables import finding, inbox, visit

OF_VISIT = ("enterprise_id", "track", "purpose", "mode")
OF_FINDING = ("checklist", "item", "place", "text", "severity", "fixed_on_site")
_record = (inbox.c.kind.label("record_kind"), inbox.c.raw, inbox.c.person_id.label("sender"))


def breaks(c):
    """Yields {"kind", "id", "why"}: a row that is missing, or that says something else than its record."""
    for row in _beside(c, visit, inbox.c.device_id.label("sent_by")):
        if not (_kept(row) and row["sent_by"] == row["device_id"] and _is_visit(row)):
            yield {"kind": "visit", "id": row["id"], "why": "changed"}
    for row in _beside(c, finding):
        if not (_kept(row) and _is_finding(row)):
            yield {"kind": "finding", "id": row["id"], "why": "changed"}
    yield from _missing(c)


def _beside(c, table, *more):
    rows = select(table, *_record, *more).outerjoin(inbox, inbox.c.id == table.c.record_id)
    return c.execute(rows.order_by(table.c.id).execution_options(yield_per=200)).mappings()


def _kept(row) -> bool:
    return row["raw"] is not None and row["sender"] == row["person_id"]


def _is_visit(row) -> bool:
    body = _body(row["raw"])
    return body == _read(row["body"]) and _says(row, OF_VISIT, body.get("visit_id"), read_visit, body)


def _is_finding(row) -> bool:
    body = _body(row["raw"])
    sent = _findings(body, row["record_kind"])
    own = next((one for one in sent if one["finding_id"] == row["id"]), None)
    same = all(body.get(name) == row[name] for name in ("visit_id", "enterprise_id", "track"))
    return (
        same
        and own == _read(row["body"])
        and _says(row, OF_FINDING, row["id"], lambda told: read_finding(Shape(told)), own)
    )


def _body(raw: bytes) -> dict:
    """Empty when the record itself was damaged, which is a fault of its own."""
    record = _read(raw)
    body = record.get("body") if isinstance(record, dict) else None
    return body if isinstance(body, dict) else {}


def _read(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def _findings(body: dict, kind: str) -> list[dict]:
    sent = [body.get("finding")] if kind == "finding" else body.get("findings") or []
    return [one for one in sent if isinstance(one, dict) and one.get("finding_id")]


def _says(row, names, identity, read, body) -> bool:
    try:
        told = read(body)
    except Problem:  # the rules have become stricter since: what was sent is the same, and that is enough
        return True
    return identity == row["id"] and all(getattr(told, name) == row[name] for name in names)


def _missing(c):
    taken = (inbox.c.outcome.in_((APPLIED, MERGED)), inbox.c.kind.in_(("visit", "finding")))
    here = exists().where(visit.c.id == inbox.c.visit_id)
    rows = select(inbox.c.kind, inbox.c.raw, here, inbox.c.visit_id).where(*taken)
    for kind, raw, is_here, visit_id in c.execute(rows.order_by(inbox.c.id).execution_options(yield_per=200)):
        body = _body(raw)
        if kind == "visit" and not is_here:
            yield {"kind": "visit", "id": visit_id, "why": "missing"}
        ids = [one["finding_id"] for one in _findings(body, kind)]
        known = set(c.scalars(select(finding.c.id).where(finding.c.id.in_(ids)))) if ids else set()
        for identity in sorted(set(ids) - known):
            yield {"kind": "finding", "id": identity, "why": "missing"}
