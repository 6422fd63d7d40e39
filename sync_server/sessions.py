"""Sessions of the office pages: an opaque cookie, of which only the hash is kept, and the secret its forms carry."""

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from inspection.days import china_day, to_instant, to_text
from sync_server import people
from sync_server.store import Store
from sync_server.tables import desk_session, person

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
TOUCHED_EVERY = timedelta(minutes=5)  # one write now and then, not one for each page


@dataclass(frozen=True)
class Session:
    hash: str
    person_id: str
    csrf: str
    made_at: str
    seen_at: str
    agent: str

    def csrf_fits(self, told: str | None) -> bool:
        return bool(told) and hmac.compare_digest(self.csrf.encode(), told.encode("utf-8", "replace"))


def begin(c: Connection, person_id: str, agent: str, at: datetime) -> tuple[str, Session]:
    """A new session: (what goes into the cookie, the session). Always a new one at sign-in."""
    token = secrets.token_urlsafe(32)
    now = to_text(at)
    row = {"hash": _hash(token), "person_id": person_id, "csrf": secrets.token_urlsafe(24)}
    row |= {"made_at": now, "seen_at": now, "agent": agent[:200]}
    c.execute(delete(desk_session).where(desk_session.c.expires_at < now))
    c.execute(insert(desk_session).values(**row, expires_at=to_text(at + LONGEST)))
    return token, Session(**row)


def of(store: Store, token: str | None, at: datetime) -> tuple[Session, people.Person] | None:
    """The session behind a cookie and whose it is, when it is still good and the person still active."""
    if not token:
        return None
    with store.read() as c:
        good = (
            (desk_session.c.hash == _hash(token))
            & (desk_session.c.expires_at > to_text(at))
            & person.c.active
        )
        joined = desk_session.join(person, person.c.id == desk_session.c.person_id)
        row = c.execute(select(desk_session).select_from(joined).where(good)).one_or_none()
        whose = people.by_id(c, row.person_id, china_day(at)) if row else None
    if row is None or at - to_instant(row.seen_at) > IDLE:
        return None
    if at - to_instant(row.seen_at) > TOUCHED_EVERY:
        # not worth a page: one may still read while the disk is full or somebody else writes for long
        with suppress(OperationalError), store.write() as c:
            c.execute(
                desk_session.update().where(desk_session.c.hash == row.hash).values(seen_at=to_text(at))
            )
    return _session(row), whose


def of_person(c: Connection, person_id: str) -> list[Session]:
    """Newest first."""
    mine = (
        select(desk_session)
        .where(desk_session.c.person_id == person_id)
        .order_by(desk_session.c.seen_at.desc())
    )
    return [_session(row) for row in c.execute(mine)]


def end(c: Connection, token: str | None) -> None:
    if token:
        c.execute(delete(desk_session).where(desk_session.c.hash == _hash(token)))


def end_all(c: Connection, person_id: str, but: str | None = None) -> int:
    """Ends all sessions of a person, except the one with the cookie `but`."""
    ended = delete(desk_session).where(desk_session.c.person_id == person_id)
    if but:
        ended = ended.where(desk_session.c.hash != _hash(but))
    return c.execute(ended).rowcount


def _session(row) -> Session:
    return Session(row.hash, row.person_id, row.csrf, row.made_at, row.seen_at, row.agent)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
