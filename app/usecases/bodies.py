"""The bodies of records, written from drafts exactly as `inspection` reads them."""

from dataclasses import asdict

from app.storage import answers, photos, visits
from app.storage.findings import FindingRow
from inspection.checklist import MAJOR, NOTED


def of_finding(s, row: FindingRow) -> dict:
    return {
        "finding_id": row.id,
        **{
            name: getattr(row, name)
            for name in (
                "checklist",
                "item",
                "hazard_id",
                "place",
                "text",
                "basis",
                "severity",
                "major_rule",
                "device_failed",
                "correction",
                "deadline_days",
                "fixed_on_site",
                "no_photo_reason",
                "seen_at",
            )
        },
        "photos": photo_uses(s, "finding", row.id),
    }


def of_visit(s, row: visits.VisitRow, found: list[FindingRow], finished_at: str) -> dict:
    return {
        "visit_id": row.id,
        **{
            name: getattr(row, name)
            for name in ("enterprise_id", "track", "purpose", "mode", "plan_id", "position", "remark")
        },
        "checklists": [{"code": code, "version": version} for code, version in row.checklists],
        "started_at": row.started_at,
        # a clock set back during the visit must not keep it from being finished; the envelope tells the clock as it was
        "finished_at": max(finished_at, row.started_at),
        "participants": [asdict(person) for person in row.participants],
        "companion": asdict(row.companion),
        "answers": of_answers(s, row.id),
        "findings": [of_finding(s, one) for one in found if not one.sent_ahead],
        "sent_ahead": [one.id for one in found if one.sent_ahead],
        "signatures": [of_signature(one) for one in visits.signatures(s, row.id)],
    }


def of_signature(row: visits.SignatureRow) -> dict:
    names = ("who", "name", "person_id", "sha256", "refused", "reason", "witness", "at")
    return {name: getattr(row, name) for name in names}


def of_answers(s, visit_id: str) -> list[dict]:
    """Also an item that was not asked in this mode but noted or photographed: as noted, nothing is left behind."""
    given = {(a.checklist, a.item): a for a in answers.of_visit(s, visit_id)}
    shown: dict[tuple[str, str], list[dict]] = {}
    when: dict[tuple[str, str], str] = {}
    for owner_id, use, added_at in photos.uses_of_visit(s, visit_id, "answer"):
        _, checklist, item = owner_id.split("/", 2)
        shown.setdefault((checklist, item), []).append(use)
        when.setdefault((checklist, item), added_at)
    found = []
    for key in [*given, *(key for key in shown if key not in given)]:
        one = given.get(key)
        told = (
            {"result": one.result or NOTED, "value": one.value, "note": one.note, "at": one.at} if one else {}
        )
        empty = {"result": NOTED, "value": "", "note": "", "at": when.get(key)}
        found.append({"checklist": key[0], "item": key[1], **empty, **told, "photos": shown.get(key, [])})
    return found


def photo_uses(s, owner_kind: str, owner_id: str) -> list[dict]:
    return [{"sha256": photo.sha256, "role": photo.role} for photo in photos.of(s, owner_kind, owner_id)]


def named_photos(body) -> set[str]:
    """Every photo a body names, wherever it stands in it."""
    if isinstance(body, dict):
        own = {body["sha256"]} if isinstance(body.get("sha256"), str) else set()
        return own.union(*(named_photos(inner) for inner in body.values()))
    if isinstance(body, list):
        return set().union(*(named_photos(inner) for inner in body))
    return set()


def photos_of_majors(findings: list[dict]) -> set[str]:
    return {
        use["sha256"] for finding in findings if finding["severity"] == MAJOR for use in finding["photos"]
    }
