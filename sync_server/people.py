"""Who people are and where they work: read anew at every request, never taken from a token."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from inspection.roles import EXPERT, LEADER, OFFICE, OFFICER, STATION
from sync_server.prepared import Prepared
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


COLUMNS = (
    "id",
    "login",
    "name",
    "role",
    "organisation_id",
    "certificate_no",
    "certificate_until",
    "language",
    "active",
)
_ROW = select(*(person.c[name] for name in COLUMNS))
_BY_ID = Prepared(_ROW.where(person.c.id == bindparam("id")))
_BY_LOGIN = Prepared(_ROW.where(person.c.login == bindparam("login")))
_ALL_AREAS = Prepared(select(area.c.id).order_by(area.c.id))
_OWN_AREAS = Prepared(
    "WITH RECURSIVE own(id) AS ("
    " SELECT area_id FROM person_area WHERE person_id = :person"
    " UNION SELECT area.id FROM area JOIN own ON area.parent_id = own.id"
    ") SELECT id FROM own ORDER BY id"
)


def by_id(c: Connection, person_id: str, on: date | None = None) -> Person | None:
    """The person; with `on` only the contracts that run that day."""
    return _whole(c, _BY_ID.first(c, id=person_id), on)


def by_login(c: Connection, login: str, on: date | None = None) -> Person | None:
    return _whole(c, _BY_LOGIN.first(c, login=login), on)


def of_role(c: Connection, role: str) -> list[Person]:
    """Active people of a role, by name."""
    ids = c.scalars(select(person.c.id).where(person.c.role == role, person.c.active).order_by(person.c.name))
    return [by_id(c, one) for one in ids.all()]


def of_row(c: Connection, row, on: date | None = None) -> Person:
    """The person whose `COLUMNS` were read already."""
    said = dict(zip(COLUMNS, row, strict=True))
    said["language"] = said["language"] or "zh-CN"
    return Person(**said, areas=_areas(c, said), contracts=_contracts(c, said, on))


def _whole(c: Connection, row, on: date | None) -> Person | None:
    return None if row is None else of_row(c, row, on)


def _areas(c: Connection, row) -> tuple[str, ...]:
    if row["role"] in EVERYWHERE:
        return tuple(_ALL_AREAS.values(c))
    if row["role"] in (OFFICER, STATION):
        return tuple(_OWN_AREAS.values(c, person=row["id"]))
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
