"""People's accounts: adding somebody, passwords, and who it is that signs in."""

import re
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from inspection.days import to_text
from inspection.problems import Problem
from inspection.roles import ROLES
from inspection.shapes import clean
from sync_server import audit, passwords
from sync_server.store import Store
from sync_server.tables import area, organisation, person, person_area

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,39}")


def add_person(
    c: Connection,
    *,
    id: str,  # noqa: A002 - the column's name
    login: str,
    name: str,
    role: str,
    password: str,
    at: datetime,
    areas: tuple[str, ...] | list[str] = (),
    organisation_id: str | None = None,
    certificate_no: str = "",
    certificate_until: str | None = None,
    post: str = "",
    phone: str = "",
    language: str = "zh-CN",
) -> str:
    """Adds somebody who may sign in.

    Problems: person.invalid{field}, person.login_taken, person.no_such_area, password.*
    """
    login, name = check_login(c, login), clean(name)
    if not 1 <= len(name) <= 60:
        raise Problem("person.invalid", field="name", value=name)
    if role not in ROLES:
        raise Problem("person.invalid", field="role", value=role)
    if certificate_until and not _is_day(certificate_until):
        raise Problem("person.invalid", field="certificate_until", value=certificate_until)
    password = passwords.check_rules(password, login, name)
    c.execute(
        insert(person).values(
            id=id,
            login=login,
            name=name,
            role=role,
            organisation_id=organisation_id,
            post=post,
            phone=phone,
            certificate_no=clean(certificate_no),
            certificate_until=certificate_until,
            password=passwords.hashed(password),
            language=language,
            active=True,
            changed_at=to_text(at),
        )
    )
    set_areas(c, id, areas)
    return id


def check_login(c: Connection, login: str) -> str:
    """As it is kept. Problems: person.invalid{field}, person.login_taken."""
    login = login.strip().lower()
    if not LOGIN.fullmatch(login):
        raise Problem("person.invalid", field="login", value=login)
    if c.scalar(select(person.c.id).where(person.c.login == login)):
        raise Problem("person.login_taken", login=login)
    return login


def _is_day(text: str) -> bool:
    """As days are kept: 2026-11-23."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def set_areas(c: Connection, person_id: str, areas) -> None:
    c.execute(person_area.delete().where(person_area.c.person_id == person_id))
    for one in dict.fromkeys(areas):
        if not c.scalar(select(area.c.id).where(area.c.id == one)):
            raise Problem("person.no_such_area", area=one)
        c.execute(insert(person_area).values(person_id=person_id, area_id=one))


def area_named(c: Connection, word: str) -> str:
    """The id of an area told by id or name. Problem person.no_such_area."""
    found = c.scalar(select(area.c.id).where((area.c.id == word) | (area.c.name == word)).order_by(area.c.id))
    if found is None:
        raise Problem("person.no_such_area", area=word)
    return found


def organisation_named(c: Connection, name: str, kind: str, new_id: str) -> str:
    """The id of an organisation of this name, which is added when it is new."""
    found = c.scalar(select(organisation.c.id).where(organisation.c.name == name))
    if found is None:
        c.execute(insert(organisation).values(id=new_id, name=name, kind=kind))
        found = new_id
    return found


def set_password(c: Connection, person_id: str, password: str, at: datetime) -> None:
    """Problems: person.unknown, password.*. Ending what is signed in is the caller's decision."""
    row = c.execute(select(person.c.login, person.c.name).where(person.c.id == person_id)).one_or_none()
    if row is None:
        raise Problem("person.unknown", login=person_id)
    password = passwords.check_rules(password, row.login, row.name)
    changed = {"password": passwords.hashed(password), "changed_at": to_text(at)}
    c.execute(person.update().where(person.c.id == person_id).values(**changed))


def id_of_login(c: Connection, login: str) -> str:
    """Problem person.unknown."""
    found = c.scalar(select(person.c.id).where(person.c.login == login.strip().lower()))
    if found is None:
        raise Problem("person.unknown", login=login)
    return found


def has_admin(c: Connection) -> bool:
    return c.scalar(select(person.c.id).where(person.c.role == "admin", person.c.active).limit(1)) is not None


def sign_in(store: Store, login: str, password: str, address: str, at: datetime) -> str:
    """The id of the person. Problems: sign_in.wrong (unknown, inactive or wrong alike), sign_in.too_many.

    Used by phones and by the office pages; what follows (tokens, session, audit) is up to them.
    """
    login = login.strip().lower()
    passwords.try_once(store, login, address, at)
    with store.read() as c:
        row = c.execute(
            select(person.c.id, person.c.password, person.c.active).where(person.c.login == login)
        ).one_or_none()
    right = passwords.fits(row.password if row else None, password)
    if not (right and row.active):
        with store.write() as c:
            facts = {"code": "sign_in.wrong"}
            audit.write(c, None, "sign_in.refused", "login", login[:60], facts, address, at)
        raise Problem("sign_in.wrong")
    with store.write() as c:
        passwords.forgive(c, login, address)
    return row.id
