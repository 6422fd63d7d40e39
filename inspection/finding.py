"""What was seen on one visit: evidence, added to and never edited."""

from dataclasses import dataclass

from inspection.checklist import GENERAL, MAJOR
from inspection.roles import TRACKS
from inspection.shapes import Shape

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class PhotoUse:
    """One photo in its place: `role` is before (as found), after (put right) or detail."""

    sha256: str
    role: str


@dataclass(frozen=True)
class Finding:
    id: str
    checklist: str | None  # code and item it hangs on; both None for a free finding
    item: str | None
    hazard_id: str | None  # a known hazard seen again by these eyes
    place: str
    text: str
    basis: str
    severity: str
    major_rule: str
    device_failed: bool
    correction: str
    deadline_days: int
    fixed_on_site: bool
    seen_at: str
    photos: tuple[PhotoUse, ...]
    no_photo_reason: str


def read_photo_uses(shape: Shape, name: str = "photos") -> tuple[PhotoUse, ...]:
    if shape.value.get(name) in (None, []):  # of most answers
        return ()
    return tuple(
        PhotoUse(use.sha256("sha256"), use.choice("role", (BEFORE, AFTER, "detail"), default="detail"))
        for use in shape.each(name, most=200, default=[])
    )


def read_finding(shape: Shape) -> Finding:
    """Problems: record.invalid, naming the field."""
    shape.instant("seen_at")
    finding = Finding(
        id=shape.identity("finding_id"),
        checklist=shape.identity("checklist", default=None),
        item=shape.identity("item", default=None),
        hazard_id=shape.identity("hazard_id", default=None),
        place=shape.text("place", most=200, default=""),
        text=shape.text("text", most=2000, least=1),
        basis=shape.text("basis", most=1000, default=""),
        severity=shape.choice("severity", (GENERAL, MAJOR)),
        major_rule=shape.text("major_rule", most=60, default=""),
        device_failed=shape.flag("device_failed", default=False),
        correction=shape.text("correction", most=2000, default=""),
        deadline_days=shape.whole("deadline_days", 0, 365),
        fixed_on_site=shape.flag("fixed_on_site", default=False),
        seen_at=shape.value["seen_at"],
        photos=read_photo_uses(shape),
        no_photo_reason=shape.text("no_photo_reason", most=200, default=""),
    )
    if finding.fixed_on_site and not any(use.role == AFTER for use in finding.photos):
        raise shape.wrong("photos", "after_photo_missing")
    return finding


@dataclass(frozen=True)
class FindingRecord:
    """A finding sent ahead of its visit, or by the second officer's phone; it names the visit."""

    finding: Finding
    visit_id: str
    enterprise_id: str
    track: str


def read_finding_record(body: dict) -> FindingRecord:
    shape = Shape(body)
    return FindingRecord(
        finding=read_finding(shape.inner("finding")),
        visit_id=shape.identity("visit_id"),
        enterprise_id=shape.identity("enterprise_id"),
        track=shape.choice("track", TRACKS),
    )
