"""What a person may see: by area, or by contract. An expert sees the contract's enterprises and nothing else.

A photo is seen only through a record that names it and an enterprise within reach.
"""

from sqlalchemy import and_, bindparam, exists, false, or_, select, true
from sqlalchemy.engine import Connection

from inspection.roles import EXPERT, OFFICER, SERVICE, STATION
from sync_server.people import EVERYWHERE, Person
from sync_server.prepared import Prepared
from sync_server.tables import contract_enterprise, enterprise, hazard, person, photo_use, visit

REFERENCE = "ref"
_colleague = person.alias("colleague")
_BY_OTHERS = Prepared(
    select(photo_use.c.sha256).where(
        photo_use.c.sha256.in_(bindparam("hashes", expanding=True)),
        photo_use.c.person_id != bindparam("person"),
        ~photo_use.c.claimed,
    )
)


def own(person_id: str) -> str:
    return f"u:{person_id}"


def of_area(area_id: str) -> str:
    return f"a:{area_id}"


def of_contract(contract_id: str) -> str:
    return f"c:{contract_id}"


def buckets_of(_c: Connection, person: Person) -> list[str]:
    """What this person's phone may pull, the small ones first."""
    found = [own(person.id), REFERENCE]
    if not person.active:
        return []
    if person.role in (*EVERYWHERE, OFFICER, STATION):
        found += [of_area(one) for one in person.areas]
    if person.role == EXPERT:
        found += [of_contract(one) for one in person.contracts]
    return found


def enterprises_of(person: Person):
    """A condition on `enterprise`."""
    if not person.active:
        return false()
    if person.role in EVERYWHERE:
        return true()
    if person.role in (OFFICER, STATION):
        return enterprise.c.area_id.in_(person.areas)
    if person.role == EXPERT:
        under = contract_enterprise
        return exists().where(
            under.c.enterprise_id == enterprise.c.id, under.c.contract_id.in_(person.contracts)
        )
    return false()


def hazards_of(person: Person):
    """A condition on `hazard`, for lists that are not joined to `enterprise`."""
    if person.active and person.role in EVERYWHERE:
        return true()
    return exists().where(enterprise.c.id == hazard.c.enterprise_id, enterprises_of(person))


def visits_of(person: Person):
    """A condition on `visit`. Experts see what their own company did, not what officers or others did."""
    if person.active and person.role in EVERYWHERE:
        return true()
    within = exists().where(enterprise.c.id == visit.c.enterprise_id, enterprises_of(person))
    if person.role == EXPERT:
        return and_(within, visit.c.track == SERVICE, _of_own_company(visit.c.person_id, person))
    return within


def photo_uses_of(person: Person):
    """A condition on `photo_use`: through which rows this person reaches a photo.

    A hash proves nothing once others may have heard of it: who names the photo of somebody beyond their reach
    opens it to nobody, themselves included, see `named_by_others`.
    """
    if person.active and person.role in EVERYWHERE:
        return true()
    own_area = exists().where(enterprise.c.id == photo_use.c.enterprise_id, enterprises_of(person))
    within = and_(~photo_use.c.claimed, own_area)
    if person.role == EXPERT:
        of_hazard = photo_use.c.hazard_id.is_not(None)
        return and_(within, or_(of_hazard, _of_own_company(photo_use.c.person_id, person)))
    return within


def _of_own_company(maker, person: Person):
    company = _colleague.c.organisation_id == person.organisation_id
    return or_(maker == person.id, exists().where(_colleague.c.id == maker, company))


def sees_enterprise(c: Connection, person: Person, enterprise_id: str) -> bool:
    return _any(c, select(enterprise.c.id).where(enterprise.c.id == enterprise_id, enterprises_of(person)))


def sees_hazard(c: Connection, person: Person, hazard_id: str) -> bool:
    return _any(c, select(hazard.c.id).where(hazard.c.id == hazard_id, hazards_of(person)))


def sees_visit(c: Connection, person: Person, visit_id: str) -> bool:
    return _any(c, select(visit.c.id).where(visit.c.id == visit_id, visits_of(person)))


def sees_photo(c: Connection, person: Person, sha256: str) -> bool:
    """Whether the person may look at the photo. Having named a hash oneself opens nothing."""
    return _any(c, select(photo_use.c.sha256).where(photo_use.c.sha256 == sha256, photo_uses_of(person)))


def named_by_others(c: Connection, person: Person, hashes) -> set[str]:
    """Those of `hashes` that somebody else named first, and that this person may not look at.

    Before its first record nobody but the maker of a photo knows its hash, so the first to name it has it.
    """
    before = _BY_OTHERS.values(c, hashes=list(hashes), person=person.id) if hashes else ()
    return {sha256 for sha256 in set(before) if not sees_photo(c, person, sha256)}


def photos_named(c: Connection, person: Person, hashes) -> set[str]:
    """Those of `hashes` that this person may send: named in a record of their own, or seen."""
    if not hashes or not person.active:
        return set()
    mine_or_seen = or_(photo_use.c.person_id == person.id, photo_uses_of(person))
    return set(
        c.scalars(select(photo_use.c.sha256).where(photo_use.c.sha256.in_(list(hashes)), mine_or_seen))
    )


def _any(c: Connection, statement) -> bool:
    return c.execute(statement.limit(1)).first() is not None
