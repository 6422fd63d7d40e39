"""What a visit still lacks before it can be finished, exactly and in the order a person would mend it."""

from dataclasses import dataclass, field

from inspection.checklist import FAIL
from inspection.finding import AFTER
from inspection.roles import EXPERT, INSPECTION, OFFICER, STATION
from inspection.visit import OFFICERS_NEEDED, certified_officers


@dataclass(frozen=True)
class Lack:
    """`code` has the sentence `lack.<code>`; `where` leads to the place: {"checklist","item"} or {"finding"} …"""

    code: str
    facts: dict = field(default_factory=dict)
    where: dict = field(default_factory=dict)


def lacks(track, participants, companion_name, asked, answers, findings, signatures) -> list[Lack]:
    """The list is empty when the visit may be finished.

    asked: [(checklist code, item)] that this visit puts; answers: {(checklist, item): result};
    findings: objects with id, checklist, item, place, text, fixed_on_site, no_photo_reason and
    photo_roles (list of before/after/detail); signatures: objects with who, name, person_id, refused,
    reason and signed (bool).
    """
    found = []
    found += _of_people(track, participants, companion_name)
    open_items = [(code, item) for code, item in asked if (code, item.code) not in answers]
    by_list: dict[str, list] = {}
    for code, item in open_items:
        by_list.setdefault(code, []).append(item)
    for code, items in by_list.items():
        first = {"checklist": code, "item": items[0].code}
        found.append(Lack("answers", {"count": len(items), "checklist": code}, first))
    with_finding = {(f.checklist, f.item) for f in findings}
    for code, item in asked:
        key = (code, item.code)
        if answers.get(key) == FAIL and key not in with_finding:
            found.append(Lack("finding", {"item": item.code}, {"checklist": code, "item": item.code}))
    photo_needed = {(code, item.code): item.photo_required_on_fail for code, item in asked}
    for finding in findings:
        found += _of_finding(finding, photo_needed.get((finding.checklist, finding.item), True))
    found += _of_signatures(participants, companion_name, signatures)
    return found


def _of_people(track, participants, companion_name) -> list[Lack]:
    found = []
    if track == INSPECTION:
        for person in participants:
            if person.role == OFFICER and not person.certificate_no.strip():
                found.append(Lack("certificate", {"name": person.name}, {"people": True}))
        count = len(certified_officers(participants))
        if count < OFFICERS_NEEDED:
            found.append(Lack("officers", {"found": count, "needed": OFFICERS_NEEDED}, {"people": True}))
    elif not participants:
        found.append(Lack("participants", {}, {"people": True}))
    if not companion_name.strip():
        found.append(Lack("companion", {}, {"people": True}))
    return found


def _of_finding(finding, photo_needed: bool) -> list[Lack]:
    found, where = [], {"finding": finding.id}
    name = finding.item or finding.text[:12]
    if not finding.text.strip():
        found.append(Lack("finding_text", {"item": name}, where))
    if not finding.place.strip():
        found.append(Lack("finding_place", {"item": name}, where))
    if photo_needed and not finding.photo_roles and not finding.no_photo_reason.strip():
        found.append(Lack("photo", {"item": name}, where))
    if finding.fixed_on_site and AFTER not in finding.photo_roles:
        found.append(Lack("after_photo", {"item": name}, where))
    return found


def _of_signatures(participants, companion_name, signatures) -> list[Lack]:
    found = []
    done = {s.person_id or s.name for s in signatures if s.who == "inspector" and s.signed}
    for person in participants:
        if person.role in (OFFICER, EXPERT, STATION) and (person.person_id or person.name) not in done:
            found.append(Lack("signature", {"name": person.name}, {"sign": person.name}))
    companion = [s for s in signatures if s.who == "companion"]
    if not any(s.signed or (s.refused and s.reason.strip()) for s in companion):
        found.append(Lack("companion_signature", {"name": companion_name}, {"sign": "companion"}))
    return found
