"""The street is set up: areas, people with their phones, the company and its contract, checklists, enterprises."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import insert

from inspection import checklist
from inspection.days import china_day
from inspection.problems import Problem
from sync_server import accounts, checklists_import, enterprises, meta, people, projections
from sync_server.context import Context
from sync_server.demo.chance import Chance
from sync_server.demo.firms import STREET, person_name, phone_number, shops, works
from sync_server.demo.phone import Phone
from sync_server.people import Person
from sync_server.tables import area, contract, contract_enterprise, enterprise, organisation, person

PASSWORD = "anjian-demo"
OFFICE, COMPANY, CONTRACT = "demo-office", "demo-company", "demo-contract"


@dataclass
class Firm:
    """An enterprise as the story needs it."""

    id: str
    name: str
    kind: str
    area_id: str
    sectors: list
    tags: list
    grade: str
    companion: dict
    lists: list = field(default_factory=list)
    failed: list = field(default_factory=list)  # (item, place) seen here before


@dataclass
class Cast:
    context: Context
    chance: Chance
    today: date
    people: dict[str, Person]
    phones: dict[str, Phone]
    firms: list[Firm]
    lists: dict
    areas: dict[str, str]

    def station_of(self, firm: Firm) -> str:
        """The login of the station keeper of the firm's village."""
        return f"station{list(self.areas.values()).index(firm.area_id) + 1}"


def refuse_second_run(context: Context) -> None:
    """Problem demo.already_here: invented people never come into an office that is in use."""
    with context.store.read() as c:
        in_use = (person.select(), enterprise.select(), area.select().where(area.c.kind != "street"))
        if any(c.execute(one.limit(1)).first() for one in in_use):
            raise Problem("demo.already_here", folder=str(context.config.data_dir))


def assemble(context: Context, chance: Chance, at: datetime, today: date) -> Cast:
    """Everything there was on the first day."""
    with context.store.write() as c:
        areas = _areas(c, chance, at)
        _institutions(c, at, today)
        _people(c, chance, areas, at)
        lists = checklists_import.shipped()
        checklists_import.publish(c, lists, at)
    with context.store.write() as c:
        firms = _firms(c, chance, areas, at)
    with context.store.read() as c:
        cast = {login: people.by_login(c, login) for login, *_ in STREET["people"]}
    phones = {
        login: Phone(context, one, chance, at) for login, one in cast.items() if one.role in ROLES_ON_SITE
    }
    read = {body["code"]: checklist.from_json(body) for body in lists}
    for firm in firms:
        firm.lists = checklist.suggested(read.values(), firm.tags, firm.sectors)
    return Cast(context, chance, today, cast, phones, firms, read, areas)


ROLES_ON_SITE = ("officer", "expert", "station")


def _areas(c, chance: Chance, at: datetime) -> dict[str, str]:
    street = chance.new_id(at)
    rows = [{"id": street, "parent_id": None, "name": STREET["street"], "kind": "street", "place": 0}]
    for place, name in enumerate(STREET["villages"], 1):
        rows.append(
            {"id": chance.new_id(at), "parent_id": street, "name": name, "kind": "village", "place": place}
        )
    first = c.scalars(area.select().with_only_columns(area.c.id)).all()  # the street of a first start
    c.execute(area.delete())
    c.execute(insert(area), rows)
    for identity in first:
        projections.area_changed(c, identity)
    for row in rows:
        projections.area_changed(c, row["id"])
    meta.put(c, "office_short", STREET["office_short"])
    return {row["name"]: row["id"] for row in rows[1:]}


def _institutions(c, at: datetime, today: date) -> None:
    c.execute(insert(organisation).values(id=OFFICE, name=STREET["office"], kind="office"))
    c.execute(insert(organisation).values(id=COMPANY, name=STREET["company"], kind="contractor"))
    starts, ends = china_day(at), today + timedelta(days=200)
    c.execute(
        insert(contract).values(
            id=CONTRACT,
            organisation_id=COMPANY,
            name=STREET["contract"],
            starts_on=starts.isoformat(),
            ends_on=ends.isoformat(),
        )
    )


def _people(c, chance: Chance, areas: dict, at: datetime) -> None:
    street = c.scalar(area.select().with_only_columns(area.c.id).where(area.c.kind == "street"))
    for number, (login, name, role, post) in enumerate(STREET["people"], 1):
        where = {"officer": [street], "station": [list(areas.values())[(number - 8) % 6]]}.get(role, [])
        certificate = {"officer": f"演示执法{number:05d}", "expert": f"演示注安{number:05d}"}.get(role, "")
        identity = chance.new_id(at)
        accounts.add_person(
            c,
            id=identity,
            login=login,
            name=name,
            role=role,
            password=PASSWORD,
            at=at,
            areas=where,
            organisation_id=COMPANY if role == "expert" else OFFICE,
            certificate_no=certificate,
            post=post,
            phone=phone_number(chance),
        )
        projections.person_changed(c, identity)


def _firms(c, chance: Chance, areas: dict, at: datetime) -> list[Firm]:
    admin = c.scalar(person.select().with_only_columns(person.c.id).where(person.c.login == "office1"))
    firms = []
    for fields in [*works(chance, areas), *shops(chance, areas)]:
        identity = enterprises.add(c, fields, admin, at, lambda: chance.new_id(at))
        companion = {
            "name": fields["contact"] if chance.likely(0.7) else person_name(chance),
            "post": chance.choice(STREET["posts"]) if fields["kind"] == "production" else "经营者",
            "phone": fields["contact_phone"],
        }
        told = {name: fields[name] for name in ("name", "kind", "area_id", "sectors", "tags", "grade")}
        firms.append(Firm(identity, companion=companion, **told))
    served = [firm.id for firm in firms if firm.kind == "production"]
    c.execute(
        insert(contract_enterprise), [{"contract_id": CONTRACT, "enterprise_id": one} for one in served]
    )
    for one in served:
        projections.enterprise_moved(c, one)
    return firms
