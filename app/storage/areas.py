"""The areas of the street: villages and communities, and what lies under them."""

from dataclasses import dataclass

from sqlalchemy import select

from app.storage.tables import area


@dataclass(frozen=True)
class Area:
    id: str
    parent_id: str | None
    name: str
    kind: str
    place: int


def all(s) -> list[Area]:  # noqa: A001 - read as areas.all
    """In the office's order."""
    return [Area(*row) for row in s.execute(select(area).order_by(area.c.place, area.c.name))]


def by_id(s, area_id: str) -> Area | None:
    row = s.execute(select(area).where(area.c.id == area_id)).first()
    return Area(*row) if row else None


def below(s, area_id: str) -> list[str]:
    """The ids of the area and of all under it."""
    children: dict[str | None, list[str]] = {}
    for one in all(s):
        children.setdefault(one.parent_id, []).append(one.id)
    found, waiting = [], [area_id]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found
