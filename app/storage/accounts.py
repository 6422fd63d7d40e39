"""Who works on this phone: people share the device, never their data.

One small file beside the people's folders. The verifier lets a person in without a network; it is
made from the password (scrypt, RFC 7914) and never leaves the phone.
"""

import hashlib
import hmac
import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, create_engine, event, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from app.storage import meta
from app.storage.aside import set_aside
from app.storage.store import Store, begin, faults, prepare
from inspection.problems import Problem

log = logging.getLogger(__name__)
FILE = "accounts.db"
SCRYPT = {"n": 2**14, "r": 8, "p": 1}
SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")

metadata = MetaData()
account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),  # the person's id, also the name of the folder
    Column("server", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("person", Text, nullable=False),  # JSON as the office gave it
    Column("verifier", Text, nullable=False),
    Column("device_id", Text, nullable=False),
    Column("last_used", Text, nullable=False),
)


@dataclass(frozen=True)
class Account:
    id: str
    server: str
    login: str
    person: dict
    device_id: str
    last_used: str

    @property
    def name(self) -> str:
        return self.person.get("name", self.login)

    @property
    def role(self) -> str:
        return self.person.get("role", "")


class Accounts:
    """The accounts on this phone; `folder` is the app's own folder."""

    def __init__(self, folder: Path | str):
        self.root = Path(folder)
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            self.engine = _opened(self.root / FILE)
        except Problem as fault:
            if fault.code != "storage.damaged":
                raise
            log.warning("%s is damaged and is made anew from %s", FILE, set_aside(self.root, FILE))
            self.engine = _opened(self.root / FILE)
            self._refill()

    def all(self) -> list[Account]:
        """The last used first."""
        with faults(), self.engine.begin() as s:
            return [_account(row) for row in s.execute(select(account).order_by(account.c.last_used.desc()))]

    def by_id(self, person_id: str) -> Account | None:
        with faults(), self.engine.begin() as s:
            row = s.execute(select(account).where(account.c.id == person_id)).first()
        return _account(row) if row else None

    def by_login(self, server: str, login: str) -> Account | None:
        return next((a for a in self.all() if a.login == login.strip() and a.server == server), None)

    def keep(self, server: str, login: str, person: dict, password: str, device_id: str, at: str) -> Account:
        """After a sign-in that the office confirmed: the account as it stands now."""
        row = {
            "id": _safe(person["id"]),
            "server": server,
            "login": login.strip(),
            "person": json.dumps(person, ensure_ascii=False),
            "verifier": make_verifier(password),
            "device_id": device_id,
            "last_used": at,
        }
        statement = insert(account).values(row)
        with faults(), self.engine.begin() as s:
            s.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))
        return self.by_id(person["id"])

    def verify(self, person_id: str, password: str) -> bool:
        """Whether the password is the one of the last confirmed sign-in."""
        with faults(), self.engine.begin() as s:
            kept = s.scalar(select(account.c.verifier).where(account.c.id == person_id))
        return bool(kept) and verifies(kept, password)

    def used(self, person_id: str, at: str) -> None:
        with faults(), self.engine.begin() as s:
            s.execute(account.update().where(account.c.id == person_id).values(last_used=at))

    def know_person(self, person_id: str, person: dict) -> None:
        """The office told us something new about the person (name, certificate …)."""
        with faults(), self.engine.begin() as s:
            s.execute(
                account.update()
                .where(account.c.id == person_id)
                .values(person=json.dumps(person, ensure_ascii=False))
            )

    def folder(self, person_id: str) -> Path:
        """Where this person's database, photos and records lie."""
        return self.root / "people" / _safe(person_id)

    def close(self) -> None:
        self.engine.dispose()

    def _refill(self) -> None:
        """Whose folders lie here says who works here. Until their next sign-in at the office no password lets in."""
        for folder in sorted((self.root / "people").glob("*")):
            try:
                known = Store(folder)
                with known.read() as s:
                    person, server, device = meta.person(s), meta.get(s, "server"), meta.get(s, "device_id")
                known.close()
            except (Problem, SQLAlchemyError, ValueError):
                log.exception("%s does not say whose it is", folder)
                continue
            if person.get("id") and server and device:
                row = {
                    "id": person["id"],
                    "server": server,
                    "login": person.get("login", ""),
                    "device_id": device,
                }
                row |= {"person": json.dumps(person, ensure_ascii=False), "verifier": "", "last_used": ""}
                with faults(), self.engine.begin() as s:
                    s.execute(insert(account).values(row).on_conflict_do_nothing())


def _opened(file: Path):
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 15, "check_same_thread": False})
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    try:
        with faults():
            metadata.create_all(engine)
            with engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                    raise Problem("storage.damaged")
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_verifier(password: str) -> str:
    salt = os.urandom(16)
    made = hashlib.scrypt(password.encode(), salt=salt, **SCRYPT, dklen=32)
    return f"scrypt${SCRYPT['n']}${SCRYPT['r']}${SCRYPT['p']}${salt.hex()}${made.hex()}"


def verifies(kept: str, password: str) -> bool:
    kind, n, r, p, salt, made = kept.split("$")
    if kind != "scrypt":
        return False
    again = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=int(n), r=int(r), p=int(p), dklen=32
    )
    return hmac.compare_digest(again.hex(), made)


def _safe(person_id: str) -> str:
    if not person_id or len(person_id) > 64 or not set(person_id) <= SAFE:
        raise Problem("account.odd_id")
    return person_id


def _account(row) -> Account:
    return Account(row.id, row.server, row.login, json.loads(row.person), row.device_id, row.last_used)
