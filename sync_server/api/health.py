"""GET /api/health: whether the office works, for whoever watches over it. Says nothing about what is in it."""

import shutil

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync_server import VERSION, meta
from sync_server.api.answers import json_answer
from sync_server.context import Context

LEAST_FREE_MB = 500


async def health(request: Request) -> Response:
    body = await run_in_threadpool(look, request.app.state.context)
    return json_answer(request, body, 200 if body["ok"] else 503)


def look(context: Context) -> dict:
    free = _free_mb(context)
    found = {"database": _answers(context), "photos": _may_write(context), "disk": free >= LEAST_FREE_MB}
    return {"ok": all(found.values()), **found, "disk_free_mb": free, "version": VERSION}


def _answers(context: Context) -> bool:
    try:
        with context.store.read() as c:
            return bool(meta.epoch(c)) and c.scalar(select(1)) == 1
    except SQLAlchemyError:
        return False


def _may_write(context: Context) -> bool:
    try:
        probe = context.photos.arriving / "health"
        probe.write_bytes(b"1")
        probe.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _free_mb(context: Context) -> int:
    try:
        return shutil.disk_usage(context.photos.folder).free // 2**20
    except OSError:
        return 0
