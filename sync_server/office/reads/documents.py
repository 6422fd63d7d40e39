"""How the next order would be numbered; looking takes no number."""

from sqlalchemy import select

from sync_server import meta, orders
from sync_server.tables import counter


def next_number(c, year: int, values: dict | None = None) -> str:
    """`values`: settings that are not kept yet."""
    last = c.scalar(select(counter.c.v).where(counter.c.name == f"order:{year}")) or 0
    if values is None:
        return orders.number_text(c, year, last + 1)
    office = values["office_short"] or values["office"] or meta.get(c, "office")
    return values["order_pattern"].format(office=office, year=year, n=last + 1)
