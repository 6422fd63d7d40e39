"""The decision on a rectification, made on site: pass, partly or fail (已整改、部分整改、未整改)."""

from dataclasses import dataclass

from inspection.finding import AFTER, PhotoUse, read_photo_uses
from inspection.problems import Problem
from inspection.roles import INSPECTION, TRACKS
from inspection.shapes import Shape
from inspection.visit import OFFICERS_NEEDED, Participant, certified_officers, read_participant

VERDICTS = ("pass", "partly", "fail")


@dataclass(frozen=True)
class Recheck:
    id: str
    hazard_id: str
    enterprise_id: str
    visit_id: str | None
    track: str
    verdict: str
    note: str
    new_due: str | None
    participants: tuple[Participant, ...]
    checked_at: str
    photos: tuple[PhotoUse, ...]
    no_photo_reason: str


def read_recheck(body: dict) -> Recheck:
    """Problems: record.invalid, recheck.after_photo_needed, recheck.reason_needed, visit.two_officers_needed."""
    shape = Shape(body)
    shape.instant("checked_at")
    new_due = shape.day("new_due", default=None)
    recheck = Recheck(
        shape.identity("recheck_id"),
        shape.identity("hazard_id"),
        shape.identity("enterprise_id"),
        shape.identity("visit_id", default=None),
        shape.choice("track", TRACKS),
        shape.choice("verdict", VERDICTS),
        shape.text("note", most=2000, default=""),
        new_due and new_due.isoformat(),
        tuple(read_participant(p) for p in shape.each("participants", most=30)),
        body["checked_at"],
        read_photo_uses(shape),
        shape.text("no_photo_reason", most=200, default=""),
    )
    demand_evidence(
        recheck.verdict, [use.role for use in recheck.photos], recheck.note, recheck.no_photo_reason
    )
    officers = len(certified_officers(recheck.participants))
    if recheck.track == INSPECTION and officers < OFFICERS_NEEDED:
        raise Problem("visit.two_officers_needed", found=officers)
    return recheck


def demand_evidence(verdict: str, photo_roles, note: str, no_photo_reason: str) -> None:
    """A pass needs an after-photo or the reason for none; anything else needs words."""
    if verdict == "pass" and AFTER not in photo_roles and not no_photo_reason.strip():
        raise Problem("recheck.after_photo_needed")
    if verdict != "pass" and not note.strip():
        raise Problem("recheck.reason_needed")
