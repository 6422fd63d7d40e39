"""Checklist files (YAML or JSON) become published versions: a clean file in whole, any other not at all."""

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa

from inspection import days
from inspection.problems import Problem
from inspection.texts import Speaker
from sync_server import audit, projections
from sync_server.intake.checklist_rules import Fault, Reader
from sync_server.intake.marked import Unreadable, read_marked
from sync_server.tables import checklist

TAGS = (
    "special_equipment", "confined_space", "dust", "chemicals", "hot_work", "height_work", "ammonia", "molten_metal",
    "painting", "warehouse", "small_place", "mixed_living", "leasing", "construction", "lithium", "machinery",
)  # fmt: skip
ALWAYS_A_RULE = "MEM10-14"  # article 14 stands beside the catalogue: a listed device that has failed


def read(raw: bytes) -> tuple[list[dict], list[Fault]]:
    """The checklists in a file, and everything that is wrong with it; they are fit only when nothing is."""
    try:
        whole = read_marked(raw)
    except Unreadable as fault:
        return [], [Fault("", "", fault.line, "", fault.reason, fault.found)]
    raw_lists, rules = _parts(whole)
    if not raw_lists:
        return [], [Fault("", "", None, "checklists", "no_lists")]
    reader = Reader(frozenset(TAGS), rules)
    lists = [reader.checklist(inner) for inner in raw_lists]
    return lists, reader.faults


def _parts(whole) -> tuple[list, frozenset]:
    """(raw checklists, ids of the major rules the file brings along). One list alone is a file as well."""
    if isinstance(whole, list):
        return whole, frozenset()
    if not isinstance(whole, dict):
        return [], frozenset()
    if "items" in whole and "checklists" not in whole:
        return [whole], frozenset()
    catalogue = whole.get("major_rule_catalog")
    named = [r.get("id") for r in catalogue if isinstance(r, dict)] if isinstance(catalogue, list) else []
    rules = frozenset([*named, ALWAYS_A_RULE]) if named else frozenset()
    lists = whole.get("checklists")
    return (lists if isinstance(lists, list) else []), rules


def publish(c, lists: list[dict], at: datetime) -> list[tuple[str, int, str]]:
    """(code, version, new | changed | same) of each list. What was published before stays as it was."""
    told = []
    for body in lists:
        latest = c.execute(
            sa.select(checklist.c.version, checklist.c.body)
            .where(checklist.c.code == body["code"])
            .order_by(checklist.c.version.desc())
            .limit(1)
        ).first()
        content = {name: value for name, value in body.items() if name != "version"}
        if latest and _content(latest.body) == content:
            told.append((body["code"], latest.version, "same"))
            continue
        version = latest.version + 1 if latest else body.get("version", 1)
        c.execute(sa.update(checklist).where(checklist.c.code == body["code"]).values(current=False))
        c.execute(
            sa.insert(checklist).values(
                code=body["code"],
                version=version,
                title_zh=body["title_zh"],
                title_en=body["title_en"],
                body=json.dumps(content | {"version": version}, ensure_ascii=False),
                current=True,
                published_at=days.to_text(at),
            )
        )
        if latest:
            projections.checklist_changed(c, body["code"], latest.version)
        projections.checklist_changed(c, body["code"], version)
        told.append((body["code"], version, "changed" if latest else "new"))
    return told


def _content(body: str) -> dict:
    return {name: value for name, value in json.loads(body).items() if name != "version"}


def shipped() -> list[dict]:
    """The checklists that come with the server."""
    lists, faults = read((files("sync_server") / "shipped" / "checklists.yaml").read_bytes())
    if faults:
        raise ValueError(f"shipped checklists: {faults[0]}")
    return lists


def import_file(store, path: Path, at: datetime, say: Speaker) -> tuple[bool, list[str]]:
    """(published, lines to print). Problems: checklists.no_file."""
    try:
        raw = Path(path).read_bytes()
    except OSError:
        raise Problem("checklists.no_file", file=Path(path).name) from None
    lists, faults = read(raw)
    if faults:
        head = say("checklists.refused", file=Path(path).name, count=len(faults))
        return False, [head, *(fault_line(fault, say) for fault in faults)]
    with store.write() as c:
        told = publish(c, lists, at)
        facts = {"file": path.name, "lists": [f"{code}@{n}" for code, n, what in told if what != "same"]}
        audit.write(c, None, "checklists.import", "file", path.name[:100], facts, "terminal", at)
    lines = [say(f"checklists.{what}", code=code, version=version) for code, version, what in told]
    kinds = [what for _, _, what in told]
    counts = {name: kinds.count(name) for name in ("new", "changed", "same")}
    return True, [*lines, say("checklists.done", **counts)]


def fault_line(fault: Fault, say: Speaker) -> str:
    places = [
        say("checklists.at_line", line=fault.line) if fault.line else "",
        " ".join(filter(None, [fault.item or fault.list, fault.field])),
    ]
    place = say("checklists.comma").join(filter(None, places))
    reason = say(f"checklists.fault.{fault.reason}", found=fault.found)
    return say("checklists.fault", place=place, reason=reason) if place else reason
