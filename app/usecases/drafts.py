"""What every change to an open visit begins with: that it is here and open, and that words are clean."""

from dataclasses import asdict

from app.storage import findings, visits
from inspection.problems import Problem
from inspection.shapes import clean
from inspection.visit import Companion, Participant


def open_visit(s, visit_id: str) -> visits.VisitRow:
    """Problems: visit.unknown, visit.not_open."""
    row = visits.by_id(s, visit_id)
    if row is None:
        raise Problem("visit.unknown")
    if row.state != visits.OPEN:
        raise Problem("visit.not_open")
    return row


def open_finding_row(s, finding_id: str) -> findings.FindingRow:
    """Problems: finding.unknown, finding.frozen, visit.not_open."""
    row = findings.by_id(s, finding_id)
    if row is None:
        raise Problem("finding.unknown")
    if row.sent_ahead:
        raise Problem("finding.frozen")
    open_visit(s, row.visit_id)
    return row


def item_on_sheet(s, row: visits.VisitRow, checklist: str, item: str):
    """Problems: item.unknown."""
    found = visits.item_of(s, row, checklist, item)
    if found is None:
        raise Problem("item.unknown")
    return found


def words(text: str | None, most: int) -> str:
    """Clean, and no longer than its record will take. Problems: text.too_long."""
    kept = clean(text or "")
    if len(kept) > most:
        raise Problem("text.too_long", most=most)
    return kept


def named(people) -> list[Participant]:
    """Participants from themselves, from colleagues (`id` for `person_id`), or from dicts."""
    found = []
    for person in people:
        told = dict(person) if isinstance(person, dict) else asdict(person)
        identity = told.get("person_id", told.get("id"))
        name, certificate = words(told.get("name"), 60), words(told.get("certificate_no"), 60)
        if name:
            found.append(Participant(identity or None, name, told["role"], certificate))
    return found


def companion_of(told) -> Companion:
    told = {} if told is None else dict(told) if isinstance(told, dict) else asdict(told)
    return Companion(words(told.get("name"), 60), words(told.get("post"), 60), words(told.get("phone"), 40))
