"""Enterprises as the office keeps them: adding one, changing one, and the codes of those that have none."""

import json
from datetime import datetime

import sqlalchemy as sa

from inspection import credit_code, days
from inspection.consolidation import folded
from inspection.problems import Problem
from inspection.shapes import clean
from sync_server import audit, projections
from sync_server.pinyin import initials
from sync_server.tables import area, enterprise

KINDS = ("production", "small")
GRADES = ("red", "orange", "yellow", "blue", "")
STATUSES = ("operating", "suspended", "closed", "moved", "reported")
TEXTS = {"name": 200, "address": 300, "scope": 4000, "legal_person": 60, "contact": 60, "contact_phone": 60}
LISTS = ("sectors", "tags")


def add(c, fields: dict, actor_id: str, at: datetime, new_id, origin: str = "") -> str:
    """The id of the new enterprise; `new_id` is called for it unless `fields` brings one along.

    `origin`: the address of the desk, or the device. Problems: enterprise.name_needed, enterprise.unknown_area,
    enterprise.wrong_field.
    """
    identity = fields.get("id") or new_id()
    values = read_fields(c, {"code": "", "kind": "production", "status": "operating", "grade": "", **fields})
    if not values.get("name"):
        raise Problem("enterprise.name_needed")
    values = fresh_row(identity, values, at)
    c.execute(sa.insert(enterprise).values(values))
    facts = {"after": fields_told(values)}
    audit.write(c, actor_id, "enterprise.add", "enterprise", identity, facts, origin, at)
    projections.enterprise_changed(c, identity)
    return identity


def change(c, identity: str, fields: dict, actor_id: str, at: datetime, origin: str = "") -> bool:
    """Whether anything is now different. Only the named fields change; `profile` is joined, not replaced.

    Problems: enterprise.unknown, enterprise.name_needed, enterprise.unknown_area, enterprise.wrong_field.
    """
    row = c.execute(sa.select(enterprise).where(enterprise.c.id == identity)).mappings().first()
    if row is None:
        raise Problem("enterprise.unknown", id=identity)
    values = changed_values(row, read_fields(c, fields))
    if "name" in values and not values["name"]:
        raise Problem("enterprise.name_needed")
    if not values:
        return False
    before = {name: row[name] for name in values}
    values |= {"rev": row["rev"] + 1, "changed_at": days.to_text(at)}
    c.execute(sa.update(enterprise).where(enterprise.c.id == identity).values(values))
    facts = {"before": before, "after": {name: values[name] for name in before}}
    audit.write(c, actor_id, "enterprise.change", "enterprise", identity, facts, origin, at)
    (projections.enterprise_moved if "area_id" in values else projections.enterprise_changed)(c, identity)
    return True


def read_fields(c, fields: dict) -> dict:
    """The fields checked and cleaned, still as Python values."""
    read = {}
    for name, value in fields.items():
        if name == "id":
            continue
        if name in TEXTS:
            read[name] = _text(name, value)
        elif name == "code":
            read[name] = _text(name, value, 60)
        elif name == "kind":
            read[name] = _choice(name, value, KINDS)
        elif name == "grade":
            read[name] = _choice(name, value, GRADES)
        elif name == "status":
            read[name] = _choice(name, value, STATUSES)
        elif name in LISTS:
            read[name] = sorted({clean(str(v)) for v in value if clean(str(v))})
        elif name == "profile":
            read[name] = dict(value)
        elif name == "area_id":
            if value and c.execute(sa.select(area.c.id).where(area.c.id == value)).first() is None:
                raise Problem("enterprise.unknown_area", id=value)
            read[name] = value or ""
        else:
            raise Problem("enterprise.wrong_field", field=name)
    return read


def _text(name: str, value, most: int | None = None) -> str:
    text = clean(str(value or ""))
    if len(text) > (most or TEXTS[name]):
        raise Problem("enterprise.wrong_field", field=name)
    return text


def _choice(name: str, value: str, options) -> str:
    if value not in options:
        raise Problem("enterprise.wrong_field", field=name)
    return value


def temporary_code(identity: str) -> str:
    """For premises without a licence. Ids end in chance, so the end of the id tells them apart."""
    return "TEMP-" + "".join(c for c in identity if c.isalnum())[-10:].upper()


def code_and_kind(code: str, identity: str) -> tuple[str, str]:
    """(code as kept, credit | old | odd | temporary)."""
    tidy = credit_code.tidy(code)
    if tidy.startswith("TEMP") or not tidy:
        return (code.strip().upper() or temporary_code(identity)), "temporary"
    return tidy, credit_code.kind_of(tidy)


def fresh_row(identity: str, values: dict, at: datetime) -> dict:
    """A whole row for `enterprise` out of checked values."""
    code, kind = code_and_kind(values.get("code", ""), identity)
    row = {name: values.get(name, "") for name in (*TEXTS, "area_id", "kind", "grade", "status")}
    row |= {name: as_json(values.get(name, [])) for name in LISTS}
    row |= {"id": identity, "code": code, "code_kind": kind, "profile": as_json(values.get("profile", {}))}
    row |= {"name_key": folded(row["name"]), "initials": initials(row["name"])}
    return row | {"rev": 1, "made_at": days.to_text(at), "changed_at": days.to_text(at)}


def changed_values(row, values: dict) -> dict:
    """The columns that differ from `row` once `values` are written."""
    wanted = {}
    for name, value in values.items():
        if name == "code":
            if value:
                wanted["code"], wanted["code_kind"] = code_and_kind(value, row["id"])
        elif name in LISTS:
            wanted[name] = as_json(value)
        elif name == "profile":
            wanted[name] = as_json(joined(json.loads(row["profile"] or "{}"), value))
        else:
            wanted[name] = value
    if "name" in wanted:
        wanted |= {"name_key": folded(wanted["name"]), "initials": initials(wanted["name"])}
    return {name: value for name, value in wanted.items() if value != row[name]}


def joined(old: dict, new: dict) -> dict:
    """`old` with `new` laid over it, one level into inner objects."""
    both = dict(old)
    for name, value in new.items():
        both[name] = (
            {**both[name], **value} if isinstance(value, dict) and isinstance(both.get(name), dict) else value
        )
    return both


def as_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def fields_told(row: dict) -> dict:
    return {name: row[name] for name in ("code", "name", "kind", "area_id", "address", "grade", "status")}
