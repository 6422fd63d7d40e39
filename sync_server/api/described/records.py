"""What phones write: the envelope of a record and the body of each kind, as JSON Schema.

`tests/server/test_openapi.py` holds it against what the readers in `inspection` ask for, field by field.
"""

from inspection.canonical import SAFE_WHOLE
from inspection.checklist import GENERAL, MAJOR, RESULTS
from inspection.recheck import VERDICTS
from inspection.record import BODY_VERSION, KINDS, MIMES, PHOTO_MOST_BYTES, SEQ_MOST, SOURCES
from inspection.roles import TRACKS
from inspection.visit import MODES, PURPOSES
from sync_server.api.described.fields import (
    choice,
    day,
    each,
    flag,
    identity,
    instant,
    named,
    sha256,
    text,
    whole,
    whole_of,
)  # fmt: skip

BODIES = {kind: f"{kind.title().replace('_', '')}Body" for kind in KINDS}

_POSITION = whole_of(
    {"lat_e6": whole(-90_000_000, 90_000_000), "lon_e6": whole(-180_000_000, 180_000_000)},
    {"acc_m": whole(0, 1_000_000), "at": instant(), "mock": flag()},
    "WGS 84 in millionths of a degree; accuracy in metres.",
)
_PHOTO_USE = whole_of({"sha256": sha256()}, {"role": choice("before", "after", "detail")})
_PHOTO = whole_of(
    {
        "sha256": sha256(),
        "size": whole(1, PHOTO_MOST_BYTES),
        "mime": choice(*MIMES),
        "source": choice(*SOURCES),
    },
    {
        "w": whole(0, 100_000),
        "h": whole(0, 100_000),
        "taken_at": instant(),
        "position": named("Position"),
        "device": text(120),
    },
)
_AT = whole_of(
    {"wall": instant()},
    {"mono": whole(0, SAFE_WHOLE), "boot": text(64), "offset": whole(-SAFE_WHOLE, SAFE_WHOLE)},
    "What the phone believed: its clock, milliseconds since a start, how far the server was ahead.",
)
_PARTICIPANT = whole_of(
    {"name": text(60, 1), "role": choice("officer", "expert", "station", "assistant")},
    {"person_id": identity(), "certificate_no": text(60)},
)
_ANSWER = whole_of(
    {"checklist": identity(), "item": identity(), "result": choice(*RESULTS), "at": instant()},
    {"value": text(2000), "note": text(2000), "photos": each(named("PhotoUse"), 200)},
)
_SIGNATURE = whole_of(
    {"who": choice("inspector", "companion"), "at": instant()},
    {
        "name": text(60),
        "sha256": sha256(),
        "refused": flag(),
        "reason": text(500, 1),
        "witness": text(60),
        "person_id": identity(),
    },
    "Unless `refused` is true the signature's photo has to be named; when it is, a `reason` has to be given.",
)
_FINDING = whole_of(
    {
        "finding_id": identity(),
        "text": text(2000, 1),
        "severity": choice(GENERAL, MAJOR),
        "deadline_days": whole(0, 365),
        "seen_at": instant(),
    },
    {
        "checklist": identity(),
        "item": identity(),
        "hazard_id": identity(),
        "place": text(200),
        "basis": text(1000),
        "major_rule": text(60),
        "device_failed": flag(),
        "correction": text(2000),
        "fixed_on_site": flag(),
        "photos": each(named("PhotoUse"), 200),
        "no_photo_reason": text(200),
    },
)
_CHECKLIST_USED = whole_of({"code": identity(), "version": whole(1, 10**6)})
_COMPANION = whole_of({}, {"name": text(60), "post": text(60), "phone": text(40)})

_VISIT = whole_of(
    {
        "visit_id": identity(),
        "enterprise_id": identity(),
        "track": choice(*TRACKS),
        "purpose": choice(*PURPOSES),
        "mode": choice(*MODES),
        "checklists": each(_CHECKLIST_USED, 50),
        "started_at": instant(),
        "finished_at": instant(),
        "participants": each(named("Participant"), 30),
        "companion": _COMPANION,
        "answers": each(named("Answer"), 2000),
        "findings": each(named("Finding"), 500),
        "signatures": each(named("Signature"), 40),
    },
    {
        "plan_id": identity(),
        "position": named("Position"),
        "sent_ahead": each(text(64), 500),
        "remark": text(4000),
    },
)
_FINDING_ALONE = whole_of(
    {
        "finding": named("Finding"),
        "visit_id": identity(),
        "enterprise_id": identity(),
        "track": choice(*TRACKS),
    }
)
_RECTIFICATION = whole_of(
    {"rectification_id": identity(), "hazard_id": identity(), "done": text(2000, 1), "done_at": instant()},
    {"responsible": text(60), "photos": each(named("PhotoUse"), 200)},
)
_RECHECK = whole_of(
    {
        "recheck_id": identity(),
        "hazard_id": identity(),
        "enterprise_id": identity(),
        "track": choice(*TRACKS),
        "verdict": choice(*VERDICTS),
        "participants": each(named("Participant"), 30),
        "checked_at": instant(),
    },
    {
        "visit_id": identity(),
        "note": text(2000),
        "new_due": day(),
        "photos": each(named("PhotoUse"), 200),
        "no_photo_reason": text(200),
    },
)
_NEW_ENTERPRISE = whole_of(
    {"enterprise_id": identity(), "name": text(200, 1), "area_id": identity()},
    {
        "code": text(40),
        "address": text(300),
        "contact": text(60),
        "phone": text(40),
        "kind": choice("production", "small"),
        "position": named("Position"),
    },
)
_AMENDMENT = whole_of(
    {"amends": identity(), "path": text(200, 1), "text": text(4000), "reason": text(500, 1)}
)
_VOID = whole_of({"seq": whole(1, SEQ_MOST), "reason": text(500, 1)})


def _record() -> dict:
    envelope = whole_of(
        {
            "id": identity(),
            "seq": whole(1, SEQ_MOST),
            "prev": sha256(),
            "kind": text(40, 1),
            "v": whole(1, 999),
            "entity": whole_of({"type": text(40, 1), "id": identity()}),
            "at": named("RecordTime"),
            "body": {"type": "object"},
        },
        {
            "base_rev": whole(0, SAFE_WHOLE),
            "seen_n": whole(0, SAFE_WHOLE),
            "deps": each(text(64), 100),
            "photos": each(named("Photo"), 500),
        },
        "One thing that somebody did, frozen. Its hash is SHA-256 over its canonical JSON, every field included.",
    )
    bodies = [
        {"properties": {"kind": {"const": kind}, "v": {"const": BODY_VERSION}, "body": named(name)}}
        for kind, name in BODIES.items()
    ]
    return envelope | {"oneOf": bodies}


def schemas() -> dict[str, dict]:
    made = {
        "visit": _VISIT,
        "finding": _FINDING_ALONE,
        "rectification": _RECTIFICATION,
        "recheck": _RECHECK,
        "new_enterprise": _NEW_ENTERPRISE,
        "amendment": _AMENDMENT,
        "void": _VOID,
    }
    return {
        "Record": _record(),
        "RecordTime": _AT,
        "Photo": _PHOTO,
        "PhotoUse": _PHOTO_USE,
        "Position": _POSITION,
        "Participant": _PARTICIPANT,
        "Answer": _ANSWER,
        "Finding": _FINDING,
        "Signature": _SIGNATURE,
        **{BODIES[kind]: body for kind, body in made.items()},
    }
