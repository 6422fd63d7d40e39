"""What phones are told by a pull: one change of each kind, as JSON Schema."""

from inspection.checklist import ANSWERS, GENERAL, MAJOR
from inspection.hazard import STATES
from inspection.roles import TRACKS
from inspection.visit import PURPOSES
from sync_server.api.described.fields import (
    anything,
    choice,
    day,
    each,
    flag,
    instant,
    named,
    perhaps,
    sha256,
    text,
    whole,
    whole_of,
)  # fmt: skip
from sync_server.enterprises import GRADES, KINDS, STATUSES
from sync_server.told.reference import SEEN_AT_WORK

NOTICES = ("hazard_ordered", "hazard_returned", "hazard_extended", "hazard_not_extended", "hazard_void")
NOTICES += ("record_refused",)

_AREA = whole_of(
    {
        "id": text(),
        "parent_id": perhaps(text()),
        "name": text(),
        "kind": choice("street", "village", "grid"),
        "place": whole(),
    }
)
_ITEM = whole_of(
    {
        "code": text(),
        "text_zh": text(),
        "text_en": text(),
        "basis": text(),
        "severity": choice(GENERAL, MAJOR),
        "correction_zh": text(),
        "deadline_days": whole(0, 365),
        "answer": choice(*ANSWERS),
        "photo_required_on_fail": flag(),
    },
    {
        "unit": text(),
        "min": text(),
        "max": text(),
        "informational": flag(),
        "major_rules": each(text()),
        "major_scope": each(text()),
        "major_check": text(),
        "major_combination": text(),
        "basis_mark": text(),
        "major_basis_mark": text(),
        "verify": flag(),
    },
)
_CHECKLIST = whole_of(
    {
        "code": text(),
        "version": whole(1),
        "title_zh": text(),
        "title_en": text(),
        "industries": each(text()),
        "tags": each(text()),
        "always": flag(),
        "items": each(named("ChecklistItem")),
        "current": flag(),
    }
)
_COLLEAGUE = whole_of(
    {
        "id": text(),
        "name": text(),
        "role": choice(*SEEN_AT_WORK),
        "certificate_no": text(),
        "organisation": text(),
    }
)
_OFFICE = whole_of({"id": text(), "name": text(), "powers": {"type": "object"}})
_ENTERPRISE = whole_of(
    {
        "id": text(),
        "code": text(),
        "code_kind": choice("credit", "old", "odd", "temporary"),
        "name": text(),
        "initials": text(),
        "kind": choice(*KINDS),
        "area_id": text(),
        "address": text(),
        "scope": text(),
        "sectors": each(text()),
        "tags": each(text()),
        "grade": choice(*GRADES),
        "status": choice(*STATUSES),
        "legal_person": text(),
        "contact": text(),
        "contact_phone": text(),
        "profile": anything(
            "What else is known of the works; in a contract's bucket only what experts need."
        ),
        "open_hazards": whole(0),
        "major_hazards": whole(0),
        "last_visit": perhaps(day()),
    }
)
_STEP = whole_of({"n": whole(1), "move": text(), "to": choice(*STATES), "at": instant(), "by": text()})
_HAZARD = whole_of(
    {
        "id": text(),
        "number": text(),
        "enterprise_id": text(),
        "item": perhaps(text()),
        "checklist": perhaps(text()),
        "place": text(),
        "text": text(),
        "basis": text(),
        "correction": text(),
        "severity": choice(GENERAL, MAJOR),
        "major_rule": text(),
        "major_confirmed": flag(),
        "track": choice(*TRACKS),
        "state": choice(*STATES),
        "due": perhaps(day()),
        "found_on": day(),
        "closed_on": perhaps(day()),
        "repeat_of": perhaps(text()),
        "listed": flag(),
        "accepted": flag(),
        "n": whole(1),
        "order": perhaps(whole_of({"number": text(), "issued_on": text()})),
        "photos": each(whole_of({"sha256": sha256(), "role": choice("before", "after", "detail")})),
        "note": text(),
        "history": each(_STEP | {"required": ["n", "move", "to", "at"]}, 6),
    }
)
_PAST_VISIT = whole_of(
    {
        "id": text(),
        "enterprise_id": text(),
        "day": day(),
        "track": choice(*TRACKS),
        "purpose": choice(*PURPOSES),
        "findings": whole(0),
        "photos": whole(0),
        "photos_here": whole(0),
        "people": each(text()),
        "by": text(),
    }
)
_PLAN = whole_of(
    {
        "id": text(),
        "enterprise_id": text(),
        "day": day(),
        "track": choice(*TRACKS),
        "purpose": choice(*PURPOSES),
        "note": text(),
        "state": choice("planned", "done"),
    }
)
_NOTICE = whole_of(
    {
        "id": text(),
        "code": choice(*NOTICES),
        "facts": {"type": "object"},
        "at": instant(),
        "about": whole_of({"kind": choice("hazard", "record"), "id": text()}),
    }
)
KINDS_TOLD = {
    "area": _AREA,
    "checklist": _CHECKLIST,
    "colleague": _COLLEAGUE,
    "office": _OFFICE,
    "enterprise": _ENTERPRISE,
    "hazard": _HAZARD,
    "past_visit": _PAST_VISIT,
    "plan": _PLAN,
    "notice": _NOTICE,
}


def schemas() -> dict[str, dict]:
    change = whole_of(
        {
            "bucket": text(),
            "pos": whole(1),
            "kind": choice(*KINDS_TOLD),
            "id": text(),
            "rev": whole(1),
            "deleted": flag(),
            "body": {"type": ["object", "null"]},
        },
        said="The present state of one thing in one bucket; without a body when it is gone from there.",
    )
    told = [
        {"properties": {"kind": {"const": kind}, "body": perhaps(named(_name(kind)))}} for kind in KINDS_TOLD
    ]
    bodies = {_name(kind): body for kind, body in KINDS_TOLD.items()}
    return {"Change": change | {"oneOf": told}, "ChecklistItem": _ITEM, **bodies}


def _name(kind: str) -> str:
    return f"Told{kind.title().replace('_', '')}"
