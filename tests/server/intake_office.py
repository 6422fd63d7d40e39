"""A small office for the tests of imports: one street, two villages, nothing else."""

import itertools
from datetime import UTC, datetime

import sqlalchemy as sa

from sync_server import tables
from sync_server.store import Store

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def open_office(url: str) -> Store:
    store = Store(url)
    tables.metadata.create_all(store.engine)
    with store.write() as c:
        c.execute(
            sa.insert(tables.area),
            [
                {"id": "street", "parent_id": None, "name": "青禾街道", "kind": "street", "place": 0},
                {"id": "yunxi", "parent_id": "street", "name": "云溪村", "kind": "village", "place": 1},
                {"id": "songling", "parent_id": "street", "name": "松岭社区", "kind": "village", "place": 2},
            ],
        )
    return store


def counting_ids():
    numbers = itertools.count(1)
    return lambda: f"00000000-0000-7000-8000-{next(numbers):012d}"


def enterprises(store: Store) -> list:
    with store.read() as c:
        return c.execute(sa.select(tables.enterprise).order_by(tables.enterprise.c.id)).mappings().all()
