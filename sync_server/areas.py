"""The area tree as the office changes it: street, villages and communities under it, grids below those."""

from datetime import datetime

import sqlalchemy as sa

from inspection.problems import Problem
from inspection.shapes import clean
from sync_server import audit, projections
from sync_server.tables import area, enterprise, person_area

KINDS = ("street", "village", "grid")  # from the top: an area stands under one of an earlier kind
LONGEST = 60


def add(
    c,
    name: str,
    kind: str,
    parent_id: str | None,
    actor_id: str | None,
    at: datetime,
    new_id,
    origin: str = "",
) -> str:
    """The id of the new area, last among those beside it.

    Problems: area.name_needed, area.wrong_kind, area.unknown, area.wrong_place, area.name_taken.
    """
    parent_id = parent_id or None
    name = check(c, name, kind, parent_id)
    identity = new_id()
    row = {"id": identity, "parent_id": parent_id, "name": name, "kind": kind}
    row["place"] = (c.scalar(sa.select(sa.func.max(area.c.place)).where(_beside(parent_id))) or 0) + 1
    c.execute(sa.insert(area).values(row))
    projections.area_changed(c, identity)
    told = {"name": name, "kind": kind, "parent": _name_of(c, parent_id)}
    audit.write(c, actor_id, "area.add", "area", identity, {"after": told}, origin, at)
    return identity


def check(c, name: str, kind: str, parent_id: str | None, identity: str = "") -> str:
    """The name as it is kept, when it may stand there. Problems: those of `add`."""
    if kind not in KINDS:
        raise Problem("area.wrong_kind", kind=kind)
    name = clean(name)
    if not 1 <= len(name) <= LONGEST:
        raise Problem("area.name_needed", most=LONGEST)
    above = row_of(c, parent_id)["kind"] if parent_id else None
    if parent_id == identity or not may_stand_under(kind, above):  # an earlier kind is never below itself
        raise Problem("area.wrong_place")
    same = sa.select(area.c.id).where(area.c.name == name, area.c.id != identity, _beside(parent_id))
    if c.scalar(same.limit(1)):
        raise Problem("area.name_taken", name=name)
    return name


def change(c, identity: str, fields: dict, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """Whether anything is now different. `fields`: any of name, parent_id, place.

    What stands in the area goes with it. Who sees it follows at the next pull, since scope is computed there.
    Problems: area.unknown, area.name_needed, area.wrong_place, area.name_taken.
    """
    row = row_of(c, identity)
    whole = row | fields
    whole["parent_id"] = whole["parent_id"] or None
    whole["name"] = check(c, whole["name"], row["kind"], whole["parent_id"], identity)
    values = {name: value for name, value in whole.items() if value != row[name]}
    if not values:
        return False
    c.execute(sa.update(area).where(area.c.id == identity).values(values))
    projections.area_changed(c, identity)
    facts = {"before": _told(c, row, values), "after": _told(c, whole, values)}
    audit.write(c, actor_id, "area.change", "area", identity, facts, origin, at)
    return True


def remove(c, identity: str, actor_id: str | None, at: datetime, origin: str = "") -> None:
    """Only one in which nothing stands. Problems: area.unknown, area.not_empty{name, enterprises, areas, people}."""
    row = row_of(c, identity)
    held = holds(c, identity)
    if any(held.values()):
        raise Problem("area.not_empty", name=row["name"], **held)
    c.execute(sa.delete(area).where(area.c.id == identity))
    projections.area_changed(c, identity)
    told = {"name": row["name"], "kind": row["kind"]}
    audit.write(c, actor_id, "area.remove", "area", identity, {"before": told}, origin, at)


def holds(c, identity: str) -> dict[str, int]:
    """What keeps an area from being removed: enterprises in it, areas under it, people who work in it."""
    counted = {
        "enterprises": (enterprise, enterprise.c.area_id),
        "areas": (area, area.c.parent_id),
        "people": (person_area, person_area.c.area_id),
    }
    return {
        name: c.scalar(sa.select(sa.func.count()).select_from(table).where(column == identity))
        for name, (table, column) in counted.items()
    }


def row_of(c, identity: str) -> dict:
    """Problem area.unknown."""
    row = c.execute(sa.select(area).where(area.c.id == identity)).mappings().first()
    if row is None:
        raise Problem("area.unknown")
    return dict(row)


def street(c) -> str | None:
    """The id of the first street, under which a new village goes when nothing else is said."""
    return c.scalar(sa.select(area.c.id).where(area.c.kind == "street").order_by(area.c.place, area.c.id))


def may_stand_under(kind: str, above: str | None) -> bool:
    """Whether an area of `kind` may stand under one of kind `above`; None is the very top."""
    if above is None:
        return kind == "street"
    return KINDS.index(above) < KINDS.index(kind)


def _beside(parent_id: str | None):
    return area.c.parent_id == parent_id if parent_id else area.c.parent_id.is_(None)


def _name_of(c, identity: str | None) -> str:
    return (c.scalar(sa.select(area.c.name).where(area.c.id == identity)) or "") if identity else ""


def _told(c, row: dict, values: dict) -> dict:
    told = {name: row[name] for name in ("name", "place") if name in values}
    return told | ({"parent": _name_of(c, row["parent_id"])} if "parent_id" in values else {})
