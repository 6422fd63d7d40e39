"""An office to measure: a street with thirty villages, its people, all twenty checklists, and enterprises."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from sync_server import accounts, checklists_import, projections, tables
from sync_server.app import make_context, prepare
from sync_server.config import Config
from sync_server.enterprises import fresh_row
from tools.bench.names import code_of, name_of

PASSWORD = "qingshan-2026"
VILLAGES = 30
AT_ONCE = 500
# id (also the login), name, role
PEOPLE = [
    ("lina", "李娜", "officer"),
    ("liuyang", "刘洋", "officer"),
    ("chenming", "陈明", "officer"),
    ("heqing", "何青", "officer"),
    ("linlan", "林岚", "leader"),
    ("zhouwei", "周伟", "officer"),  # of three villages only
    ("admin", "管理员", "admin"),
]
OFFICERS = PEOPLE[:4]


def village(number: int) -> str:
    return f"village-{number % VILLAGES:02d}"


def office(folder: Path, enterprises: int, database_url: str = ""):
    """A prepared context with all of it in its database; to be closed."""
    context = make_context(Config.at(folder, database_url=database_url, office="青禾街道应急办"))
    prepare(context)
    at = datetime.now(UTC)
    with context.store.write() as c:
        areas = [{"id": "street", "parent_id": None, "name": "青禾街道", "kind": "street", "place": 0}]
        areas += [
            {
                "id": village(n),
                "parent_id": "street",
                "name": f"第{n + 1}村",
                "kind": "village",
                "place": n + 1,
            }
            for n in range(VILLAGES)
        ]
        c.execute(sa.insert(tables.area), areas)
        for area in areas:
            projections.area_changed(c, area["id"])
        for place, (identity, name, role) in enumerate(PEOPLE):
            reached = [village(n) for n in range(3)] if identity == "zhouwei" else ["street"]
            proof = {"certificate_no": f"粤A-{place:04d}", "certificate_until": "2035-12-31"}
            own = {"id": identity, "login": identity, "name": name, "role": role, "areas": reached}
            accounts.add_person(c, **own, **(proof if role == "officer" else {}), password=PASSWORD, at=at)
            projections.person_changed(c, identity)
        checklists_import.publish(c, checklists_import.shipped(), at)
    for start in range(0, enterprises, AT_ONCE):
        with context.store.write() as c:
            rows = [_enterprise(n, at) for n in range(start, min(start + AT_ONCE, enterprises))]
            c.execute(sa.insert(tables.enterprise), rows)
            for row in rows:
                projections.enterprise_changed(c, row["id"])
    return context


def enterprise_id(number: int) -> str:
    return f"e-{number:06d}"


def _enterprise(number: int, at: datetime) -> dict:
    name = name_of(number)
    fields = {
        "name": name,
        "code": code_of(number),
        "area_id": village(number),
        "address": f"青禾街道示范路{number}号",
        "kind": "production",
        "status": "operating",
        "grade": ("red", "orange", "yellow", "blue")[number % 4],
        "tags": ["electrical", "machinery"],
        "sectors": ["金属制品"],
        "contact": "王厂长",
        "contact_phone": "13800000000",
        "profile": {"employees": number % 300},
    }
    return fresh_row(enterprise_id(number), fields, at)
