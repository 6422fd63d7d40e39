"""Contracts as the office lists them, and the enterprises to choose for one."""

from sqlalchemy import exists, func, select

from sync_server import contracts
from sync_server.office.reads import paging
from sync_server.office.reads.enterprises import matches
from sync_server.tables import contract, contract_enterprise, enterprise, organisation

PAGE = 200
NAMED = 8  # enterprises named when it is asked whether many of them shall change
k, e, under = contract, enterprise, contract_enterprise


def listed(c, today) -> list[dict]:
    """Those that run first, each with its company, `count` of enterprises and `standing`."""
    counted = select(func.count()).select_from(under).where(under.c.contract_id == k.c.id).scalar_subquery()
    wanted = select(k, organisation.c.name.label("company"), counted.label("count")).outerjoin(
        organisation, organisation.c.id == k.c.organisation_id
    )
    rows = [dict(row._mapping) for row in c.execute(wanted.order_by(k.c.starts_on.desc(), k.c.id))]
    for row in rows:
        row["standing"] = standing(row, today)
    return sorted(rows, key=lambda row: row["standing"] == "over")


def standing(row: dict, today) -> str:
    """running | coming | over"""
    if row["ends_on"] and row["ends_on"] < today.isoformat():
        return "over"
    return "coming" if row["starts_on"] > today.isoformat() else "running"


def one(c, identity: str, today) -> dict:
    """Problem contract.unknown."""
    row = contracts.row_of(c, identity)
    row["company"] = (
        c.scalar(select(organisation.c.name).where(organisation.c.id == row["organisation_id"])) or ""
    )
    row["count"] = c.scalar(select(func.count()).select_from(under).where(under.c.contract_id == identity))
    return row | {"standing": standing(row, today)}


def offered(c, identity: str, text="", areas=None, kind="", inside="", after=None):
    """(a page of enterprises with `inside`, the place of the next page, how many there are in all)."""
    chosen = _chosen(identity, text, areas, kind, inside)
    columns = select(e.c.id, e.c.name, e.c.initials, e.c.code, e.c.area_id, e.c.kind, e.c.status)
    wanted = columns.add_columns(_is_inside(identity).label("inside")).where(*chosen)
    keys = (e.c.initials, e.c.name, e.c.id)
    found = c.execute(paging.cut(wanted, keys, after, PAGE, newest_first=False)).all()
    rows, further = paging.page(found, ("initials", "name", "id"), PAGE)
    return rows, further, c.scalar(select(func.count()).select_from(e).where(*chosen))


def all_offered(c, identity: str, text="", areas=None, kind="", inside="") -> list[str]:
    return list(c.scalars(select(e.c.id).where(*_chosen(identity, text, areas, kind, inside))))


def some_names(c, ids: list[str]) -> list[str]:
    named = select(e.c.name).where(e.c.id.in_(ids[:NAMED])).order_by(e.c.initials, e.c.name)
    return list(c.scalars(named)) + (["…"] if len(ids) > NAMED else [])


def _chosen(identity: str, text: str, areas, kind: str, inside: str) -> list:
    conditions = [matches(text)] if text else []
    if areas is not None:
        conditions.append(e.c.area_id.in_(areas))
    if kind:
        conditions.append(e.c.kind == kind)
    if inside:
        here = _is_inside(identity)
        conditions.append(here if inside == "in" else ~here)
    return conditions


def _is_inside(identity: str):
    return exists().where(under.c.contract_id == identity, under.c.enterprise_id == e.c.id)
