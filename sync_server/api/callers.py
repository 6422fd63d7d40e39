"""Who calls: the device behind the access token, its person, and what the phone says it still holds."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from starlette.requests import Request

from inspection.days import china_day, to_instant, to_text
from inspection.problems import Problem
from sync_server import people, tokens
from sync_server.context import Context
from sync_server.tables import device

NOTED_EVERY = timedelta(seconds=30)
HOLDS = {"records": int, "photos": int, "bytes": int, "refused": int, "oldest_at": str}
NOTE = device.update().where(device.c.id == bindparam("device"))


@dataclass(frozen=True)
class Caller:
    device: tokens.Holder
    person: people.Person | None  # left out where an upload of one's own photo can do without

    @property
    def device_id(self) -> str:
        return self.device.device_id

    @property
    def person_id(self) -> str:
        return self.device.person_id


def bearer(request: Request) -> str:
    """The access token that is shown. Problem token.expired when there is none."""
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not told.strip():
        raise Problem("token.expired")
    return told.strip()


def caller(
    context: Context, request: Request, at: datetime, may_read: bool = False, whole: bool = True
) -> Caller:
    """Reads the database: call it in a thread. `may_read`: the call gives what the office knows, not only takes.
    Without `whole` the person is not read.

    Problems: token.expired, device.blocked, device.upload_only.
    """
    told = bearer(request)
    with context.store.glance() as c:
        row = tokens.of_access(c, told, at)
        person = people.of_row(c, row.person, china_day(at)) if whole else None
    if may_read and row.state == "upload_only":
        raise Problem("device.upload_only")
    if row.used_at is None:
        with context.store.write() as c:
            tokens.use(c, row.device_id, row.generation, at)
    return Caller(row, person)


def note(context: Context, who: Caller, holds: dict | None, at: datetime) -> None:
    """Remembers that the phone was here and what it still holds; now and then, and at once when it is all sent."""
    told = who.device.outbox
    if isinstance(holds, dict):
        told = {name: holds[name] for name, kind in HOLDS.items() if type(holds.get(name)) is kind}
        told = json.dumps(
            {name: value[:40] if isinstance(value, str) else value for name, value in told.items()}
        )
    lately = who.device.seen_at and at - to_instant(who.device.seen_at) < NOTED_EVERY
    if lately and (told == who.device.outbox or _holding(told)):
        return
    with context.store.write() as c:
        c.execute(NOTE.values(seen_at=to_text(at), outbox=told), {"device": who.device_id})


def _holding(outbox: str) -> bool:
    held = json.loads(outbox or "{}")
    return bool(held.get("records") or held.get("photos"))
