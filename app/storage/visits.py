"""Visits on this phone: those under way, those frozen, those in the recycle bin; and what one still lacks."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.storage import findings
from app.storage import signatures as signing
from app.storage.signatures import SignatureRow
from app.storage.signatures import of_visit as signatures
from app.storage.tables import photo_use
from app.storage.visit_rows import (
    DROPPED,
    FROZEN,
    OPEN,
    Counts,
    VisitRow,
    add,
    by_id,
    change,
    counts,
    dropped_visits,
    frozen_visits,
    open_visits,
    remove,
    settled_away,
)
from app.storage.visit_sheet import (
    ItemRow,
    Section,
    answer_id,
    asked,
    item_of,
    items,
    next_unanswered,
    results,
    sections,
)
from inspection import completeness
from inspection.checklist import FAIL, MAJOR, NOT_APPLICABLE, NOTED, PASS
from inspection.completeness import Lack

__all__ = [
    "DROPPED",
    "FROZEN",
    "OPEN",
    "Counts",
    "ItemRow",
    "Lack",
    "Section",
    "SignatureRow",
    "Summary",
    "VisitRow",
    "add",
    "answer_id",
    "asked",
    "by_id",
    "change",
    "counts",
    "dropped_visits",
    "frozen_visits",
    "item_of",
    "items",
    "lacks",
    "next_unanswered",
    "open_visits",
    "remove",
    "reopenable",
    "results",
    "sections",
    "settled_away",
    "signatures",
    "summary",
]


@dataclass(frozen=True)
class Summary:
    """What the person looks over before signing."""

    visit: VisitRow
    sections: tuple[Section, ...]
    passed: int
    failed: int
    not_applicable: int
    noted: int
    findings: tuple[findings.FindingRow, ...]
    majors: int
    fixed_on_site: int
    photos: int
    signatures: tuple[SignatureRow, ...]
    content: str  # what a signature given now would stand under


def lacks(s, visit_id: str) -> list[Lack]:
    """Exactly what is missing before it can be finished, in the order a person would mend it."""
    row = by_id(s, visit_id)
    if row is None:
        return []
    return completeness.lacks(
        row.track,
        row.participants,
        row.companion.name,
        asked(s, row),
        results(s, visit_id),
        findings.of_visit(s, visit_id),
        signatures(s, visit_id),
    )


def summary(s, visit_id: str) -> Summary | None:
    row = by_id(s, visit_id)
    if row is None:
        return None
    given = list(results(s, visit_id).values())
    found = findings.of_visit(s, visit_id)
    shown = select(func.count(photo_use.c.sha256.distinct())).where(
        photo_use.c.visit_id == visit_id, photo_use.c.owner_kind != "signature"
    )
    return Summary(
        row,
        tuple(sections(s, visit_id)),
        given.count(PASS),
        given.count(FAIL),
        given.count(NOT_APPLICABLE),
        given.count(NOTED),
        tuple(found),
        sum(f.severity == MAJOR for f in found),
        sum(f.fixed_on_site for f in found),
        s.scalar(shown),
        tuple(signatures(s, visit_id)),
        signing.content_of(s, row),
    )


def reopenable(s, item) -> str | None:
    """The visit that may be opened again, if it is one and still here. One that is at the office already is not."""
    if item is None or item.kind != "visit" or item.code == "visit.already_here" or item.visit_id is None:
        return None
    row = by_id(s, item.visit_id)
    return row.id if row and row.state == FROZEN and row.record_id == item.id else None
