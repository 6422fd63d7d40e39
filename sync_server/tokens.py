"""What a phone proves itself with: a short-lived access token and a refresh token that is changed at every use.

Tokens are opaque and kept as hashes. A refresh token's successors are derived from it, the phone's nonce
and a secret of this database, so a repeated refresh is answered the same without anything being stored.
The token before stays good until its successor is first used (an answer may be lost in a lift); an older
one can only come from a copy, and ends the whole family.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from inspection.days import to_instant, to_text
from inspection.problems import Problem
from sync_server import audit, meta, people
from sync_server.prepared import Prepared
from sync_server.store import Store
from sync_server.tables import device, person, token

ACCESS_FOR = timedelta(minutes=30)
REFRESH_FOR = timedelta(days=90)
FAMILY_FOR = timedelta(days=365)
REPEATED_FOR = timedelta(minutes=10)  # even after use: a duplicate that the network delivered late
GENERATIONS_KEPT = 20


@dataclass(frozen=True)
class Pair:
    access: str
    access_until: str
    refresh: str
    device_id: str
    person_id: str


class Holder(NamedTuple):
    """The device an access token belongs to, and the row of its person as `people.of_row` wants it."""

    device_id: str
    generation: int
    expires_at: str
    used_at: str | None
    person_id: str
    state: str
    seen_at: str
    outbox: str
    person: tuple


def begin(c: Connection, device_id: str, person_id: str, at: datetime) -> Pair:
    """After a password: everything this device had is over, a new family begins."""
    revoke_device(c, device_id)
    return _make(c, device_id, person_id, 1, None, to_text(at), at, _random(), _random())


def refresh(store: Store, told: str, nonce: str, at: datetime) -> Pair:
    """Problems: token.revoked, token.expired, device.blocked."""
    with store.write() as c:
        answer = _refresh(c, told, nonce, at)
    if isinstance(answer, Problem):
        raise answer  # only now: ending a family has to be kept
    return answer


def _refresh(c: Connection, told: str, nonce: str, at: datetime) -> Pair | Problem:
    row = c.execute(select(token).where(token.c.hash == _hash(told), token.c.kind == "refresh")).one_or_none()
    if row is None:
        return Problem("token.revoked")
    owner = c.execute(
        select(device.c.person_id, device.c.state, person.c.active)
        .join(person, person.c.id == device.c.person_id)
        .where(device.c.id == row.device_id)
        .with_for_update(of=device)
    ).one()
    if is_blocked(owner.state, owner.active):
        return Problem("device.blocked")
    newest = c.execute(
        select(token)
        .where(token.c.device_id == row.device_id, token.c.kind == "refresh")
        .order_by(token.c.generation.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return Problem("token.revoked")
    if row.expires_at <= to_text(at):
        return Problem("token.expired")
    if row.generation == newest.generation - 1:
        soon = at - to_instant(newest.made_at) < REPEATED_FOR
        if newest.used_at and not (soon and newest.nonce == nonce):
            return _end_family(c, row, owner, at)
        if not newest.used_at:
            _delete_generation(c, row.device_id, newest.generation)
    elif row.generation != newest.generation:
        return _end_family(c, row, owner, at)
    elif not row.used_at:
        use(c, row.device_id, row.generation, at)
    return _make(
        c, row.device_id, owner.person_id, row.generation + 1, nonce, row.family_at, at,
        _derived(c, told, nonce, "access"), _derived(c, told, nonce, "refresh"),
    )  # fmt: skip


def _make(
    c, device_id, person_id, generation, nonce, family_at, at: datetime, access: str, refreshing: str
) -> Pair:
    family_ends = to_instant(family_at) + FAMILY_FOR
    access_until = to_text(min(at + ACCESS_FOR, family_ends))
    row = {
        "device_id": device_id,
        "generation": generation,
        "nonce": nonce,
        "family_at": family_at,
        "made_at": to_text(at),
    }
    known = set(c.scalars(select(token.c.hash).where(token.c.hash.in_([_hash(access), _hash(refreshing)]))))
    for kind, text, until in (
        ("access", access, access_until),
        ("refresh", refreshing, to_text(min(at + REFRESH_FOR, family_ends))),
    ):
        if _hash(text) in known:  # a repeat
            c.execute(token.update().where(token.c.hash == _hash(text)).values(expires_at=until))
        else:
            c.execute(insert(token).values(hash=_hash(text), kind=kind, expires_at=until, **row))
    _sweep(c, device_id, generation, at)
    return Pair(access, access_until, refreshing, device_id, person_id)


def _sweep(c: Connection, device_id: str, generation: int, at: datetime) -> None:
    over = (token.c.expires_at < to_text(at)) | (token.c.generation < generation - GENERATIONS_KEPT)
    c.execute(delete(token).where(token.c.device_id == device_id, over))


def of_access(c: Connection, told: str, at: datetime) -> Holder:
    """Who holds an access token, in one question. Problems: token.expired, device.blocked."""
    row = OF_ACCESS.first(c, hash=_hash(told))
    if row is None:
        raise Problem("token.expired")
    holder = Holder(*row[: -len(people.COLUMNS)], row[-len(people.COLUMNS) :])
    if holder.expires_at <= to_text(at):
        raise Problem("token.expired")
    if is_blocked(holder.state, holder.person[people.COLUMNS.index("active")]):
        raise Problem("device.blocked")
    return holder


OF_ACCESS = Prepared(
    select(
        token.c.device_id,
        token.c.generation,
        token.c.expires_at,
        token.c.used_at,
        device.c.person_id,
        device.c.state,
        device.c.seen_at,
        device.c.outbox,
        *(person.c[name] for name in people.COLUMNS),
    )
    .join(device, device.c.id == token.c.device_id)
    .join(person, person.c.id == device.c.person_id)
    .where(token.c.hash == bindparam("hash"), token.c.kind == "access")
)


def is_blocked(state: str, active: bool) -> bool:
    """Somebody who has left may still hand in what is on the phone when the office set it to upload only."""
    return state == "blocked" or (not active and state != "upload_only")


def use(c: Connection, device_id: str, generation: int, at: datetime) -> None:
    """Marks a generation as arrived: the one before is over."""
    mine = (token.c.device_id == device_id) & (token.c.generation == generation) & token.c.used_at.is_(None)
    c.execute(token.update().where(mine).values(used_at=to_text(at)))


def revoke_device(c: Connection, device_id: str) -> int:
    return c.execute(delete(token).where(token.c.device_id == device_id)).rowcount


def _end_family(c: Connection, row, owner, at: datetime) -> Problem:
    revoke_device(c, row.device_id)
    facts = {"generation": row.generation}
    audit.write(c, owner.person_id, "token.reused", "device", row.device_id, facts, row.device_id, at)
    return Problem("token.revoked")


def _delete_generation(c: Connection, device_id: str, generation: int) -> None:
    c.execute(delete(token).where(token.c.device_id == device_id, token.c.generation == generation))


def _derived(c: Connection, told: str, nonce: str, kind: str) -> str:
    secret = bytes.fromhex(meta.get(c, "token_key"))
    message = b"\0".join(part.encode("utf-8", "replace") for part in (kind, nonce, told))
    return urlsafe_b64encode(hmac.digest(secret, message, "sha256")).decode().rstrip("=")


def _random() -> str:
    return secrets.token_urlsafe(32)


def _hash(told: str) -> str:
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
