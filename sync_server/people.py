"""Who people are and where they work: read anew at every request, never taken from a token."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from inspection.roles import EXPERT, LEADER, OFFICE, OFFICER, STATION
from sync_server.tables import area, contract, person

EVERYWHERE = (OFFICE, LEADER)  # the whole street, whatever areas are written beside their name


@dataclass(frozen=True)
class Person:
    id: str
    login: str
    name: str
    role: str
    organisation_id: str | None
    certificate_no: str
    certificate_until: str | None
    language: str
    areas: tuple[str, ...]  # every area they work in, those below included
    contracts: tuple[str, ...]  # of their company
    active: bool

    def certified(self, on: date) -> bool:
        """Whether the officer may be named on an official act that day."""
        until = self.certificate_until
        return (
            self.role == OFFICER
            and bool(self.certificate_no.strip())
            and (not until or until >= on.isoformat())
        )


_OWN_AREAS = text(
    "WITH RECURSIVE own(id) AS ("
    " SELECT area_id FROM person_area WHERE person_id = :person"
    " UNION SELECT area.id FROM area JOIN own ON area.parent_id = own.id"
    ") SELECT id FROM own ORDER BY id"
)


def by_id(c: Connection, person_id: str, on: date | None = None) -> Person | None:
    """The person; with `on` only the contracts that run that day."""
    return _read(c, person.c.id == person_id, on)


def by_login(c: Connection, login: str, on: date | None = None) -> Person | None:
    return _read(c, person.c.login == login, on)


def of_role(c: Connection, role: str) -> list[Person]:
    """Active people of a role, by name."""
    ids = c.scalars(select(person.c.id).where(person.c.role == role, person.c.active).order_by(person.c.name))
    return [by_id(c, one) for one in ids.all()]


def _read(c: Connection, condition, on: date | None) -> Person | None:
    row = c.execute(select(person).where(condition)).mappings().first()
    if row is None:
        return None
    return Person(
        row["id"],
        row["login"],
        row["name"],
        row["role"],
        row["organisation_id"],
        row["certificate_no"],
        row["certificate_until"],
        row["language"] or "zh-CN",
        _areas(c, row),
        _contracts(c, row, on),
        bool(row["active"]),
    )


def _areas(c: Connection, row) -> tuple[str, ...]:
    if row["role"] in EVERYWHERE:
        return tuple(c.scalars(select(area.c.id).order_by(area.c.id)))
    if row["role"] in (OFFICER, STATION):
        return tuple(c.scalars(_OWN_AREAS, {"person": row["id"]}))
    return ()


def _contracts(c: Connection, row, on: date | None) -> tuple[str, ...]:
    if row["role"] != EXPERT or not row["organisation_id"]:
        return ()
    running = (
        select(contract.c.id)
        .where(contract.c.organisation_id == row["organisation_id"])
        .order_by(contract.c.id)
    )
    if on is not None:
        day = on.isoformat()
        started = (contract.c.starts_on == "") | (contract.c.starts_on <= day)
        running = running.where(started, (contract.c.ends_on == "") | (contract.c.ends_on >= day))
    return tuple(c.scalars(running))
