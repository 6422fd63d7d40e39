"""Paging by key: a page costs the same whether it is the first or the ten-thousandth."""

import base64
import binascii
import json

from sqlalchemy import Select, tuple_

PAGE = 50


def cut(query: Select, keys, after: str | None, size: int = PAGE, newest_first: bool = True) -> Select:
    """`query` ordered by `keys` and begun behind `after`; one row more than `size`, to know of a next page."""
    place = opened(after, [key.type.python_type for key in keys])
    if place is not None:
        query = query.where(
            tuple_(*keys) < tuple_(*place) if newest_first else tuple_(*keys) > tuple_(*place)
        )
    return query.order_by(*(key.desc() if newest_first else key.asc() for key in keys)).limit(size + 1)


def page(rows, names, size: int = PAGE) -> tuple[list[dict], str | None]:
    """The rows of a page as dicts and the place behind its last row, None on the last page."""
    rows = [dict(row._mapping) if hasattr(row, "_mapping") else row for row in rows]
    more = len(rows) > size
    rows = rows[:size]
    return rows, closed([rows[-1][name] for name in names]) if more else None


def closed(place: list) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def opened(after: str | None, kinds: list[type]) -> list | None:
    """The key values in `after`; None when there are none or somebody wrote nonsense into the address."""
    if not after:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(place, list) or len(place) != len(kinds):
        return None
    return place if all(type(value) is kind for value, kind in zip(place, kinds, strict=True)) else None
