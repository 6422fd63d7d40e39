"""POST /api/push, /api/pull and /api/records/status: records in, changes out, and what became of records."""

import json
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from inspection.problems import Problem
from inspection.record import BATCH_MOST_RECORDS, PROTOCOL
from sync_server import pull as pulling
from sync_server import receive
from sync_server.api.answers import json_answer
from sync_server.api.bodies import decode, read, read_json
from sync_server.api.callers import caller, note
from sync_server.context import Context

PUSH_MOST_BYTES = 4 * 1024 * 1024  # unpacked; phones keep to a quarter of it
PROTOCOLS = {str(number) for number in (PROTOCOL, PROTOCOL - 1) if number}
PAGE, PAGE_MOST = 500, 1000
IDS_MOST = 500


class Push(msgspec.Struct):
    records: list[Any]
    holds: dict[str, Any] | None = None


class Pull(msgspec.Struct):
    buckets: dict[str, int]
    limit: int = PAGE
    holds: dict[str, Any] | None = None


class Status(msgspec.Struct):
    ids: list[str]
    holds: dict[str, Any] | None = None


async def push(request: Request) -> Response:
    """Taken from every version ever released: a record that this server cannot read is kept all the same."""
    body = await read(request, PUSH_MOST_BYTES, "push.too_large")
    return json_answer(request, await run_in_threadpool(_push, request.app.state.context, request, body))


def _push(context: Context, request: Request, body: bytes) -> dict:
    at = context.now()
    who = caller(context, request, at)
    told = _records(body)
    if len(told.records) > BATCH_MOST_RECORDS:
        raise Problem("push.too_large", most=BATCH_MOST_RECORDS)
    answers = receive.receive(context.store, who.person, who.device_id, told.records, at)
    note(context, who, told.holds, at)
    return {"answers": answers}


def _records(body: bytes) -> Push:
    """Problem push.unreadable. What only the strict reader refuses (half a character, a number beyond all numbers)
    is let through: it stops the record it stands in, and not the others beside it."""
    try:
        return decode(body, Push, "push.unreadable")
    except Problem as unreadable:
        try:
            return msgspec.convert(json.loads(body), Push)
        except (ValueError, RecursionError, msgspec.MsgspecError):
            raise unreadable from None


async def pull(request: Request) -> Response:
    if request.headers.get("x-anjian-protocol") not in PROTOCOLS:
        raise Problem("app.too_old", protocol=PROTOCOL)
    told = await read_json(request, Pull)
    return json_answer(request, await run_in_threadpool(_pull, request.app.state.context, request, told))


def _pull(context: Context, request: Request, told: Pull) -> dict:
    at = context.now()
    who = caller(context, request, at, may_read=True)
    person = who.person
    note(context, who, told.holds, at)
    cursors = {name: max(0, reached) for name, reached in told.buckets.items()}
    with context.store.read() as c:
        return pulling.pull(c, person, cursors, max(1, min(told.limit, PAGE_MOST)))


async def status(request: Request) -> Response:
    told = await read_json(request, Status)
    if len(told.ids) > IDS_MOST:
        raise Problem("request.too_large", most=IDS_MOST)
    return json_answer(request, await run_in_threadpool(_status, request.app.state.context, request, told))


def _status(context: Context, request: Request, told: Status) -> dict:
    person = caller(context, request, context.now()).person
    with context.store.read() as c:
        return {"records": receive.status(c, person, told.ids)}
