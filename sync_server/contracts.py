"""Contracts with safety companies: which company, from when to when, and at which enterprises.

A contract is what its experts see. Whatever changes here is told for every enterprise concerned, so that rows
come to phones and leave them.
"""

from datetime import date, datetime

import sqlalchemy as sa

from inspection.problems import Problem
from inspection.shapes import clean
from sync_server import audit, projections
from sync_server.tables import contract, contract_enterprise, enterprise, organisation

LONGEST = 100
AT_ONCE = 400
FIELDS = ("organisation_id", "name", "starts_on", "ends_on")


def add(c, fields: dict, actor_id: str | None, at: datetime, new_id, origin: str = "") -> str:
    """The id of the new contract, which has no enterprises yet.

    Problems: contract.name_needed, contract.company_needed, contract.wrong_days.
    """
    values = _read(c, {"name": "", "organisation_id": "", "starts_on": "", "ends_on": ""} | fields)
    identity = new_id()
    c.execute(sa.insert(contract).values(id=identity, **values))
    audit.write(c, actor_id, "contract.add", "contract", identity, {"after": _told(c, values)}, origin, at)
    return identity


def change(c, identity: str, fields: dict, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """Whether anything is now different. Problems: contract.unknown and those of `add`."""
    row = row_of(c, identity)
    whole = _read(c, {name: row[name] for name in FIELDS} | fields)
    values = {name: value for name, value in whole.items() if value != row[name]}
    if not values:
        return False
    c.execute(sa.update(contract).where(contract.c.id == identity).values(values))
    if "organisation_id" in values:  # the visits of a company are told to that company's experts only
        _tell(c, enterprises_of(c, identity))
    facts = {"before": _told(c, {name: row[name] for name in values}), "after": _told(c, values)}
    audit.write(c, actor_id, "contract.change", "contract", identity, facts, origin, at)
    return True


def end(c, identity: str, last_day: str, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """The company's experts see the enterprises up to and with `last_day`; what was done stays in the files.

    Problems: contract.unknown, contract.wrong_days.
    """
    if not last_day:
        raise Problem("contract.wrong_days")
    return change(c, identity, {"ends_on": last_day}, actor_id, at, origin)


def set_enterprises(
    c, identity: str, adds, drops, actor_id: str | None, at: datetime, origin: str = ""
) -> tuple[int, int]:
    """(how many came in, how many went out); ids that are there already, or not there at all, are passed over.

    Problem contract.unknown.
    """
    row = row_of(c, identity)
    inside = set(enterprises_of(c, identity))
    coming = sorted(_known(c, set(adds) - inside))
    going = sorted(set(drops) & inside - set(adds))
    for some in _portions(going):
        under = contract_enterprise.c
        c.execute(
            sa.delete(contract_enterprise).where(under.contract_id == identity, under.enterprise_id.in_(some))
        )
    if coming:
        rows = [{"contract_id": identity, "enterprise_id": one} for one in coming]
        c.execute(sa.insert(contract_enterprise), rows)
    if coming or going:
        _tell(c, coming + going)
        facts = {"name": row["name"], "coming": len(coming), "going": len(going)}
        facts |= {"coming_id": coming, "going_id": going}
        audit.write(c, actor_id, "contract.enterprises", "contract", identity, facts, origin, at)
    return len(coming), len(going)


def row_of(c, identity: str) -> dict:
    """Problem contract.unknown."""
    row = c.execute(sa.select(contract).where(contract.c.id == identity)).mappings().first()
    if row is None:
        raise Problem("contract.unknown")
    return dict(row)


def enterprises_of(c, identity: str) -> list[str]:
    under = contract_enterprise.c
    return list(c.scalars(sa.select(under.enterprise_id).where(under.contract_id == identity)))


def _tell(c, enterprise_ids) -> None:
    """Everything that hangs on them comes to the phones of the company's experts, or leaves them."""
    for one in enterprise_ids:
        projections.enterprise_moved(c, one)


def _known(c, ids: set[str]) -> set[str]:
    found: set[str] = set()
    for some in _portions(sorted(ids)):
        found |= set(c.scalars(sa.select(enterprise.c.id).where(enterprise.c.id.in_(some))))
    return found


def _portions(ids: list[str]):
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _read(c, fields: dict) -> dict:
    values = {name: clean(str(fields[name] or "")) for name in FIELDS}
    if not 1 <= len(values["name"]) <= LONGEST:
        raise Problem("contract.name_needed", most=LONGEST)
    if not c.scalar(sa.select(organisation.c.id).where(organisation.c.id == values["organisation_id"])):
        raise Problem("contract.company_needed")
    check_days(values["starts_on"], values["ends_on"])
    return values


def check_days(starts_on: str, ends_on: str) -> None:
    """ "" stands for open. Problem contract.wrong_days."""
    starts, ends = _day(starts_on), _day(ends_on)
    if starts and ends and ends < starts:
        raise Problem("contract.wrong_days")


def _day(said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        raise Problem("contract.wrong_days") from None


def _told(c, values: dict) -> dict:
    told = {name: value for name, value in values.items() if name != "organisation_id"}
    if "organisation_id" in values:
        named = sa.select(organisation.c.name).where(organisation.c.id == values["organisation_id"])
        told["company"] = c.scalar(named) or ""
    return told
