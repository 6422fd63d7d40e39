"""An SQLite office filled by bulk SQL with any number of findings: to measure pages on, not to look at.

Five findings to a visit, fifty to an enterprise, spread over five years; each finding is a hazard of its own with
a photo and its history, most of them closed long ago. Rows are written without indexes, which are built afterwards.
"""
# ruff: noqa: E501, S608 - columns stand side by side; every name in the SQL is ours

import json
import sqlite3
from pathlib import Path

from tools.bench.furnish import OFFICERS, VILLAGES

DAYS = 5 * 365
PER_VISIT, PER_FIRM = 5, 50
DEVICES = 8
FILLED = ("visit", "finding", "hazard", "hazard_history", "photo", "photo_use", "inbox", "audit")
OPENED = ("registered", "graded", "ordered", "rectifying", "rectified_pending", "advised")

_FIRM = "printf('e-%06d', ({visit} * 7919) % :firms)"
_VILLAGE = "printf('village-%02d', (({visit} * 7919) % :firms) % :villages)"
_DAY = "date(:today, '-' || CAST(:days - 1 - ({visit} * :days / :visits) AS INT) || ' days')"
_STATE = """CASE WHEN i * 100 / :findings >= 97 AND i % 2 = 0 OR i % 500 = 0
  THEN CASE (i / 2) % 6 {opened} END ELSE 'closed' END""".format(
    opened=" ".join(f"WHEN {n} THEN '{state}'" for n, state in enumerate(OPENED))
)
_WHO = (
    "CASE ({visit}) % 4 " + " ".join(f"WHEN {n} THEN '{one[0]}'" for n, one in enumerate(OFFICERS)) + " END"
)


def filled(path: Path, findings: int, today: str) -> None:
    """`path` is the database of an office furnished with `firms_for(findings)` enterprises."""
    line = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
        line.execute(f"PRAGMA {pragma}")
    given = {
        "today": today,
        "days": DAYS,
        "findings": findings,
        "visits": findings // PER_VISIT,
        "firms": firms_for(findings),
        "villages": VILLAGES,
        "body": json.dumps(_body(), ensure_ascii=False),
        "people": json.dumps(_body()["participants"], ensure_ascii=False),
        "companion": json.dumps(_body()["companion"], ensure_ascii=False),
        "raw": json.dumps({"kind": "visit", "body": _body()}, ensure_ascii=False).encode(),
        "none": "0" * 64,
    }
    marks = ",".join("?" * len(FILLED))
    indexes = line.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        FILLED,
    ).fetchall()
    line.execute("BEGIN")
    for name, _ in indexes:
        line.execute(f'DROP INDEX "{name}"')
    for device in range(DEVICES):
        line.execute(
            "INSERT INTO device (id, person_id, name, platform, app_version, state, made_at, seen_at, outbox, last_seq)"
            " VALUES (?, ?, ?, 'android', '0.1.0', 'active', ?, ?, '{}', ?)",
            (
                f"d{device}",
                OFFICERS[device % 4][0],
                f"手机{device}",
                today,
                today,
                findings // PER_VISIT // DEVICES,
            ),
        )
    for statement in STATEMENTS:
        line.execute(statement, {name: given[name] for name in given if f":{name}" in statement})
    for _, sql in indexes:
        line.execute(sql)
    line.execute("COMMIT")
    line.execute("PRAGMA journal_mode=WAL")
    line.close()


def firms_for(findings: int) -> int:
    return max(findings // PER_FIRM, VILLAGES)


def visit_id(number: int) -> str:
    return f"v-{number:012d}"


def hazard_id(number: int) -> str:
    return f"f-{number:012d}"


def _body() -> dict:
    """Of a visit, as far as its page reads it: what was answered, by whom."""
    officers = [
        {"person_id": identity, "name": name, "role": role, "certificate_no": f"粤A-{place:04d}"}
        for place, (identity, name, role) in enumerate(OFFICERS[:2])
    ]
    answers = [
        {
            "checklist": "BASE",
            "item": f"BASE-{n:02d}",
            "result": "pass",
            "value": "",
            "note": "",
            "photos": [],
        }
        for n in range(1, 13)
    ]
    return {
        "checklists": [{"code": "BASE", "version": 1}],
        "participants": officers,
        "companion": {"name": "吴厂长", "post": "厂长", "phone": "13800000000"},
        "answers": answers,
        "findings": [],
        "signatures": [],
        "remark": "",
    }


def _rows(table: str, count: str, columns: dict[str, str]) -> str:
    """INSERT … SELECT over i = 0 … count - 1."""
    named, values = ", ".join(columns), ", ".join(columns.values())
    return (
        f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
        f" INSERT INTO {table} ({named}) SELECT {values} FROM n"
    )


def _of(text: str, visit: str) -> str:
    return text.format(visit=visit)


_V, _F = "i", "(i / 5)"  # the visit's number, from a visit's row and from a finding's
_FINDING = "printf('f-%012d', i)"
_HAZARD_TEXT = "'安全出口被堆放的货物堵塞，通道宽度不足'"
_COMMON = {"enterprise_id": _of(_FIRM, _F), "item": "printf('BASE-%02d', i % 12 + 1)", "checklist": "'BASE'"}

STATEMENTS = (
    _rows("visit", ":visits", {
        "id": "printf('v-%012d', i)", "enterprise_id": _of(_FIRM, _V), "record_id": "printf('r-%012d', i)",
        "device_id": "'d' || (i % 8)", "person_id": _of(_WHO, _V), "track": "CASE i % 5 WHEN 0 THEN 'service' ELSE 'inspection' END",
        "purpose": "'routine'", "mode": "'full'", "started_at": f"{_of(_DAY, _V)} || printf('T02:%02d:%02d.000Z', i % 60, i % 59)",
        "finished_at": f"{_of(_DAY, _V)} || 'T03:00:00.000Z'", "day": _of(_DAY, _V), "received_at": f"{_of(_DAY, _V)} || 'T03:05:00.000Z'",
        "people": ":people", "companion": ":companion", "body": ":body", "findings": "5", "photos": "5",
        "review": "CASE WHEN i > :visits - 40 THEN 'new' ELSE 'seen' END",
    }),
    _rows("inbox", ":visits", {
        "id": "printf('r-%012d', i)", "device_id": "'d' || (i % 8)", "person_id": _of(_WHO, _V), "seq": "i / 8 + 1", "prev": ":none",
        "hash": "printf('%064x', i)", "kind": "'visit'", "raw": ":raw", "received_at": f"{_of(_DAY, _V)} || 'T03:05:00.000Z'",
        "outcome": "CASE WHEN i % 2000 = 0 THEN 'held' WHEN i % 2000 = 1 THEN 'refused' ELSE 'applied' END",
        "code": "CASE WHEN i % 2000 < 2 THEN 'hazard.move_not_allowed' END", "facts": "'{}'",
        "judged_at": f"{_of(_DAY, _V)} || 'T03:05:00.000Z'", "enterprise_id": _of(_FIRM, _V), "visit_id": "printf('v-%012d', i)",
    }),
    _rows("finding", ":findings", _COMMON | {
        "id": _FINDING, "visit_id": "printf('v-%012d', i / 5)", "hazard_id": _FINDING, "record_id": "printf('r-%012d', i / 5)",
        "person_id": _of(_WHO, _F), "track": "'inspection'", "place": "(i % 9 + 1) || '号车间'", "text": _HAZARD_TEXT,
        "severity": "CASE WHEN i % 40 = 0 THEN 'major' ELSE 'general' END", "seen_at": f"{_of(_DAY, _F)} || 'T02:30:00.000Z'",
        "body": "'{\"deadline_days\": 3, \"basis\": \"《消防法》第二十八条\"}'",
    }),
    _rows("hazard", ":findings", _COMMON | {
        "id": _FINDING, "number": "printf('YH-%07d', i)", "area_id": _of(_VILLAGE, _F), "key": "printf('k-%09d', i)",
        "place": "(i % 9 + 1) || '号车间'", "text": _HAZARD_TEXT, "basis": "'《消防法》第二十八条'", "correction": "'立即清理，保持畅通'",
        "severity": "CASE WHEN i % 40 = 0 THEN 'major' ELSE 'general' END",
        "track": "CASE (i / 5) % 5 WHEN 0 THEN 'service' ELSE 'inspection' END", "state": _STATE,
        "due": f"date({_of(_DAY, _F)}, '+15 days')", "found_on": _of(_DAY, _F),
        "closed_on": f"CASE WHEN ({_STATE}) = 'closed' THEN date({_of(_DAY, _F)}, '+9 days') END",
        "repeat_of": "CASE WHEN i % 30 = 7 THEN printf('f-%012d', i / 2) END", "n": "3", "rev": "3",
        "changed_at": f"{_of(_DAY, _F)} || 'T03:05:00.000Z'",
    }),
    _rows("hazard_history", ":findings * 3", {
        "hazard_id": "printf('f-%012d', i / 3)", "n": "i % 3 + 1",
        "move": "CASE i % 3 WHEN 0 THEN 'found' WHEN 1 THEN 'order' ELSE 'recheck_pass' END",
        "from_state": "CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN 'registered' ELSE 'ordered' END",
        "to_state": "CASE i % 3 WHEN 0 THEN 'registered' WHEN 1 THEN 'ordered' ELSE 'closed' END",
        "actor_id": "'lina'", "server_time": f"{_of(_DAY, '(i / 15)')} || 'T03:05:00.000Z'", "facts": "'{}'",
        "prev_hash": ":none", "hash": ":none",
    }),
    _rows("photo", ":findings", {
        "sha256": "printf('%064x', i)", "size": "300000", "mime": "'image/jpeg'", "w": "1600", "h": "1200", "state": "'stored'",
        "named_at": ":today", "stored_at": ":today", "checked_at": ":today",
    }),
    _rows("photo_use", ":findings", {
        "sha256": "printf('%064x', i)", "record_id": "printf('r-%012d', i / 5)", "owner_kind": "'finding'", "owner_id": _FINDING,
        "role": "'before'", "enterprise_id": _of(_FIRM, _F), "visit_id": "printf('v-%012d', i / 5)", "hazard_id": _FINDING,
        "person_id": _of(_WHO, _F), "device_id": "'d' || ((i / 5) % 8)", "track": "'inspection'",
        "manifest": "'{\"source\": \"taken\", \"taken_at\": \"2026-01-01T02:00:00.000Z\"}'",
    }),
    _rows("audit", ":findings / 10", {
        "n": "i + 1000", "at": f"{_of(_DAY, '(i * 2)')} || 'T04:00:00.000Z'", "person_id": "'lina'", "act": "'hazard.order'",
        "target_kind": "'hazard'", "target_id": "printf('f-%012d', i * 10)", "facts": "'{}'", "prev_hash": ":none", "hash": ":none",
    }),
)  # fmt: skip
