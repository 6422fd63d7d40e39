"""People as the office changes them: who joins, what changes about somebody, who leaves, who needs a new password.

The last administrator stays one: nobody can lock the whole office out.
"""

from datetime import date, datetime

import sqlalchemy as sa

from inspection.days import to_text
from inspection.problems import Problem
from inspection.roles import ADMIN, ROLES
from inspection.shapes import clean
from inspection.texts import LANGUAGES
from sync_server import accounts, audit, projections, sessions, tokens
from sync_server.tables import area, device, organisation, person, person_area, visit

TEXTS = {"name": 60, "post": 60, "phone": 40, "certificate_no": 60}
FIELDS = (*TEXTS, "role", "organisation_id", "certificate_until", "language", "areas")


def add(
    c, login: str, fields: dict, password: str, actor_id: str | None, at: datetime, new_id, origin=""
) -> str:
    """The id of somebody who may sign in from now on. Problems: those of `read` and of `accounts.add_person`."""
    values = read(fields)
    identity = accounts.add_person(c, id=new_id(), login=login, password=password, at=at, **values)
    projections.person_changed(c, identity)
    told = {"login": login.strip().lower()} | _told(c, values)
    audit.write(c, actor_id, "person.add", "person", identity, {"after": told}, origin, at)
    return identity


def change(c, identity: str, fields: dict, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """Whether anything is now different. `fields`: any of FIELDS; `areas` are the ids that somebody is given.

    Where somebody may look is computed at every request, so that phones follow at their next pull.
    Problems: person.unknown, person.last_admin, person.no_such_area and those of `read`.
    """
    row = row_of(c, identity)
    values = {name: value for name, value in read(fields).items() if value != row[name]}
    if not values:
        return False
    if values.get("role", ADMIN) != ADMIN:
        _keep_an_admin(c, row)
    own = {name: value for name, value in values.items() if name != "areas"}
    c.execute(person.update().where(person.c.id == identity).values(**own, changed_at=to_text(at)))
    if "areas" in values:
        accounts.set_areas(c, identity, values["areas"])
    projections.person_changed(c, identity)
    if {"name", "organisation_id"} & values.keys():  # past visits name who went, and are of a company
        for one in c.scalars(sa.select(visit.c.id).where(visit.c.person_id == identity)).all():
            projections.visit_changed(c, one)
    facts = {"before": _told(c, {name: row[name] for name in values}), "after": _told(c, values)}
    audit.write(c, actor_id, "person.change", "person", identity, facts, origin, at)
    return True


def leave(c, identity: str, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """Signed in nowhere any more. Whether that is news.

    Phones are refused from their next request on, as `tokens.is_blocked` says. Their tokens are not torn up:
    they open nothing, unless the office sets a phone to upload only to save what is still on it.
    Problems: person.unknown, person.last_admin.
    """
    row = row_of(c, identity)
    if not row["active"]:
        return False
    _keep_an_admin(c, row)
    _set_active(c, identity, False, at)
    sessions.end_all(c, identity)
    audit.write(c, actor_id, "person.leave", "person", identity, {"name": row["name"]}, origin, at)
    return True


def come_back(c, identity: str, actor_id: str | None, at: datetime, origin: str = "") -> bool:
    """May sign in again, with the password; nothing from before is still signed in. Problem person.unknown."""
    row = row_of(c, identity)
    if row["active"]:
        return False
    _set_active(c, identity, True, at)
    sign_out(c, identity)
    audit.write(c, actor_id, "person.return", "person", identity, {"name": row["name"]}, origin, at)
    return True


def new_password(
    c, identity: str, password: str, actor_id: str | None, at: datetime, origin: str = ""
) -> None:
    """Whatever was signed in with the old one is over; what phones hold stays on them.

    Problems: person.unknown, password.*
    """
    accounts.set_password(c, identity, password, at)
    sign_out(c, identity)
    audit.write(c, actor_id, "person.password", "person", identity, {}, origin, at)


def sign_out(c, identity: str) -> None:
    """Desks and phones."""
    sessions.end_all(c, identity)
    for one in c.scalars(sa.select(device.c.id).where(device.c.person_id == identity)).all():
        tokens.revoke_device(c, one)


def row_of(c, identity: str) -> dict:
    """The person with `areas` as given, without the password. Problem person.unknown."""
    row = c.execute(sa.select(person).where(person.c.id == identity)).mappings().first()
    if row is None:
        raise Problem("person.unknown", login="")
    mine = sa.select(person_area.c.area_id).where(person_area.c.person_id == identity)
    found = {name: value for name, value in row.items() if name != "password"}
    return found | {"areas": sorted(c.scalars(mine)), "language": row["language"] or LANGUAGES[0]}


def read(fields: dict) -> dict:
    """The fields checked and cleaned. Problem person.invalid{field, value}."""
    values = {}
    for name, value in fields.items():
        if name in TEXTS:
            values[name] = clean(str(value or ""))
            fits = len(values[name]) <= TEXTS[name] and (values[name] or name != "name")
        elif name == "role":
            values[name], fits = value, value in ROLES
        elif name == "language":
            values[name], fits = value, value in LANGUAGES
        elif name == "certificate_until":
            values[name], fits = value or None, not value or _is_day(value)
        elif name == "organisation_id":
            values[name], fits = value or None, True
        else:
            values[name], fits = sorted(set(value)), name == "areas"
        if not fits:
            raise Problem("person.invalid", field=name, value=str(value))
    return values


def _is_day(said: str) -> bool:
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


def _set_active(c, identity: str, active: bool, at: datetime) -> None:
    c.execute(person.update().where(person.c.id == identity).values(active=active, changed_at=to_text(at)))
    projections.person_changed(c, identity)


def _keep_an_admin(c, row: dict) -> None:
    """Locks the administrators, so that two of them cannot send each other away at once."""
    if row["role"] != ADMIN or not row["active"]:
        return
    admins = c.scalars(
        sa.select(person.c.id).where(person.c.role == ADMIN, person.c.active).with_for_update()
    )
    if set(admins) <= {row["id"]}:
        raise Problem("person.last_admin", name=row["name"])


def _told(c, values: dict) -> dict:
    """Values in words for the audit log."""
    told = {name: value for name, value in values.items() if name not in ("organisation_id", "areas")}
    if "organisation_id" in values:
        named = sa.select(organisation.c.name).where(organisation.c.id == values["organisation_id"])
        told["company"] = c.scalar(named) or ""
    if "areas" in values:
        named = sa.select(area.c.name).where(area.c.id.in_(values["areas"])).order_by(area.c.place)
        told["areas"] = list(c.scalars(named))
    return told
