"""Where enterprises stand: in which area, under which contracts. Asked once in a transaction that writes."""

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from inspection.roles import EXPERT, OFFICER, STATION
from sync_server import changes
from sync_server.people import EVERYWHERE, Person
from sync_server.prepared import Prepared
from sync_server.scope import of_area, of_contract
from sync_server.tables import contract, contract_enterprise, enterprise

_PLACES = Prepared(
    select(enterprise.c.id, enterprise.c.area_id, contract.c.id.label("contract"), contract.c.organisation_id)
    .outerjoin(contract_enterprise, contract_enterprise.c.enterprise_id == enterprise.c.id)
    .outerjoin(contract, contract.c.id == contract_enterprise.c.contract_id)
    .where(enterprise.c.id.in_(bindparam("ids", expanding=True)))
)


class Place:
    """`area` is the bucket of its area, None when it has none; `contracts` the bucket of each with its company."""

    def __init__(self, area_id: str):
        self.area_id = area_id
        self.area = of_area(area_id) if area_id else None
        self.contracts: dict[str, str] = {}

    def reached_by(self, person: Person) -> bool:
        """What `scope.enterprises_of` says, of an enterprise that was read already."""
        if not person.active:
            return False
        if person.role in (OFFICER, STATION):
            return self.area_id in person.areas
        if person.role == EXPERT:
            return any(of_contract(one) in self.contracts for one in person.contracts)
        return person.role in EVERYWHERE


def places(c: Connection, ids) -> dict[str, Place]:
    """By enterprise id; only for those that exist."""
    known = changes.noted(c).places
    wanted = [identity for identity in ids if identity not in known]
    for identity, area_id, contract_id, company in _PLACES.rows(c, ids=wanted) if wanted else ():
        place = known.setdefault(identity, Place(area_id))
        if contract_id:
            place.contracts[of_contract(contract_id)] = company
    return {identity: known[identity] for identity in ids if identity in known}


def area_of(c: Connection, enterprise_id: str) -> str:
    place = places(c, [enterprise_id]).get(enterprise_id)
    return place.area_id if place else ""


def reached(c: Connection, person: Person, ids) -> dict[str, bool]:
    """For those of `ids` that exist: whether the person reaches them."""
    return {identity: place.reached_by(person) for identity, place in places(c, ids).items()}


def forget(c: Connection, enterprise_id: str) -> None:
    """It has moved since it was asked for."""
    changes.noted(c).places.pop(enterprise_id, None)
