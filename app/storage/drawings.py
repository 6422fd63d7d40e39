"""How a body the office sent becomes a row that screens read, one function a kind.

What a screen would stumble over (a due day that is none, a photo without a hash) is refused here as ValueError,
TypeError, KeyError or AttributeError: such a row is set aside, and the screen goes on with all the others.
"""

from datetime import date

from app.storage.enterprises import search_text
from app.storage.tables import area, checklist, colleague, enterprise, hazard, past_visit, plan
from inspection.checklist import from_json

HEX = set("0123456789abcdef")


def _enterprise(body: dict) -> dict:
    name, code, initials = body["name"], body.get("code") or "", body.get("initials") or ""
    _texts(body, "sectors"), _texts(body, "tags"), _object(body, "profile")
    return {
        "id": body["id"], "name": name, "code": code, "initials": initials, "search": search_text(name, initials, code),
        "area_id": body.get("area_id") or "", "kind": body.get("kind") or "", "grade": body.get("grade") or "",
        "status": body.get("status") or "", "open_hazards": int(body.get("open_hazards") or 0),
        "major_hazards": int(body.get("major_hazards") or 0), "last_visit": _day(body, "last_visit"),
    }  # fmt: skip


def _area(body: dict) -> dict:
    return {
        "id": body["id"], "parent_id": body.get("parent_id"), "name": body["name"], "kind": body.get("kind") or "",
        "place": int(body.get("place") or 0),
    }  # fmt: skip


def _colleague(body: dict) -> dict:
    told = {name: body.get(name) or "" for name in ("role", "certificate_no", "organisation")}
    return {"id": body["id"], "name": body["name"]} | told


def _checklist(body: dict) -> dict:
    if not from_json(body).items:
        raise ValueError("no items")
    return {
        "code": body["code"], "version": int(body["version"]), "title_zh": body["title_zh"],
        "title_en": body.get("title_en") or "", "current": int(bool(body.get("current"))),
    }  # fmt: skip


def _hazard(body: dict) -> dict:
    for photo in body.get("photos") or ():
        if len(photo["sha256"]) != 64 or not set(photo["sha256"]) <= HEX:
            raise ValueError("a photo without a hash")
    for step in body.get("history") or ():
        step.get("move")
    _object(body, "order")
    for name in ("found_on", "closed_on"):
        _day(body, name)
    for name in ("number", "place", "text", "basis", "correction", "note"):
        _text(body, name)
    return {
        "id": body["id"], "enterprise_id": body["enterprise_id"], "state": body["state"],
        "severity": body.get("severity") or "", "due": _day(body, "due"), "track": body.get("track") or "",
        "n": int(body.get("n") or 0),
    }  # fmt: skip


def _past_visit(body: dict) -> dict:
    _texts(body, "people")
    return {
        "id": body["id"], "enterprise_id": body["enterprise_id"], "day": _day(body, "day") or "",
        "track": body.get("track") or "",
    }  # fmt: skip


def _plan(body: dict) -> dict:
    told = {name: body.get(name) or "" for name in ("track", "state")}
    date.fromisoformat(body["day"])
    _text(body, "note")
    return {"id": body["id"], "enterprise_id": body["enterprise_id"], "day": body["day"]} | told


def _day(body: dict, name: str) -> str | None:
    if said := body.get(name):
        date.fromisoformat(said)
    return said or None


def _text(body: dict, name: str) -> None:
    if not isinstance(body.get(name) or "", str):
        raise TypeError(f"{name} is no text")


def _texts(body: dict, name: str) -> None:
    said = body.get(name) or []
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise TypeError(f"{name} is no list of texts")


def _object(body: dict, name: str) -> None:
    if not isinstance(body.get(name) or {}, dict):
        raise TypeError(f"{name} is no object")


def _by_id(table):
    return lambda identity: (table.c.id == identity,)


def _checklist_key(identity: str):
    code, _, version = identity.rpartition("@")
    return checklist.c.code == code, checklist.c.version == (int(version) if version.isdigit() else -1)


# kind: (table, its key from an id, its row from a body)
DRAWINGS = {
    "enterprise": (enterprise, _by_id(enterprise), _enterprise),
    "area": (area, _by_id(area), _area),
    "colleague": (colleague, _by_id(colleague), _colleague),
    "checklist": (checklist, _checklist_key, _checklist),
    "hazard": (hazard, _by_id(hazard), _hazard),
    "past_visit": (past_visit, _by_id(past_visit), _past_visit),
    "plan": (plan, _by_id(plan), _plan),
}
