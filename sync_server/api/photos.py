"""POST /api/photos/need: which photos the office lacks. GET /api/photos/{sha256}: one photo, for whoever may see it."""

import re
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from inspection.problems import Problem
from sync_server import scope
from sync_server.api.answers import json_answer
from sync_server.api.bodies import read_json
from sync_server.api.callers import caller, note
from sync_server.context import Context
from sync_server.tables import photo as photo_table
from sync_server.viewing import LONG_EDGE

HASHES_MOST = 500
SHA256 = re.compile(r"[0-9a-f]{64}")
SIZES = (*LONG_EDGE, "full")


class Need(msgspec.Struct):
    sha256: list[str]
    holds: dict[str, Any] | None = None


async def need(request: Request) -> Response:
    told = await read_json(request, Need)
    if len(told.sha256) > HASHES_MOST:
        raise Problem("request.too_large", most=HASHES_MOST)
    return json_answer(request, await run_in_threadpool(_need, request.app.state.context, request, told))


def _need(context: Context, request: Request, told: Need) -> dict:
    at = context.now()
    who = caller(context, request, at)
    person = who.person
    asked = list(dict.fromkeys(told.sha256))
    with context.store.read() as c:
        named = scope.photos_named(c, person, asked)
        stored = photo_table.c.state != "named"
        have = set(
            c.scalars(select(photo_table.c.sha256).where(photo_table.c.sha256.in_(list(named)), stored))
        )
    note(context, who, told.holds, at)
    return {
        "need": [sha for sha in asked if sha in named and sha not in have],
        "have": [sha for sha in asked if sha in have],
        "unknown": [sha for sha in asked if sha not in named],
    }


async def photo(request: Request) -> Response:
    sha, size = request.path_params["sha256"], request.query_params.get("size", "screen")
    return await run_in_threadpool(_photo, request.app.state.context, request, sha, size)


def _photo(context: Context, request: Request, sha: str, size: str) -> Response:
    person = caller(context, request, context.now(), may_read=True).person
    with context.store.read() as c:
        if not SHA256.fullmatch(sha) or not scope.sees_photo(c, person, sha):
            raise Problem(
                "photo.not_found"
            )  # said alike of what is not there and of what is not for this person
    return picture(context, request, sha, size)


def picture(context: Context, request: Request, sha: str, size: str) -> Response:
    """The photo as a response; whether the person may see it was asked before. Problems: photo.*"""
    if size not in SIZES:
        raise Problem("photo.not_found")
    tag = f'"{sha}-{size}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, max-age=31536000, immutable",
        "Vary": "Authorization, Cookie",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    if not context.photos.has(sha):
        raise Problem("photo.not_stored", sha256=sha)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    path = context.photos.path(sha) if size == "full" else context.photos.viewable(sha, size)
    kind, suffix = sniffed(path)
    shown = "inline" if kind in ("image/jpeg", "image/png", "image/webp") else "attachment"
    headers["Content-Disposition"] = f'{shown}; filename="{sha[:16]}-{size}.{suffix}"'
    return FileResponse(path, headers=headers, media_type=kind)


def sniffed(path: Path) -> tuple[str, str]:
    """What the first bytes say it is, whatever was declared; strangers are only ever offered as a download."""
    with path.open("rb") as file:
        start = file.read(16)
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", "jpg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", "png"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp", "webp"
    if start[4:8] == b"ftyp" and start[8:12] in (
        b"heic",
        b"heix",
        b"mif1",
        b"msf1",
        b"hevc",
        b"heim",
        b"heis",
    ):
        return "image/heic", "heic"
    return "application/octet-stream", "bin"
