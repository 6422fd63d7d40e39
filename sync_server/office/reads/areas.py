"""The area tree, and which part of it a person sees."""

from sqlalchemy import func, select

from inspection.roles import ADMIN
from sync_server import people, tables

EVERYWHERE = (*people.EVERYWHERE, ADMIN)  # an admin sees no hazards, but every record that got stuck


def tree(c) -> list[dict]:
    """All areas, parents before children, each with its `depth`."""
    rows = [
        dict(row._mapping)
        for row in c.execute(select(tables.area).order_by(tables.area.c.place, tables.area.c.name))
    ]
    known = {row["id"] for row in rows}
    below: dict[str | None, list[dict]] = {}
    for row in rows:
        parent = row["parent_id"] if row["parent_id"] in known else None
        below.setdefault(parent, []).append(row)
    ordered: list[dict] = []

    def walk(parent, depth):
        for row in below.get(parent, []):
            ordered.append(row | {"depth": depth})
            walk(row["id"], depth + 1)

    walk(None, 0)
    return ordered


def counted(c) -> list[dict]:
    """The tree with how many `enterprises` stand in each area itself, and how many `people` are given it."""
    e, given = tables.enterprise, tables.person_area
    standing = dict(c.execute(select(e.c.area_id, func.count()).group_by(e.c.area_id)).all())
    working = dict(c.execute(select(given.c.area_id, func.count()).group_by(given.c.area_id)).all())
    return [
        row | {"enterprises": standing.get(row["id"], 0), "people": working.get(row["id"], 0)}
        for row in tree(c)
    ]


def names(c) -> dict[str, str]:
    return {row.id: row.name for row in c.execute(select(tables.area.c.id, tables.area.c.name))}


def seen_by(person) -> tuple[str, ...] | None:
    """Ids of the areas a person sees; None is all of them."""
    return None if person.role in EVERYWHERE else tuple(person.areas)


def within(c, area_id: str, seen: tuple[str, ...] | None) -> tuple[str, ...]:
    """`area_id` and all areas below it, as far as they are seen."""
    rows, found = tree(c), set()
    for row in rows:
        if row["id"] == area_id or row["parent_id"] in found:
            found.add(row["id"])
    return tuple(row["id"] for row in rows if row["id"] in found and (seen is None or row["id"] in seen))


def offered(c, seen: tuple[str, ...] | None) -> list[dict]:
    """The areas to choose from in a filter."""
    return [row for row in tree(c) if seen is None or row["id"] in seen]
