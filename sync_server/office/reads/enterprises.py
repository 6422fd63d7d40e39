"""Enterprises as the office lists them, and the parts of one enterprise's file."""

import json

from sqlalchemy import and_, exists, func, or_, select

from inspection.consolidation import folded
from inspection.credit_code import tidy
from inspection.hazard import OPEN
from inspection.problems import Problem
from sync_server import tables
from sync_server.office.reads import paging, sent

e, h = tables.enterprise, tables.hazard
LISTS = ("sectors", "tags")


def listed(c, scope, text="", areas=None, grade="", kind="", tag="", status="", with_open="", after=None):
    """A page of enterprises by name. `scope` is a condition; `with_open` is "", open or major."""
    wanted = select(e).where(scope)
    if text:
        wanted = wanted.where(matches(text))
    if areas is not None:
        wanted = wanted.where(e.c.area_id.in_(areas))
    for column, value in ((e.c.grade, grade), (e.c.kind, kind), (e.c.status, status)):
        if value:
            wanted = wanted.where(column == value)
    if grade == "none":
        wanted = wanted.where(e.c.grade == "")
    if tag:
        wanted = wanted.where(e.c.tags.contains(json.dumps(tag, ensure_ascii=False), autoescape=True))
    if with_open:
        conditions = [h.c.enterprise_id == e.c.id, h.c.state.in_(sorted(OPEN))]
        if with_open == "major":
            conditions.append(h.c.severity == "major")
        wanted = wanted.where(exists().where(and_(*conditions)))
    keys = (e.c.initials, e.c.name, e.c.id)
    rows, further = paging.page(
        c.execute(paging.cut(wanted, keys, after, newest_first=False)).all(), ("initials", "name", "id")
    )
    counted = open_hazards(c, [row["id"] for row in rows])
    last = last_visits(c, [row["id"] for row in rows])
    for row in rows:
        _unpack(row)
        row["open"], row["major"] = counted.get(row["id"], (0, 0))
        row["last_visit"] = last.get(row["id"])
    return rows, further


def matches(text: str):
    """Any part of the name, pinyin initials, or any part of the code."""
    plain = folded(text)
    found = [e.c.name.contains(text, autoescape=True)]
    if plain:
        found.append(e.c.name_key.contains(plain, autoescape=True))
        if plain.isascii():
            found += [
                e.c.initials.contains(plain, autoescape=True),
                e.c.code.contains(tidy(text), autoescape=True),
            ]
    return or_(*found)


def open_hazards(c, ids) -> dict[str, tuple[int, int]]:
    """(open, of these major) by enterprise."""
    if not ids:
        return {}
    wanted = (
        select(h.c.enterprise_id, h.c.severity, func.count())
        .where(h.c.enterprise_id.in_(ids), h.c.state.in_(sorted(OPEN)))
        .group_by(h.c.enterprise_id, h.c.severity)
    )
    counted: dict[str, tuple[int, int]] = {}
    for identity, severity, count in c.execute(wanted):
        every, major = counted.get(identity, (0, 0))
        counted[identity] = (every + count, major + (count if severity == "major" else 0))
    return counted


def last_visits(c, ids) -> dict[str, str]:
    if not ids:
        return {}
    v = tables.visit
    wanted = (
        select(v.c.enterprise_id, func.max(v.c.started_at))
        .where(v.c.enterprise_id.in_(ids))
        .group_by(v.c.enterprise_id)
    )
    return dict(c.execute(wanted).all())


def count(c, scope) -> int:
    return c.execute(select(func.count()).select_from(e).where(scope)).scalar_one()


def by_id(c, scope, enterprise_id: str) -> dict | None:
    row = c.execute(select(e).where(e.c.id == enterprise_id, scope)).first()
    return _unpack(dict(row._mapping)) if row else None


def _unpack(row: dict) -> dict:
    for name in LISTS:
        row[name] = json.loads(row[name] or "[]")
    row["profile"] = json.loads(row["profile"] or "{}")
    return row


def code_warning(row: dict) -> Problem | None:
    """What is to be said about the code of an enterprise."""
    from inspection.credit_code import parse_credit_code

    if row["code_kind"] == "temporary":
        return Problem("office.code_temporary")
    if row["code_kind"] == "old":
        return Problem("office.code_old")
    try:
        parse_credit_code(row["code"])
    except Problem as found:
        return found
    return None


def contracts(c, enterprise_id: str) -> list[dict]:
    k, part, o = tables.contract, tables.contract_enterprise, tables.organisation
    wanted = (
        select(k, o.c.name.label("organisation"))
        .join(part, part.c.contract_id == k.c.id)
        .outerjoin(o, o.c.id == k.c.organisation_id)
        .where(part.c.enterprise_id == enterprise_id)
        .order_by(k.c.starts_on.desc())
    )
    return [dict(row._mapping) for row in c.execute(wanted)]


def documents(c, enterprise_id: str) -> list[dict]:
    d, p = tables.document, tables.person
    wanted = (
        select(d, p.c.name.label("maker"))
        .outerjoin(p, p.c.id == d.c.made_by)
        .where(d.c.enterprise_id == enterprise_id)
        .order_by(d.c.made_at.desc(), d.c.id)
        .limit(100)
    )
    return [_with_body(row) for row in c.execute(wanted)]


def document(c, scope, document_id: str) -> dict | None:
    d, p = tables.document, tables.person
    wanted = (
        select(d, p.c.name.label("maker"))
        .join(e, e.c.id == d.c.enterprise_id)
        .outerjoin(p, p.c.id == d.c.made_by)
        .where(d.c.id == document_id, scope)
    )
    row = c.execute(wanted).first()
    return _with_body(row) if row else None


def _with_body(row) -> dict:
    found = dict(row._mapping)
    found["body"] = sent.read(found["body"])
    return found


def plans(c, enterprise_id: str) -> list[dict]:
    pl, p = tables.plan, tables.person
    wanted = (
        select(pl, p.c.name.label("person"))
        .outerjoin(p, p.c.id == pl.c.person_id)
        .where(pl.c.enterprise_id == enterprise_id, pl.c.state == "planned")
        .order_by(pl.c.day, pl.c.id)
        .limit(50)
    )
    return [dict(row._mapping) for row in c.execute(wanted)]


def plan(c, plan_id: str) -> dict | None:
    row = c.execute(select(tables.plan).where(tables.plan.c.id == plan_id)).first()
    return dict(row._mapping) if row else None


def twin(c, name: str, code: str) -> str:
    """The name of an enterprise that is already kept under this name or code; "" when there is none."""
    same = [e.c.name_key == folded(name)] if name else []
    same += [e.c.code == tidy(code)] if tidy(code) else []
    return c.execute(select(e.c.name).where(or_(*same)).limit(1)).scalar() or "" if same else ""
