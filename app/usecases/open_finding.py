"""Something is wrong: a finding is opened, filled in as far as the checklist or the known hazard tells."""

from app.storage import answers, enterprises, findings, hazards, photos, visits
from app.storage.moment import Moment
from app.storage.store import Store
from app.usecases.drafts import item_on_sheet, open_finding_row, open_visit, words
from inspection.checklist import FAIL, GENERAL, MAJOR, judge_value, proposed_severity
from inspection.problems import Problem
from inspection.texts import speaker

MOST = {
    "place": 200,
    "text": 2000,
    "basis": 1000,
    "correction": 2000,
    "major_rule": 60,
    "no_photo_reason": 200,
}
FLAGS = ("device_failed", "fixed_on_site")
DEFAULT_DAYS = 7  # of a finding that no checklist item speaks of


def open_finding(
    store: Store,
    visit_id: str,
    checklist: str | None,
    item: str | None,
    at: Moment,
    new_id: str,
    hazard_id: str | None = None,
) -> str:
    """The finding's id. An item may have several; (None, None) hangs on none. The item becomes "not compliant".

    With `hazard_id` it is that hazard, seen again.
    Problems: visit.unknown, visit.not_open, item.unknown, hazard.not_here.
    """
    with store.write("findings", "answers") as s:
        row = open_visit(s, visit_id)
        filled = {
            "place": "",
            "text": "",
            "basis": "",
            "correction": "",
            "severity": GENERAL,
            "major_rule": "",
            "deadline_days": DEFAULT_DAYS,
        }
        if item is not None:
            filled |= from_item(
                s, row, checklist, item_on_sheet(s, row, checklist, item), device_failed=False
            )
        if hazard_id is not None:
            filled |= from_hazard(s, hazard_id)
            checklist, item = (checklist, item) if item else (filled["checklist"], filled["item"])
        filled |= {"checklist": checklist if item else None, "item": item or None}
        flags = {"device_failed": 0, "fixed_on_site": 0}
        findings.add(
            s,
            {
                "id": new_id,
                "visit_id": visit_id,
                "hazard_id": hazard_id,
                "no_photo_reason": "",
                "seen_at": at.wall,
                **flags,
                **filled,
            },
        )
        if item and visits.item_of(s, row, checklist, item):
            answers.put(s, visit_id, checklist, item, at.wall, result=FAIL)
        visits.change(s, visit_id, at_checklist=checklist, at_item=item, at_finding=new_id)
    return new_id


def edit_finding(store: Store, finding_id: str, **fields) -> None:
    """Change what it says. "The device is there but has failed" proposes its severity anew.

    Problems: finding.unknown, finding.frozen, visit.not_open, text.too_long.
    """
    strangers = set(fields) - {*MOST, *FLAGS, "severity", "deadline_days"}
    if strangers:
        raise TypeError(f"a finding has no {strangers}")
    with store.write("findings") as s:
        row = open_finding_row(s, finding_id)
        values = {name: words(value, MOST[name]) if name in MOST else value for name, value in fields.items()}
        values |= {name: int(bool(fields[name])) for name in FLAGS if name in fields}
        if "deadline_days" in fields:
            values["deadline_days"] = min(max(int(fields["deadline_days"]), 0), 365)
        if "severity" in fields:
            values["severity"] = MAJOR if fields["severity"] == MAJOR else GENERAL
            if values["severity"] == GENERAL:
                values["major_rule"] = ""
        elif "device_failed" in fields and row.item:
            visit = visits.by_id(s, row.visit_id)
            asked = visits.item_of(s, visit, row.checklist, row.item)
            if asked:
                values["severity"], values["major_rule"] = proposed(
                    s, visit, asked, bool(fields["device_failed"])
                )
        findings.change(s, finding_id, **values)


def remove_finding(store: Store, finding_id: str) -> None:
    """It was opened by mistake. The item's answer stays as it is.

    Problems: finding.unknown, finding.frozen, visit.not_open.
    """
    with store.write("findings", "photos", "answers") as s:
        row = open_finding_row(s, finding_id)
        photos.take_down(s, "finding", finding_id)
        findings.remove(s, finding_id)
        visit = visits.by_id(s, row.visit_id)
        if visit.at_finding == finding_id:
            visits.change(s, row.visit_id, at_finding=None)


def proposed(s, row: visits.VisitRow, asked, device_failed: bool) -> tuple[str, str]:
    enterprise = enterprises.by_id(s, row.enterprise_id)
    return proposed_severity(asked, enterprise.sectors if enterprise else (), device_failed)


def from_item(s, row: visits.VisitRow, checklist: str, asked, device_failed: bool) -> dict:
    severity, rule = proposed(s, row, asked, device_failed)
    text = speaker("zh-CN")  # evidence is written in Chinese
    requirement, kept = asked.text_zh.rstrip("。"), answers.by_item(s, row.id, checklist, asked.code)
    measured = asked.answer == "number" and kept and judge_value(asked, kept.value) == FAIL
    text = (
        text("finding.draft_measured", requirement=requirement, value=kept.value, unit=asked.unit or "")
        if measured
        else text("finding.draft", requirement=requirement)
    )
    return {
        "text": text,
        "basis": asked.basis,
        "correction": asked.correction_zh,
        "severity": severity,
        "major_rule": rule,
        "deadline_days": asked.deadline_days,
    }


def from_hazard(s, hazard_id: str) -> dict:
    known = hazards.by_id(s, hazard_id)
    if known is None:
        raise Problem("hazard.not_here")
    return {
        "place": known.place,
        "text": known.text,
        "basis": known.basis,
        "correction": known.correction,
        "severity": known.severity,
        "major_rule": known.major_rule,
        "checklist": known.checklist and known.checklist.split("@")[0],
        "item": known.item,
    }
