"""The chain check of a visit and the holes in a phone's records, as lines that a reader understands."""

from sync_server import chain
from sync_server.office.render import worded

ABOUT_PHOTOS = ("photos_missing", "photos_here")  # said above, with the numbers


def chain_said(c, text, visit_id: str) -> dict:
    """{"whole", "count", "faults": [sentences], "all": [(ok, sentence)]} of everything that was checked."""
    checks = [fact for fact in chain.of_visit(c, visit_id) if fact["code"] not in ABOUT_PHOTOS]
    lines = [(fact["ok"], text(f"chain.{fact['code']}", **worded(text, fact["facts"]))) for fact in checks]
    faults = [said for ok, said in lines if not ok]
    return {"whole": bool(lines) and not faults, "count": len(lines), "faults": faults, "all": lines}


def holes_said(c, text, at) -> list[str]:
    """What is missing from a phone's records for more than a day, one line each."""
    found = []
    for hole in chain.holes(c, at):
        facts = {
            "person": hole["person"] or "—",
            "device": hole["device"] or hole["device_id"],
            "seq": hole["seq"],
        }
        gap = hole["why"] == "gap"
        key = "office.attention.hole_gap" if gap else "office.attention.hole_changed"
        found.append(text(key, **facts, missing=hole.get("missing", 0)))
    return found
